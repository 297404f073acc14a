"""Proofs for those who do not trust us: that an entry stands in the signed log, that the log only grew."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from zhifa.kernel.errors import NotFound
from zhifa.ledger.errors import NotSealedYet
from zhifa.ledger.models import BulkSheet, Checkpoint, Entry, Leaf, LogIdentity, Tile
from zhifa.ledger.rules import canonical, merkle, note
from zhifa.ledger.selectors import horizon
from zhifa.ledger.services.sealing import bytes_of
from zhifa.ledger.services.trees import signing_key, tiles_at
from zhifa.ledger.terms import TILE_WIDTH, Subject

PROOF_FORMAT = "zhifa-proof/1"
ROW_BLOCK = 256  # rows of a sheet under one root, so that the path of any row is short to tell


@dataclass(frozen=True)
class Proven:
    """An entry as it was hashed (canonical JSON), its place, and the audit path to the root of `size` leaves."""

    content: str
    index: int
    size: int
    path: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """The proof as plain data; hashes in lower-case hex."""
        return {"entry": json.loads(self.content), "index": self.index, "path": list(self.path)}


class Prover:
    """Makes proofs against one checkpoint (the one from which the log is looked at, else the latest, unless a size is
    named); tiles are read once each."""

    def __init__(self, size: int | None = None) -> None:
        head = head_at(horizon() if size is None else size)
        self.size, self.note = head.size, head.note
        self._tiles: dict[tuple[int, int], bytes] = {}

    def entries(self, entry_ids: list[int]) -> list[Proven]:
        """Proofs of entries, in the log's order; those sealed after the checkpoint are refused."""
        return [proven for _entry_id, proven in self.entries_by_id(entry_ids)]

    def entries_by_id(self, entry_ids: list[int]) -> list[tuple[int, Proven]]:
        """The same with the number of each entry."""
        leaves = list(Leaf.objects.filter(entry__in=entry_ids).select_related("entry").order_by("index"))
        if len(leaves) < len(set(entry_ids)) or any(leaf.index >= self.size for leaf in leaves):
            raise NotSealedYet(_("有的记录在这个树头里还没有封存"), next_step=_("稍后再试，或用更新的树头。"))
        self._read_ahead(
            lambda fetch: [merkle.inclusion_proof(fetch, leaf.index, self.size) for leaf in leaves]
        )
        return [(leaf.entry_id, self._proven(leaf.entry, leaf.index)) for leaf in leaves]

    def consistency(self, old: int) -> list[str]:
        """The proof that this checkpoint's log extends the one of `old` leaves."""
        if not 0 < old <= self.size:
            raise NotFound(_("旧的大小要在 1 和 %(size)d 之间") % {"size": self.size})
        self._read_ahead(lambda fetch: merkle.consistency_proof(fetch, old, self.size))
        return [digest.hex() for digest in merkle.consistency_proof(self._hash, old, self.size)]

    def vouch(self, content: bytes) -> str:
        """This checkpoint's head signed once more with a further line, `bundle: ` and the SHA-256 of a content that was made at it:
        whoever changes a byte of that content needs the log's key."""
        head = note.parsed(self.note.partition("\n\n")[0].split("\n"))
        assert head is not None  # noqa: S101 - the log's own checkpoint
        line = f"bundle: {hashlib.sha256(content).hexdigest()}"
        key = signing_key(demonstration=LogIdentity.objects.get().is_demonstration)
        return note.sign(replace(head, extensions=(*head.extensions, line)), key)

    def _proven(self, entry: Entry, index: int) -> Proven:
        path = merkle.inclusion_proof(self._hash, index, self.size)
        return Proven(bytes_of(entry).decode(), index, self.size, tuple(digest.hex() for digest in path))

    def _read_ahead(self, work: Callable[[merkle.Fetch], object]) -> None:
        """Read all tiles that the work will ask for in one query: the work is done once over blanks, to see which."""
        wanted: set[tuple[int, int]] = set()

        def blank(level: int, index: int) -> bytes:
            wanted.add((level, index // TILE_WIDTH))
            return bytes(32)

        work(blank)
        self._tiles |= tiles_at(wanted - self._tiles.keys())

    def _hash(self, level: int, index: int) -> bytes:
        place = (level, index // TILE_WIDTH)
        if place not in self._tiles:
            self._tiles[place] = bytes(Tile.objects.get(level=level, index=place[1]).hashes)
        offset = (index % TILE_WIDTH) * 32
        return self._tiles[place][offset : offset + 32]


def head_at(size: int | None) -> Checkpoint:
    """The signed head of that size, or the latest; refused where there is none."""
    heads = Checkpoint.objects.order_by("-size")
    head = heads.filter(size=size).first() if size is not None else heads.first()
    if head is None:
        raise (NotFound if size is not None else NotSealedYet)(
            _("没有这个大小的签名树头") if size is not None else _("日志里还没有签名树头"),
            next_step=_("先运行 zhifa serve 让封存进行，或换一个大小。"),
        )
    return head


def sheet_rows(entry_id: int) -> Iterator[str]:
    """The rows of a sheet as they were hashed, canonical JSON; refused where the act kept none."""
    sheet = BulkSheet.objects.filter(entry_id=entry_id).first()
    if sheet is None or sheet.rows is None:
        raise NotFound(_("这份表没有留存逐行内容"))
    for line in zlib.decompress(bytes(sheet.rows)).split(
        b"\n"
    ):  # by bytes: text may hold other ends of lines
        if line:
            yield line.decode()


def sheet_lines(entry_id: int) -> list[tuple[str, str]] | None:
    """The kept rows of a sheet with their hashes in hex; None where the entry is no sheet or kept none."""
    sheet = BulkSheet.objects.filter(entry_id=entry_id).exclude(rows=None).first()
    if sheet is None:
        return None
    raw = bytes(sheet.leaf_hashes)
    digests = [raw[start : start + 32].hex() for start in range(0, len(raw), 32)]
    return list(zip(sheet_rows(entry_id), digests, strict=True))


@dataclass(frozen=True)
class SheetCommitment:
    """What a sheet's entry commits to: whom it is about, its typed totals, the hash of each row."""

    entry: int
    subject: Subject
    totals: Mapping[str, Any]
    hashes: tuple[bytes, ...]


def sheets_of_acts(acts: Collection[str], *, per: str) -> Iterator[SheetCommitment]:
    """Every sheet of these acts in order, one in memory at a time; of those about one subject that have the same total `per`, the
    last, which replaced the others. That its hashes give the root of its entry, and the entry stands in the log, `verify_log` checks."""
    told = BulkSheet.objects.filter(entry__act__in=acts).order_by("entry_id")
    of = ("entry__subject_kind", "entry__subject_key", f"entry__facts__totals__{per}")
    last = {tuple(row[1:]): row[0] for row in told.values_list("entry_id", *of)}
    sheets = BulkSheet.objects.filter(entry_id__in=last.values()).select_related("entry").order_by("entry_id")
    for sheet in sheets.defer("rows").iterator(chunk_size=1):
        raw = bytes(sheet.leaf_hashes)
        yield SheetCommitment(
            sheet.entry_id,
            Subject(sheet.entry.subject_kind, sheet.entry.subject_key),
            sheet.entry.facts["totals"],
            tuple(raw[start : start + 32] for start in range(0, len(raw), 32)),
        )


def row_hash(row: Mapping[str, Any]) -> bytes:
    """The hash by which a sheet commits to a row."""
    return merkle.leaf_hash(canonical.row_bytes(row))


def committed_rows(entry_id: int, rows: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[bytes]]:
    """Rows that were kept outside the ledger, as they were hashed, and before them the roots (hex) over each 256 of them.

    Refused where they are not those that the entry commits to."""
    lines = [canonical.row_bytes(row) for row in rows]
    leaves = [merkle.leaf_hash(line) for line in lines]
    if b"".join(leaves) != bytes(BulkSheet.objects.get(entry_id=entry_id).leaf_hashes):
        raise NotFound(
            _("这份表的逐行内容与存证不符，不能作为依据"),
            next_step=_("运行 zhifa ledger verify，查明是哪些行变了。"),
        )
    blocks = [merkle.root_of(leaves[at : at + ROW_BLOCK]) for at in range(0, len(leaves), ROW_BLOCK)]
    return [block.hex() for block in blocks], lines


def verifier_key() -> str:
    """The log's public key as a C2SP verifier key; whoever checks a proof needs it from a second source."""
    identity = LogIdentity.objects.first()
    if identity is None:
        raise NotFound(_("日志还没有建立"), next_step=_("请先运行 zhifa init 或 zhifa demo。"))
    key = signing_key(demonstration=identity.is_demonstration)
    return note.verifier_line(identity.origin, key.public_key())


def sign_statement(text: bytes) -> bytes:
    """The log's Ed25519 signature over a text of another mechanism that must verify with the server off. Its first line names its format,
    so that it can never be taken for a head, whose first line is the log's name; one that is, is a ValueError."""
    identity = LogIdentity.objects.get()
    if text.partition(b"\n")[0] == identity.origin.encode():
        raise ValueError("a statement must not begin as a head does")
    return signing_key(demonstration=identity.is_demonstration).sign(text)
