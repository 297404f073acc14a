"""From a stranger's form to the answer under the receipt number, and who sees what on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.complaints.errors import AlreadySettled, NoSuchReceipt, TextOutOfBounds, TooManyComplaints
from zhifa.complaints.models import Complaint, Sending
from zhifa.complaints.offers import _to_erase, _waiting
from zhifa.complaints.rules.keeping import settled_before
from zhifa.complaints.selectors import standing_of
from zhifa.complaints.services import (
    ComplaintDraft,
    answer,
    close,
    erase_kept_long_enough,
    give_back,
    hand_to,
    send_complaint,
    settle_answer_time,
)
from zhifa.complaints.tests.conftest import actor
from zhifa.kernel import clock
from zhifa.kernel.clock import SHANGHAI
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import Subject, entries_of, opens
from zhifa.ledger.models import Entry
from zhifa.lookups.models import Lookup
from zhifa.people.api import Unit

pytestmark = pytest.mark.django_db
TEXT = "三月八日的讲座只有二十人，写成了二百人次。"
CONTACT = "13800001234"
MONDAY = datetime(2018, 3, 5, 9, 0, tzinfo=SHANGHAI)


def sent(text: str = TEXT, *, sender: str = "8.8.4.4", now: datetime | None = None, **parts: str) -> str:
    draft = ComplaintDraft("complaint", text, uuid4(), **parts)
    return send_complaint(draft, sender=sender, now=now or clock.now())


def test_a_stranger_writes_on_a_phone_and_reads_the_answer(signed_in: Callable[[str], Client]) -> None:
    stranger = Client()
    page = stranger.get("/complaints/", headers={"Referer": "http://testserver/laws/"}).content.decode()
    assert 'value="http://testserver/laws/"' in page, "the page from which the visitor came"
    form = {
        "kind": "correction", "about": "/laws/", "text": TEXT, "contact": CONTACT, "sent_as": str(uuid4()), "website": "",
    }  # fmt: skip
    taken = stranger.post("/complaints/", form).content.decode()
    receipt = re.search(r'class="mono">([^<]+)<', taken)
    assert receipt is not None
    again = stranger.post("/complaints/", form).content.decode()
    assert receipt[1] in again, "the same form sent twice is one complaint"
    made = Complaint.objects.get()

    clerk = signed_in("clerk")
    assert TEXT in clerk.get(f"/work/complaints/{made.pk}/").content.decode()
    clerk.post(f"/work/complaints/{made.pk}/hand/", {"hand-unit": "U2", "hand-words": "请核对签到表"})
    standing = stranger.post("/complaints/follow/", {"receipt": receipt[1].lower()}).content.decode()
    assert "U2局" in standing
    head = signed_in("head")
    assert "请核对签到表" in head.get(f"/work/complaints/{made.pk}/").content.decode()
    head.post(f"/work/complaints/{made.pk}/answer/", {"answer-words": "已更正为 20 人次。"})

    standing = stranger.post("/complaints/follow/", {"receipt": receipt[1]}).content.decode()
    assert "已更正为 20 人次。" in standing
    for hidden in (TEXT, CONTACT, "请核对签到表", "head某"):
        assert hidden not in standing, hidden
    wrong = stranger.post("/complaints/follow/", {"receipt": f"{made.pk}-2222-2222-2222"})
    assert wrong.status_code == 404
    assert "已更正" not in wrong.content.decode()

    entries = entries_of(Subject("complaint", str(made.pk)))
    assert [one.act for one in entries] == ["complaints.send", "complaints.hand", "complaints.answer"]
    assert Entry.objects.get(act="complaints.send").actor == "stranger"
    facts = str([one.facts for one in entries])
    assert not any(word in facts for word in (TEXT, CONTACT, "签到表", "20 人次"))


def test_nothing_of_it_lies_in_clear(district: None) -> None:
    receipt = sent(contact=CONTACT)
    answer(actor("clerk"), Complaint.objects.get().pk, "已经核对，数字无误。", now=clock.now())
    with connection.cursor() as cursor:
        for table in ("complaints_complaint", "complaints_handlingstep", "complaints_sending"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of our own tables
            rows = b"".join(
                bytes(cell) if isinstance(cell, memoryview) else str(cell).encode()
                for row in cursor
                for cell in row
            )
            for word in (TEXT, CONTACT, "数字无误", "8.8.4.4", receipt):
                assert word.encode() not in rows, (table, word)


def test_only_those_who_handle_it_see_it(signed_in: Callable[[str], Client]) -> None:
    sent(contact=CONTACT)
    number = Complaint.objects.get().pk
    address = f"/work/complaints/{number}/"
    for name in ("lead", "auditor", "liaison", "head", "other"):
        client = signed_in(name)
        assert client.get(address).status_code == 404, name
        assert client.post(f"{address}contact/").status_code == 404, name
        assert client.post(f"{address}answer/", {"answer-words": "不该写进来的答复"}).status_code == 404, name
    assert Client().get(address).status_code == 302
    hand_to(actor("clerk"), number, Unit.objects.get(code="U2"), now=clock.now())
    assert signed_in("head").get(address).status_code == 200
    assert signed_in("other").get(address).status_code == 404, "another unit's head"
    with pytest.raises(NotFound):
        close(actor("other"), number, "无关", now=clock.now())
    with pytest.raises(AlreadySettled):
        close(actor("head"), number, "无关", now=clock.now())


def test_each_look_at_the_contact_is_noted(signed_in: Callable[[str], Client]) -> None:
    sent(contact=CONTACT)
    number = Complaint.objects.get().pk
    clerk = signed_in("clerk")
    assert CONTACT not in clerk.get(f"/work/complaints/{number}/").content.decode()
    assert Lookup.objects.count() == 0
    assert CONTACT in clerk.post(f"/work/complaints/{number}/contact/").content.decode()
    look = Lookup.objects.get()
    assert (look.what, look.subject_kind, look.subject_key) == ("contact", "complaint", str(number))
    sent()
    assert clerk.post(f"/work/complaints/{Complaint.objects.first().pk}/contact/").status_code == 404  # type: ignore[union-attr]


def test_it_waits_for_whoever_is_to_answer(district: None) -> None:
    sent(now=MONDAY)
    made = Complaint.objects.get()
    assert made.due_on == date(2018, 3, 26), "15 working days after Monday 5 March 2018"
    clerk, head, today = actor("clerk"), actor("head"), clock.today()
    assert [item.due for item in _waiting(clerk, today)] == [made.due_on]
    assert _waiting(head, today) == []
    hand_to(clerk, made.pk, Unit.objects.get(code="U2"), now=clock.now())
    assert (len(_waiting(clerk, today)), len(_waiting(head, today))) == (0, 1)
    give_back(head, made.pk, "不是我们办的活动", now=clock.now())
    assert (len(_waiting(clerk, today)), len(_waiting(head, today))) == (1, 0)
    close(clerk, made.pk, "与上一件相同", now=clock.now())
    assert _waiting(clerk, today) == []
    with pytest.raises(AlreadySettled):
        answer(clerk, made.pk, "再答复一次", now=clock.now())


def test_the_office_settles_the_time(district: None) -> None:
    settle_answer_time(
        actor("clerk"),
        since=MONDAY.date(),
        working_days=7,
        source="本区办法",
        to_confirm=False,
        now=clock.now(),
    )
    sent(now=MONDAY)
    assert Complaint.objects.get().due_on == date(2018, 3, 14)
    with pytest.raises(NotFound):
        settle_answer_time(
            actor("head"), since=MONDAY.date(), working_days=90, source="x", to_confirm=False, now=clock.now()
        )


def test_the_hour_has_its_measure(district: None) -> None:
    now = clock.now()
    for _time in range(5):
        sent(now=now)
    with pytest.raises(TooManyComplaints):
        sent(now=now)
    sent(sender="1.1.1.1", now=now)
    sent(now=now + timedelta(hours=1, seconds=1))
    Sending.objects.bulk_create(Sending(mark=f"m{n}", at=now) for n in range(114))
    with pytest.raises(TooManyComplaints):
        sent(sender="9.9.9.9", now=now)
    sent(sender="9.9.9.9", now=now + timedelta(days=2))
    assert Sending.objects.count() == 1, "after a day nothing tells from where anything came"


@pytest.mark.parametrize("text", ["太短", "长" * 2_001])
def test_too_short_and_too_long_are_refused(district: None, text: str) -> None:
    with pytest.raises(TextOutOfBounds):
        sent(text)
    assert Complaint.objects.count() == 0


def test_what_was_typed_stays_when_it_is_refused(district: None) -> None:
    form = {"kind": "suggestion", "about": "", "text": TEXT, "contact": "", "sent_as": str(uuid4())}
    trapped = Client().post("/complaints/", {**form, "website": "http://spam"}).content.decode()
    assert TEXT in trapped
    assert "留空" in trapped
    for _time in range(5):
        sent(sender="127.0.0.1")
    refused = Client().post("/complaints/", form)
    assert refused.status_code == 429
    assert TEXT in refused.content.decode()
    with pytest.raises(NoSuchReceipt):
        standing_of("1-2222-2222-2222")


def test_the_list_asks_a_constant_number_of_questions(signed_in: Callable[[str], Client]) -> None:
    clerk = signed_in("clerk")
    numbers = []
    for rows in (1, 3):
        while Complaint.objects.count() < rows:
            sent(sender=str(Complaint.objects.count()))
        clerk.get("/work/complaints/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert clerk.get("/work/complaints/").status_code == 200
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_what_was_kept_long_enough_is_erased_and_the_log_says_so(signed_in: Callable[[str], Client]) -> None:
    receipts = [sent(contact=CONTACT, now=MONDAY) for _one in range(3)]
    first, second, third = Complaint.objects.order_by("pk").values_list("pk", flat=True)
    answer(actor("clerk"), first, "已经更正，谢谢王先生。", now=MONDAY)
    answer(actor("clerk"), second, "已经更正。", now=clock.now())
    assert [one.title for one in _to_erase(actor("clerk"), clock.today())] == ["1 件投诉建议到了保存期限"]
    assert _to_erase(actor("head"), clock.today()) == []
    assert "待核" in signed_in("clerk").get("/work/complaints/times/").content.decode()
    assert signed_in("head").post("/work/complaints/times/erase/").status_code == 404
    page = signed_in("clerk").post("/work/complaints/times/erase/", follow=True).content.decode()
    assert "请先勾选“我已核对”" in page
    page = (
        signed_in("clerk").post("/work/complaints/times/erase/", {"sure": "on"}, follow=True).content.decode()
    )
    assert "删除了 1 件" in page
    assert "现在没有到期的" in page
    gone = Complaint.objects.get(pk=first)
    assert (gone.text, gone.contact, gone.reply, [one.remarks for one in gone.steps.all()]) == (
        "",
        None,
        "",
        [""],
    )
    assert gone.erased_at is not None
    (entry,) = [one for one in entries_of(Subject("complaint", str(first))) if one.act == "complaints.erase"]
    assert entry.facts["to_confirm"] is True
    committed = next(
        one for one in entries_of(Subject("complaint", str(first))) if one.act == "complaints.send"
    )
    assert not opens(str(committed.facts["text"]), f"complaint:{first}", TEXT), (
        "nobody can open what the log holds"
    )
    told = Client().post("/complaints/follow/", {"receipt": receipts[0]}).content.decode()
    assert "已经删除" in told
    assert "王先生" not in told
    assert Complaint.objects.get(pk=second).reply == "已经更正。"
    assert Complaint.objects.get(pk=third).text == TEXT
    page = signed_in("clerk").get(f"/work/complaints/{first}/").content.decode()
    assert CONTACT not in page
    assert "没有留" not in page, "one was left, and is gone"


def test_the_keeping_time_is_a_dated_row_with_its_source(signed_in: Callable[[str], Client]) -> None:
    sent(now=MONDAY)
    number = Complaint.objects.get().pk
    answer(actor("clerk"), number, "已经更正。", now=MONDAY)
    form = {"keeping-since": "2018-01-01", "keeping-months": "600", "keeping-source": ""}
    assert "必填" in signed_in("clerk").post("/work/complaints/times/keeping/", form).content.decode()
    signed_in("clerk").post("/work/complaints/times/keeping/", {**form, "keeping-source": "本区档案办法"})
    page = signed_in("clerk").get("/work/complaints/times/").content.decode()
    assert "600 个月（本区档案办法）" in page
    assert erase_kept_long_enough(actor("clerk"), now=clock.now()) == 0


@pytest.mark.parametrize(
    ("today", "months", "before"),
    [
        (date(2018, 8, 24), 24, date(2016, 8, 24)), (date(2018, 3, 31), 1, date(2018, 2, 28)),
        (date(2018, 1, 15), 1, date(2017, 12, 15)), (date(2018, 12, 31), 12, date(2017, 12, 31)),
    ],
)  # fmt: skip
def test_the_day_before_which_the_keeping_time_is_over(today: date, months: int, before: date) -> None:
    assert settled_before(today, months) == before
