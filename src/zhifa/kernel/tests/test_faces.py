"""The faces of a refusal, the receipts for forms that were sent without a network, the switches of the shell."""

from __future__ import annotations

import errno
import re
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory

from zhifa.kernel.errors import NotAllowed
from zhifa.kernel.web.failures import server_error
from zhifa.kernel.web.middleware import RefusalMiddleware
from zhifa.kernel.web.offline import OfflineMiddleware

KEY = {"HTTP_X_ZHIFA_CLIENT_KEY": "k1"}


def refused(request: HttpRequest) -> HttpResponse | None:
    middleware = RefusalMiddleware(lambda _request: HttpResponse())
    return middleware.process_exception(request, NotAllowed("您不能这样做", next_step="请找负责人。"))


def test_a_program_gets_a_problem_document(rf: RequestFactory) -> None:
    for request in (rf.get("/api/v1/x"), rf.get("/work/x/", HTTP_ACCEPT="application/json")):
        answer = refused(request)
        assert answer is not None
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
        assert "请找负责人" in answer.content.decode()


def test_anything_else_stays_an_alarm(rf: RequestFactory) -> None:
    middleware = RefusalMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(rf.get("/work/x/"), KeyError("a bug")) is None


def failed_with(error: Exception, request: HttpRequest) -> HttpResponse:
    try:
        raise error
    except type(error):
        return server_error(request)


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (
            OSError(errno.ENOSPC, "no space left"),
            503,
            "服务器的磁盘满了",
        ),  # a large upload reaches the disk before any view
        (OSError(errno.EDQUOT, "quota"), 503, "没有收下"),
        (OperationalError("gone"), 503, "数据库暂时连不上"),
        (OSError(errno.EACCES, "not allowed"), 500, "出错了"),
        (KeyError("a bug"), 500, "出错了"),
    ],
)
def test_a_full_disk_and_a_lost_database_have_words_of_their_own(
    rf: RequestFactory, error: Exception, status: int, says: str
) -> None:
    answer = failed_with(error, rf.post("/work/x/"))
    assert answer.status_code == status
    assert says in answer.content.decode()
    if status == 503:
        assert answer["Retry-After"] == "5"
        told = failed_with(error, rf.post("/api/v1/x"))
        assert told["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("error", "says"),
    [(KeyError("a bug"), "Something broke"), (OperationalError("gone"), "cannot be reached")],
)
def test_a_failure_speaks_the_language_of_the_cookie_or_the_browser_and_asks_no_table(
    rf: RequestFactory, error: Exception, says: str
) -> None:
    by_header = failed_with(error, rf.get("/", HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9"))
    rf.cookies["django_language"] = "en"
    by_cookie = failed_with(error, rf.get("/", HTTP_ACCEPT_LANGUAGE="zh-CN"))
    for page in (by_header.content.decode(), by_cookie.content.decode()):
        assert says in page
        assert 'lang="en"' in page
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", page)


def through(
    rf: RequestFactory, response: HttpResponse, *, reached: bool = True, **headers: Any
) -> HttpResponse:
    request = rf.post("/work/x/", **headers)
    middleware = OfflineMiddleware(lambda _request: response)
    if reached:
        middleware.process_view(request, lambda: None, (), {})
    return middleware(request)


def test_what_a_view_accepted_gets_a_receipt(rf: RequestFactory) -> None:
    answer = through(rf, HttpResponseRedirect("/work/x/1/"), **KEY)
    assert (answer.status_code, answer["X-Zhifa-Received"], answer["X-Zhifa-Location"]) == (
        200,
        "k1",
        "/work/x/1/",
    )


def test_a_page_with_errors_is_a_refusal(rf: RequestFactory) -> None:
    answer = through(rf, HttpResponse("请改", status=200), **KEY)
    assert answer["X-Zhifa-Refused"] == "k1"


@pytest.mark.parametrize("status", [500, 503])
def test_a_failure_of_ours_is_neither_and_will_be_sent_again(rf: RequestFactory, status: int) -> None:
    answer = through(rf, HttpResponse(status=status), **KEY)
    assert not {"X-Zhifa-Received", "X-Zhifa-Refused"} & set(answer.headers)


def test_a_request_that_was_turned_away_before_the_view_is_not_marked(rf: RequestFactory) -> None:
    answer = through(rf, HttpResponseRedirect("/accounts/login/"), reached=False, **KEY)
    assert answer.status_code == 302


def test_a_form_without_a_key_is_answered_as_ever(rf: RequestFactory) -> None:
    assert through(rf, HttpResponseRedirect("/work/x/1/")).status_code == 302


@pytest.mark.django_db
def test_large_type_is_remembered_by_the_device_and_leads_back_inside(client: Client) -> None:
    answer = client.post("/elder/", {"on": "1", "next": "/about/"})
    assert (answer["Location"], answer.cookies["zhifa_elder"].value) == ("/about/", "1")
    assert "data-elder" in client.get("/about/").content.decode()
    assert client.post("/elder/", {"on": "0", "next": "https://elsewhere.example/"})["Location"] == "/"
    assert "data-elder" not in client.get("/about/").content.decode()
