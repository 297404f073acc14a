"""From a sheet to a table: where the head stands, what each column is called, which rows are rows.

Offices write a title above the head, merge heads over two or three rows, put the unit's name between title
and head, group rows under a line of their own, and close with totals and notes. All of that is recognised,
left out of the rows and said so; nothing is dropped in silence.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from zhifa.intake.rules.sheets import Merge, Sheet, Value, kind_of, letters, text_of
from zhifa.intake.rules.words import bare, normal

LOOK_AT = 40  # rows from the top in which a head is sought
TOTAL = re.compile(r"^(总?合计|总计|小计|共计|累计|总数|本[页月季年]合?计|平均)")
NOTE = re.compile(
    r"^(注|备注|附注|说明|填表说明|填报说明|填表人|填报人|制表|审核|审批|负责人|单位负责人|经办人|联系人|联系电话|领导签字|签字|盖章|日期|★|※|\*)"
)
SIGNED = re.compile(r"(填表人|填报人|制表人?|审核人?|负责人|联系人|联系电话|签字|盖章)[:：]")
FACT = re.compile(r"^\s*([^:：]{2,16})[:：]\s*(.*)$", re.DOTALL)
ENUMERATED = re.compile(r"^[(（]?[一二三四五六七八九十百\d]{1,3}[)）、.．]\s*")
SERIAL_HEADS = {"序号", "编号", "no", "项次", "行次"}


@dataclass(frozen=True)
class Heading:
    """A column's heading: its levels from the top, joined into a label, and how to find it again."""

    column: int
    levels: tuple[str, ...]

    @property
    def label(self) -> str:
        """The levels in one line; a column without a heading goes by its letter."""
        return " / ".join(self.levels) or f"{letters(self.column)} 列"

    @property
    def key(self) -> str:
        """What is remembered of it."""
        return "/".join(normal(level) for level in self.levels)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the body: its number from 1, its cells, which of them a merged cell above filled, its group."""

    number: int
    cells: Sequence[Value]
    filled: frozenset[int] = frozenset()
    section: str = ""


@dataclass(frozen=True)
class Skipped:
    """A row that is no row of the table, with the reason's code (total, note, section, head, serial)."""

    number: int
    why: str
    text: str
    cells: Sequence[Value] = ()


@dataclass(frozen=True)
class Table:
    """A sheet understood. `facts` are the pairs that stood above the head (填报单位：…), `lines` the rows."""

    sheet: str
    titles: tuple[str, ...]
    facts: dict[str, str]
    head_rows: tuple[int, int] | None  # from 1, both ends inside
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    skipped: tuple[Skipped, ...]
    sections: tuple[str, ...] = ()
    unsaved: frozenset[tuple[int, int]] = field(default=frozenset())

    @property
    def signature(self) -> str:
        """The same for every sheet with these headings in this order."""
        text = "|".join(heading.key for heading in self.headings)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def samples(self, column: int, most: int = 3) -> tuple[str, ...]:
        """The first different texts of a column."""
        seen: dict[str, None] = {}
        for line in self.lines[:200]:
            text = text_of(line.cells[column]) if column < len(line.cells) else ""
            if text:
                seen[text] = None
            if len(seen) == most:
                break
        return tuple(seen)


class Merges:
    """Which cell speaks for which: looked up by place."""

    def __init__(self, merges: Sequence[Merge], rows: int) -> None:
        self.of: dict[tuple[int, int], Merge] = {}
        for merge in merges:
            first, left, last, right = merge
            if last - first > rows or right - left > 500:
                continue
            for row in range(first, min(last, rows) + 1):
                for column in range(left, right + 1):
                    self.of[row, column] = merge

    def at(self, row: int, column: int) -> Merge | None:
        """The merged range that covers a place."""
        return self.of.get((row, column))


