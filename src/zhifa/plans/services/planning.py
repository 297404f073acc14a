"""Opening a plan with its goals and tasks; campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.deeds.api import Audience, kinds, rematch
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound
from zhifa.kernel.quantities import UNITS
from zhifa.kernel.registry import FigureOffer, offered
from zhifa.kernel.wording import listed
from zhifa.laws.api import CitationRef, recited
from zhifa.ledger.api import Subject, record
from zhifa.people.api import unit_by_code
from zhifa.plans.access import may_manage_plans
from zhifa.plans.errors import TaskNotMeasurable, WindowOutsidePlan
from zhifa.plans.models import AnnualTask, Campaign, CampaignLaw, Goal, Plan
from zhifa.plans.selectors import use_of
from zhifa.plans.terms import CAMPAIGN
from zhifa.publishing.api import recheck


@dataclass(frozen=True)
class TaskDraft:
    """A yearly task: the figure that measures it, its target in that figure's unit, its due day."""

    year: int
    title: str
    figure: str
    target: Decimal
    due_on: date
    unit: str = ""


@dataclass(frozen=True)
class GoalDraft:
    """A goal with its rule and yearly tasks."""

    code: str
    title: str
    audiences: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tasks: tuple[TaskDraft, ...] = ()


@dataclass(frozen=True)
class PlanDraft:
    """A plan with its goals."""

    code: str
    title: str
    since: date
    until: date
    document: str
    goals: tuple[GoalDraft, ...] = ()


@dataclass(frozen=True)
class CampaignDraft:
    """A campaign with its matching rule."""

    code: str
    kind: str
    title: str
    since: date
    until: date
    kinds: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    lead: str = ""
    plan: str = ""
    laws: tuple[CitationRef, ...] = ()


@transaction.atomic
def open_plan(actor: Actor, draft: PlanDraft, *, now: datetime) -> Plan:
    """A plan with its goals and tasks. Refused: a task outside the plan's years, a task that no figure measures."""
    must_manage(actor)
    for task in (task for goal in draft.goals for task in goal.tasks):
        if not draft.since.year <= task.year <= draft.until.year:
            raise WindowOutsidePlan(
                _("任务“%(task)s”的年度 %(year)s 不在规划期内") % {"task": task.title, "year": task.year},
                field="year",
            )
        must_be_measurable(task)
    plan = Plan.objects.create(
        code=draft.code, title=draft.title, since=draft.since, until=draft.until, document=draft.document
    )
    for position, wanted in enumerate(draft.goals):
        goal = Goal.objects.create(
            plan=plan, code=wanted.code, title=wanted.title, position=position,
            audiences=list(wanted.audiences), kinds=list(wanted.kinds),
        )  # fmt: skip
        AnnualTask.objects.bulk_create(
            AnnualTask(
                goal=goal, year=task.year, title=task.title, figure=task.figure, target=task.target,
                due_on=task.due_on, unit=unit_by_code(task.unit) if task.unit else None,
            )
            for task in wanted.tasks
        )  # fmt: skip
    facts = {
        "title": draft.title,
        "since": draft.since,
        "until": draft.until,
        "goals": [g.code for g in draft.goals],
        "rules": [
            {"goal": g.code, "title": g.title, "kinds": list(g.kinds), "audiences": list(g.audiences)}
            for g in draft.goals
        ],
    }
    record(actor, "plans.open_plan", Subject("plan", draft.code), facts, now=now)
    rematch(draft.since, draft.until)
    return plan


@transaction.atomic
def open_campaign(actor: Actor, draft: CampaignDraft, *, now: datetime) -> Campaign:
    """A campaign; deeds that already match it are counted to it at once."""
    must_manage(actor)
    _checked(draft)
    campaign = Campaign(code=draft.code)
    _fill(campaign, draft)
    campaign.save()
    _cite(campaign, draft, now)
    record(actor, "plans.open_campaign", Subject("campaign", draft.code), _facts(draft), now=now)
    rematch(draft.since, draft.until)
    return campaign


