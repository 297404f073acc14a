"""A log put back to an older state is not sealed on; the way on is a newer state or a recorded decision."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput
from zhifa.ledger.api import (
    Subject,
    compared,
    latest_checkpoint,
    open_log,
    record,
    refuse_fork,
    seal_pending,
    strayed,
    verify_log,
)
from zhifa.ledger.errors import LogWouldFork, NothingToResume
from zhifa.ledger.models import Entry
from zhifa.ledger.services import resume_log

WHO = Actor.system("test")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def witness(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "share" / "head.checkpoint"
    settings.LEDGER_WITNESSES = (path,)
    open_log("zhifa/witnessed", demonstration=True, now=clock.now())
    return path


def _append(many: int, name: str = "a") -> None:
    for number in range(many):
        with transaction.atomic():
            record(WHO, "test.done", Subject("thing", f"{name}{number}"), {"n": number}, now=clock.now())
    seal_pending(now=clock.now())


def _put_back_to_nothing() -> None:
    """What a restoration of an older dump does: the rows are gone, and no trigger was asked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE ledger_entry, ledger_unsealed, ledger_leaf, ledger_tile, ledger_checkpoint, ledger_bulksheet, "
            "ledger_bulkmember CASCADE"
        )


def test_each_sealing_leaves_the_head_with_the_witness(witness: Path) -> None:
    _append(3)
    newest = latest_checkpoint()
    assert newest is not None
    assert witness.read_text("utf-8") == newest.note
    _append(2)
    assert witness.read_text("utf-8").splitlines()[1] == "5"
    assert strayed() == []


def test_an_older_state_is_not_sealed_on(witness: Path) -> None:
    _append(5)
    published = witness.read_text("utf-8")
    _put_back_to_nothing()
    with transaction.atomic():
        record(WHO, "test.done", Subject("thing", "other"), {}, now=clock.now())
    with pytest.raises(LogWouldFork, match="比已经公布的旧"):
        seal_pending(now=clock.now())
    assert latest_checkpoint() is None, "nothing was signed"
    assert witness.read_text("utf-8") == published


def test_another_history_of_the_same_length_is_not_sealed_on(witness: Path) -> None:
    _append(3)
    published = witness.read_text("utf-8")
    _put_back_to_nothing()
    witness.unlink()
    _append(4, "b")
    witness.write_text(published, "utf-8")
    (found,) = strayed()
    assert not found.is_behind
    with pytest.raises(LogWouldFork, match="与已经公布的不同"):
        refuse_fork()


def test_an_older_head_that_the_log_contains_is_no_fork(witness: Path) -> None:
    _append(3)
    older = witness.read_text("utf-8")
    _append(4, "b")
    assert compared(older, "mail") is None


def test_a_head_of_another_log_is_passed_over_and_a_forged_one_is_not(witness: Path) -> None:
    _append(3)
    text = witness.read_text("utf-8")
    assert compared(text.replace("zhifa/witnessed", "zhifa/elsewhere"), "mail") is None
    with pytest.raises(LogWouldFork, match="不是本日志的密钥签的"):
        compared(text.replace("\n3\n", "\n9\n", 1), "mail")
    with pytest.raises(LogWouldFork, match="读不懂"):
        compared("", "mail")


def test_the_decision_to_go_on_is_an_entry(witness: Path) -> None:
    _append(5)
    with pytest.raises(NothingToResume):
        resume_log(WHO, "备份之后的记录已无法找回", now=clock.now())
    published = witness.read_text("utf-8")
    _put_back_to_nothing()
    _append_unsealed = Subject("thing", "after")
    with transaction.atomic():
        record(WHO, "test.done", _append_unsealed, {}, now=clock.now())
    with pytest.raises(BadInput, match="请写明原因"):
        resume_log(WHO, "  ", now=clock.now())
    (lost,) = resume_log(WHO, "备份之后的记录已无法找回", now=clock.now())
    assert (lost.size, lost.own_size) == (5, 0)
    entry = Entry.objects.get(act="ledger.resumed")
    assert entry.facts == {
        "lost_size": 5,
        "lost_root": lost.root.hex(),
        "kept_size": 0,
        "reason": "备份之后的记录已无法找回",
    }
    assert seal_pending(now=clock.now()) == 2
    assert witness.with_name(f"{witness.name}.lost-5").read_text("utf-8") == published
    assert compared(published, "an auditor's copy") is None, "the decision stands for every copy"
    assert verify_log().is_sound


def test_a_witness_that_cannot_be_written_stops_nothing(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.LEDGER_WITNESSES = (tmp_path / "file" / "head",)
    open_log("zhifa/witnessed", demonstration=True, now=clock.now())
    _append(2)
    assert verify_log().size == 2
