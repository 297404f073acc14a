"""Reading a file against its target: everything that can be known before anything is written.

The same file with the same choices and answers reads the same; preview and writing both come through here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zhifa.intake import terms
from zhifa.intake.rules import values
from zhifa.intake.rules.mapping import Suggestion, remembered, source_exists, suggest
from zhifa.intake.rules.reading import read_workbook
from zhifa.intake.rules.rows import SKIP, MappedRow, Question, RowReader, Trouble
from zhifa.intake.rules.sheets import Workbook
from zhifa.intake.rules.tables import Table, known_by, understand
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ImportColumn, ImportQuestion, ImportRow, ImportTarget


@dataclass(frozen=True)
class SheetChoice:
    """One table with its mapping; `chosen` says that a person confirmed it."""

    table: Table
    included: bool
    mapping: Mapping[str, Suggestion]
    chosen: bool

    def sources(self) -> dict[str, str]:
        """Sources by column code, the empty ones left out."""
        return {code: found.source for code, found in self.mapping.items() if found.source}

    def missing(self, columns: Sequence[ImportColumn]) -> list[ImportColumn]:
        """Required columns that have no source."""
        have = self.sources()
        return [column for column in columns if column.required and column.code not in have]

    def is_sure(self, columns: Sequence[ImportColumn]) -> bool:
        """Whether nobody needs to look at the columns first."""
        sure = all(found.is_sure for found in self.mapping.values())
        return not self.missing(columns) and (self.chosen or sure)


@dataclass
class Examination:
    """What a reading found."""

    workbook: Workbook
    choices: list[SheetChoice]
    rows: list[MappedRow] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    years: tuple[int, ...] = ()
    estimates: int = 0
    mapped: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def open_questions(self) -> list[Question]:
        """Those without an answer."""
        return [
            question for question in self.questions if self.answers.get(question.key) not in question.answers
        ]

    @property
    def good(self) -> list[MappedRow]:
        """The rows that can be written as they stand."""
        return [row for row in self.rows if not (row.faulty or row.pending or row.left_out)]

    @property
    def is_clean(self) -> bool:
        """Mapped, no fault, no open question, something to write."""
        return self.mapped and not self.troubles and not self.open_questions and bool(self.good)

    def target_answers(self) -> dict[tuple[str, int], str]:
        """The answers to the target's own questions, by sheet and row."""
        return {
            (question.sheet, question.rows[0]): self.answers[question.key]
            for question in self.questions
            if "|ask|" in question.key and question.key in self.answers
        }


def examine(
    actor: Actor, target: ImportTarget, data: bytes, name: str, *,
    today: date, sheets: Mapping[str, Any], answers: Mapping[str, str], memory: Mapping[str, Mapping[str, str]],
) -> Examination:  # fmt: skip
    """Read a file whole. `sheets` are a person's choices, `memory` maps head signatures to last time's columns."""
    workbook = read_workbook(data, name)
    known = known_by([word for column in target.columns for word in (str(column.title), *column.names)])
    tables = [understand(sheet, known) for sheet in workbook.sheets]
    names = Names(actor, today)
    choices = [_choice(table, target, sheets.get(table.sheet), memory, names) for table in tables]
    if not any(choice.included for choice in choices):
        choices[0] = replace(choices[0], included=True)
    result = Examination(workbook, choices, notices=list(workbook.notices), answers=answers)
    included = [choice for choice in choices if choice.included]
    result.mapped = bool(included) and all(choice.is_sure(target.columns) for choice in included)
    for choice in included:
        _read_sheet(target, choice, result, names, file_name=name)
    if result.mapped:
        _ask_target(actor, target, result)
    return result


class Names:
    """What names mean to the target and whether a text can be read for a column; each name is asked once."""

    def __init__(self, actor: Actor, today: date) -> None:
        self.actor = actor
        self.setting = values.Setting(today, (), may_be_future=True)
        self._known: dict[tuple[str, str], object | None] = {}

    def resolve(self, column: ImportColumn, text: str) -> object | None:
        """The thing that the target knows by that name."""
        key = (column.code, text)
        if column.resolve and key not in self._known:
            self._known[key] = column.resolve(self.actor, text)
        return self._known.get(key)

    def fits(self, column: ImportColumn, text: str) -> bool:
        """Whether the text could stand in the column."""
        if column.kind == "day":
            cell = float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text
            reading = values.read_day(cell, self.setting)
            return reading.value is not None or reading.doubt is not None
        if column.kind in ("number", "quantity"):
            return values.read_number(text, None).value is not None
        if column.kind == "choice" and column.choices:
            return values.read_choice(text, column.choices).value is not None
        return column.resolve is None or self.resolve(column, text) is not None


def _choice(
    table: Table, target: ImportTarget, chosen: Any, memory: Mapping[str, Mapping[str, str]], names: Names
) -> SheetChoice:
    """A person's choice for the sheet, else last time's, else the suggestion."""
    if chosen:
        mapping = {
            code: Suggestion(source, 100.0, "")
            for code, source in chosen["mapping"].items()
            if source_exists(table, source)
        }
        return SheetChoice(table, bool(chosen["included"]), mapping, chosen=True)
    kept = remembered(table, memory.get(table.signature, {}))
    mapping = {**suggest(table, [c for c in target.columns if c.code not in kept], names.fits), **kept}
    required = [column.code for column in target.columns if column.required]
    have = sum(1 for code in required if code in mapping)
    included = bool(table.lines) and bool(mapping) and have * 2 >= len(required)
    return SheetChoice(table, included, mapping, chosen=False)


