"""Schemes: opened, their lines written, settled; the next version begins as a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.assessment.access import may_manage
from zhifa.assessment.errors import FigureNotScorable, SchemeNotWhole, SchemeSettled
from zhifa.assessment.models import Line, Scheme
from zhifa.assessment.rules.scoring import amount_words
from zhifa.assessment.selectors import line_by_number, scorable
from zhifa.assessment.terms import SCHEME, Basis, Direction, Stage
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.kernel.quantities import UNITS
from zhifa.ledger.api import Subject, record
from zhifa.plans.api import Plan


@dataclass(frozen=True)
class SchemeDraft:
    """A scheme without its lines: of which plan (by code) and stage, base and cap, and the document that says so."""

    plan: str
    stage: str
    title: str
    base: Decimal
    bonus_cap: Decimal
    source: str
    to_confirm: bool = False


@dataclass(frozen=True)
class LineDraft:
    """A line. A figure line names its figure; what a survey's number counts in is a unit's code. A judged line has no target."""

    group: str
    title: str
    weight: Decimal
    basis: str
    figure: str = ""
    counted_in: str = "percent"
    direction: str = Direction.AT_LEAST.value
    target: Decimal | None = None
    step: Decimal | None = None
    per_step: Decimal | None = None
    is_bonus: bool = False
    must_meet: bool = False


@transaction.atomic
def open_scheme(actor: Actor, draft: SchemeDraft, *, now: datetime) -> Scheme:
    """Begin the first version of a scheme for one stage of a plan. Refused: while a version of it is being written, after one was
    settled (that has a next version)."""
    must_manage(actor)
    plan = Plan.objects.filter(code=draft.plan).first()
    if plan is None:
        raise NotFound(_("没有这个规划"))
    if draft.stage not in Stage.values:
        raise BadInput(_("请选择阶段"), field="stage")
    if Scheme.objects.filter(plan=plan, stage=draft.stage).exists():
        raise SchemeSettled(
            _("这个规划的这一阶段已有评估办法"),
            next_step=_("要修改，请在它的页面起草新的版次。"),
            field="stage",
        )
    scheme = Scheme(plan=plan, stage=draft.stage)
    _fill(scheme, draft)
    record(actor, "assessment.open_scheme", subject_of(scheme), asdict(draft), now=now)
    return scheme


@transaction.atomic
def change_scheme(actor: Actor, pk: int, draft: SchemeDraft, *, now: datetime) -> Scheme:
    """Change title, base, cap or source of a version that is being written."""
    scheme = _under_way(actor, pk)
    _fill(scheme, draft)
    record(actor, "assessment.change_scheme", subject_of(scheme), asdict(draft), now=now)
    return scheme


@transaction.atomic
def keep_line(actor: Actor, pk: int, draft: LineDraft, *, line: int | None = None, now: datetime) -> Line:
    """Write a line, or write it anew. Refused: a figure that no assessment may score, a number without target and step, points
    that are none."""
    scheme = _under_way(actor, pk)
    row = line_by_number(scheme, line) if line else Line(scheme=scheme, position=scheme.lines.count() + 1)
    _write(row, draft)
    record(actor, "assessment.keep_line", subject_of(scheme), {"line": row.pk, **asdict(draft)}, now=now)
    return row


@transaction.atomic
def remove_line(actor: Actor, pk: int, line: int, *, now: datetime) -> None:
    """Take a line out of a version that is being written."""
    scheme = _under_way(actor, pk)
    row = line_by_number(scheme, line)
    record(actor, "assessment.remove_line", subject_of(scheme), {"line": row.pk, "title": row.title}, now=now)
    row.delete()


@transaction.atomic
def settle_scheme(actor: Actor, pk: int, *, now: datetime) -> Scheme:
    """From now on the version stands and can be used. Refused: weights that do not make up the base."""
    scheme = _under_way(actor, pk)
    weights = sum((one.weight for one in scheme.lines.all() if not one.is_bonus), Decimal(0))
    if weights != scheme.base:
        raise SchemeNotWhole(
            _("各项分值合计 %(sum)s 分，不等于基本分 %(base)s 分")
            % {"sum": amount_words(weights), "base": amount_words(scheme.base)},
            next_step=_("请调整分值；加分项不算在内。"),
        )
    scheme.settled_at = now
    scheme.save(update_fields=["settled_at"])
    facts = {"version": scheme.version, "lines": scheme.lines.count(), "base": scheme.base}
    record(actor, "assessment.settle_scheme", subject_of(scheme), facts, now=now)
    return scheme


@transaction.atomic
def next_version(actor: Actor, pk: int, *, now: datetime) -> Scheme:
    """Begin the next version as a copy of the newest settled one. Refused: while one is being written, of an older one."""
    must_manage(actor)
    scheme = Scheme.objects.select_for_update().filter(pk=pk).first()
    if scheme is None:
        raise NotFound(_("没有这个评估办法"))
    newest = Scheme.objects.filter(plan_id=scheme.plan_id, stage=scheme.stage).order_by("-version").first()
    if newest != scheme or scheme.settled_at is None:
        raise SchemeSettled(_("已经有更新的版次，或这一版还没有定稿"), next_step=_("请打开最新的版次。"))
    lines = list(scheme.lines.all())
    scheme.pk, scheme.version, scheme.settled_at = None, scheme.version + 1, None
    scheme._state.adding = True
    scheme.save()
    for line in lines:
        line.pk, line.scheme = None, scheme
    Line.objects.bulk_create(lines)
    record(
        actor, "assessment.next_version", subject_of(scheme), {"of": pk, "version": scheme.version}, now=now
    )
    return scheme


def load_scheme(actor: Actor, draft: SchemeDraft, lines: Sequence[LineDraft], *, now: datetime) -> Scheme:
    """A scheme with all its lines, settled; all or nothing."""
    with transaction.atomic():
        scheme = open_scheme(actor, draft, now=now)
        for line in lines:
            keep_line(actor, scheme.pk, line, now=now)
        return settle_scheme(actor, scheme.pk, now=now)


def must_manage(actor: Actor) -> None:
    """Refuses anybody but the office."""
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以维护评估办法"))


def subject_of(scheme: Scheme) -> Subject:
    """A scheme as the ledger knows it."""
    return Subject(SCHEME, str(scheme.pk))


def _fill(scheme: Scheme, draft: SchemeDraft) -> None:
    if not draft.title.strip() or not draft.source.strip():
        raise BadInput(_("请写明名称和依据"), field="source" if draft.title.strip() else "title")
    if draft.base <= 0 or draft.bonus_cap < 0:
        raise BadInput(_("基本分要大于零，加分上限不小于零"), field="base")
    scheme.title, scheme.source = draft.title.strip(), draft.source.strip()
    scheme.base, scheme.bonus_cap, scheme.to_confirm = draft.base, draft.bonus_cap, draft.to_confirm
    scheme.save()


def _under_way(actor: Actor, pk: int) -> Scheme:
    must_manage(actor)
    scheme = Scheme.objects.select_for_update(of=("self",)).select_related("plan").filter(pk=pk).first()
    if scheme is None:
        raise NotFound(_("没有这个评估办法"))
    if scheme.settled_at is not None:
        raise SchemeSettled(_("这一版已经定稿，不再改动"), next_step=_("要修改，请起草新的版次。"))
    return scheme


def _write(row: Line, draft: LineDraft) -> None:
    if not draft.group.strip() or not draft.title.strip():
        raise BadInput(_("请写明指标和内容"), field="title")
    if draft.weight <= 0:
        raise BadInput(_("分值要大于零"), field="weight")
    row.group, row.title, row.weight = draft.group.strip(), draft.title.strip(), draft.weight
    row.basis, row.is_bonus, row.must_meet = draft.basis, draft.is_bonus, draft.must_meet
    if draft.basis == Basis.JUDGED:
        row.figure, row.counted_in, row.must_meet = "", "", False
        row.target = row.step = row.per_step = None
        row.save()
        return
    if draft.basis not in Basis.values:
        raise BadInput(_("请选择得分依据"), field="basis")
    _write_rule(row, draft)
    row.save()


def _write_rule(row: Line, draft: LineDraft) -> None:
    row.figure, row.counted_in = "", draft.counted_in
    if draft.basis == Basis.FIGURE:
        known = scorable().get(draft.figure)
        if known is None:
            raise FigureNotScorable(
                _("没有这个数字，或它不能用来考核"),
                why=_("观看、点赞、转发、在线时长和网络投票不得用于考核（国办函〔2026〕12号）。"),
                next_step=_("请从列表里选一个数字。"),
                field="figure",
            )
        row.figure, row.counted_in = draft.figure, known[1]
    elif draft.counted_in not in UNITS or not UNITS[draft.counted_in].scorable:
        raise FigureNotScorable(_("请选择调查结果的单位"), field="counted_in")
    if draft.direction not in Direction.values or (draft.is_bonus and draft.direction == Direction.AT_MOST):
        raise BadInput(_("加分项只能按“不少于”计算"), field="direction")
    for name, value in (("target", draft.target), ("step", draft.step), ("per_step", draft.per_step)):
        if value is None or value < 0 or (value == 0 and name != "target"):
            raise SchemeNotWhole(_("请写明目标值，以及每差多少扣（加）几分"), field=name)
    row.direction, row.target, row.step, row.per_step = (
        draft.direction, draft.target, draft.step, draft.per_step,
    )  # fmt: skip
