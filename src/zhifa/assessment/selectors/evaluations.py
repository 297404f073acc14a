"""Questions asked of evaluations and schemes, always as someone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhifa.assessment.access import may_see, public_evaluations, visible_to
from zhifa.assessment.models import Answer, Evaluation, Line, Scheme
from zhifa.assessment.rules.scoring import Scored, Total, total
from zhifa.assessment.rules.text import points_words
from zhifa.assessment.terms import Basis, State
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.quantities import UNITS
from zhifa.kernel.registry import FigureOffer, offered
from zhifa.kernel.wording import aside


@dataclass(frozen=True)
class Sheet:
    """An evaluation with its answers in order, and both totals."""

    evaluation: Evaluation
    answers: Sequence[Answer]
    own: Total
    checked: Total

    @property
    def open_lines(self) -> list[Answer]:
        """Lines without a self-score."""
        return [one for one in self.answers if one.self_points is None]

    @property
    def unchecked(self) -> list[Answer]:
        """Lines without a checked score."""
        return [one for one in self.answers if one.checked_points is None]


def scorable() -> dict[str, tuple[str, str]]:
    """Figures that an assessment may score: (title with unit, code of the unit) by code. Views, likes and minutes never
    (国办函〔2026〕12号)."""
    bodies = [body for offer in offered(FigureOffer) for body in offer.definitions]
    return {
        body["code"]: (aside(_(str(body["title"])), UNITS[body["unit"]].label), body["unit"])
        for body in bodies
        if UNITS[body["unit"]].scorable
    }


def schemes(actor: Actor) -> QuerySet[Scheme]:
    """Every version of every scheme, of the newest plan first."""
    rows = Scheme.objects.select_related("plan").prefetch_related("lines")
    return rows if may_see(actor) else rows.none()


def scheme_by_number(actor: Actor, pk: int) -> Scheme:
    """One version of a scheme with its lines."""
    found = schemes(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个评估办法"))
    return found


def line_by_number(scheme: Scheme, pk: int) -> Line:
    """One line of a scheme."""
    found = scheme.lines.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这一项"))
    return found


def evaluations(actor: Actor) -> QuerySet[Evaluation]:
    """The evaluations that the actor may read with their answers, the newest first."""
    return _whole(visible_to(actor))


def evaluation_by_number(actor: Actor, pk: int) -> Evaluation:
    """One evaluation; what the actor may not read does not exist."""
    found = _whole(visible_to(actor)).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这次评估"))
    return found


def public_evaluation(pk: int) -> Evaluation:
    """One that anyone may read."""
    found = _whole(public_evaluations()).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这次评估"))
    return found


def sheet_of(evaluation: Evaluation) -> Sheet:
    """The answers and totals of an evaluation whose answers were fetched. No query."""
    answers = list(evaluation.answers.all())
    cap = evaluation.scheme.bonus_cap
    own = total((_scored(one, one.self_points) for one in answers), cap)
    checked = total((_scored(one, one.checked_points) for one in answers), cap)
    return Sheet(evaluation, answers, own, checked)


def door_of(answer: Answer) -> str:
    """Where the figure behind a line is found over the same days; empty for a line that rests on none."""
    if answer.line.basis != Basis.FIGURE:
        return ""
    days = f"since={answer.evaluation.since}&until={answer.evaluation.until}"
    return f"{reverse('figure', args=[answer.line.figure])}?{days}"


def content_of(sheet: Sheet) -> dict[str, Any]:
    """What the paper says, as plain data in Chinese, frozen at the conclusion."""
    evaluation, scheme = sheet.evaluation, sheet.evaluation.scheme
    with override("zh-hans"):
        return {
            "title": f"{scheme.plan.title}{scheme.get_stage_display()}报告", "plan": scheme.plan.title,
            "stage": str(scheme.get_stage_display()), "scheme": scheme.title, "version": scheme.version, "source": scheme.source,
            "to_confirm": scheme.to_confirm, "since": evaluation.since.isoformat(), "until": evaluation.until.isoformat(),
            "base": points_words(scheme.base), "bonus_cap": points_words(scheme.bonus_cap),
            "self": _total(sheet.own), "checked": _total(sheet.checked),
            "lines": [_told(number, one) for number, one in enumerate(sheet.answers, start=1)],
        }  # fmt: skip


def _told(number: int, answer: Answer) -> dict[str, Any]:
    line = answer.line
    survey = f"外部调查：{answer.source}，{answer.surveyed_on}。" if line.basis == Basis.SURVEY else ""
    return {
        "number": number, "group": line.group, "title": line.title, "weight": points_words(line.weight), "is_bonus": line.is_bonus,
        "must_meet": line.must_meet, "basis": str(line.get_basis_display()), "figure": line.figure, "amount": answer.amount_words,
        "definition_version": answer.definition_version, "record_count": answer.record_count,
        "self": points_words(answer.self_points), "words": survey + _stopped(answer.self_words),
        "checked": points_words(answer.checked_points),
        "remarks": f"复核：{_stopped(answer.checked_words)}" if answer.checked_words else "",
    }  # fmt: skip


def _stopped(words: str) -> str:
    """Words with the stop that a sentence of the paper has."""
    return f"{words.rstrip('。')}。" if words else ""


def _total(told: Total) -> dict[str, Any]:
    return {
        "base": points_words(told.base), "bonus": points_words(told.bonus), "points": points_words(told.points),
        "failed": list(told.failed),
    }  # fmt: skip


def _scored(answer: Answer, points: Decimal | None) -> Scored:
    line = answer.line
    return Scored(line.title, points or Decimal(0), line.is_bonus, line.must_meet, answer.met)


def _whole(rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    answers = Prefetch("answers", Answer.objects.select_related("line", "evaluation"))
    return rows.select_related("scheme__plan").prefetch_related(answers)


def waiting(*states: State) -> QuerySet[Evaluation]:
    """Evaluations that stand in one of these states."""
    return Evaluation.objects.filter(state__in=states).select_related("scheme__plan")
