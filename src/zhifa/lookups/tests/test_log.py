"""Looks are kept as they were, sealed by the day, and go when their time is over and not before."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from procrastinate.contrib.django import app

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Grant, Role
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import Subject, entries_of, entries_of_act, open_log, seal_pending
from zhifa.lookups import jobs
from zhifa.lookups.api import What, note_lookup
from zhifa.lookups.errors import KeepingTooShort
from zhifa.lookups.models import KeepingTime, Lookup
from zhifa.lookups.selectors import keeping_on
from zhifa.lookups.services import check_days, purge_lookups, seal_days, set_keeping

WHO = Actor("account:7", "某", 7, (Grant(Role.OFFICE, "/", "/"),))
SYSTEM, NOW = Actor.system("test"), clock.now()
ADMIN = Actor("account:9", "管", 9, (Grant(Role.ADMINISTRATOR, "/", "/"),))
REFUSED = (InternalError, ProgrammingError)
pytestmark = pytest.mark.django_db


def looked(days_ago: int, many: int = 1) -> None:
    for number in range(many):
        note_lookup(
            WHO,
            Subject("person", f"P{number}"),
            What.PERSON,
            now=NOW - timedelta(days=days_ago, seconds=number),
        )


def sealed(now: datetime = NOW) -> int:
    with transaction.atomic():
        return seal_days(SYSTEM, now=now)


def test_a_look_is_one_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        looked(0)
    row = Lookup.objects.get()
    assert (row.actor, row.roles, row.subject_key, row.what) == ("account:7", "office", "P0", "person")
    assert row.day == clock.civil_day(NOW)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE lookups_lookup SET actor = 'account:8'",
        "UPDATE lookups_lookup SET root_id = 1, people = 2",
        "DELETE FROM lookups_lookup",
    ],
)
def test_the_database_refuses_to_change_or_remove_a_look(change: str) -> None:
    looked(0)
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_sealed_look_stays_under_its_root_and_is_kept_six_months() -> None:
    looked(3)
    sealed()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for change in (
        "UPDATE lookups_lookup SET root_id = NULL",
        "DELETE FROM lookups_lookup",
        "DELETE FROM lookups_dayroot",
    ):
        with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_each_day_that_is_over_comes_under_one_entry() -> None:
    looked(2, 3)
    looked(1, 2)
    looked(0)
    assert sealed() == 5
    yesterday = clock.civil_day(NOW) - timedelta(days=1)
    (entry,) = entries_of(Subject("lookups-day", yesterday.isoformat()))
    assert (entry.facts["rows"], entry.facts["totals"]["people"]) == (2, 2)
    assert Lookup.objects.filter(root=None).count() == 1
    assert sealed() == 0
    assert check_days() == ("查阅记录：核对 2 天 5 行", [])


def test_a_look_that_came_late_comes_under_a_second_entry_of_its_day() -> None:
    looked(1)
    sealed()
    looked(1)
    assert sealed() == 1
    assert len(entries_of_act("lookups.seal_day")) == 2
    assert check_days()[1] == []


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE lookups_lookup SET actor = 'account:8' WHERE id = (SELECT min(id) FROM lookups_lookup)",
        "UPDATE lookups_lookup SET at = at + interval '1 microsecond'",
        "DELETE FROM lookups_lookup WHERE id = (SELECT max(id) FROM lookups_lookup)",
        "DELETE FROM lookups_lookup",
        "INSERT INTO lookups_lookup (at, day, actor, roles, acting, subject_kind, subject_key, what, people, narrowed, root_id)"
        " SELECT at, day, actor, roles, acting, subject_kind, subject_key, what, people, narrowed, root_id FROM lookups_lookup",
    ],
)
def test_the_check_finds_tampering_and_the_ledger_s_command_says_so(tampering: str) -> None:
    open_log("zhifa/test", demonstration=True, now=NOW)
    looked(1, 3)
    sealed()
    seal_pending(now=NOW)
    call_command("ledger", "verify", stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(tampering)
        cursor.execute("SET session_replication_role = origin")
    assert check_days()[1] != []
    with pytest.raises(CommandError):
        call_command("ledger", "verify", stdout=io.StringIO(), stderr=io.StringIO())


def test_looks_go_by_whole_sealed_days_when_their_time_is_over() -> None:
    looked(200, 3)
    looked(100, 2)
    assert purge_lookups(SYSTEM, now=NOW) == 0, "not before they are sealed"
    sealed()
    assert purge_lookups(SYSTEM, now=NOW) == 3
    assert purge_lookups(SYSTEM, now=NOW) == 0
    (entry,) = entries_of(Subject("lookups", "purge"))
    assert entry.facts["rows"] == 3
    assert Lookup.objects.count() == 2
    assert check_days()[1] == []


def test_a_longer_keeping_time_holds_from_its_day_on() -> None:
    looked(200)
    sealed()
    set_keeping(
        ADMIN, valid_from=clock.civil_day(NOW), months=12, source="区档案局通知", to_confirm=False, now=NOW
    )
    assert purge_lookups(SYSTEM, now=NOW) == 0
    assert (keeping_on(date(2020, 1, 1)), keeping_on(clock.civil_day(NOW))) == (6, 12)


def test_the_first_keeping_time_names_the_article_and_waits_for_confirmation() -> None:
    row = KeepingTime.objects.get()
    assert row.months == 6
    assert "第二十三条" in row.source
    assert row.to_confirm


def test_no_keeping_time_is_under_six_months_or_in_the_past() -> None:
    today = clock.civil_day(NOW)
    for months, since in ((5, today), (12, today - timedelta(days=1))):
        with pytest.raises(KeepingTooShort):
            set_keeping(ADMIN, valid_from=since, months=months, source="规定", to_confirm=False, now=NOW)
    with pytest.raises(NotFound):
        set_keeping(WHO, valid_from=today, months=12, source="规定", to_confirm=False, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeepingTime.objects.create(valid_from=today, months=5, source="规定")


def test_the_day_closes_by_itself_after_midnight() -> None:
    times = {one.task.name: one.cron for one in app.periodic_registry.periodic_tasks.values()}
    assert times["zhifa.lookups.jobs.close_day"] == "20 16 * * *"
    looked(200)
    looked(1)
    assert jobs.close_day(timestamp=0) == (2, 1)
    assert jobs.close_day(timestamp=0) == (0, 0)