def understand(sheet: Sheet, known: Callable[[str], float]) -> Table:
    """Find the head and the body of a sheet. `known(text)` says from 0 to 1 how well a heading is known."""
    merges = Merges(sheet.merges or (), len(sheet.rows))
    head = _find_head(sheet, merges, known)
    if head is None:
        first = next((n for n, row in enumerate(sheet.rows) if _filled(row)), 0)
        headings = tuple(Heading(column, ()) for column in range(sheet.width))
        titles, facts, rows = sheet.lead, dict[str, str](), None
    else:
        top, bottom = head
        headings = _headings(sheet, merges, top, bottom)
        titles, facts = _above(sheet, top)
        first, rows = bottom + 1, (top + 1, bottom + 1)
    body = Body(sheet, merges, headings).read(first)
    return Table(
        sheet.name, titles, facts, rows, headings, tuple(body.lines), tuple(body.skipped), tuple(body.sections),
        sheet.unsaved,
    )  # fmt: skip


def _filled(row: Sequence[Value]) -> list[int]:
    return [n for n, value in enumerate(row) if kind_of(value) != "blank"]


def _find_head(sheet: Sheet, merges: Merges, known: Callable[[str], float]) -> tuple[int, int] | None:
    """The first and last row of the head, or None where no row looks like one."""
    best, at = 0.0, None
    width = max(sheet.width, 1)
    for number, row in enumerate(sheet.rows[:LOOK_AT]):
        filled = _filled(row)
        if not filled or (len(filled) == 1 and width > 1):
            continue
        score = _head_score(row, filled, width, known)
        if score > best:
            best, at = score, number
    if at is None:
        return None
    return _stretch(sheet, merges, at)


def _head_score(row: Sequence[Value], filled: list[int], width: int, known: Callable[[str], float]) -> float:
    """How much a row looks like a head: known words weigh most, then short text in most columns."""
    texts = [text_of(row[n]) for n in filled]
    words = sum(known(text) for text in texts)
    texty = sum(1 for n in filled if kind_of(row[n]) == "text" and len(text_of(row[n])) <= 24)
    if texty * 2 < len(filled) or (any(FACT.match(t) and FACT.match(t)[2] for t in texts) and words < 2):  # type: ignore[index]
        return 0.0
    shape = texty / width * (1 if texty == len(filled) and len(set(texts)) == len(texts) else 0.4)
    return words * 10 + shape


def _stretch(sheet: Sheet, merges: Merges, at: int) -> tuple[int, int]:
    """From one row of the head to all of them (three at most each way)."""
    top = bottom = at
    while top > 0 and at - top < 3 and _belongs_above(sheet, merges, top - 1, top):
        top -= 1
    while bottom + 1 < len(sheet.rows) and bottom - at < 3 and _belongs_below(sheet, merges, top, bottom):
        bottom += 1
    return top, bottom


def _belongs_above(sheet: Sheet, merges: Merges, row: int, below: int) -> bool:
    """Whether the row above is a further level: something merged across part of the width, or down into the head."""
    filled = _filled(sheet.rows[row])
    if not filled:
        return False
    spans = [merges.at(row, column) for column in filled]
    width = sheet.width
    if any(span and span[3] - span[1] + 1 >= max(width - 1, 2) and width > 2 for span in spans):
        return False  # a title over the whole width
    if any(span and span[2] >= below for span in spans):
        return True
    across = any(span and span[3] > span[1] for span in spans)
    if sheet.merges is not None:
        return across and len(filled) > 1 and not any(FACT.match(text_of(sheet.rows[row][n])) for n in filled)
    return _inferred_levels(sheet.rows[row], sheet.rows[below])


