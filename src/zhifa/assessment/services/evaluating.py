"""An evaluation from its draft to the checked scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhifa.assessment.access import may_check, may_manage
from zhifa.assessment.errors import CheckedByAnother, LineUnanswered, NotAtThisStep
from zhifa.assessment.models import Answer, Evaluation, Scheme
from zhifa.assessment.rules.scoring import amount_words, score
from zhifa.assessment.terms import EVALUATION, LINE, Basis, Direction, State
from zhifa.evidence.api import attach_all
from zhifa.figures.api import FigureValue, Range, shown, values
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.kernel.quantities import UNITS
from zhifa.ledger.api import Subject, record
from zhifa.people.api import district

PAPER = "zh-hans"  # what a line says is part of the paper, whoever computes it


@dataclass(frozen=True)
class AnswerDraft:
    """What a person says of a line: points and why for a judged one; for a survey its number, source and day."""

    points: Decimal | None = None
    words: str = ""
    amount: Decimal | None = None
    source: str = ""
    surveyed_on: date | None = None
    files: tuple[File[bytes], ...] = ()


@transaction.atomic
def draft_evaluation(actor: Actor, scheme: int, since: date, until: date, *, now: datetime) -> Evaluation:
    """Begin an evaluation: every line that rests on a figure is scored at once. Refused: a scheme that is not settled, days in the
    wrong order or outside the plan, the same last day twice."""
    must_draft(actor)
    found = Scheme.objects.select_related("plan").filter(pk=scheme).first()
    if found is None or found.settled_at is None:
        raise NotFound(_("没有这个评估办法，或它还没有定稿"))
    if until < since:
        raise BadInput(_("截止日早于起始日"), field="until")
    if since < found.plan.since or until > found.plan.until:
        raise BadInput(
            _("评估的时段要在规划期内"),
            why=_("规划期是 %(since)s 至 %(until)s。")
            % {"since": found.plan.since, "until": found.plan.until},
            field="since",
        )
    if Evaluation.objects.filter(scheme=found, until=until).exists():
        raise BadInput(_("已有一次评估到这一天"), next_step=_("请打开它继续办理。"), field="until")
    evaluation = Evaluation.objects.create(
        scheme=found,
        since=since,
        until=until,
        drafted_by=actor.key,
        drafted_by_words=actor.name,
        computed_at=now,
    )
    Answer.objects.bulk_create(Answer(evaluation=evaluation, line=line) for line in found.lines.all())
    facts = {"scheme": found.pk, "version": found.version, "since": since, "until": until}
    record(actor, "assessment.draft_evaluation", subject_of(evaluation), facts, now=now)
    _computed(actor, evaluation, now)
    return evaluation


@transaction.atomic
def compute(actor: Actor, pk: int, *, now: datetime) -> Evaluation:
    """Score the lines that rest on figures anew, by the records of now. Refused once it was handed on."""
    must_draft(actor)
    evaluation = locked(pk, State.DRAFT)
    _computed(actor, evaluation, now)
    return evaluation


@transaction.atomic
def answer_line(actor: Actor, pk: int, line: int, draft: AnswerDraft, *, now: datetime) -> Answer:
    """Say what the records cannot: a judgement with its reason, a survey's result with source and day. Refused for a figure's line,
    whose score is computed; without reason, source or day; points outside 0 and the line's weight."""
    must_draft(actor)
    evaluation = locked(pk, State.DRAFT)
    answer = evaluation.answers.select_related("line").filter(line_id=line).first()
    if answer is None or answer.line.basis == Basis.FIGURE:
        raise NotFound(_("这一项由系统里的数字算出，不用填写"))
    if answer.line.basis == Basis.JUDGED:
        _judged(answer, draft)
    else:
        _surveyed(answer, draft)
    answer.save()
    attach_all(actor, Subject(LINE, answer.key), draft.files, kind="document", now=now)
    facts = {
        "line": line, "points": answer.self_points, "words": answer.self_words, "amount": answer.amount, "source": answer.source,
        "surveyed_on": answer.surveyed_on,
    }  # fmt: skip
    record(actor, "assessment.answer_line", subject_of(evaluation), facts, now=now)
    return answer


