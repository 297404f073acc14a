"""The pages around an exam: what each shows to whom, and how many queries it takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhifa.kernel import clock
from zhifa.sittings.models import Attempt, Exam
from zhifa.sittings.services.exams import draft_exam
from zhifa.sittings.tests.test_exams import begin, hand_in
from zhifa.sittings.tests.world import actor, attempt_of, exam_draft, make_exam

Browser = Callable[[str], Client]


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get(address)
    return len(seen)


def close(exam: Exam) -> None:
    """The window is over by a minute."""
    now = clock.now()
    Exam.objects.filter(pk=exam.pk).update(
        opens_at=now - timedelta(hours=3), closes_at=now - timedelta(minutes=1)
    )


def test_an_officer_goes_from_a_draft_to_the_live_view(world: None, signed_in: Browser) -> None:
    draft, clerk = exam_draft(), signed_in("clerk")
    page = text_of(clerk, "/work/sittings/new/")
    assert 'type="datetime-local"' in page
    sent = {
        "title": "学法考试", "source": "测试通知", "organiser": "U1", "roster": "R1", "minutes": 60, "papers_": draft.papers[""],
        "opens_at": "2040-01-02T09:00", "closes_at": "2040-01-02T09:30", "attempts_most": 1, "counted": "best", "multiple_rule": "all",
        "pass_share": 60, "excellent_share": 90, "grace_minutes": 30, "tolerance_share": 20, "objection_days": 5,
    }  # fmt: skip
    refused = clerk.post("/work/sittings/new/", sent).content.decode()
    assert "考试开放的时间比答题时长还短" in refused
    assert 'value="测试通知"' in refused, "nothing typed is lost"
    made = clerk.post("/work/sittings/new/", {**sent, "closes_at": "2040-01-02T11:00"}, follow=True)
    address = made.redirect_chain[-1][0]
    assert "2 个单位的 7 名考生" in made.content.decode()
    assert "区教育局 4 人" in made.content.decode()
    done = clerk.post(address + "announce/", follow=True).content.decode()
    assert "已发布，名单和试卷已冻结" in done
    assert "考试现场" in done
    exam = Exam.objects.get()
    assert f"{exam.opens_at:%H:%M}" == "01:00", "nine in Shanghai"
    assert "等开考" in text_of(clerk, "/work/sittings/")
    assert "未开始" in text_of(clerk, address + "watch/")


def test_who_sees_what(exam: Exam, signed_in: Browser) -> None:
    draft = draft_exam(actor("clerk"), exam_draft(title="还没发布的"), now=clock.now())
    here = exam.get_absolute_url()
    anna = f"{here}candidates/{attempt_of(exam, 'anna').candidate.key}/"
    dora = f"{here}candidates/{attempt_of(exam, 'dora').candidate.key}/"
    expected = {
        "clerk": {here: 200, here + "watch/": 200, here + "candidates/": 200, anna: 200, dora: 200, anna + "extra/": 200,
                  here + "say/": 200},
        "lead": {here: 200, here + "watch/": 200, here + "candidates/": 200, anna: 200, anna + "extra/": 404, here + "say/": 404},
        "auditor": {here: 200, here + "watch/": 404, here + "candidates/": 404, anna: 404, here + "log/": 200},
        "head2": {here: 200, here + "watch/": 404, here + "candidates/": 200, anna: 200, dora: 404, anna + "exempt/": 404,
                  here + "log/": 404},
        "anna": {here: 404, here + "candidates/": 404, anna: 404, "/exams/mine/": 200},
    }  # fmt: skip
    for name, addresses in expected.items():
        client = signed_in(name)
        assert {address: client.get(address).status_code for address in addresses} == addresses, name
    assert Client().get(here).status_code == 302
    page = text_of(signed_in("head2"), here + "candidates/")
    assert "anna某" in page
    assert "dora某" not in page, "another unit's"
    assert "区民政局" not in text_of(signed_in("head2"), here)
    assert signed_in("head2").get(draft.get_absolute_url()).status_code == 404
    assert "还没发布的" not in text_of(signed_in("head2"), "/work/sittings/")
    assert "发布考试" in text_of(signed_in("auditor"), here), "the acts"


def test_the_live_view_tells_where_everybody_stands(exam: Exam, signed_in: Browser) -> None:
    running, silent, over = begin(exam, "anna"), begin(exam, "bea"), begin(exam, "carl")
    Attempt.objects.filter(pk=running.pk).update(seen_at=clock.now() - timedelta(seconds=30))
    Attempt.objects.filter(pk=silent.pk).update(seen_at=clock.now() - timedelta(seconds=90))
    Attempt.objects.filter(pk=over.pk).update(ends_at=clock.now() - timedelta(seconds=1))
    hand_in(exam, "dora")
    hand_in(exam, "emil", late=True)
    clerk, here = signed_in("clerk"), exam.get_absolute_url() + "watch/"
    standings = {
        "answering": "anna", "offline": "bea", "overdue": "carl", "handed": "dora", "late": "emil", "waiting": "head2",
    }  # fmt: skip
    for standing, name in standings.items():
        page = text_of(clerk, f"{here}?standing={standing}")
        shown = {one for one in ("anna", "bea", "carl", "dora", "emil") if f"{one}某" in page}
        assert shown == {name} - {"head2"}, standing
    part = clerk.get(here, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="live"')
    assert "<html" not in part, "only what changes is answered again"
    assert "dora某" in text_of(clerk, f"{here}?unit=U3&q=dora")
    assert "没有符合条件的考生" in text_of(clerk, f"{here}?q=nobody")


def test_pages_take_as_many_queries_for_many(exam: Exam, signed_in: Browser) -> None:
    """Of three candidates and of seven, of one exam and of three."""
    clerk, here = signed_in("clerk"), exam.get_absolute_url()
    gone = exam.candidates.filter(person__code__in=("anna", "bea", "carl", "dora"))
    pages = (here, here + "watch/", here + "candidates/", "/work/sittings/")
    many = {page: queries_of(clerk, page) for page in pages}
    for one in gone:
        one.delete()
    assert {page: queries_of(clerk, page) for page in pages} == many
    anna = signed_in("emil")
    mine = queries_of(anna, "/exams/mine/")
    waits = queries_of(anna, "/work/inbox/")
    for _turn in range(2):
        make_exam(draw=exam.papers.get().draw)
    assert queries_of(clerk, "/work/sittings/") == many["/work/sittings/"]
    assert queries_of(anna, "/exams/mine/") == mine
    assert queries_of(anna, "/work/inbox/") == waits


@pytest.mark.parametrize("name", ["anna", "clerk"])
def test_what_waits(exam: Exam, signed_in: Browser, name: str) -> None:
    if name == "clerk":
        close(exam)
    page = text_of(signed_in(name), "/work/inbox/")
    assert ("请阅卷并公布成绩：学法考试" if name == "clerk" else "请参加考试：学法考试") in page
    if name == "anna":
        hand_in(exam, "anna")
        page = text_of(signed_in(name), "/work/")
        assert "您在应考名单上，还没有交卷" not in page


def test_ones_own_exams_say_what_to_do(exam: Exam, signed_in: Browser) -> None:
    anna, key = signed_in("anna"), attempt_of(exam, "anna").key
    page = text_of(anna, "/exams/mine/")
    assert f"/exams/sit/{key}/" in page
    assert "开始考试" in page
    begin(exam, "anna")
    assert "继续答题" in text_of(anna, "/exams/mine/")
    hand_in(exam, "anna")
    page = text_of(anna, "/exams/mine/")
    assert "已交卷" in page
    assert "还没有公布" in page
    assert "没有您的考试" in text_of(signed_in("lead"), "/exams/mine/")
    close(exam)
    assert "没有参加" in text_of(signed_in("bea"), "/exams/mine/")


def test_an_outage_is_written_down_and_shown(exam: Exam, signed_in: Browser) -> None:
    clerk, here = signed_in("clerk"), exam.get_absolute_url()
    attempt = begin(exam, "anna", minutes_ago=30)
    now = timezone.localtime(clock.now())
    sent = {
        "from_at": f"{now - timedelta(minutes=20):%Y-%m-%dT%H:%M}",
        "until_at": f"{now - timedelta(minutes=10):%Y-%m-%dT%H:%M}",
        "why": " ",
    }
    done = clerk.post(here + "outage/", {**sent, "why": "机房断电"}, follow=True).content.decode()
    assert "时间已补回" in done
    before, attempt_end = attempt.ends_at, Attempt.objects.get(pk=attempt.pk).ends_at
    assert before is not None
    assert attempt_end == before + timedelta(minutes=10)


def test_the_api_has_counts_and_no_persons(exam: Exam, signed_in: Browser) -> None:
    hand_in(exam, "anna")
    listed = signed_in("clerk").get("/api/v1/sittings").json()
    assert [(one["title"], one["phase"], one["due"], one["handed"]) for one in listed["exams"]] == [
        ("学法考试", "open", 7, 1)
    ]
    told = signed_in("head2").get(f"/api/v1/sittings/{exam.key}").json()
    assert [(one["code"], one["due"], one["handed"]) for one in told["units"]] == [("U2", 4, 1)], (
        "the own unit"
    )
    assert signed_in("anna").get("/api/v1/sittings").json()["total"] == 0
    assert Client().get(f"/api/v1/sittings/{exam.key}").status_code == 404
