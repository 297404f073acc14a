"""Proofs that somebody else checks: of an entry, of a sheet's rows, of growth; and the command that prints them."""

from __future__ import annotations

import base64
import hashlib
import io
import json

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import (
    Prover,
    Subject,
    open_log,
    record,
    record_bulk,
    seal_pending,
    sheet_rows,
    verify_log,
)
from zhifa.ledger.models import BulkSheet, Checkpoint, Entry
from zhifa.ledger.rules import merkle

WHO = Actor.system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> None:
    """Three heads: of 5, 300 and 700 entries."""
    open_log("zhifa/test", demonstration=True, now=clock.now())
    for count in (5, 295, 400):
        with transaction.atomic():
            for number in range(count):
                record(WHO, "test.act", Subject("deed", str(number)), {"n": number}, now=clock.now())
        seal_pending(now=clock.now())


def root_in(note: str) -> bytes:
    return base64.b64decode(note.splitlines()[2])


@pytest.mark.parametrize("size", [5, 300, 700])
def test_an_entry_is_proven_under_any_head(log: None, size: int) -> None:
    prover = Prover(size)
    ids = list(Entry.objects.order_by("pk").values_list("pk", flat=True)[:5])
    for proven in prover.entries(ids):
        leaf = hashlib.sha256(b"\x00" + proven.content.encode()).digest()
        path = [bytes.fromhex(part) for part in proven.path]
        assert merkle.root_from_inclusion(leaf, proven.index, size, path) == root_in(prover.note)


def test_what_was_sealed_later_is_not_in_an_older_head(log: None) -> None:
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    with pytest.raises(NotFound):
        Prover(300).entries([last])
    with pytest.raises(NotFound):
        Prover(299)


def test_the_command_prints_what_a_stranger_needs(log: None) -> None:
    def told(*words: str) -> str:
        out = io.StringIO()
        call_command("ledger", *words, stdout=out)
        return out.getvalue()

    entry = Entry.objects.order_by("pk").first()
    assert entry is not None
    proof = json.loads(told("prove", str(entry.pk)))
    assert proof["entry"]["act"] == "test.act"
    assert proof["checkpoint"] == Checkpoint.objects.order_by("-size").values_list("note", flat=True)[0]
    growth = json.loads(told("consistency", "300"))
    assert (growth["old"], len(growth["path"]) > 0) == (300, True)
    assert told("key").startswith("zhifa/test+")
    assert "已封存 700 条" in told("state")


def test_rows_of_a_sheet_are_kept_as_they_were_hashed(log: None) -> None:
    rows = [{"deed": f"D{n}", "title": "法治讲座", "n": n} for n in range(3)]
    with transaction.atomic():
        kept = record_bulk(WHO, "test.sheet", Subject("sheet", "a"), rows, {"n": 3}, now=clock.now())
        bare = record_bulk(
            WHO, "test.sheet", Subject("sheet", "b"), rows, {"n": 3}, now=clock.now(), keep=False
        )
    lines = list(sheet_rows(kept))
    assert [json.loads(line) for line in lines] == rows
    hashes = [hashlib.sha256(b"\x00" + line.encode()).digest() for line in lines]
    assert merkle.root_of(hashes).hex() == Entry.objects.get(pk=kept).facts["root"]
    with pytest.raises(NotFound):
        list(sheet_rows(bare))
    seal_pending(now=clock.now())
    assert verify_log().faults == []


def test_a_kept_row_that_was_altered_is_found(log: None) -> None:
    import zlib

    with transaction.atomic():
        entry = record_bulk(WHO, "test.sheet", Subject("sheet", "a"), [{"n": 1}], {}, now=clock.now())
    seal_pending(now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # past the trigger that forbids it
        BulkSheet.objects.filter(pk=entry).update(rows=zlib.compress(b'{"n":2}\n'))
        cursor.execute("SET session_replication_role = origin")
    assert any("留存的行" in fault for fault in verify_log().faults)


def test_a_proof_asks_three_times_however_many_levels_there_are(
    log: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The head, the leaf with its entry, the tiles."""
    entry = Entry.objects.order_by("pk").values_list("pk", flat=True)[321]
    with django_assert_num_queries(3):
        Prover().entries([entry])
    with django_assert_num_queries(2):
        Prover().consistency(300)