@transaction.atomic
def hand_in(actor: Actor, pk: int, *, now: datetime) -> Evaluation:
    """Hand the self-scores on to be checked; figures are computed a last time and then stand. Refused while a line is open."""
    must_draft(actor)
    evaluation = locked(pk, State.DRAFT)
    _computed(actor, evaluation, now)
    left = evaluation.answers.filter(self_points=None).select_related("line")
    if left:
        raise LineUnanswered(
            _("还有 %(n)d 项没有自评") % {"n": len(left)}, why="、".join(one.line.title for one in left[:5]),
            next_step=_("逐项填写后再送复核。"),
        )  # fmt: skip
    evaluation.state, evaluation.handed_at, evaluation.remarks = State.CHECKING, now, ""
    evaluation.drafted_by, evaluation.drafted_by_words = actor.key, actor.name
    evaluation.save()
    points = {str(one.line_id): one.self_points for one in evaluation.answers.all()}
    record(actor, "assessment.hand_in", subject_of(evaluation), {"self_points": points}, now=now)
    return evaluation


@transaction.atomic
def check_lines(
    actor: Actor, pk: int, checked: Mapping[int, tuple[Decimal, str]], *, now: datetime
) -> Evaluation:
    """Write checked points and remarks beside the self-scores, by line; with the last one it waits for the signature. Refused: to whoever
    handed it in; points that differ without a remark; points outside 0 and the line's weight."""
    evaluation = locked(pk, State.CHECKING, State.CHECKED)
    _must_check(actor, evaluation)
    answers = {one.line_id: one for one in evaluation.answers.select_related("line")}
    for line, (points, words) in checked.items():
        answer = answers.get(line)
        if answer is None:
            raise NotFound(_("没有这一项"))
        _within(answer, points, f"points-{line}")
        if points != answer.self_points and not words.strip():
            raise LineUnanswered(
                _("“%(line)s”的核定得分和自评不同，请写明理由") % {"line": answer.line.title},
                field=f"words-{line}",
            )
        answer.checked_points, answer.checked_words = points, words.strip()[:400]
        answer.save(update_fields=["checked_points", "checked_words"])
    evaluation.checked_by_words = actor.name
    whole = all(one.checked_points is not None for one in answers.values())
    evaluation.state = State.CHECKED if whole else State.CHECKING
    evaluation.save(update_fields=["checked_by_words", "state"])
    facts = {
        str(line): {"points": points, "words": words.strip()} for line, (points, words) in checked.items()
    }
    record(actor, "assessment.check_lines", subject_of(evaluation), {"checked": facts}, now=now)
    return evaluation


@transaction.atomic
def send_back(actor: Actor, pk: int, reason: str, *, now: datetime) -> Evaluation:
    """Give the self-scores back, saying why; checked scores are dropped."""
    evaluation = locked(pk, State.CHECKING, State.CHECKED)
    _must_check(actor, evaluation)
    if not reason.strip():
        raise BadInput(_("请写明为什么退回"), field="reason")
    evaluation.answers.update(checked_points=None, checked_words="")
    evaluation.state, evaluation.remarks = State.DRAFT, reason.strip()[:400]
    evaluation.save(update_fields=["state", "remarks"])
    record(actor, "assessment.send_back", subject_of(evaluation), {"reason": reason.strip()}, now=now)
    return evaluation


def must_draft(actor: Actor) -> None:
    """Refuses anybody but the office."""
    if not may_manage(actor):
        raise NotAllowed(_("自评由区普法办办理"))


def locked(pk: int, *states: State) -> Evaluation:
    """The evaluation under a lock, if it stands in one of these states."""
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("scheme__plan")
    evaluation = rows.filter(pk=pk).first()
    if evaluation is None:
        raise NotFound(_("没有这次评估"))
    if evaluation.state not in states:
        raise NotAtThisStep(
            _("这次评估是“%(state)s”，不能这样办理") % {"state": evaluation.get_state_display()},
            next_step=_("请刷新页面看最新状态。"),
        )
    return evaluation


