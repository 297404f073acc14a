"""Walking the whole log: every entry hashed again, every tile rebuilt, every signed head checked."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from zhifa.ledger.models import BulkSheet, Checkpoint, Entry, Leaf, LogIdentity, Tile, Unsealed
from zhifa.ledger.rules import merkle, note
from zhifa.ledger.services.sealing import bytes_of
from zhifa.ledger.services.trees import signing_key
from zhifa.ledger.terms import TILE_WIDTH

CHUNK = 5_000
FAULTS_SHOWN = 20


@dataclass
class LogReport:
    """What the walk found: entries sealed and waiting, signed heads checked, and what is wrong (empty: nothing)."""

    size: int = 0
    waiting: int = 0
    checkpoints: int = 0
    bulk_rows: int = 0
    root: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Nothing was found wrong."""
        return not self.faults

    def blame(self, fault: str) -> None:
        """Keep a fault; after the first twenty only their being there matters."""
        if len(self.faults) < FAULTS_SHOWN:
            self.faults.append(fault)


def verify_log(*, progress: Callable[[int], None] = lambda done: None) -> LogReport:
    """Recompute the log from its entries and compare with all that is stored and signed.

    Finds: a changed, removed, inserted or reordered entry; a changed leaf, tile or head; a forged signature;
    a bulk sheet whose rows no longer give the root that its entry committed to.
    """
    report = LogReport(waiting=Unsealed.objects.count())
    identity = LogIdentity.objects.first()
    if identity is None:
        return report
    public = signing_key(demonstration=identity.is_demonstration).public_key()
    heads = iter(Checkpoint.objects.order_by("size"))
    head = next(heads, None)
    stack: list[tuple[int, bytes]] = []
    levels: dict[int, bytearray] = {}
    for index, leaf in _leaves(report):
        computed = merkle.leaf_hash(bytes_of(leaf.entry))
        if computed != bytes(leaf.hash):
            report.blame(f"第 {index} 片叶（存证 {leaf.entry_id}）的内容与封存时不同")
        _push(stack, levels, computed)
        report.size = index + 1
        while head is not None and head.size == report.size:
            _check_head(head, _fold(stack), identity.origin, public, report)
            head = next(heads, None)
        if report.size % CHUNK == 0:
            progress(report.size)
    if head is not None:
        report.blame(f"签名树头的大小是 {head.size}，日志里只有 {report.size} 片叶")
    _check_tiles(levels, report)
    _check_bulk(report)
    orphans = Entry.objects.filter(leaf=None, unsealed=None).count()
    if orphans:
        report.blame(f"{orphans} 条存证既未封存也不在待封存之列")
    report.root = _fold(stack).hex()
    return report


def _leaves(report: LogReport) -> Iterator[tuple[int, Leaf]]:
    """Leaves in order, each with its entry; a gap in the numbers is a fault."""
    expected = 0
    rows = Leaf.objects.select_related("entry").order_by("index")
    for leaf in rows.iterator(chunk_size=CHUNK):
        if leaf.index != expected:
            report.blame(f"缺少第 {expected} 片叶")
            expected = leaf.index
        yield leaf.index, leaf
        expected += 1


def _push(stack: list[tuple[int, bytes]], levels: dict[int, bytearray], leaf: bytes) -> None:
    """Add a leaf hash to the running tree and note every subtree that it completes."""
    level, current = 0, leaf
    levels.setdefault(0, bytearray()).extend(current)
    while stack and stack[-1][0] == level:
        current = merkle.node_hash(stack.pop()[1], current)
        level += 1
        levels.setdefault(level, bytearray()).extend(current)
    stack.append((level, current))


def _fold(stack: list[tuple[int, bytes]]) -> bytes:
    if not stack:
        return merkle.EMPTY_ROOT
    root = stack[-1][1]
    for _, left in reversed(stack[:-1]):
        root = merkle.node_hash(left, root)
    return root


def _check_head(head: Checkpoint, root: bytes, origin: str, public: object, report: LogReport) -> None:
    report.checkpoints += 1
    signed = note.opened(head.note, public)  # type: ignore[arg-type]  # the key's class is cryptography's own
    if signed is None:
        report.blame(f"大小为 {head.size} 的树头签名无效")
    elif (signed.origin, signed.size, signed.root) != (origin, head.size, root):
        report.blame(f"大小为 {head.size} 的签名树头与日志内容不符")
    elif bytes(head.root) != root:
        report.blame(f"大小为 {head.size} 的树头记录被改动")


def _check_tiles(levels: dict[int, bytearray], report: LogReport) -> None:
    stored: dict[int, bytearray] = {}
    for tile in Tile.objects.order_by("level", "index").iterator(chunk_size=500):
        row = stored.setdefault(tile.level, bytearray())
        if len(row) != tile.index * TILE_WIDTH * 32:
            report.blame(f"第 {tile.level} 层缺少第 {tile.index} 块之前的内容")
        row.extend(bytes(tile.hashes))
    for level in sorted(set(levels) | set(stored)):
        if levels.get(level, bytearray()) != stored.get(level, bytearray()):
            report.blame(f"第 {level} 层的块与重算结果不同")


def _check_bulk(report: LogReport) -> None:
    for sheet in BulkSheet.objects.select_related("entry").iterator(chunk_size=100):
        raw = bytes(sheet.leaf_hashes)
        hashes = [raw[start : start + 32] for start in range(0, len(raw), 32)]
        report.bulk_rows += len(hashes)
        facts = sheet.entry.facts
        if facts["rows"] != len(hashes) or facts["root"] != merkle.root_of(hashes).hex():
            report.blame(f"成批存证 {sheet.entry_id} 的各行与其根不符")
        if sheet.rows is not None and _row_hashes(bytes(sheet.rows)) != hashes:
            report.blame(f"成批存证 {sheet.entry_id} 留存的行与其摘要不符")


def _row_hashes(packed: bytes) -> list[bytes]:
    """The leaf hashes of kept rows; nothing of a torn pack fits."""
    try:
        lines = zlib.decompress(packed).splitlines()
    except zlib.error:
        return []
    return [hashlib.sha256(b"\x00" + line).digest() for line in lines]
