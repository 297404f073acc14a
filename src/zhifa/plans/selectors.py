"""Questions asked of plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhifa.deeds.api import Deed
from zhifa.figures.api import FigureValue, Range, values, visible_codes
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.quantities import UNITS
from zhifa.kernel.registry import FigureOffer, LawUse, PurposeMatch, Words, offered
from zhifa.kernel.wording import aside
from zhifa.people.api import district
from zhifa.plans.access import units_taking_part, visible_honours, visible_plans, visible_to
from zhifa.plans.models import (
    AnnualTask,
    Campaign,
    CampaignLaw,
    CampaignPart,
    CampaignShift,
    Goal,
    Honour,
    Plan,
)
from zhifa.plans.rules.matching import Done, Wanted, why
from zhifa.plans.rules.progress import Progress, progress
from zhifa.plans.rules.taking_part import Written, written
from zhifa.plans.rules.text import GoalWords, TaskWords, plan_text, task_line
from zhifa.plans.terms import CAMPAIGN, PLAN, CampaignKind


@dataclass(frozen=True)
class TaskLine:
    """A yearly task with its computed progress; `value` is the figure over the task's year until today. Both are None for a
    task whose figure is no longer offered."""

    task: AnnualTask
    value: FigureValue | None
    progress: Progress | None
    is_added: bool = False  # after the plan was issued: it stands beside the signed text, not in it

    @property
    def door(self) -> str:
        """Where the figure is found over the same days; empty where it is none."""
        if self.value is None:
            return ""
        return f"{reverse('figure', args=[self.task.figure])}?since={self.value.since or ''}&until={self.value.until}"


def plan_on(day: date) -> Plan | None:
    """The plan in whose years a day lies, with goals and tasks."""
    tasks = Prefetch("tasks", AnnualTask.objects.select_related("unit"))
    return (
        Plan.objects.filter(since__lte=day, until__gte=day)
        .prefetch_related(Prefetch("goals", Goal.objects.prefetch_related(tasks)))
        .first()
    )


def plans(actor: Actor) -> QuerySet[Plan]:
    """Plans that the actor sees, newest first."""
    return visible_plans(actor)


def plan_by_code(actor: Actor, code: str) -> Plan:
    """One plan with its goals; 404 otherwise."""
    found = visible_plans(actor).filter(code=code).prefetch_related("goals").first()
    if found is None:
        raise NotFound(_("没有这个规划"))
    return found


def goal_by_code(code: str) -> Goal:
    """One goal with its plan; 404 otherwise."""
    found = Goal.objects.select_related("plan").filter(code=code).first()
    if found is None:
        raise NotFound(_("没有这个目标"))
    return found


def task_by_key(pk: int) -> AnnualTask:
    """One yearly task with its goal and plan; 404 otherwise."""
    found = AnnualTask.objects.select_related("goal__plan", "unit").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这项任务"))
    return found


def honour_by_key(pk: int) -> Honour:
    """One honour; 404 otherwise."""
    found = Honour.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这项荣誉"))
    return found


def measures() -> list[tuple[str, str]]:
    """What may measure a yearly task: (code, title with its unit) of every figure of a window whose unit may be scored."""
    bodies = [body for offer in offered(FigureOffer) for body in offer.definitions]
    return [
        (body["code"], aside(_(str(body["title"])), UNITS[body["unit"]].label))
        for body in sorted(bodies, key=lambda body: not str(body["code"]).startswith("outreach."))
        if body["window"] == "span" and UNITS[body["unit"]].scorable
    ]


def tasks_of(actor: Actor, plan: Plan, year: int, today: date) -> list[TaskLine]:
    """The tasks of a year, each measured by its figure from the first of January to today (or the year's end); strangers see
    those whose figure is public and that stand in the text which was reviewed."""
    tasks = list(
        AnnualTask.objects.filter(goal__plan=plan, year=year)
        .select_related("goal", "unit")
        .order_by("goal__position", "pk")
    )
    if not tasks:
        return []
    seen = set(visible_codes(actor))
    if actor.is_stranger:
        tasks = [task for task in tasks if task.figure in seen]
    until = min(date(year, 12, 31), max(today, date(year, 1, 1)))
    codes = [code for code in dict.fromkeys(task.figure for task in tasks) if code in seen]
    found = (
        values(actor, district=district().code, since=date(year, 1, 1), until=until, codes=codes)
        if codes
        else []
    )
    by_code = {value.code: value for value in found}
    lines = [
        TaskLine(
            task,
            value := by_code.get(task.figure),
            progress(_amount(value), task.target, year=year, due_on=task.due_on, today=today)
            if value
            else None,
            bool(plan.issued_text) and task_line(_task_words(task)) not in plan.issued_text,
        )
        for task in tasks
    ]
    return [line for line in lines if not (actor.is_stranger and line.is_added)]


def year_shown(plan: Plan, today: date) -> int:
    """The year of a plan whose tasks are shown first: this year's while it runs and has some, else the last before that has
    some, else the year of the plan that is nearest to today. One query."""
    nearest = min(max(today.year, plan.since.year), plan.until.year)
    tasks = AnnualTask.objects.filter(goal__plan=plan, year__lte=nearest)
    return tasks.order_by("-year").values_list("year", flat=True).first() or nearest


def plan_shown(today: date) -> tuple[Plan, int] | None:
    """The plan and the year whose tasks the home shows: the last year until now that has tasks; None where none has. At
    most one query."""
    task = (
        AnnualTask.objects.filter(year__lte=today.year)
        .select_related("goal__plan")
        .order_by("-year", "-goal__plan__since")
        .first()
    )
    return (task.goal.plan, task.year) if task else None


def text_of(plan: Plan) -> str:
    """The text of a plan as it stands now, which is what its lead signs. Three queries."""
    goals = [
        GoalWords(goal.title, tuple(_task_words(task) for task in goal.tasks.all()))
        for goal in Goal.objects.filter(plan=plan).prefetch_related("tasks")
    ]
    return plan_text(plan.title, plan.since, plan.until, plan.document, goals)


def _task_words(task: AnnualTask) -> TaskWords:
    """A task as the signed text says it; a figure that is no longer offered keeps its code."""
    named = {body["code"]: body for offer in offered(FigureOffer) for body in offer.definitions}
    body = named.get(task.figure)
    unit = _in_chinese(UNITS[body["unit"]].label) if body else ""
    title = str(body["title"]) if body else task.figure
    return TaskWords(task.year, task.title, task.target, unit, title, task.due_on)


def _in_chinese(words: Words) -> str:
    """Words as the signed text has them, whatever the reader's language."""
    with override("zh-hans"):
        return str(words)


def campaigns(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns that the actor sees, newest first."""
    return visible_to(actor).select_related("lead", "plan")


def campaign_by_code(actor: Actor, code: str) -> Campaign:
    """One campaign; 404 otherwise."""
    found = campaigns(actor).filter(code=code).first()
    if found is None:
        raise NotFound(_("没有这个专题活动"))
    return found


@dataclass(frozen=True)
class PartLine:
    """A unit's plan in a campaign as a page shows it: how it was written, in words where it was not before the first day, and
    whether the reader may change it."""

    row: CampaignPart
    written: Written
    mine: bool

    @property
    def words(self) -> str:
        """What the page says beside the date; empty for a plan in time."""
        if self.written is Written.AFTERWARDS:
            return _("事后补写")
        return _("开始后改过") if self.written is Written.CHANGED else ""


@dataclass(frozen=True)
class ShiftLine:
    """A turn at a stall, and whether the reader may take it out."""

    row: CampaignShift
    mine: bool


def taking_part(actor: Actor, campaign: Campaign) -> tuple[list[PartLine], list[ShiftLine]]:
    """Who does what in a campaign, for the signed-in; strangers read what went through the gate, which is not this. Three queries."""
    if actor.is_stranger:
        return [], []
    mine = set(units_taking_part(actor).values_list("pk", flat=True))
    parts = [
        PartLine(row, written(row.registered_on, row.changed_on, campaign.since), row.unit_id in mine)
        for row in CampaignPart.objects.filter(campaign=campaign).select_related("unit")
    ]
    shifts = [
        ShiftLine(row, row.unit_id in mine)
        for row in CampaignShift.objects.filter(campaign=campaign).select_related("unit")
    ]
    return parts, shifts


def use_of(law: CampaignLaw) -> LawUse:
    """What a campaign makes known, as the ripple of a change weighs it: until the campaign ends. Read with `campaign__lead`."""
    campaign = law.campaign
    return LawUse(
        subject=campaign.code, title=campaign.title, url=reverse("plans_campaign", args=[campaign.code]),
        unit=campaign.lead.code if campaign.lead else "", unit_name=campaign.lead.name if campaign.lead else "",
        version_id=law.version_id, text_id=law.text_id, label=law.label, day=campaign.since, used_until=campaign.until,
    )  # fmt: skip


def honours(actor: Actor) -> QuerySet[Honour]:
    """Honours that the actor sees, newest first."""
    return visible_honours(actor)


def served_campaigns(deed_ids: Sequence[int]) -> Mapping[int, Sequence[PurposeMatch]]:
    """Which campaigns the deeds serve. Two queries for any number of deeds."""
    wanted = [
        (
            Wanted(row.since, row.until, set(row.kinds), set(row.audiences), tuple(row.words)),
            "campaign", row.code, row.title, f"/campaigns/{row.code}/", row.kind, (CAMPAIGN, row.code),
        )
        for row in Campaign.objects.all()
    ]  # fmt: skip
    return _matches(deed_ids, wanted)


def served_goals(deed_ids: Sequence[int]) -> Mapping[int, Sequence[PurposeMatch]]:
    """Which goals the deeds serve; a goal without kinds and audiences has no rule and is served by none."""
    wanted = [
        (
            Wanted(goal.plan.since, goal.plan.until, set(goal.kinds), set(goal.audiences)),
            "goal", goal.code, goal.title, f"/plans/{goal.plan.code}/", "", (PLAN, goal.plan.code),
        )
        for goal in Goal.objects.select_related("plan")
        if goal.kinds or goal.audiences
    ]  # fmt: skip
    return _matches(deed_ids, wanted)


def campaign_titles(actor: Actor) -> dict[str, str]:
    """What each campaign is called; those that the actor does not see have no name."""
    return _titles(
        Campaign.objects.values_list("code", "title"), visible_to(actor).values_list("code", flat=True)
    )


def campaign_kinds() -> dict[str, Words]:
    """What each sort of campaign is called."""
    return {kind.value: kind.label for kind in CampaignKind}


def goal_titles(actor: Actor) -> dict[str, str]:
    """What each goal is called; those of plans that the actor does not see have no name."""
    seen = Goal.objects.filter(plan__in=visible_plans(actor).values("pk")).values_list("code", flat=True)
    return _titles(Goal.objects.values_list("code", "title"), seen)


def _titles(all_of_them: Iterable[tuple[str, str]], seen: Iterable[str]) -> dict[str, str]:
    known = set(seen)
    return {code: title if code in known else _("未公开的") for code, title in all_of_them}


def _matches(
    deed_ids: Sequence[int], wanted: Sequence[tuple[Wanted, str, str, str, str, str, tuple[str, str]]]
) -> dict[int, list[PurposeMatch]]:
    found: dict[int, list[PurposeMatch]] = {}
    rows = Deed.objects.filter(pk__in=deed_ids).values_list("pk", "kind", "title", "audience", "occurred_on")
    for pk, kind, title, audience, day in rows:
        done = Done(kind, title, audience, day)
        found[pk] = [
            PurposeMatch(purpose, code, name, url, because, sort, public_as)
            for asked, purpose, code, name, url, sort, public_as in wanted
            if (because := why(done, asked))
        ]
    return found


def _amount(value: FigureValue) -> Decimal:
    """The value as one number; of a range the lower end."""
    if value.value is None:
        return Decimal(0)
    if isinstance(value.value, Range):
        return Decimal(value.value.low)
    return Decimal(value.value)
