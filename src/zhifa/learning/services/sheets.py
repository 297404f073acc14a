"""Sheets about one session (who signed) and about one outside exam (results): what their rows mean, and the write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault, NotFound
from zhifa.kernel.registry import ImportQuestion, ImportReview, ImportRow, ImportTarget
from zhifa.learning.access import may_keep_results, may_organise
from zhifa.learning.rules.rolls import Member, Roll, Why
from zhifa.learning.selectors import class_by_key, roll_on, session_by_number
from zhifa.learning.selectors.results import RosterLine, exam_by_key, roster_lines
from zhifa.learning.services.attending import check_in
from zhifa.learning.services.results import (
    PersonResult,
    UnitResult,
    result_faults,
    take_results,
    take_totals,
    total_faults,
)
from zhifa.learning.terms import Mark
from zhifa.people.api import phone_mark_of

Answers = Mapping[tuple[str, int], str]


@dataclass(frozen=True)
class SignInSheet:
    """The sheet of one session: each line leads to one person who held a post that day, or somebody decides about it."""

    key: str
    number: int
    day: date
    reason: str = ""

    def review(self, _actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
        """A line without a name is a fault; who leads to no one person, and whoever stands twice, is asked about. One query."""
        roll, seen = roll_on(self.day), dict[int, ImportRow]()
        faults, questions = [], []
        for row in rows:
            found = _found(roll, row)
            if found is Why.BLANK:
                faults.append(_fault(row, "name", *_words(found)))
            elif isinstance(found, Why):
                questions.append(_left_out(row, found))
            elif (first := seen.setdefault(found.person, row)) is not row:
                against = _("%(sheet)s第 %(row)s 行") % {"sheet": first.sheet, "row": first.row}
                answers = {"skip": str(_("同一个人，只算一次"))}
                questions.append(ImportQuestion(row, str(_("这个人签了两次")), str(against), answers, "skip"))
        return ImportReview(tuple(faults), tuple(questions))

    def write(self, actor: Actor, rows: Sequence[ImportRow], _answers: Answers) -> int:
        """Everybody on the sheet is marked present."""
        roll = roll_on(self.day)
        members = [one for one in (_found(roll, row) for row in rows) if isinstance(one, Member)]
        check_in(actor, self.key, self.number, members, Mark.SHEET, self.reason, now=clock.now())
        return len(members)


def bind_session(actor: Actor, about: Mapping[str, str], target: ImportTarget) -> ImportTarget:
    """The target for one session; refuses whoever does not organise the class."""
    training = class_by_key(actor, about.get("class", ""))
    if not may_organise(actor, training.organiser) or not about.get("number", "").isdigit():
        raise NotFound(_("没有这一课"))
    session = session_by_number(training, int(about["number"]))
    sheet = SignInSheet(training.key, session.number, session.day, about.get("reason", ""))
    return replace(target, bind=None, review=sheet.review, write=sheet.write)


@dataclass(frozen=True)
class ResultSheet:
    """The sheet of one exam, line by line a person or a unit."""

    key: str
    lines: tuple[RosterLine, ...]

    def review(self, _actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
        """What of the rows does not fit the roster. A sheet of persons has names, one of totals has none."""
        questions: list[ImportQuestion] = []
        if _is_totals(rows):
            results, faults = self._totals(rows)
            due: dict[str, int] = {}
            for line in self.lines:
                due[line.unit_code] = due.get(line.unit_code, 0) + 1
            faults += _placed(total_faults(results, due), rows)
        else:
            told, faults, questions = self._persons(rows)
            faults += _placed(result_faults(told, {line.code: line for line in self.lines}), rows)
        return ImportReview(tuple(faults), tuple(questions))

    def write(self, actor: Actor, rows: Sequence[ImportRow], _answers: Answers) -> int:
        """The results take the place of what stood."""
        if _is_totals(rows):
            return take_totals(actor, self.key, self._totals(rows)[0], now=clock.now())
        return take_results(actor, self.key, self._persons(rows)[0], now=clock.now())

    def _persons(
        self, rows: Sequence[ImportRow]
    ) -> tuple[list[PersonResult], list[Fault], list[ImportQuestion]]:
        roll = Roll(
            [
                Member(one.person, one.code, one.name, one.unit, "", "", "", one.post_class, one.mark)
                for one in self.lines
            ]
        )
        results, faults, questions = [], [], []
        for number, row in enumerate(rows):
            found = _found(roll, row)
            if found is Why.BLANK:
                faults.append(_fault(row, "name", *_words(found)))
                continue
            if isinstance(found, Why):
                questions.append(_left_out(row, found, _("不在应考名单上") if found is Why.UNKNOWN else ""))
                continue
            values = row.values
            passed, excellent = values.get("passed") == "yes", values.get("excellent") == "yes"
            sat = values.get("sat", "yes" if "score" in values or passed else "no") == "yes"
            score: Decimal | None = values.get("score")
            results.append(PersonResult(found.code, sat, passed, excellent, score, number))
        return results, faults, questions

    def _totals(self, rows: Sequence[ImportRow]) -> tuple[list[UnitResult], list[Fault]]:
        results, faults = [], []
        for number, row in enumerate(rows):
            unit, counts = (
                row.values.get("unit"),
                [row.values.get(name) for name in ("n_sat", "n_passed", "n_excellent")],
            )
            if unit is None or counts[0] is None:
                faults.append(_fault(row, "unit", _("这一行没有单位或参考人数"), _("补上，或去掉这一行")))
                continue
            sat, passed, excellent = (int(one or 0) for one in counts)
            results.append(UnitResult(unit.code, sat, passed, excellent, number))
        return results, faults


def bind_exam(actor: Actor, about: Mapping[str, str], target: ImportTarget) -> ImportTarget:
    """The target for one exam; refuses whoever may not enter results."""
    exam = exam_by_key(actor, about.get("exam", ""))
    if not may_keep_results(actor):
        raise NotFound(_("没有这场考试"))
    sheet = ResultSheet(exam.key, tuple(roster_lines(exam)))
    return replace(target, bind=None, review=sheet.review, write=sheet.write)


def named_in(text: str, roll: Roll, units: Mapping[str, int]) -> tuple[list[Member], list[str]]:
    """The people whom lines of typed text name (“姓名 单位”), and the lines that lead to no one person. `units` are ids by name."""
    found, lost = [], []
    for line in (one.strip() for one in text.splitlines()):
        if not line:
            continue
        name, _blank, unit = line.replace("，", " ").replace(",", " ").replace("\u3000", " ").partition(" ")
        known = units.get(unit.strip()) if unit.strip() else None
        member = roll.find(name, known) if known is not None or not unit.strip() else Why.UNKNOWN
        if isinstance(member, Member):
            found.append(member)
        else:
            lost.append(_("%(line)s：%(why)s") % {"line": line, "why": _words(member)[0]})
    return found, lost


def _found(roll: Roll, row: ImportRow) -> Member | Why:
    unit = row.values.get("unit")
    return roll.find(
        str(row.values.get("name", "")),
        unit.pk if unit else None,
        phone_mark_of(str(row.values.get("mark", ""))),
    )


def _is_totals(rows: Sequence[ImportRow]) -> bool:
    return not any(row.values.get("name") for row in rows)


def _placed(faults: Sequence[Fault], rows: Sequence[ImportRow]) -> list[Fault]:
    """Faults of drafts, at the rows from which the drafts came."""
    return [
        _fault(rows[one.row], one.column, str(one.what), str(one.mend))
        for one in faults
        if one.row is not None
    ]


def _left_out(row: ImportRow, why: Why, what: str = "") -> ImportQuestion:
    """A line that leads to no one person: left out for now by somebody's word, never silently."""
    told, mend = _words(why)
    answers = {"skip": str(_("先不计入这一行"))}
    return ImportQuestion(row, str(what or told), str(mend), answers, "skip")


def _words(why: Why) -> tuple[str, str]:
    """Why a line leads to no one person, and what to do."""
    if why is Why.BLANK:
        return _("这一行没有姓名"), _("补上姓名，或去掉这一行")
    if why is Why.SEVERAL:
        return _("有几个人同名"), _("加上单位或手机号")
    return _("人员里没有这个人"), _("核对姓名和单位；确有其人的，请系统管理员先登记")


def _fault(row: ImportRow, column: str, what: str, mend: str) -> Fault:
    return Fault(str(what), str(mend), row=row.row, column=column, sheet=row.sheet)
