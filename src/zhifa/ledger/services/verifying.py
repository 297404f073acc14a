"""Walking the whole log: every entry hashed again, every tile rebuilt, every signed head checked, in little memory."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from zhifa.ledger.models import BulkSheet, Checkpoint, Entry, Leaf, LogIdentity, Tile, Unsealed
from zhifa.ledger.rules import merkle, note
from zhifa.ledger.selectors import latest_checkpoint
from zhifa.ledger.services.sealing import bytes_of
from zhifa.ledger.services.trees import signing_key
from zhifa.ledger.terms import TILE_WIDTH

CHUNK = 5_000
FAULTS_SHOWN = 20
TILES_READ = 64  # tiles of one level that are read at once
TILE_BYTES = TILE_WIDTH * 32


@dataclass
class LogReport:
    """What the walk found: entries sealed and waiting, signed heads checked, and what is wrong (empty: nothing).

    `remarks` are no faults: where the clock of the sealing host went back between two heads.
    """

    size: int = 0
    waiting: int = 0
    checkpoints: int = 0
    bulk_rows: int = 0
    root: str = ""
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

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

    Finds: a changed, removed, inserted or reordered entry; a changed leaf, tile or head, to the byte and however torn; a forged
    signature; a bulk sheet whose rows no longer give the root that its entry committed to. It walks
    to the newest head of its beginning; what is sealed meanwhile is left to the next walk.
    """
    report = LogReport(waiting=Unsealed.objects.count())
    identity = LogIdentity.objects.first()
    if identity is None:
        return report
    public = signing_key(demonstration=identity.is_demonstration).public_key()
    newest = latest_checkpoint()
    end = newest.size if newest else 0
    heads = _heads(end)
    head = next(heads, None)
    signed_at: datetime | None = None
    tree = _Rebuilt(report, end)
    for index, leaf in _leaves(report, end):
        computed = merkle.leaf_hash(bytes_of(leaf.entry))
        if computed != bytes(leaf.hash):
            report.blame(f"第 {index} 片叶（存证 {leaf.entry_id}）的内容与封存时不同")
        tree.add(computed)
        report.size = index + 1
        while head is not None and head.size == report.size:
            _check_head(head, tree.root(), identity.origin, public, report)
            if signed_at is not None and head.signed_at < signed_at:
                report.remarks.append(f"大小为 {head.size} 的树头比前一个早：封存主机的时钟倒退过")
            signed_at = head.signed_at
            head = next(heads, None)
        if report.size % CHUNK == 0:
            progress(report.size)
    if head is not None:
        report.blame(f"签名树头的大小是 {head.size}，日志里只有 {report.size} 片叶")
    tree.finish()
    if not _grew_beyond(end) and Leaf.objects.filter(index__gte=end).exists():
        report.blame("有的叶在最后一个树头之外")
    _check_bulk(report)
    orphans = Entry.objects.filter(leaf=None, unsealed=None).count()
    if orphans:
        report.blame(f"{orphans} 条存证既未封存也不在待封存之列")
    report.root = tree.root().hex()
    return report


