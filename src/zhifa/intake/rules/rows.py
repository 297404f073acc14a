"""From a table and its mapping to rows: values, faults by row and column, and what only a person can decide.

Doubts of one kind in one column are one question: three hundred cells that say 人 where 人次 is wanted are asked
about once. An answer counts for all of its rows.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zhifa.intake import terms
from zhifa.intake.rules import values
from zhifa.intake.rules.sheets import Value, is_blank, kind_of, letters, text_of
from zhifa.intake.rules.tables import Line, Table
from zhifa.intake.rules.values import Reading, Setting
from zhifa.kernel.quantities import Quantity
from zhifa.kernel.registry import ImportColumn
from zhifa.kernel.wording import listed

KEEP, SKIP, AS_COLUMN, LEAVE = "keep", "skip", "as-column", "leave"
LONGEST = 5_000
Resolve = Callable[[ImportColumn, str], object | None]


@dataclass(frozen=True)
class Trouble:
    """A fault in one cell: where, what, how to mend it."""

    sheet: str
    row: int
    column: str  # the target's column code; "" for the whole row
    where: str  # the cell as Excel writes it, "" when it is no single cell
    what: str
    mend: str
    text: str = ""


@dataclass(frozen=True)
class Question:
    """A doubt, and the rows that wait for its answer."""

    key: str
    sheet: str
    rows: tuple[int, ...]
    column: str
    what: str
    against: str
    answers: Mapping[str, str]
    suggested: str


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One row read: its raw cells and values by column code. `pending` are the keys of unanswered questions."""

    sheet: str
    row: int
    raw: Mapping[str, str]
    values: Mapping[str, Any]
    faulty: bool = False
    pending: tuple[str, ...] = ()
    left_out: bool = False


@dataclass
class SheetReading:
    """Everything read from one table."""

    rows: list[MappedRow] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    estimates: int = 0


@dataclass
class _Doubt:
    """One question as it gathers its rows."""

    column: ImportColumn
    kind: str
    word: str
    sample: str
    rows: list[int] = field(default_factory=list)