def subject_of(evaluation: Evaluation) -> Subject:
    """An evaluation as the ledger knows it."""
    return Subject(EVALUATION, str(evaluation.pk))


def _computed(actor: Actor, evaluation: Evaluation, now: datetime) -> None:
    """Every figure's line by the records of now, in one question for all figures."""
    answers = [one for one in evaluation.answers.select_related("line") if one.line.basis == Basis.FIGURE]
    codes = list(dict.fromkeys(one.line.figure for one in answers))
    found = (
        values(actor, district=district().code, since=evaluation.since, until=evaluation.until, codes=codes)
        if codes
        else []
    )
    by_code = {value.code: value for value in found}
    with override(PAPER):
        for answer in answers:
            _score_by(answer, by_code[answer.line.figure])
    evaluation.computed_at = now
    evaluation.save(update_fields=["computed_at"])
    told = {
        str(one.line_id): {"figure": one.line.figure, "amount": one.amount_words, "points": one.self_points}
        for one in answers
    }
    record(actor, "assessment.compute", subject_of(evaluation), {"lines": told}, now=now)


def _score_by(answer: Answer, value: FigureValue) -> None:
    rule = answer.line.rule
    assert rule is not None  # noqa: S101 - the database holds that a figure's line has a rule
    amount = value.value
    if isinstance(amount, Range):  # only what is certain counts for the district
        amount = amount.low if rule.direction == Direction.AT_LEAST else amount.high
    told = score(rule, amount, str(value.unit.label))
    answer.amount, answer.amount_words = (
        amount,
        f"{shown(value.value)}{value.unit.label}" if amount is not None else "",
    )
    answer.definition_version, answer.record_count = value.definition_version, value.record_count
    answer.self_points, answer.self_words, answer.met = told.points, told.words, told.met
    answer.save()


def _judged(answer: Answer, draft: AnswerDraft) -> None:
    if draft.points is None:
        raise LineUnanswered(_("请打分"), field="points")
    _within(answer, draft.points, "points")
    if not draft.words.strip():
        raise LineUnanswered(_("人工判断要写明理由"), field="words")
    answer.self_points, answer.self_words = draft.points, draft.words.strip()[:400]


def _surveyed(answer: Answer, draft: AnswerDraft) -> None:
    rule = answer.line.rule
    assert rule is not None  # noqa: S101 - the database holds that a survey's line has a rule
    for name, value in (
        ("amount", draft.amount),
        ("source", draft.source.strip()),
        ("surveyed_on", draft.surveyed_on),
    ):
        if value is None or value == "":
            raise LineUnanswered(_("调查结果要写明数值、来源和日期"), field=name)
    assert draft.amount is not None  # noqa: S101 - weighed above
    with override(PAPER):
        unit = str(UNITS[answer.line.counted_in].label)
        told = score(rule, draft.amount, unit)
    answer.amount, answer.amount_words = draft.amount, f"{amount_words(draft.amount)}{unit}"
    answer.source, answer.surveyed_on = draft.source.strip()[:200], draft.surveyed_on
    answer.self_points, answer.self_words, answer.met = told.points, told.words, told.met


def _within(answer: Answer, points: Decimal, field: str) -> None:
    if not 0 <= points <= answer.line.weight:
        raise LineUnanswered(
            _("“%(line)s”的得分要在 0 到 %(most)s 之间")
            % {"line": answer.line.title, "most": amount_words(answer.line.weight)},
            field=field,
        )


def _must_check(actor: Actor, evaluation: Evaluation) -> None:
    if may_check(actor, evaluation):
        return
    if actor.key == evaluation.drafted_by:
        raise CheckedByAnother(
            _("自评由您送出，复核要换一个人"), next_step=_("请区普法办的另一位同事或区司法局领导复核。")
        )
    raise NotAllowed(_("复核由区普法办或区司法局领导办理"))
