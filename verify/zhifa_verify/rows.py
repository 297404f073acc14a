"""The side file: the event rows of sheets, a canonical JSON line each, checked whole or by a seeded sample.

A line `{"blocks": [...], "entry": index, "rows": n}` begins a sheet; its n rows follow. `blocks` are the roots over each 256 rows,
so that the path of any row to the sheet's root needs only its own block's rows and the other blocks.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zhifa_verify.log import leaf_hash, path_to, root_by_path, root_of
from zhifa_verify.reading import Wrong, digest_of, read
from zhifa_verify.records import Sheet

BLOCK = 256
ROW = re.compile(
    r'\{"day":"[0-9]{4}-[0-9]{2}-[0-9]{2}","stayed":(true|false),"token":"([^"\\\x00-\x1f\x7f-\x9f]+)"\}'
)


@dataclass(frozen=True)
class Taken:
    """What a side file was found to hold: sheets, rows, and how many of the rows were checked."""

    sheets: int
    rows: int
    checked: int


def check_rows(lines: Iterable[bytes], sheets: Mapping[int, Sheet]) -> Taken:
    """Check every row of every sheet, and give each sheet its people."""
    rows = 0
    found: set[int] = set()
    for sheet, blocks, content in _sheets(lines, sheets):
        leaves, people, stayed = [], set(), 0
        for line in content:
            leaves.append(leaf_hash(line))
            token, stays = _row(line)
            people.add(sys.intern(token))
            stayed += stays
        _must_fit(sheet, leaves, blocks)
        if stayed != sheet.stayed or sheet.people not in (None, len(people)):
            raise Wrong(
                f"第 {sheet.entry} 条的总数与逐行不符（the totals of entry {sheet.entry} are not its rows'）"
            )
        sheet.tokens = frozenset(people)
        rows += len(leaves)
        found.add(sheet.entry)
    _must_be_all(found, sheets)
    return Taken(len(found), rows, rows)


def sample_rows(lines: Iterable[bytes], sheets: Mapping[int, Sheet], number: int, seed: str) -> Taken:
    """Check so many rows drawn by a seed, each by its path to its sheet's root."""
    total = sum(sheet.rows for sheet in sheets.values())
    wanted = drawn(total, number, seed)
    first = checked = 0
    found: set[int] = set()
    for sheet, blocks, content in _sheets(lines, sheets):
        block: list[bytes] = []
        begins = 0
        for at, line in enumerate(content):
            block.append(line)
            if len(block) == BLOCK or at == sheet.rows - 1:
                for inside in range(len(block)):
                    if first + begins + inside in wanted:
                        _must_lead(sheet, blocks, block, begins, inside)
                        checked += 1
                begins, block = at + 1, []
        first += sheet.rows
        found.add(sheet.entry)
    _must_be_all(found, sheets)
    return Taken(len(found), total, checked)


def drawn(total: int, number: int, seed: str) -> set[int]:
    """The places of the rows to check: SHA-256 of `zhifa-sample/1`, the seed and 0, 1, 2 … on lines of their own, its first
    eight bytes modulo the number of rows, until so many different ones were drawn."""
    found: set[int] = set()
    turn = 0
    while len(found) < min(number, total):
        told = hashlib.sha256(f"zhifa-sample/1\n{seed}\n{turn}\n".encode()).digest()
        found.add(int.from_bytes(told[:8], "big") % total)
        turn += 1
    return found


def _sheets(
    lines: Iterable[bytes], sheets: Mapping[int, Sheet]
) -> Iterator[tuple[Sheet, list[bytes], Iterator[bytes]]]:
    """The sheets of a file in the order of their entries, each with its blocks and its lines."""
    source = iter(lines)
    last = -1
    for line in source:
        head = read(_ended(line))
        if set(head) != {"blocks", "entry", "rows"} or head["entry"] not in sheets or head["entry"] <= last:
            raise Wrong("逐行文件里的表与包不符（a sheet of the rows does not belong to the bundle）")
        last, sheet = head["entry"], sheets[head["entry"]]
        if head["rows"] != sheet.rows:
            raise Wrong(f"第 {last} 条的行数不符（entry {last} has another number of rows）")
        yield sheet, [digest_of(one) for one in head["blocks"]], _taken(source, sheet)


def _taken(source: Iterator[bytes], sheet: Sheet) -> Iterator[bytes]:
    for _turn in range(sheet.rows):
        line = next(source, None)
        if line is None:
            raise Wrong(f"第 {sheet.entry} 条缺行（rows of entry {sheet.entry} are missing）")
        yield _ended(line)


def _ended(line: bytes) -> bytes:
    if not line.endswith(b"\n"):
        raise Wrong("逐行文件断了（the rows break off）")
    return line[:-1]


def _must_fit(sheet: Sheet, leaves: list[bytes], blocks: list[bytes]) -> None:
    made = [root_of(leaves[at : at + BLOCK]) for at in range(0, len(leaves), BLOCK)]
    if made != blocks or root_of(blocks).hex() != sheet.root:
        raise Wrong(
            f"第 {sheet.entry} 条的逐行内容与其根不符（the rows of entry {sheet.entry} do not fit its root）"
        )


def _must_lead(sheet: Sheet, blocks: list[bytes], block: list[bytes], begins: int, inside: int) -> None:
    """One row: up through its block, then through the blocks, to the root."""
    leaves = [leaf_hash(line) for line in block]
    path = [*path_to(leaves, inside), *path_to(blocks, begins // BLOCK)]
    place = begins + inside
    if root_by_path(leaves[inside], place, sheet.rows, path).hex() != sheet.root:
        raise Wrong(
            f"第 {sheet.entry} 条第 {place} 行不在其表里（row {place} of entry {sheet.entry} is not in its sheet）"
        )
    _row(block[inside])


def _row(line: bytes) -> tuple[str, bool]:
    """The person and whether the person stayed."""
    try:
        found = ROW.fullmatch(line.decode())
    except UnicodeDecodeError:
        found = None
    if found is None:
        raise Wrong("逐行内容的格式不对（a row is not of its form）")
    return found[2], found[1] == "true"


def _must_be_all(found: set[int], sheets: Mapping[int, Sheet]) -> None:
    if missing := sorted(set(sheets) - found):
        raise Wrong(f"逐行文件缺第 {missing[0]} 条的表（the rows of entry {missing[0]} are missing）")
