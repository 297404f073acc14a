"""A sheet of exemptions and extra time: each row is the single act, tried before it is written, and all of them are written or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault, NotFound, Refusal
from zhifa.kernel.registry import ImportReview, ImportRow, ImportTarget
from zhifa.people.api import Unit, phone_mark_of
from zhifa.sittings.access import may_run
from zhifa.sittings.models import Candidate, Exam
from zhifa.sittings.selectors.exams import exam_by_key
from zhifa.sittings.services.candidates import excuse, give_extra_time
from zhifa.sittings.terms import MINUTES_MOST, Stage


class _TakenBack(Exception):
    """Ends a savepoint that was only a trial."""


@dataclass(frozen=True)
class Decision:
    """What a row says of a candidate: an exemption by `kind`, or `minutes` more; and on what it rests."""

    row: ImportRow
    candidate: Candidate
    kind: str
    minutes: int
    why: str

    @property
    def stands(self) -> bool:
        """Whether it was decided so before."""
        one = self.candidate
        if self.kind:
            return (one.exempt, one.exempt_why) == (self.kind, self.why)
        return (one.extra_minutes, one.extra_why) == (self.minutes, self.why)


@dataclass(frozen=True)
class DecisionSheet:
    """The sheet of one exam."""

    exam: Exam

    def review(self, actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
        """The faults of its rows, those among them that writing would meet."""
        decisions, faults = self._read(rows)
        for one in decisions:
            try:
                with transaction.atomic():
                    self._decide(actor, one)
                    raise _TakenBack
            except _TakenBack:
                pass
            except Refusal as refusal:
                faults.append(
                    _fault(
                        one.row, refusal.field or "why", refusal.what, refusal.next_step or _("核对这一行")
                    )
                )
        return ImportReview(tuple(faults))

    def write(self, actor: Actor, rows: Sequence[ImportRow], _answers: Mapping[tuple[str, int], str]) -> int:
        """Decide of everybody on the sheet; what stands already is passed over."""
        decisions, _faults = self._read(rows)
        with transaction.atomic():
            for one in decisions:
                self._decide(actor, one)
        return len(decisions)

    def _decide(self, actor: Actor, one: Decision) -> None:
        key, now = one.candidate.key, clock.now()
        if one.kind:
            excuse(actor, self.exam.key, key, one.kind, one.why, now=now)
        else:
            give_extra_time(actor, self.exam.key, key, one.minutes, one.why, now=now)

    def _read(self, rows: Sequence[ImportRow]) -> tuple[list[Decision], list[Fault]]:
        """What the rows decide anew, and what is wrong with them. A row that says nothing but who it is about is passed over. One query."""
        people, decisions, faults = _People(self.exam), list[Decision](), list[Fault]()
        seen: dict[int, ImportRow] = {}
        for row in rows:
            kind, minutes, why = (
                row.values.get("kind", ""),
                row.values.get("minutes"),
                str(row.values.get("why", "")).strip(),
            )
            if not (kind or minutes is not None or why):
                continue
            found = people.find(row)
            if isinstance(found, Fault):
                faults.append(found)
            elif (first := seen.setdefault(found.pk, row)) is not row:
                faults.append(
                    _fault(
                        row,
                        "name",
                        _("这个人在第 %(row)s 行已经有了") % {"row": first.row},
                        _("一人只留一行"),
                    )
                )
            elif told := _unfit(kind, minutes, why):
                faults.append(_fault(row, *told))
            else:
                decision = Decision(row, found, kind, int(minutes or 0), why)
                decisions += [] if decision.stands else [decision]
        return decisions, faults


class _People:
    """The candidates of an exam, found by what a row says: number, phone, name with unit."""

    def __init__(self, exam: Exam) -> None:
        self._all = list(exam.candidates.select_related("person"))

    def find(self, row: ImportRow) -> Candidate | Fault:
        """The one meant, or why there is none."""
        code, name = str(row.values.get("code", "")).strip(), "".join(str(row.values.get("name", "")).split())
        mark, unit = phone_mark_of(str(row.values.get("mark", ""))), row.values.get("unit")
        if code:
            found = [one for one in self._all if one.person.code == code]
        elif mark and (by_phone := [one for one in self._all if one.person.phone_mark == mark]):
            found = by_phone
        elif name:
            found = [one for one in self._all if "".join(one.person.name.split()) == name]
            found = [one for one in found if not isinstance(unit, Unit) or one.unit_id == unit.pk]
        else:
            return _fault(row, "name", _("这一行没有写是谁"), _("补上编号，或姓名和单位"))
        if len(found) > 1:
            return _fault(row, "name", _("有几个人同名"), _("写上单位或编号"))
        if not found:
            return _fault(
                row,
                "code" if code else "name",
                _("不在这场考试的名单上"),
                _("核对编号、姓名和单位，或去掉这一行"),
            )
        if code and name and "".join(found[0].person.name.split()) != name:
            return _fault(row, "name", _("编号和姓名不是同一个人"), _("核对编号，或只写姓名和单位"))
        return found[0]


def _unfit(kind: str, minutes: Decimal | None, why: str) -> tuple[str, str, str] | None:
    """The column that a row's decision lacks or has too much of, what is wrong with it and how to mend it."""
    if kind and minutes is not None:
        return "minutes", _("同一行又免考又延长时间"), _("只留一样")
    if not kind and minutes is None:
        return "kind", _("没有写免考原因，也没有写延长几分钟"), _("补上其中一样，或去掉这一行")
    if not why:
        return "why", _("没有写依据"), _("补上请假单、借调函等依据，不要写病情")
    if minutes is not None and minutes != int(minutes):
        return "minutes", _("延长从 1 到 %(n)d 分钟") % {"n": MINUTES_MOST}, _("写整分钟")
    return None


def bind_candidates(actor: Actor, about: Mapping[str, str], target: ImportTarget) -> ImportTarget:
    """The target for one exam that is announced; refuses whoever does not run exams."""
    exam = exam_by_key(actor, about.get("exam", ""))
    if not may_run(actor) or exam.stage != Stage.ANNOUNCED:
        raise NotFound(_("没有这场考试"))
    sheet = DecisionSheet(exam)
    return replace(target, bind=None, review=sheet.review, write=sheet.write)


def _fault(row: ImportRow, column: str, what: str, mend: str) -> Fault:
    return Fault(str(what), str(mend), row=row.row, column=column, sheet=row.sheet)