class _Rebuilt:
    """The tree as it grows anew, each of its tiles compared with the stored one as soon as it is full."""

    def __init__(self, report: LogReport, end: int) -> None:
        self._report, self._end = report, end
        self._stack: list[tuple[int, bytes]] = []
        self._open: list[bytearray] = []  # by level: the hashes since the last full tile
        self._stored: list[_StoredLevel] = []

    def add(self, leaf: bytes) -> None:
        """A leaf's hash, and every subtree that it completes."""
        level, current = 0, leaf
        self._keep(0, current)
        while self._stack and self._stack[-1][0] == level:
            current = merkle.node_hash(self._stack.pop()[1], current)
            level += 1
            self._keep(level, current)
        self._stack.append((level, current))

    def root(self) -> bytes:
        """The root over what was added."""
        if not self._stack:
            return merkle.EMPTY_ROOT
        root = self._stack[-1][1]
        for _, left in reversed(self._stack[:-1]):
            root = merkle.node_hash(left, root)
        return root

    def finish(self) -> None:
        """Compare the tiles that are not full, and blame every stored tile beyond the tree."""
        for level, hashes in enumerate(self._open):
            if hashes:
                self._compare(level, self._stored[level])
        if _grew_beyond(self._end):
            return
        for level, stored in enumerate(self._stored):
            for number in stored.rest():
                self._report.blame(f"第 {level} 层多出第 {number} 块")
        for level in (
            Tile.objects.filter(level__gte=len(self._open))
            .order_by("level")
            .values_list("level", flat=True)
            .distinct()
        ):
            self._report.blame(f"多出第 {level} 层的块")

    def _keep(self, level: int, current: bytes) -> None:
        if level == len(self._open):
            self._open.append(bytearray())
            self._stored.append(_StoredLevel(level))
        hashes = self._open[level]
        hashes += current
        if len(hashes) == TILE_BYTES:
            self._compare(level, self._stored[level])

    def _compare(self, level: int, stored: _StoredLevel) -> None:
        """The hashes gathered at a level with the next stored tile; they are then let go."""
        place, (number, content) = stored.at, stored.next()
        if number != place:
            self._report.blame(f"第 {level} 层缺少第 {place} 块")
        elif content != self._open[level] and not self._grew_meanwhile(level, content):
            self._report.blame(f"第 {level} 层第 {place} 块与重算结果不同")
        self._open[level] = bytearray()

    def _grew_meanwhile(self, level: int, content: bytes) -> bool:
        """Whether the last tile of a level only has more hashes because the sealer went on during the walk."""
        ours = bytes(self._open[level])
        return len(ours) < TILE_BYTES and content.startswith(ours) and _grew_beyond(self._end)


class _StoredLevel:
    """The stored tiles of one level in order, some at a time."""

    def __init__(self, level: int) -> None:
        self.level, self.at = level, 0
        self._read: dict[int, bytes] = {}

    def next(self) -> tuple[int, bytes]:
        """The number and content of the tile that should come now; number −1 when it is missing."""
        if self.at not in self._read:
            rows = Tile.objects.filter(level=self.level, index__gte=self.at).order_by("index")[:TILES_READ]
            self._read = {tile.index: bytes(tile.hashes) for tile in rows}
        content = self._read.pop(self.at, None)
        self.at += 1
        return (-1, b"") if content is None else (self.at - 1, content)

    def rest(self) -> Iterator[int]:
        """The numbers of the tiles that stand beyond those compared."""
        beyond = Tile.objects.filter(level=self.level, index__gte=self.at).order_by("index")
        yield from beyond.values_list("index", flat=True)


def _leaves(report: LogReport, end: int) -> Iterator[tuple[int, Leaf]]:
    """Leaves up to `end` in order, each with its entry, a chunk a query; a gap in the numbers is a fault."""
    expected = 0
    rows = Leaf.objects.select_related("entry").order_by("index")
    while chunk := list(rows.filter(index__gte=expected, index__lt=end)[:CHUNK]):
        for leaf in chunk:
            if leaf.index != expected:
                report.blame(f"缺少第 {expected} 片叶")
            yield leaf.index, leaf
            expected = leaf.index + 1


def _heads(end: int) -> Iterator[Checkpoint]:
    """Signed heads up to `end` in order, a chunk a query."""
    reached = -1
    rows = Checkpoint.objects.order_by("size")
    while chunk := list(rows.filter(size__gt=reached, size__lte=end)[:CHUNK]):
        yield from chunk
        reached = chunk[-1].size


def _grew_beyond(end: int) -> bool:
    """Whether the sealer has signed a longer log since."""
    return Checkpoint.objects.filter(size__gt=end).exists()


def _check_head(head: Checkpoint, root: bytes, origin: str, public: object, report: LogReport) -> None:
    report.checkpoints += 1
    signed = note.opened(head.note, public)  # type: ignore[arg-type]  # the key's class is cryptography's own
    if signed is None:
        report.blame(f"大小为 {head.size} 的树头签名无效")
    elif (signed.origin, signed.size, signed.root) != (origin, head.size, root):
        report.blame(f"大小为 {head.size} 的签名树头与日志内容不符")
    elif bytes(head.root) != root:
        report.blame(f"大小为 {head.size} 的树头记录被改动")


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