def _belongs_below(sheet: Sheet, merges: Merges, top: int, bottom: int) -> bool:
    """Whether the head goes on in the next row: a merged cell reaches it, or stands over sub-headings there."""
    below = sheet.rows[bottom + 1]
    here = sheet.rows[bottom]
    reaching = wide = False
    for column in range(sheet.width):
        span = merges.at(bottom, column)
        if span and span[0] >= top and span[2] > bottom:
            reaching = True
        if span and span[3] > span[1] and span[2] == bottom and span[3] - span[1] + 1 < sheet.width:
            under = [below[n] for n in range(span[1], span[3] + 1) if n < len(below)]
            if sum(1 for value in under if kind_of(value) == "text") >= 2:
                wide = True
    texts = all(kind_of(below[n]) == "text" for n in _filled(below))
    if reaching or wide:
        return texts and bool(_filled(below))
    if sheet.merges is not None:
        return False
    return _inferred_levels(here, below)


def _inferred_levels(upper: Sequence[Value], lower: Sequence[Value]) -> bool:
    """Without merge marks: the lower row names only what the upper leaves blank or groups, in text alone."""
    ups, lows = set(_filled(upper)), set(_filled(lower))
    if len(ups) < 2 or len(lows) < 2 or not all(kind_of(lower[n]) == "text" for n in lows):
        return False
    if not all(kind_of(upper[n]) == "text" for n in ups):
        return False
    only_below, only_above = lows - ups, ups - lows
    return bool(only_below) and bool(only_above) and all(len(text_of(lower[n])) <= 12 for n in lows)


def _headings(sheet: Sheet, merges: Merges, top: int, bottom: int) -> tuple[Heading, ...]:
    """Each column's levels, merged cells read from their first cell, equal levels once."""
    headings = []
    carried: dict[int, str] = {}
    inferred = sheet.merges is None and bottom > top
    for column in range(sheet.width):
        levels: list[str] = []
        for row in range(top, bottom + 1):
            span = merges.at(row, column)
            text = sheet.cell(span[0], span[1]).text if span else sheet.cell(row, column).text
            if inferred and row < bottom:
                under = sheet.cell(row + 1, column).text
                text = text or (carried.get(row, "") if under else "")
                carried[row] = text
            text = re.sub(r"\s+", "", text) if re.search(r"[一-鿿]", text) else text
            if text and (not levels or levels[-1] != text):
                levels.append(text)
        headings.append(Heading(column, tuple(levels)))
    while headings and not headings[-1].levels and not _column_holds(sheet, headings[-1].column, bottom + 1):
        headings.pop()
    return tuple(headings)


def _column_holds(sheet: Sheet, column: int, first: int) -> bool:
    return any(column < len(row) and kind_of(row[column]) != "blank" for row in sheet.rows[first:])


def _above(sheet: Sheet, top: int) -> tuple[tuple[str, ...], dict[str, str]]:
    """The titles and the facts that stand above the head."""
    titles = list(sheet.lead)
    facts: dict[str, str] = {}
    for line in sheet.lead:
        _take_fact(line, facts)
    for row in range(top):
        filled = _filled(sheet.rows[row])
        texts = [text_of(sheet.rows[row][n]) for n in filled]
        for place, text in enumerate(texts):
            match = FACT.match(text)
            if match and not match[2].strip() and place + 1 < len(texts):
                facts[re.sub(r"\s+", "", match[1])] = texts[place + 1]
            elif not _take_fact(text, facts):
                titles.append(text)
    return tuple(titles), facts


def _take_fact(text: str, facts: dict[str, str]) -> bool:
    """Read `名称：值`, several in one line where wide blanks part them."""
    found = False
    for part in re.split(r"\s{2,}|　+", text):
        match = FACT.match(part)
        if match and match[2].strip():
            facts[re.sub(r"\s+", "", match[1])] = match[2].strip()
            found = True
    return found


