"""Torn and flipped bytes at every offset of a tile are found, where they stand; the clock of the host may jump."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Prover, Subject, log_state, open_log, record, seal_pending, verify_log
from zhifa.ledger.models import Checkpoint, Entry, Leaf, Tile
from zhifa.ledger.tests.follower import root_of

WHO = Actor.system("test")
SOAK = bool(
    os.environ.get("ZHIFA_SOAK")
)  # `make soak`: a full tile, every bit; else a short one, a bit a byte
pytestmark = pytest.mark.django_db


def append(count: int, now: datetime, *, sealed_at: datetime | None = None) -> None:
    with transaction.atomic():
        for number in range(count):
            record(WHO, "test.act", Subject("deed", str(number)), {"n": number}, now=now)
    seal_pending(now=sealed_at or now)


@pytest.fixture
def log() -> None:
    open_log("zhifa/test", demonstration=True, now=clock.now())
    append(256 if SOAK else 5, clock.now())
    assert verify_log().faults == []


def flipped(content: bytes) -> Iterator[bytes]:
    """Every byte with a bit turned (in the long form every bit)."""
    draw = Random(20261125)
    for offset in range(len(content)):
        for bit in range(8) if SOAK else (draw.randrange(8),):
            yield content[:offset] + bytes([content[offset] ^ 1 << bit]) + content[offset + 1 :]


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_flipped_byte_at_any_offset_of_a_tile_is_found_and_its_tile_named(log: None, level: int) -> None:
    tile = Tile.objects.get(level=level)
    whole = bytes(tile.hashes)
    for damaged in flipped(whole):
        Tile.objects.filter(pk=tile.pk).update(hashes=damaged)
        assert verify_log().faults == [f"第 {level} 层第 0 块与重算结果不同"]
    Tile.objects.filter(pk=tile.pk).update(hashes=whole)
    assert verify_log().faults == []


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_tile_torn_at_any_offset_is_found(log: None, level: int) -> None:
    tile = Tile.objects.get(level=level)
    whole = bytes(tile.hashes)
    for length in range(len(whole)):
        Tile.objects.filter(pk=tile.pk).update(hashes=whole[:length])
        assert not verify_log().is_sound, length
    Tile.objects.filter(pk=tile.pk).update(hashes=whole + b"\x00")
    assert not verify_log().is_sound
    tile.delete()
    assert not verify_log().is_sound


def test_tiles_and_leaves_beyond_the_log_are_found(log: None) -> None:
    extra = Tile.objects.create(level=0, index=7, hashes=b"\x00" * 32)
    assert verify_log().faults == ["第 0 层多出第 7 块"]
    extra.delete()
    high = Tile.objects.create(level=30, index=0, hashes=b"\x00" * 32)
    assert verify_log().faults == ["多出第 30 层的块"]
    high.delete()
    with transaction.atomic():
        entry = record(WHO, "test.act", Subject("deed", "x"), {}, now=clock.now())
    Leaf.objects.create(index=Leaf.objects.count(), entry_id=entry, hash=b"\x00" * 32, checkpoint_size=9)
    assert "有的叶在最后一个树头之外" in verify_log().faults


def test_a_level_of_many_tiles_is_compared_tile_by_tile() -> None:
    open_log("zhifa/test", demonstration=True, now=clock.now())
    append(700, clock.now())
    tile = Tile.objects.get(level=0, index=1)
    whole = bytes(tile.hashes)
    Tile.objects.filter(pk=tile.pk).update(hashes=whole[:300] + b"\x00" + whole[301:])
    assert verify_log().faults == ["第 0 层第 1 块与重算结果不同"]
    tile.delete()
    assert verify_log().faults == ["第 0 层缺少第 1 块"]


JUMPS = {"back": timedelta(days=-400), "a little back": timedelta(seconds=-1), "forward": timedelta(days=400)}


@pytest.mark.parametrize("jump", JUMPS.values(), ids=list(JUMPS))
def test_the_sealing_host_s_clock_jumps_and_the_log_goes_on(jump: timedelta) -> None:
    """Order is that of the leaves; times are what the clock said, and a head earlier than the one before it is said."""
    now = clock.now()
    open_log("zhifa/test", demonstration=True, now=now)
    append(5, now)
    old = Prover()
    append(4, now + jump)
    append(3, now + timedelta(minutes=1))
    report = verify_log()
    assert (report.faults, report.size, report.checkpoints) == ([], 12, 3)
    later = (
        "大小为 9 的树头比前一个早：封存主机的时钟倒退过"
        if jump < timedelta(0)
        else "大小为 12 的树头比前一个早：封存主机的时钟倒退过"
    )
    assert report.remarks == [later]
    leaves = [bytes(leaf.hash) for leaf in Leaf.objects.order_by("index")]
    assert root_of(leaves[: old.size]) == bytes(Checkpoint.objects.get(pk=old.size).root)
    assert [leaf.entry_id for leaf in Leaf.objects.order_by("index")] == list(
        Entry.objects.order_by("pk").values_list("pk", flat=True)
    )
    assert log_state().size == 12


def test_entries_of_a_clock_that_ran_ahead_are_sealed_by_one_that_does_not() -> None:
    now = clock.now()
    open_log("zhifa/test", demonstration=True, now=now)
    append(5, now + timedelta(days=30), sealed_at=now)
    assert verify_log().faults == []
    assert Prover().entries(list(Entry.objects.values_list("pk", flat=True)))[4].index == 4


def test_the_command_says_that_the_clock_went_back() -> None:
    import io

    from django.core.management import call_command

    now = clock.now()
    open_log("zhifa/test", demonstration=True, now=now)
    append(2, now)
    append(2, now - timedelta(hours=3))
    out = io.StringIO()
    call_command("ledger", "verify", stdout=out)
    assert "时钟倒退过" in out.getvalue()
    assert "全部相符" in out.getvalue()
