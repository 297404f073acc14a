"""The log grows by acts, is sealed in order, and notices every change."""

from __future__ import annotations

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import (
    Subject,
    commit_personal,
    entries_of,
    log_state,
    open_log,
    record,
    record_bulk,
    seal_pending,
    sealed_times,
    verify_log,
)
from zhifa.ledger.errors import LogAlreadyOpened

WHO = Actor.system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> None:
    open_log("zhifa/test", demonstration=True, now=clock.now())


def note_acts(count: int, kind: str = "deed") -> None:
    with transaction.atomic():
        for number in range(count):
            record(WHO, "test.act", Subject(kind, str(number)), {"n": number}, now=clock.now())


def test_entries_are_sealed_in_order_and_the_whole_log_is_sound(log: None) -> None:
    note_acts(300)
    assert seal_pending(now=clock.now()) == 300
    note_acts(7, "visit")
    assert seal_pending(now=clock.now()) == 7
    state, report = log_state(), verify_log()
    assert (state.size, state.waiting) == (307, 0)
    assert (report.size, report.checkpoints, report.faults) == (307, 2, [])


def test_an_entry_tells_when_it_was_sealed(log: None) -> None:
    note_acts(1)
    assert sealed_times([Subject("deed", "0")]) == {Subject("deed", "0"): None}
    seal_pending(now=clock.now())
    (entry,) = entries_of(Subject("deed", "0"))
    assert entry.leaf_index == 0
    assert sealed_times([Subject("deed", "0")]) == {Subject("deed", "0"): entry.sealed_at}


def test_the_database_refuses_to_change_an_entry(log: None) -> None:
    note_acts(1)
    with (
        pytest.raises((InternalError, ProgrammingError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE ledger_entry SET act = 'other'")


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE ledger_entry SET facts = '{\"n\": 9}' WHERE id = (SELECT min(id) FROM ledger_entry)",
        "UPDATE ledger_tile SET hashes = decode(repeat('00', 32), 'hex') WHERE level = 2",
        "UPDATE ledger_checkpoint SET note = replace(note, 'zhifa', 'other')",
        "DELETE FROM ledger_leaf WHERE index = 3",
    ],
)
def test_the_walk_finds_tampering(log: None, tampering: str) -> None:
    note_acts(5)
    seal_pending(now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # tables with pending checks cannot be altered
        for table in ("entry", "checkpoint", "leaf"):
            cursor.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER ledger_{table}_append_only")
        cursor.execute(tampering)
    assert not verify_log().is_sound


def test_a_sheet_enters_as_one_entry_with_its_own_root(log: None) -> None:
    rows = [{"code": f"D{n}", "times": n, "note": "人次"} for n in range(1000)]
    with transaction.atomic():
        record_bulk(WHO, "test.load", Subject("sheet", "1"), rows, {"times": 499500}, now=clock.now())
    seal_pending(now=clock.now())
    report = verify_log()
    assert (report.size, report.bulk_rows, report.faults) == (1, 1000, [])


def test_a_log_keeps_its_kind(log: None) -> None:
    with pytest.raises(LogAlreadyOpened):
        open_log("zhifa/test", demonstration=False, now=clock.now())


def test_a_personal_value_is_committed_to_and_not_kept(log: None) -> None:
    first, again = commit_personal("person:1", "张某"), commit_personal("person:1", "张某")
    assert first == again != commit_personal("person:2", "张某")
    assert "张" not in first


def test_what_came_in_by_a_sheet_knows_its_entry(log: None) -> None:
    note_acts(1)
    members = [Subject("deed", "0"), Subject("deed", "1")]
    with transaction.atomic():
        record_bulk(
            WHO,
            "test.load",
            Subject("sheet", "1"),
            [{"n": 0}, {"n": 1}],
            {},
            now=clock.now(),
            members=members,
        )
    assert [entry.act for entry in entries_of(Subject("deed", "0"))] == ["test.act", "test.load"]
    seal_pending(now=clock.now())
    times = sealed_times([*members, Subject("deed", "2")])
    assert times[members[0]] == times[members[1]] is not None
    assert times[Subject("deed", "2")] is None