class Body:
    """The rows under a head, and those that are none."""

    def __init__(self, sheet: Sheet, merges: Merges, headings: Sequence[Heading]) -> None:
        self.sheet = sheet
        self.merges = merges
        self.width = len(headings)
        self.lines: list[Line] = []
        self.skipped: list[Skipped] = []
        self.sections: dict[str, None] = {}
        self._heads = [heading.levels[-1] if heading.levels else "" for heading in headings]
        self._serial = {h.column for h in headings if h.levels and normal(h.levels[-1]) in SERIAL_HEADS}

    def read(self, first: int) -> Body:
        """Sort every row from `first` on."""
        section = ""
        for number in range(first, len(self.sheet.rows)):
            cells = self.sheet.rows[number]
            filled = _filled(cells)
            if not filled:
                continue
            why = self._not_a_row(number, filled)
            texts = [text_of(cells[n]) for n in filled if kind_of(cells[n]) == "text"]
            text = texts[0] if texts else text_of(cells[filled[0]])
            if why == "section":
                section = ENUMERATED.sub("", text).strip()
                self.sections[section] = None
            if why:
                self.skipped.append(Skipped(number + 1, why, text[:80], cells if why == "total" else ()))
                continue
            full, from_above = self._filled_down(number)
            self.lines.append(Line(number + 1, full, from_above, section))
        return self

    def _not_a_row(self, number: int, filled: list[int]) -> str:
        """Why a row with something in it is no row of the table; "" when it is one."""
        cells = self.sheet.rows[number]
        texts = {n: re.sub(r"\s+", "", text_of(cells[n])) for n in filled}
        first = next((text for n, text in texts.items() if kind_of(cells[n]) == "text"), "")
        if TOTAL.match(first) and len(first) <= 12:
            return "total"
        same = sum(1 for n, text in texts.items() if n < len(self._heads) and text and self._heads[n] == text)
        if same >= 2 and same * 2 >= len(filled):
            return "head"
        if len(filled) == 1 and filled[0] in self._serial and texts[filled[0]].isdigit():
            return "serial"
        if SIGNED.match(first) and all(SIGNED.match(text) for text in texts.values()):
            return "note"
        few = len(filled) == 1 or len(filled) * 3 <= self.width
        if few and (NOTE.match(first) or SIGNED.search("".join(texts.values()))):
            return "note"
        return self._alone(number, filled[0], first) if len(filled) == 1 else ""

    def _alone(self, number: int, column: int, text: str) -> str:
        """A row with one text in it: it groups the rows below, or is a note; merged beside others it is a row."""
        if self.width < 3 or not text:
            return ""
        span = self.merges.at(number, column)
        across = span is not None and span[3] - span[1] + 1 >= self.width - 1
        covered = any(self.merges.at(number, n) not in (None, span) for n in range(self.width))
        if across or (column == 0 and not covered and not (span and span[2] > number)):
            return "note" if len(text) > 30 else "section"
        return ""

    def _filled_down(self, number: int) -> tuple[Sequence[Value], frozenset[int]]:
        """The row's cells, those of a cell merged from above filled in and marked."""
        cells = self.sheet.rows[number]
        if not self.merges.of:
            return cells, frozenset()
        full, from_above = list(cells), set()
        for column in range(len(cells), self.sheet.width):
            if self.merges.at(number, column):
                full.extend([""] * (column + 1 - len(full)))
        for column, value in enumerate(full):
            span = self.merges.at(number, column)
            if span and span[0] < number and span[1] == column and kind_of(value) == "blank":
                above = self.sheet.rows[span[0]]
                full[column] = above[column] if column < len(above) else ""
                from_above.add(column)
        return full, frozenset(from_above)


def known_by(names: Sequence[str]) -> Callable[[str], float]:
    """How well a heading is known among these names: 1 the same, 0.6 with the same core."""
    exact = {normal(name) for name in names}
    cores = {bare(name) for name in names}

    def known(text: str) -> float:
        if normal(text) in exact:
            return 1.0
        core = bare(text)
        if core in cores:
            return 0.9
        return (
            0.5
            if len(core) <= 12 and any(len(c) >= 2 and (c in core or core in c) for c in cores if core)
            else 0.0
        )

    return known
