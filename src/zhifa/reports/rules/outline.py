"""An outline or a report's prose as blocks: headings, paragraphs, tables; and what it does not cover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from zhifa.reports.rules.fields import FIELD

TITLE, HEADING, PARAGRAPH, TABLE = "title", "heading", "paragraph", "table"
DEEPEST: Final = 4


@dataclass(frozen=True)
class Block:
    """One block. `level` is a heading's depth from 1; `rows` are a table's cells."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is written in it."""
        return tuple(cell for row in self.rows for cell in row) if self.kind == TABLE else (self.text,)

    @property
    def has_fields(self) -> bool:
        """Whether a field stands in it."""
        return any(FIELD.search(text) for text in self.texts)


def as_data(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Blocks as they are kept."""
    kept: list[dict[str, Any]] = []
    for block in blocks:
        if block.kind == TABLE:
            kept.append({"kind": TABLE, "rows": [list(row) for row in block.rows]})
        elif block.kind == HEADING:
            kept.append({"kind": HEADING, "level": block.level, "text": block.text})
        else:
            kept.append({"kind": block.kind, "text": block.text})
    return kept


def from_data(kept: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Blocks as they were kept."""
    return [
        Block(
            one["kind"],
            one.get("text", ""),
            one.get("level", 0),
            tuple(tuple(row) for row in one.get("rows", ())),
        )
        for one in kept
    ]


def from_text(text: str) -> list[Block]:
    """Blocks from plain text: `= title`, `# heading` to `####`, `| cell | cell` rows, a paragraph a line."""
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("|") and not line.startswith("||"):
            rows.append(_cells(line))
            continue
        if rows:
            blocks.append(Block(TABLE, rows=_even(rows)))
            rows = []
        if not line:
            continue
        if match := re.match(rf"(#{{1,{DEEPEST}}})\s*(.+)$", line):
            blocks.append(Block(HEADING, match.group(2), len(match.group(1))))
        elif match := re.match(r"=\s*(.+)$", line):
            blocks.append(Block(TITLE, match.group(1)))
        else:
            blocks.append(Block(PARAGRAPH, line))
    if rows:
        blocks.append(Block(TABLE, rows=_even(rows)))
    return blocks


def as_text(blocks: Iterable[Block]) -> str:
    """Blocks as plain text that `from_text` reads back."""
    lines: list[str] = []
    for block in blocks:
        if block.kind == TABLE:
            lines.extend("| " + " | ".join(_escaped(cell) for cell in row) for row in block.rows)
        elif block.kind == HEADING:
            lines.append(f"{'#' * block.level} {block.text}")
        elif block.kind == TITLE:
            lines.append(f"= {block.text}")
        else:
            lines.append(block.text)
        lines.append("")
    return "\n".join(lines).strip() + "\n"


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a row; a bar inside a field parts nothing."""
    shielded = FIELD.sub(lambda match: match.group().replace("|", "\0"), line.strip("|").strip())
    return tuple(cell.replace("\0", "|").strip() for cell in shielded.split("|"))


def _escaped(cell: str) -> str:
    """A cell on one line; a bar outside a field becomes full-width, which parts nothing."""
    shielded = FIELD.sub(lambda match: match.group().replace("|", "\0"), " ".join(cell.split()))
    return shielded.replace("|", "｜").replace("\0", "|")


def _even(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    width = max(len(row) for row in rows)
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def sections(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """For each heading its index and the index after all that stands under it, sub-headings included."""
    found: list[tuple[int, int]] = []
    for index, block in enumerate(blocks):
        if block.kind != HEADING:
            continue
        end = index + 1
        while end < len(blocks) and not (blocks[end].kind == HEADING and blocks[end].level <= block.level):
            end += 1
        found.append((index, end))
    return found


def uncovered(blocks: Sequence[Block]) -> list[int]:
    """Indexes of the headings under which no field stands: nothing there comes from records."""
    return [
        index for index, end in sections(blocks) if not any(block.has_fields for block in blocks[index:end])
    ]


def empty_headings(blocks: Sequence[Block]) -> set[int]:
    """Indexes of headings with nothing but headings under them; a report leaves them out and lists them."""
    return {
        index
        for index, end in sections(blocks)
        if all(block.kind == HEADING for block in blocks[index:end])
        and not any(block.has_fields for block in blocks[index:end])
    }
