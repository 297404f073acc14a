"""One deed, many uses: which duties it serves and why, how far they are proven, and what a person says against the rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

from zhifa.deeds.api import served_by, withdraw_deed
from zhifa.duties.errors import DutyNotOwed
from zhifa.duties.models import Duty
from zhifa.duties.rules.matching import Done, LawAsked, Owed, why
from zhifa.duties.rules.progress import proven_on, rates, standing
from zhifa.duties.selectors import duty_lines
from zhifa.duties.services import say_served
from zhifa.duties.terms import Standing
from zhifa.duties.tests.conftest import NOW, SYSTEM, account_of, done, issued, line, merged
from zhifa.evidence.api import attach
from zhifa.evidence.models import Evidence
from zhifa.figures.api import value_of
from zhifa.kernel.clock import Window
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.ledger.api import Subject
from zhifa.people.api import UnitDraft, load_units, merge_unit

WANTED = (LawAsked(1, None, "《宪法》", "宪法"), LawAsked(2, 20, "《民法》第二十条", "民法"))
OWED = Owed("k", "U2", date(2018, 1, 1), date(2018, 12, 31), {"lecture"}, {"youth"}, WANTED)
UNITS = {"U2": "本单位所做"}


LIKE = "，时间在期内，方式和对象相符"


def lecture(title: str = "讲座", *cited: tuple[int, int | None], **other: object) -> Done:
    """A lecture of 区教育局 for youth in May."""
    return replace(Done(title, "lecture", "youth", date(2018, 5, 1), UNITS, cited), **other)


@pytest.mark.parametrize(
    ("deed", "because"),
    [
        (lecture("讲座", (1, 7)), "本单位所做，讲的是《宪法》" + LIKE),
        (lecture("宪法讲座"), "本单位所做，名称含“宪法”" + LIKE),
        (lecture("宪法讲座", (9, None)), ""),  # it says itself that it was another law
        (lecture("讲座", (2, 21)), ""),  # another article
        (lecture("讲座", (2, None)), "本单位所做，讲的是《民法》第二十条" + LIKE),
        (lecture("宪法讲座", audience="staff"), ""),
        (lecture("宪法讲座", kind="visit"), ""),
        (lecture("宪法讲座", day=date(2019, 1, 1)), ""),
        (lecture("宪法讲座", units={"U3": ""}), ""),
    ],
)
def test_the_rule_says_why(deed: Done, because: str) -> None:
    assert why(deed, OWED) == because


def test_late_stands_apart_from_missing() -> None:
    node, today = date(2018, 12, 4), date(2018, 12, 31)
    days = [date(2018, 12, 6), date(2018, 3, 1)]
    assert (proven_on(days, 2), proven_on(days, 1), proven_on(days, 3)) == (
        date(2018, 12, 6),
        date(2018, 3, 1),
        None,
    )
    told = [
        standing(done=2, proven=date(2018, 12, 6), node=node, today=today),
        standing(done=2, proven=date(2018, 12, 4), node=node, today=today),
        standing(done=1, proven=None, node=node, today=today),
        standing(done=0, proven=None, node=node, today=today),
        standing(done=0, proven=None, node=node, today=node),
    ]
    assert told == [Standing.LATE, Standing.IN_TIME, Standing.PARTIAL, Standing.MISSING, Standing.OPEN]
    found = rates(told)
    assert (found.due, found.in_time, found.late, found.partial, found.missing) == (4, 1, 1, 1, 1)
    assert (found.complete, found.on_time) == (50, 25)


def stands() -> tuple[int, date | None, bool, bool]:
    duty = Duty.objects.get(is_current=True)
    return duty.done, duty.proven_on, duty.is_late, duty.by_rule


def figure(code: str) -> str:
    found = value_of(SYSTEM, code, district="990001", window=Window(date(2018, 1, 1), date(2018, 12, 31)))
    return str(found.value)


def test_a_deed_proves_a_duty_by_itself(home: None) -> None:
    early = done("条例宣讲", date(2018, 2, 1))  # done before the list was issued: it is looked at again then
    merged(line())
    issued()
    assert stands() == (1, None, False, False)
    assert figure("duties.completeness") == "0.00"
    late = done("走进学校", date(2018, 12, 6))
    done("别的对象", date(2018, 5, 1), audience="staff")
    assert stands() == (2, date(2018, 12, 6), True, True)
    assert [figure(f"duties.{one}") for one in ("due", "completeness", "timeliness", "untyped")] == [
        "1", "100.00", "0.00", "100.00",
    ]  # fmt: skip
    (match,) = served_by(account_of("liaison"), [late.pk])[late.pk]
    assert (match.title, match.because) == (
        "校园法治专题讲座",
        "本单位所做，讲的是《校园法治条例》，时间在期内，方式和对象相符",
    )
    (one,) = duty_lines(SYSTEM, Q(), date(2018, 12, 31))
    assert (one.by_quarter, one.standing, one.counted_in.code) == ((1, 0, 0, 1), Standing.LATE, "events")
    withdraw_deed(account_of("head"), early.key, "重复", now=NOW)
    assert stands() == (1, None, False, False)


def test_what_a_person_says_is_remembered(home: None) -> None:
    merged(line())
    issued()
    served, other = (
        done("条例宣讲", date(2018, 2, 1)),
        done("法治体检", date(2018, 3, 1), cites="", audience="staff"),
    )
    liaison, key = account_of("liaison"), Duty.objects.get(is_current=True).key
    with pytest.raises(BadInput):
        say_served(liaison, other.key, key, True, " ", now=NOW)
    say_served(liaison, other.key, key, True, "主要听众是学生", now=NOW)
    assert stands() == (2, date(2018, 3, 1), False, False)  # proven, but not without a word typed for it
    assert figure("duties.untyped") == "0.00"
    say_served(liaison, served.key, key, False, "讲的不是条例", now=NOW)
    assert stands()[0] == 1
    say_served(liaison, served.key, key, None, "", now=NOW)
    assert stands()[0] == 2
    with pytest.raises(NotFound):
        say_served(account_of("other"), other.key, key, True, "越权", now=NOW)
    foreign = done("民政宣传", date(2018, 3, 1), unit="U3")
    with pytest.raises(DutyNotOwed):
        say_served(account_of("other"), foreign.key, key, True, "不是我们的责任", now=NOW)


def test_what_a_merged_unit_did_counts_for_its_successor(home: None) -> None:
    load_units(SYSTEM, [UnitDraft("U8", "区招生办", "institution", date(2010, 1, 1))], now=NOW)
    merged(line())
    issued()
    done("条例宣讲", date(2018, 2, 1), unit="U8")
    assert stands()[0] == 0
    merge_unit(SYSTEM, "U8", ["U2"], on=date(2018, 7, 1), document="某编〔2018〕3号", now=NOW)
    done("条例宣讲二", date(2018, 2, 2), unit="U8")
    assert stands()[0] == 1


def test_a_file_uploaded_once_is_of_use_for_all_that_its_record_serves(home: None) -> None:
    merged(line(), line(measure="给新生讲条例", quantity=1))
    issued()
    deeds = [done("条例宣讲", date(2018, 3, 1)), done("走进学校", date(2018, 4, 1))]
    deeds.append(done("法治体检", date(2018, 5, 1), cites="", audience="staff"))  # serves nothing
    papers = [("通知.txt", b"\xef\xbb\xbf" + "通知".encode()), ("方案.txt", "方案".encode())]
    for deed, (name, content) in zip(deeds, (papers[0], papers[0], papers[1]), strict=True):
        file = SimpleUploadedFile(name, content)
        attach(SYSTEM, Subject("deed", deed.key), file, kind="notice", now=NOW)
    assert Evidence.objects.count() == 2  # the second upload of the first paper is the first paper
    assert figure("deeds.uses_per_file") == "1.00"  # two duties of one paper, none of the other
    withdraw_deed(account_of("clerk"), deeds[2].key, "重复", now=NOW)
    assert figure("deeds.uses_per_file") == "2.00"
