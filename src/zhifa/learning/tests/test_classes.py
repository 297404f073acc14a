"""A class from its plan to its deed: clashes, places, the waiting list, marks, the figures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.db import connections

from zhifa.deeds.api import Deed, confirm_deeds
from zhifa.figures.api import FigureValue, values
from zhifa.kernel.actor import Role
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.laws.api import parse_citations
from zhifa.laws.models import RippleTask
from zhifa.laws.services import open_changes
from zhifa.laws.tests.invented import add_version, loan_law
from zhifa.learning.api import ClassDraft, SessionDraft, set_session
from zhifa.learning.errors import ClassNotReady, NobodyNamed, SessionClashes, SignUpClosed, WasNotThere
from zhifa.learning.models import Attendance, Enrolment, Feedback, TrainingClass
from zhifa.learning.selectors.classes import clashing
from zhifa.learning.selectors.coverage import coverage_of
from zhifa.learning.selectors.feedback import said_of
from zhifa.learning.services import (
    check_in,
    check_in_self,
    code_of,
    conclude_class,
    leave_class,
    note_absent,
    open_sign_up,
    plan_class,
    set_quotas,
    sign_up,
    sign_up_self,
    tell_feedback,
)
from zhifa.learning.tests.conftest import NOW, SINCE, SYSTEM, TODAY, YESTERDAY, Here, Make, later, members
from zhifa.ledger.api import Subject, entries_of
from zhifa.ledger.models import Entry
from zhifa.people.api import HoldingDraft, PersonDraft, appoint, load_people
from zhifa.people.models import Holding


def figure(code: str) -> FigureValue:
    (value,) = values(SYSTEM, district="999901", since=None, until=TODAY, codes=[code])
    return value


def states(training: TrainingClass) -> dict[str, str]:
    return dict(training.enrolments.values_list("person__code", "state"))


def test_a_taken_room_or_speaker_is_refused_and_stands_only_with_a_reason(here: Here, make: Make) -> None:
    """Of five sessions planted on one day three clash with the first: each is found, and no other."""
    first = make("甲班", days=(TODAY,))
    told = SessionDraft(TODAY, time(14), time(16), "宪法", room="一号教室", speaker="李明")
    set_session(here.school, first.key, told, now=NOW)
    other = plan_class(here.clerk, ClassDraft("乙班", "U09"), now=NOW)
    planted = [
        replace(told, starts=time(15), ends=time(17), speaker="赵某"),
        replace(told, starts=time(13), ends=time(15), room="二号教室"),
        replace(told, room="一号 教室", speaker="王某、李 明"),
    ]
    for draft in planted:
        with pytest.raises(SessionClashes, match="甲班 · 宪法"):
            set_session(here.clerk, other.key, draft, now=NOW)
    for draft in (replace(told, starts=time(16), ends=time(17)), replace(told, day=YESTERDAY)):
        set_session(here.clerk, other.key, draft, now=NOW)
    assert clashing(other) == []
    set_session(here.clerk, other.key, replace(planted[2], despite="另一位李明，一号教室分两半"), now=NOW)
    ((session, found),) = clashing(other)
    assert (session.despite, len(found)) == ("另一位李明，一号教室分两半", 2)


def test_who_may_plan_and_open(here: Here) -> None:
    with pytest.raises(NotAllowed):
        plan_class(here.liaison, ClassDraft("班", "U08"), now=NOW)
    training = plan_class(here.school, ClassDraft("班", "U08"), now=NOW)
    with pytest.raises(ClassNotReady, match="还没有排课"):
        open_sign_up(here.school, training.key, now=NOW)
    with pytest.raises(NotFound):
        sign_up(here.liaison, training.key, ["P2"], now=NOW)


def test_places_waiting_and_moving_up(here: Here, make: Make) -> None:
    """3 places, 2 of them for U01: the worked example, through the acts."""
    training = make(capacity=3, days=(TODAY + timedelta(days=9),))
    set_quotas(here.school, training.key, {"U01": 2}, now=NOW)
    sign_up(here.liaison, training.key, ["P2", "P3", "P4"], now=NOW)
    sign_up_self(here.other, training.key, now=NOW)
    sign_up(here.clerk, training.key, ["P6"], now=NOW)
    assert states(training) == {"P2": "in", "P3": "in", "P4": "waiting", "P5": "in", "P6": "waiting"}
    sign_up(here.liaison, training.key, ["P2", "P4"], now=NOW)
    assert states(training)["P4"] == "waiting", "asking again changes nothing"
    leave_class(here.liaison, training.key, "P2", now=NOW)
    assert states(training) == {"P2": "withdrawn", "P3": "in", "P4": "in", "P5": "in", "P6": "waiting"}
    entry = entries_of(Subject("training-class", training.key))[-1]
    assert (entry.act, entry.facts) == ("learning.leave_class", {"person": "P2", "moved_up": ["P4"]})
    with pytest.raises(BadInput, match="已经有 2 人"):
        set_quotas(here.school, training.key, {"U01": 1}, now=NOW)
    with pytest.raises(NobodyNamed):
        sign_up(here.liaison, training.key, ["P5"], now=NOW)
    with pytest.raises(NotFound):
        leave_class(here.other, training.key, "P3", now=NOW)


def test_sign_up_ends_with_its_day_and_where_units_sign_up(here: Here, make: Make) -> None:
    training = make(sign_up_until=YESTERDAY, self_sign_up=False)
    with pytest.raises(SignUpClosed, match="截止"):
        sign_up(here.liaison, training.key, ["P2"], now=NOW)
    training = make("另一班", self_sign_up=False)
    with pytest.raises(SignUpClosed, match="单位统一报名"):
        sign_up_self(here.liaison, training.key, now=NOW)


def test_three_ways_of_marking_are_one_and_become_one_deed(here: Here, make: Make) -> None:
    """Two sessions: 4 attendances of 3 people, marked by a sheet, at the door twice, and by oneself."""
    training = make(days=(YESTERDAY, TODAY))
    sign_up(here.liaison, training.key, ["P2", "P3"], now=NOW)
    with pytest.raises(ClassNotReady, match="还没有签到"):
        conclude_class(here.school, training.key, now=NOW)
    check_in(here.school, training.key, 1, members("P2", "P6"), "sheet", now=NOW)
    assert check_in(here.school, training.key, 1, members("P6", "P3"), "device", now=NOW) == 1
    second = training.sessions.get(number=2)
    with pytest.raises(BadInput, match="签到码不对"):
        check_in_self(here.liaison, training.key, 2, "000000x", now=NOW)
    assert check_in_self(here.liaison, training.key, 2, code_of(second), now=NOW) == 1
    assert check_in_self(here.liaison, training.key, 2, code_of(second), now=NOW) == 0
    conclude_class(here.school, training.key, now=NOW)
    (deed,) = Deed.objects.all()
    assert (deed.kind, deed.unit.code, deed.occurred_on) == ("training", "U08", TODAY)
    assert sorted(deed.counts.values_list("measure", "value", "source")) == [
        ("attendances", 4, "sign_in"), ("distinct", 3, "sign_in"),
    ]  # fmt: skip
    assert figure("learning.classes").value == 0, "not confirmed yet"
    confirm_deeds(SYSTEM, now=NOW)
    told = {
        code: figure(f"learning.{code}").value
        for code in ("classes", "attendances", "people", "registered", "unit_times")
    }
    assert told == {"classes": 1, "attendances": 4, "people": 3, "registered": 2, "unit_times": 4}
    assert dict(figure("learning.unit_times").composition) == {"区教育局": 3, "区民政局": 1}
    assert dict(figure("learning.unit_people").composition) == {"区教育局": 2, "区民政局": 1}
    with pytest.raises(NotAllowed):
        check_in(here.school, training.key, 1, members("P5"), "sheet", "漏记", now=NOW)
    check_in(here.clerk, training.key, 1, members("P5"), "sheet", "签到表漏了一行", now=NOW)
    assert (figure("learning.attendances").value, figure("learning.people").value) == (5, 4)
    note_absent(here.clerk, training.key, 1, "P5", "代签", now=NOW)
    assert (figure("learning.attendances").value, figure("learning.unit_times").value) == (4, 4)


def test_nobody_signs_in_before_the_day(here: Here, make: Make) -> None:
    training = make(days=(TODAY + timedelta(days=1),))
    with pytest.raises(ClassNotReady, match="还没有到"):
        check_in(here.school, training.key, 1, members("P2"), "device", now=NOW)
    with pytest.raises(ClassNotReady, match="还没有上完"):
        conclude_class(here.school, training.key, now=NOW)


def test_feedback_comes_only_from_those_who_were_there(here: Here, make: Make) -> None:
    training = make()
    check_in(here.school, training.key, 1, members("P2"), "sheet", now=NOW)
    with pytest.raises(WasNotThere):
        tell_feedback(here.head, training.key, 5, 5, now=NOW)
    tell_feedback(here.liaison, training.key, 2, 3, "再讲细一点", now=NOW)
    tell_feedback(here.liaison, training.key, 5, 4, "很好", now=NOW)
    (row,) = Feedback.objects.all()
    assert (row.useful, row.remark) == (5, "很好"), "said again, the new stands"
    said = said_of(here.school, training)
    assert said is not None
    assert (said.answers, said.useful, said.remarks) == (1, None, ()), "fewer than five could be told apart"
    assert said_of(here.liaison, training) is None
    entry = entries_of(Subject("training-class", training.key))[-1]
    assert (entry.act, entry.facts) == ("learning.tell_feedback", {})
    assert set(Entry.objects.filter(act=entry.act).values_list("actor", flat=True)) == {"system:learning"}


def test_coverage_is_the_roster_minus_those_who_came_after_transfers(here: Here, make: Make) -> None:
    """P6 came while in U02 and moved to U01 today; P9 is new in U02."""
    training = make()
    check_in(here.school, training.key, 1, members("P2", "P6"), "sheet", now=NOW)
    holding = Holding.objects.get(person__code="P6")
    Holding.objects.filter(pk=holding.pk).update(valid_until=YESTERDAY)
    appoint(SYSTEM, "P6", HoldingDraft("U01", "新职务", Role.COMMUNITY, TODAY), now=NOW)
    load_people(
        SYSTEM, [PersonDraft("P9", "卫九", (HoldingDraft("U02", "科员", Role.COMMUNITY, TODAY),))], now=NOW
    )
    rows = {row.unit_name: row for row in coverage_of(here.clerk, SINCE, TODAY, TODAY)}
    assert {name: (row.staff, row.been) for name, row in rows.items()} == {
        "区教育局": (4, 2), "区民政局": (2, 0), "区委党校": (1, 0), "区司法局": (2, 0),
    }  # fmt: skip
    roster, came = {code for code, *_rest in _people_now()}, {"P2", "P6"}
    assert {one.code for row in rows.values() for one in row.missing} == roster - came
    seen = {row.unit_name: row for row in coverage_of(here.liaison, SINCE, TODAY, TODAY)}
    assert [one.code for one in seen["区教育局"].missing] == ["P3", "P4"] or {
        one.code for one in seen["区教育局"].missing
    } == {"P3", "P4"}
    assert (seen["区民政局"].missing, seen["区民政局"].names_seen) == ((), False)
    assert coverage_of(here.clerk, TODAY, TODAY, TODAY)[0].been == 0, "another cycle"


def _people_now() -> list[tuple[str, ...]]:
    return [(code,) for code in ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9")]


@pytest.fixture
def committed(transactional_db: None, request: pytest.FixtureRequest) -> tuple[Here, Make]:
    """The district where other connections see it."""
    return request.getfixturevalue("here"), request.getfixturevalue("make")


@pytest.mark.django_db(transaction=True)
def test_places_are_never_given_twice_and_phones_merge_exactly(committed: tuple[Here, Make]) -> None:
    """40 people, 7 places, sign-ups and leavings at one moment; then three phones that were without a network for eight hours,
    with overlapping lists, each sent three times in any order: once a person (features F42, F43)."""
    here, make = committed
    staff = [
        PersonDraft(f"Q{n}", f"学员{n}", (HoldingDraft("U02", f"岗位{n}", Role.COMMUNITY, SINCE),))
        for n in range(40)
    ]
    load_people(SYSTEM, staff, now=NOW)
    training = make(capacity=7)
    clerk, school = here.clerk, here.school

    def each(code: str) -> None:
        try:
            sign_up(clerk, training.key, [code], now=NOW)
            if code.endswith("3"):
                leave_class(clerk, training.key, code, now=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(each, [draft.code for draft in staff]))
    held = Enrolment.objects.filter(training=training)
    assert held.filter(state="in").count() == 7
    assert held.filter(state="waiting").count() == 40 - 7 - 4

    lists = [[f"Q{n}" for n in range(start, start + 20)] for start in (0, 10, 20)]

    def phone(turn: int) -> None:
        try:
            check_in(
                school, training.key, 1, members(*lists[turn % 3]), "device", now=NOW + timedelta(hours=8)
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(phone, [0, 2, 1, 1, 0, 2, 2, 1, 0]))
    assert Attendance.objects.filter(session__training=training).count() == 40


def test_a_class_cites_what_it_teaches_until_its_deed_does(here: Here, make: Make) -> None:
    """The law changes tomorrow. Of the class held yesterday only its deed cites, with the words of that day; the organiser of the one
    that ends the day after tomorrow has a task, and its deed cites the new words."""
    law = loan_law({1: "旧的话。", 2: "不变。"})
    cites = tuple(parse_citations("《测试借款法》第一条", TODAY))
    held, coming = (
        make("上完的班", cites=cites),
        make("要上的班", days=(TODAY + timedelta(days=2),), cites=cites),
    )
    assert "《测试借款法》第一条" in here.client("other").get(coming.get_absolute_url()).content.decode()
    check_in(here.school, held.key, 1, members("P2"), "sheet", now=NOW)
    conclude_class(here.school, held.key, now=NOW)
    add_version(law, TODAY + timedelta(days=1), {1: "新的话。", 2: "不变。"})
    open_changes(SYSTEM, [law.pk], now=NOW)
    task = RippleTask.objects.get(kind="training-class")
    assert (task.subject, task.unit and task.unit.code, task.decision) == (coming.key, "U08", "")
    check_in(here.school, coming.key, 1, members("P2"), "sheet", now=later(2))
    conclude_class(here.school, coming.key, now=later(2))
    task.refresh_from_db()
    assert task.decision
    said = {one.title: one.cited.get().text.text for one in Deed.objects.all()}
    assert said == {"上完的班": "旧的话。", "要上的班": "新的话。"}