class RowReader:
    """Reads the rows of one table by one mapping; `answers` are those given so far, by the question's key."""

    def __init__(
        self, table: Table, mapping: Mapping[str, str], columns: Sequence[ImportColumn],
        *, today: Any, years: tuple[int, ...], resolve: Resolve, answers: Mapping[str, str], twins: bool = True,
    ) -> None:  # fmt: skip
        self.table = table
        self.columns = [column for column in columns if mapping.get(column.code)]
        self.missing = [column for column in columns if column.required and not mapping.get(column.code)]
        self.mapping = mapping
        self.years = years
        self.resolve = resolve
        self.answers = answers
        self.twins = twins
        self.out = SheetReading()
        self._doubts: dict[str, _Doubt] = {}
        self._above: dict[str, Value] = {}
        self._sums: dict[str, Decimal] = defaultdict(Decimal)
        self._settings = {c.code: Setting(today, years, c.may_be_future) for c in self.columns}
        self._places = {c.code: int(mapping[c.code][1:]) for c in self.columns if mapping[c.code][0] == "c"}
        self._heads = {
            code: values.unit_of_heading(table.headings[place].label) for code, place in self._places.items()
        }

    def read(self) -> SheetReading:
        """Read all rows, then gather the questions, the twins and the check of totals."""
        for line in self.table.lines:
            self._read_line(line)
        if self.twins:
            self._find_twins()
        for key, doubt in self._doubts.items():
            self.out.questions.append(self._question(key, doubt))
        self._check_totals()
        return self.out

    def _read_line(self, line: Line) -> None:
        raw: dict[str, str] = {}
        found: dict[str, Any] = {}
        pending: list[str] = []
        before = len(self.out.troubles)
        for column in self.columns:
            value, filled = self._value(line, column)
            raw[column.code] = text_of(value)
            if filled and column.kind in ("number", "quantity"):
                continue  # one amount for several rows counts once, in the first
            reading, key = self._settled(line, column, value)
            if key:
                pending.append(key)
            elif reading.what:
                self._fault(line, column, reading.what, reading.mend, raw[column.code])
            elif reading.value is None:
                self._blank(line, column)
            else:
                self._keep(column, reading, found)
        faulty = len(self.out.troubles) > before
        self.out.rows.append(MappedRow(self.table.sheet, line.number, raw, found, faulty, tuple(pending)))

    def _value(self, line: Line, column: ImportColumn) -> tuple[Value, bool]:
        """The cell that feeds a column, and whether a merged cell above filled it."""
        source = self.mapping[column.code]
        if source == "s":
            return line.section, False
        if source.startswith("f:"):
            return self.table.facts.get(source[2:], ""), False
        if source.startswith("="):
            return source[1:], False
        place = self._places[column.code]
        value = line.cells[place] if place < len(line.cells) else ""
        if isinstance(value, str) and value.strip() in values.DITTO:
            value = self._above.get(column.code, "")
        elif not is_blank(value):
            self._above[column.code] = value
        return value, place in line.filled

    def _settled(self, line: Line, column: ImportColumn, value: Value) -> tuple[Reading, str]:
        """A cell read, its doubt settled by the answer given; else the key of the question it waits for."""
        place = self._places.get(column.code)
        if is_blank(value) and place is not None and (line.number - 1, place) in self.table.unsaved:
            text = str(terms.MISSING % {"column": column.title})
            return Reading(what=text, mend=str(terms.MISSING_FORMULA_MEND)), ""
        if kind_of(value) == "error":
            words = {"column": column.title, "text": text_of(value)}
            return Reading(what=str(terms.ERROR_CELL % words), mend=str(terms.ERROR_CELL_MEND)), ""
        reading = self._read(column, value)
        if reading.doubt is None:
            return reading, ""
        kind, word = reading.doubt
        key = f"{self.table.sheet}|{column.code}|{kind}|{word}"
        if self._question_open(key, _Doubt(column, kind, word, text_of(value)), line.number):
            return reading, key
        answer = self.answers[key]
        if kind == "unit":
            settled = (
                Reading(value=reading.pending, estimate=reading.estimate)
                if answer == AS_COLUMN
                else Reading()
            )
        elif answer == KEEP:
            settled = Reading(value=reading.pending[0], until=reading.pending[1])
        else:
            settled = values.with_year(reading, int(answer), self._settings[column.code])
        return settled, ""

    def _question_open(self, key: str, doubt: _Doubt, row: int) -> bool:
        """Note the row under its question; whether the question still waits."""
        doubt = self._doubts.setdefault(key, doubt)
        doubt.rows.append(row)
        return self.answers.get(key) not in self._answers(doubt)

    def _read(self, column: ImportColumn, value: Value) -> Reading:
        if column.kind == "day":
            return values.read_day(value, self._settings[column.code])
        if column.kind in ("number", "quantity"):
            return self._read_amount(column, value)
        text = values.read_text(value)
        if text.value is None:
            return text
        if len(text.value) > LONGEST:
            words = {"column": column.title, "n": len(text.value)}
            return Reading(
                what=str(terms.TOO_LONG % words), mend=str(terms.TOO_LONG_MEND % {"limit": LONGEST})
            )
        if column.kind == "choice" and column.choices:
            return values.read_choice(value, column.choices)
        return self._resolve(column, text.value) if column.resolve else text

    def _read_amount(self, column: ImportColumn, value: Value) -> Reading:
        word, scale = self._heads.get(column.code, ("", 1))
        reading = values.read_number(value, column.unit, scale=scale)
        bare_number = reading.value is not None and not re.search(r"[人场次期份件户元]", text_of(value))
        if word and column.unit and bare_number and values.UNIT_WORDS[word].code != column.unit.code:
            amount = reading.value
            return values.slip_or_fault(word, column.unit, amount, text_of(value), estimate=reading.estimate)
        return reading

    def _resolve(self, column: ImportColumn, text: str) -> Reading:
        found = self.resolve(column, text)
        if found is not None:
            return Reading(value=found)
        words = {"text": text[:60], "kind": column.title}
        return Reading(what=str(terms.NOT_FOUND % words), mend=str(terms.NOT_FOUND_MEND))

    def _keep(self, column: ImportColumn, reading: Reading, found: dict[str, Any]) -> None:
        value = reading.value
        if column.kind in ("number", "quantity"):
            self._sums[column.code] += value
        if column.kind == "quantity" and column.unit:
            value = Quantity(value, column.unit)
        found[column.code] = value
        if reading.until:
            found[f"{column.code}.until"] = reading.until
        if reading.estimate:
            found[f"{column.code}.estimate"] = True
            self.out.estimates += 1

    def _blank(self, line: Line, column: ImportColumn) -> None:
        if column.required:
            words = {"column": column.title}
            self._fault(line, column, str(terms.MISSING % words), str(terms.MISSING_MEND), "")

    def _fault(self, line: Line, column: ImportColumn, what: str, mend: str, text: str) -> None:
        place = self._places.get(column.code)
        where = f"{letters(place)}{line.number}" if place is not None else ""
        self.out.troubles.append(
            Trouble(self.table.sheet, line.number, column.code, where, what, mend, text[:200])
        )

    def _answers(self, doubt: _Doubt) -> dict[str, str]:
        if doubt.kind == "unit":
            words = {"unit": doubt.column.unit.label if doubt.column.unit else "", "seen": doubt.word}
            return {AS_COLUMN: str(terms.SLIP_YES % words), LEAVE: str(terms.SLIP_NO % words)}
        today = self._settings[doubt.column.code].today
        years = self.years or (today.year, today.year - 1, today.year - 2)
        answers = {str(year): str(terms.YEAR_IS % {"year": year}) for year in years}
        if doubt.kind == "other-year":
            answers = {KEEP: str(terms.YEAR_KEEP % {"year": doubt.word}), **answers}
        return answers

    def _question(self, key: str, doubt: _Doubt) -> Question:
        answers = self._answers(doubt)
        words = {
            "column": doubt.column.title, "seen": doubt.word, "text": doubt.sample, "n": len(doubt.rows),
            "unit": doubt.column.unit.label if doubt.column.unit else "", "year": listed(self.years),
        }  # fmt: skip
        what = {"unit": terms.SLIP, "other-year": terms.OTHER_YEAR}.get(
            doubt.kind, terms.NO_YEAR_NAMED if self.years else terms.NO_YEAR_ASKED
        )
        suggested = AS_COLUMN if doubt.kind == "unit" else next(code for code in answers if code != KEEP)
        rows = tuple(doubt.rows)
        return Question(
            key, self.table.sheet, rows, doubt.column.code, str(what % words), "", answers, suggested
        )

    def _find_twins(self) -> None:
        """Rows that say the same in every mapped column are asked about."""
        seen: dict[str, int] = {}
        for place, row in enumerate(self.out.rows):
            if not any(row.raw.values()):
                continue
            text = json.dumps(row.raw, ensure_ascii=False, sort_keys=True)
            first = seen.setdefault(text, row.row)
            if first == row.row:
                continue
            key = f"{row.sheet}|{row.row}|twin"
            against = str(terms.TWIN_AGAINST % {"sheet": row.sheet, "row": first})
            answers = {SKIP: str(terms.SKIP), KEEP: str(terms.KEEP)}
            self.out.questions.append(
                Question(key, row.sheet, (row.row,), "", str(terms.TWIN), against, answers, SKIP)
            )
            answer = self.answers.get(key)
            pending = row.pending if answer in answers else (*row.pending, key)
            self.out.rows[place] = MappedRow(
                row.sheet, row.row, row.raw, row.values, row.faulty, pending, left_out=answer == SKIP
            )

    def _check_totals(self) -> None:
        """Say whether the sheet's own grand total agrees with its rows."""
        for total in self.table.skipped:
            if total.why != "total" or "小" in total.text or len(self.table.skipped) > 50:
                continue
            for column in self.columns:
                place = self._places.get(column.code)
                if place is None or column.kind not in ("number", "quantity") or place >= len(total.cells):
                    continue
                _word, scale = self._heads[column.code]
                written = values.read_number(total.cells[place], None, scale=scale).value
                if written is None:
                    continue
                summed = self._sums[column.code]
                words = {"row": total.number, "label": total.text, "column": column.title,
                         "written": f"{written:,}", "summed": f"{summed:,}"}  # fmt: skip
                notice = terms.TOTAL_AGREES if summed == written else terms.TOTAL_DIFFERS
                self.out.notices.append(str(notice % words))
