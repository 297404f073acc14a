"""The indexer's own process: seen within two seconds, one at a time, killed at any moment without loss."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from zhifa.kernel import clock
from zhifa.kernel.actor import STRANGER
from zhifa.search.api import catch_up, rebuild, search, touch
from zhifa.search.models import SearchDocument, SearchTouch
from zhifa.search.tests import offering
from zhifa.search.tests.offering import KIND, add_units

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.resilience]
PATIENCE = 30.0
Start = Callable[..., "subprocess.Popen[str]"]


def address() -> str:
    """The test database as libpq wants it."""
    parts = connection.settings_dict
    return make_conninfo(
        "", dbname=parts["NAME"], user=parts["USER"], password=parts["PASSWORD"], host=parts["HOST"],
        port=parts["PORT"],
    )  # fmt: skip


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts indexers; whatever still runs is ended."""
    running: list[subprocess.Popen[str]] = []
    sources = str(settings.PACKAGE.parent)

    def one(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, offering.__file__, *arguments],
            env={
                **os.environ,
                "PYTHONPATH": sources,
                "DJANGO_SETTINGS_MODULE": "zhifa.config.settings",
                "ZHIFA_HOME": str(home),
                "ZHIFA_DATABASE_URL": address(),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield one
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate()


def finds(text: str, total: int) -> bool:
    """Whether the index (not the database in its place) finds so many."""
    answer = search(STRANGER, text)
    return answer.total == total and not answer.fallback


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def lock_is_free() -> bool:
    """Whether the database has noticed that the writer is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return bool(cursor.fetchone()[0] == 0)


def test_a_change_is_found_within_two_seconds(start: Start) -> None:
    start()
    add_units("公开甲站")
    until(lambda: search(STRANGER, "甲站").total == 1, "the first indexing")
    codes = add_units("公开新设仲裁庭", start=2)
    began = time.monotonic()
    touch(KIND, codes)
    until(lambda: finds("仲裁庭", 1), "the new unit")
    assert time.monotonic() - began < 2.0


def test_a_second_indexer_waits_until_the_first_is_gone(start: Start) -> None:
    first = start()
    add_units("公开甲站")
    until(lambda: finds("甲站", 1), "the first indexing")
    assert rebuild(clock.now()) is None
    assert catch_up(clock.now()) == 0
    start()
    kill(first)
    touch(KIND, add_units("公开乙站", start=2))
    until(lambda: finds("乙站", 1), "the second indexer")


def test_killed_while_it_reads_the_rows_it_loses_nothing(start: Start) -> None:
    rebuild(clock.now())
    names = [f"公开法庭{n}号" for n in range(500)]
    touch(KIND, add_units(*names))
    process = start("stop_after=250")
    assert process.stdout is not None
    assert process.stdout.readline() == "midway\n"
    kill(process)
    until(lock_is_free, "the lock of the dead")
    assert SearchTouch.objects.count() == 500
    assert catch_up(clock.now()) == 500
    assert finds("法庭", 500)
    assert SearchDocument.objects.count() == 500


def test_killed_between_the_index_and_the_database_it_loses_and_doubles_nothing(start: Start) -> None:
    """The index is committed, the touches are not yet deleted: another session holds one of them."""
    rebuild(clock.now())
    touch(KIND, add_units("公开甲法庭", "公开乙法庭"))
    with psycopg.connect(address()) as holder:
        holder.execute("SELECT 1 FROM search_searchtouch FOR UPDATE")
        process = start()

        def waits() -> bool:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND wait_event_type = 'Lock' AND query LIKE 'DELETE%'"
                )
                return bool(cursor.fetchone()[0])

        until(waits, "the deletion of the touches")
        kill(process)
    until(lock_is_free, "the lock of the dead")
    assert SearchTouch.objects.count() == 2
    assert catch_up(clock.now()) == 2
    assert finds("法庭", 2)


def test_a_stopped_indexer_ends_in_order(start: Start) -> None:
    process = start()
    add_units("公开甲站")
    until(lambda: finds("甲站", 1), "the first indexing")
    process.terminate()
    assert process.wait(PATIENCE) == 0
