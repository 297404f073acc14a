"""Fetching a file: by whoever may see one of its things, and as a download only."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from zhifa.accounts.api import Account
from zhifa.evidence.api import EvidenceField, attach
from zhifa.evidence.models import Evidence, Likeness
from zhifa.evidence.tests import files
from zhifa.evidence.tests.conftest import KIND, readers
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Grant, Role
from zhifa.kernel.registry import Awaiting, offered
from zhifa.ledger.api import Subject

pytestmark = pytest.mark.django_db
WHO = Actor("account:0", "联络员")
# session · account · posts · acting posts · file · its things · uses · questions · district
ABOUT_QUERIES = 9


@pytest.fixture
def account(client: Client) -> Account:
    account = Account.objects.create_user("chen", "a-password", display_name="陈某")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return account


def take(content: bytes, name: str, key: str = "1", kind: str = "document") -> Evidence:
    return attach(WHO, Subject(KIND, key), files.upload(content, name), kind=kind, now=clock.now())


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    evidence = take(files.docx("通知"), "通知.docx")
    assert client.get(f"/work/evidence/{evidence.pk}/").status_code == 302


def test_whoever_may_see_none_of_its_things_finds_no_file(client: Client, account: Account) -> None:
    evidence = take(files.docx("通知"), "通知.docx")
    for page in ("", "about/"):
        assert client.get(f"/work/evidence/{evidence.pk}/{page}").status_code == 404
    readers["1"] = {account.key}
    response: Any = client.get(f"/work/evidence/{evidence.pk}/")
    assert (response.status_code, b"".join(response.streaming_content)[:2]) == (200, b"PK")
    assert client.get(f"/work/evidence/{evidence.pk}/about/").status_code == 200


def test_a_file_comes_as_a_download_that_nothing_runs(client: Client, account: Account) -> None:
    content = files.docx("通知")
    evidence = take(content, "通知.docx")
    readers["1"] = {account.key}
    response: Any = client.get(f"/work/evidence/{evidence.pk}/")
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    again = client.get(f"/work/evidence/{evidence.pk}/", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_the_page_about_a_photograph_asks_and_takes_the_answer(client: Client, account: Account) -> None:
    take(files.jpeg(files.scene(1)), "六月现场.jpg", "hidden", "photo")
    evidence = take(files.jpeg(files.scene(1), quality=50), "九月现场.jpg", "1", "photo")
    readers["1"] = {account.key}
    page = client.get(f"/work/evidence/{evidence.pk}/about/").content.decode()
    assert "这张照片和以前的一张很像" in page
    assert "六月现场" not in page  # it belongs to somebody else
    assert "以前的那张属于别的单位" in page
    question = Likeness.objects.get()
    client.post(f"/work/evidence/likeness/{question.pk}/", {"answer": "different"})
    question.refresh_from_db()
    assert (question.answer, question.answered_by) == ("different", account.key)


def test_a_photograph_is_shown_reduced_to_whoever_may_fetch_it(client: Client, account: Account) -> None:
    large = files.scene(3).resize((2400, 1800))
    evidence = take(files.jpeg(large, exif=files.placed_exif()), "现场.jpg", "1", "photo")
    address = f"/work/evidence/{evidence.pk}/picture/"
    assert client.get(address).status_code == 404
    readers["1"] = {account.key}
    shown = client.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    picture = Image.open(BytesIO(shown.content))
    assert picture.size == (640, 480)
    assert not dict(picture.getexif())
    assert client.get(address, headers={"If-None-Match": shown["ETag"]}).status_code == 304
    notice = take(files.docx("通知"), "通知.docx")
    assert client.get(f"/work/evidence/{notice.pk}/picture/").status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def waiting_for(account: Account, since: date, acting_for: str = "") -> list[str]:
    """What evidence says waits for someone who holds a post since a day."""
    grants = (Grant(Role.LIAISON, "/U01/", since=since, acting_for=acting_for),)
    actor = Actor(account.key, account.display_name, account.pk, grants)
    (offer,) = [one for one in offered(Awaiting) if one.code == "photo-questions"]
    return [item.title for item in offer.find(actor, clock.today())]


def test_the_question_waits_for_whoever_uploaded_until_it_is_answered(
    client: Client, account: Account, django_assert_num_queries: Any
) -> None:
    mine = Actor(account.key, account.display_name, account.pk)
    take(files.jpeg(files.scene(1)), "六月现场.jpg", "1", "photo")
    take(files.jpeg(files.scene(5)), "七月现场.jpg", "1", "photo")

    def again(seed: int, name: str) -> None:
        content = files.upload(files.jpeg(files.scene(seed), quality=50), name)
        attach(mine, Subject(KIND, "1"), content, kind="photo", now=clock.now())

    again(1, "九月现场.jpg")
    today = clock.today()
    with django_assert_num_queries(1):
        assert waiting_for(account, today) == ["照片“九月现场.jpg”和以前的一张很像"]
    again(5, "十月现场.jpg")
    with django_assert_num_queries(1):
        assert len(waiting_for(account, today)) == 2
    assert waiting_for(account, today + timedelta(days=1)) == [], "who took another post since is not asked"
    assert waiting_for(account, today, acting_for="张三") == [], "nor who only stands in for somebody"
    other = Account.objects.create_user("li", "a-password", display_name="李某")
    assert waiting_for(other, today) == []
    readers["1"] = {account.key}
    for question in Likeness.objects.all():
        client.post(f"/work/evidence/likeness/{question.pk}/", {"answer": "same_occasion"})
    assert waiting_for(account, today) == []


def test_the_page_costs_the_same_for_one_use_and_for_three(
    client: Client, account: Account, django_assert_num_queries: Any
) -> None:
    content = files.docx("通知")
    evidence = take(content, "通知.docx")
    readers["1"] = {account.key}
    with django_assert_num_queries(ABOUT_QUERIES):
        page = client.get(f"/work/evidence/{evidence.pk}/about/").content.decode()
    assert "一份多用" not in page
    for key in ("2", "3"):
        take(content, "通知.docx", key)
    with django_assert_num_queries(ABOUT_QUERIES):
        page = client.get(f"/work/evidence/{evidence.pk}/about/").content.decode()
    assert "还用于另外 2 件事" in page


def test_the_field_takes_none_one_or_several_and_asks_for_none() -> None:
    field = EvidenceField()
    assert not field.required
    assert field.clean(None) == []
    one, two = files.upload(b"a", "a.txt"), files.upload(b"b", "b.txt")
    assert field.clean([one, two]) == [one, two]
    html = field.widget.render("files", None, {"id": "id_files"})
    assert re.search(r'type="file" name="files"[^>]*multiple', html)
