"""Sealing beside acts that commit late, and beside another sealer."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject, open_log, record, seal_pending, verify_log
from zhifa.ledger.models import Checkpoint, Entry, Leaf

WHO = Actor.system("test")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def log() -> None:
    open_log("zhifa/sealing", demonstration=True, now=clock.now())


def act(key: str) -> int:
    with transaction.atomic():
        return record(WHO, "test.done", Subject("thing", key), {}, now=clock.now())


@contextmanager
def an_act_that_commits_late(key: str) -> Iterator[None]:
    """An act of another connection, which has its number at once and commits at the end of the block."""
    written, may_commit = Event(), Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                record(WHO, "test.done", Subject("thing", key), {}, now=clock.now())
                written.set()
                may_commit.wait(20)
        finally:
            connection.close()

    slow = Thread(target=slowly)
    slow.start()
    assert written.wait(20)
    try:
        yield
    finally:
        may_commit.set()
        slow.join()


def test_an_act_that_took_its_number_early_and_committed_late_is_sealed_late_and_not_skipped() -> None:
    """Worked in docs/mechanisms/ledger.md: 7 and 9 are leaves 0 and 1, 8 becomes leaf 2."""
    act("seven")
    with an_act_that_commits_late("eight"):
        act("nine")
        assert seal_pending(now=clock.now()) == 2
    assert seal_pending(now=clock.now()) == 1
    keys = dict(Entry.objects.values_list("pk", "subject_key"))
    leaves = [keys[entry] for entry in Leaf.objects.order_by("index").values_list("entry_id", flat=True)]
    assert leaves == ["seven", "nine", "eight"]
    assert [key for _, key in sorted(keys.items())] == ["seven", "eight", "nine"]
    assert verify_log().is_sound


def test_sealers_at_once_leave_one_history() -> None:
    for number in range(40):
        act(str(number))
    together = Barrier(4)

    def seal() -> int:
        try:
            together.wait(20)
            return sum(iter(lambda: seal_pending(now=clock.now(), limit=7), 0))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as sealers:
        done = [one.result() for one in [sealers.submit(seal) for _ in range(4)]]
    assert sum(done) == 40
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == list(range(40))
    assert Checkpoint.objects.count() == 6, "five of seven, one of five"
    assert verify_log().is_sound
