"""Event rows are counted again and compared with what was sealed, bit for bit; what differs is named."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from zhifa.deeds.api import Attendance, Deed, DeedDraft, load_participations, record_deed
from zhifa.deeds.models import Count, Participation
from zhifa.deeds.rules.recounting import Recount, recounted
from zhifa.deeds.services import check_events
from zhifa.deeds.tests.conftest import SYSTEM, District
from zhifa.kernel import clock
from zhifa.ledger.api import seal_pending

Draft = Callable[..., DeedDraft]
DAY = date(2018, 3, 1)


@pytest.mark.parametrize(
    ("says", "kept", "found"),
    [
        ("相同", "abca", Recount()),
        ("改一行", "axca", Recount(changed=(1,))),
        ("少一行", "aca", Recount(missing=(1,))),
        ("少了重复的一行", "abc", Recount(missing=(3,))),
        ("多一行", "abcax", Recount(added=(4,))),
        ("改一行又多一行", "axcay", Recount(changed=(1,), added=(4,))),
        ("换了顺序", "baca", Recount(moved=True)),
        ("全没了", "", Recount(missing=(0, 1, 2, 3))),
    ],
)
def test_rows_beside_their_sealed_hashes(says: str, kept: str, found: Recount) -> None:
    rows = [letter.encode() for letter in kept]
    assert recounted([b"a", b"b", b"c", b"a"], rows) == found, says
    assert found.is_equal == (kept == "abca")


@pytest.fixture
def sheets(here: District, draft: Draft) -> list[Deed]:
    """Two records with four and two event rows."""
    now = clock.now()
    deeds = [
        record_deed(here.liaison, draft(title=title, counts=()), submit=True, now=now)
        for title in ("直播一", "直播二")
    ]
    for deed, people in zip(deeds, ("abca", "cd"), strict=True):
        rows = [Attendance(person, DAY, person == "a") for person in people]
        load_participations(SYSTEM, deed, "wechat", "export", rows, now=now)
    while seal_pending(now=now):
        pass
    return deeds


def faults() -> list[str]:
    return check_events(lambda line: None)[1]


def test_the_recount_equals_the_original(sheets: list[Deed]) -> None:
    said: list[str] = []
    assert check_events(said.append) == ("参加记录：逐行重算 2 张表 6 行", [])
    printed = io.StringIO()
    call_command("ledger", "verify", stdout=printed)
    assert "参加记录：逐行重算 2 张表 6 行" in printed.getvalue()


def test_what_was_changed_removed_or_added_is_named(sheets: list[Deed]) -> None:
    first, second = sheets
    rows = list(Participation.objects.filter(deed=first).order_by("pk"))
    second_row = rows[1].pk
    what = f"“直播一”（{first.key}）的微信参加记录"

    rows[1].delete()
    assert faults()[0] == f"{what}：封存时的第 2 行不见了"
    Participation.objects.create(pk=second_row, deed=first, channel="wechat", token="x", day=DAY)
    assert faults() == [f"{what}：第 2 行（编号 {second_row}）被改过"]
    Participation.objects.filter(pk=second_row).update(token="b")
    assert faults() == [], "the same rows again are the same hashes"

    more = Participation.objects.create(deed=second, channel="wechat", token="e", day=DAY)
    assert f"第 3 行（编号 {more.pk}）是后来加进去的" in faults()[0]
    assert "数字用的人次与逐行重算的不同" in faults()[1]
    more.delete()
    Participation.objects.create(deed=second, channel="radio", token="e", day=DAY)
    assert "没有对应的存证" in faults()[0]
    with pytest.raises(CommandError):
        call_command("ledger", "verify", stdout=io.StringIO(), stderr=io.StringIO())


def test_a_number_that_its_rows_do_not_give_is_named(sheets: list[Deed]) -> None:
    Count.objects.filter(deed=sheets[0], measure="attendances").update(value=5)
    (fault,) = faults()
    assert "数字用的人次与逐行重算的不同" in fault