def years_of(table: Table, file_name: str) -> tuple[int, ...]:
    """The years that the titles name, else the sheet's name, else the file's."""
    facts = [f"{name}：{value}" for name, value in table.facts.items()]
    for texts in ((*table.titles, *facts), (table.sheet,), (file_name,)):
        years = values.years_named(*texts)
        if years:
            return years
    return ()


def _read_sheet(
    target: ImportTarget, choice: SheetChoice, result: Examination, names: Names, *, file_name: str
) -> None:
    years = years_of(choice.table, file_name)
    result.years = tuple(dict.fromkeys((*result.years, *years)))
    reader = RowReader(
        choice.table, choice.sources(), target.columns,
        today=names.setting.today, years=years, resolve=names.resolve, answers=result.answers, twins=target.twins,
    )  # fmt: skip
    reading = reader.read()
    result.rows += reading.rows
    result.troubles += reading.troubles
    result.questions += reading.questions
    result.notices += reading.notices
    result.estimates += reading.estimates


def _ask_target(actor: Actor, target: ImportTarget, result: Examination) -> None:
    """Let the target look at the rows that read well; take its faults and questions in."""
    rows = import_rows(result.good)
    if not rows:
        return
    review = target.review(actor, rows)
    faulty: set[tuple[str, int]] = set()
    only = rows[0].sheet
    for fault in review.faults:
        sheet, row = fault.sheet or only, fault.row or 0
        faulty.add((sheet, row))
        result.troubles.append(
            Trouble(sheet, row, fault.column or fault.field, "", str(fault.what), str(fault.mend))
        )
    asked = {(q.row.sheet, q.row.row): _question_of(q) for q in review.questions}
    result.questions += asked.values()
    for place, line in enumerate(result.rows):
        here = (line.sheet, line.row)
        if here in faulty:
            result.rows[place] = replace(line, faulty=True)
        elif here in asked:
            question = asked[here]
            answer = result.answers.get(question.key)
            pending = () if answer in question.answers else (question.key,)
            result.rows[place] = replace(line, pending=pending, left_out=answer == SKIP)


def _question_of(question: ImportQuestion) -> Question:
    """A target's question; its key changes with what it asks, so that an answer never fits another question."""
    row = question.row
    mark = hashlib.sha256(f"{question.what}|{question.against}".encode()).hexdigest()[:10]
    answers = {code: str(words) for code, words in question.answers.items()}
    return Question(
        f"{row.sheet}|{row.row}|ask|{mark}", row.sheet, (row.row,), "", str(question.what),
        str(question.against), answers, question.suggested,
    )  # fmt: skip


def import_rows(rows: Sequence[MappedRow]) -> list[ImportRow]:
    """Rows as targets take them."""
    return [ImportRow(row.sheet, row.row, row.raw, row.values) for row in rows]


def findings_of(result: Examination, target: ImportTarget) -> dict[str, Any]:
    """What a page needs of a reading, as JSON. Answers are pairs, because the store does not keep the order of keys."""
    titles = {column.code: str(column.title) for column in target.columns}
    used = [c.code for c in target.columns if any(c.code in choice.sources() for choice in result.choices)]
    return {
        "counts": {
            "rows": len(result.rows),
            "good": len(result.good),
            "faulty": sum(1 for row in result.rows if row.faulty),
            "waiting": sum(1 for row in result.rows if row.pending and not row.faulty),
            "left_out": sum(1 for row in result.rows if row.left_out),
            "faults": len(result.troubles),
            "questions": len(result.questions),
            "open": len(result.open_questions),
            "estimates": result.estimates,
        },
        "answered": len(result.answers),
        "mapped": result.mapped,
        "kind": result.workbook.kind,
        "years": list(result.years),
        "used": [{"code": code, "title": titles[code]} for code in used],
        "faults": [_fault_as_json(trouble, titles) for trouble in result.troubles[: terms.LISTED_FAULTS]],
        "questions": [_question_as_json(q) for q in result.questions[: terms.LISTED_FAULTS]],
        "notices": result.notices,
        "tables": [_table_as_json(choice) for choice in result.choices],
    }


def _fault_as_json(trouble: Trouble, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "sheet": trouble.sheet, "row": trouble.row, "column": titles.get(trouble.column, trouble.column),
        "where": trouble.where, "what": trouble.what, "mend": trouble.mend, "text": trouble.text,
    }  # fmt: skip


def _question_as_json(question: Question) -> dict[str, Any]:
    return {
        "key": question.key, "sheet": question.sheet, "rows": list(question.rows[:12]),
        "row_count": len(question.rows), "what": question.what, "against": question.against,
        "answers": list(question.answers.items()), "suggested": question.suggested,
    }  # fmt: skip


def _table_as_json(choice: SheetChoice) -> dict[str, Any]:
    table = choice.table
    return {
        "sheet": table.sheet,
        "included": choice.included,
        "chosen": choice.chosen,
        "head_rows": list(table.head_rows or ()),
        "titles": [title[:120] for title in table.titles[:4]],
        "facts": {name: value[:80] for name, value in table.facts.items()},
        "sections": list(table.sections[:5]),
        "lines": len(table.lines),
        "headings": [
            {"column": h.column, "label": h.label, "samples": [s[:40] for s in table.samples(h.column)]}
            for h in table.headings
        ],
        "skipped": [{"row": s.number, "why": s.why, "text": s.text} for s in table.skipped[:200]],
        "skipped_count": len(table.skipped),
        "mapping": {
            code: {"source": found.source, "sure": found.is_sure, "why": found.why}
            for code, found in choice.mapping.items()
        },
    }