@transaction.atomic
def change_campaign(actor: Actor, draft: CampaignDraft, *, now: datetime) -> Campaign:
    """Change a campaign's days or rule (the constitution week moves); what it matched is computed anew.

    A public campaign whose title, days or lead change is public no more until it has passed the gate again."""
    must_manage(actor)
    _checked(draft)
    campaign = Campaign.objects.select_for_update().filter(code=draft.code).first()
    if campaign is None:
        raise NotFound(_("没有这个专题活动"))
    first, last = min(campaign.since, draft.since), max(campaign.until, draft.until)
    _fill(campaign, draft)
    campaign.save()
    campaign.laws.all().delete()
    _cite(campaign, draft, now)
    record(actor, "plans.change_campaign", Subject("campaign", draft.code), _facts(draft), now=now)
    recheck(actor, CAMPAIGN, [draft.code], now=now)
    rematch(first, last)
    return campaign


def _fill(campaign: Campaign, draft: CampaignDraft) -> None:
    campaign.kind, campaign.title = draft.kind, draft.title
    campaign.since, campaign.until = draft.since, draft.until
    campaign.kinds, campaign.audiences, campaign.words = (
        list(draft.kinds),
        list(draft.audiences),
        list(draft.words),
    )
    campaign.lead = unit_by_code(draft.lead) if draft.lead else None
    campaign.plan = Plan.objects.filter(code=draft.plan).first() if draft.plan else None


def _cite(campaign: Campaign, draft: CampaignDraft, now: datetime) -> None:
    CampaignLaw.objects.bulk_create(
        CampaignLaw(
            campaign=campaign, version_id=ref.version_id, text_id=ref.provision_text_id, label=ref.label
        )
        for ref in draft.laws
    )
    uses = [use_of(row) for row in campaign.laws.select_related("campaign__lead")]
    recited(CAMPAIGN, campaign.code, uses, now=now)


def _facts(draft: CampaignDraft) -> dict[str, object]:
    return {
        "kind": draft.kind, "title": draft.title, "since": draft.since.isoformat(), "until": draft.until.isoformat(),
        "kinds": list(draft.kinds), "audiences": list(draft.audiences), "words": list(draft.words),
        "laws": [ref.label for ref in draft.laws],
    }  # fmt: skip


def _checked(draft: CampaignDraft) -> None:
    faults = []
    if draft.until < draft.since:
        faults.append(Fault(_("结束日期早于开始日期"), _("更正日期"), "until"))
    if unknown := set(draft.kinds) - set(kinds()):
        faults.append(
            Fault(
                _("没有这种工作：%(kinds)s") % {"kinds": listed(sorted(unknown))},
                _("从列表中选择"),
                "kinds",
            )
        )
    if unknown := set(draft.audiences) - set(Audience.values):
        faults.append(
            Fault(
                _("没有这种对象：%(audiences)s") % {"audiences": listed(sorted(unknown))},
                _("从列表中选择"),
                "audiences",
            )
        )
    if faults:
        raise BadInput(_("专题活动有几处要补正"), faults=faults)


def must_be_measurable(task: TaskDraft) -> None:
    """A task stands on a figure that exists and whose unit may be scored: views, likes, minutes never may."""
    offers = (body for offer in offered(FigureOffer) for body in offer.definitions)
    measured = next((body for body in offers if body["code"] == task.figure), None)
    if measured is None:
        raise TaskNotMeasurable(
            _("任务“%(task)s”没有可用的数字") % {"task": task.title},
            why=_("没有名为 %(figure)s 的数字。") % {"figure": task.figure},
            field="figure",
        )
    unit = UNITS[measured["unit"]]
    if not unit.scorable:
        raise TaskNotMeasurable(
            _("“%(figure)s”不能用来定任务") % {"figure": measured["title"]},
            why=_("以%(unit)s计的数不得用于考核（国办函〔2026〕12号）。") % {"unit": unit.label},
            next_step=_("请换一个数字，如参加人次、场次。"),
            field="figure",
        )


def must_manage(actor: Actor) -> None:
    """Refuse anybody but the district office."""
    if not may_manage_plans(actor):
        raise NotAllowed(_("只有区普法办可以维护规划和专题活动"))
