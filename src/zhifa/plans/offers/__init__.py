"""What plans offer: what deeds may serve, honours and campaigns as figures, the year's progress, menu lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.kernel import clock
from zhifa.kernel.actor import STRANGER, Actor
from zhifa.kernel.quantities import ITEMS, YEARS
from zhifa.kernel.registry import (
    ActWords,
    Awaiting,
    AwaitingItem,
    Block,
    Citation,
    Citer,
    FigureOffer,
    FigureSource,
    LawUse,
    MenuEntry,
    OpenActs,
    Purpose,
    SourceField,
    SourceRecord,
)
from zhifa.kernel.web.asking import asker
from zhifa.people.api import district_code
from zhifa.plans.access import may_issue_plans, visible_honours, visible_to
from zhifa.plans.models import Campaign, CampaignLaw, Honour
from zhifa.plans.offers.naming import NAMED
from zhifa.plans.offers.publishing import PUBLISHABLE
from zhifa.plans.offers.sheets import OATHS_SHEET
from zhifa.plans.selectors import (
    campaign_kinds,
    campaign_titles,
    campaigns,
    goal_titles,
    plan_shown,
    plans,
    served_campaigns,
    served_goals,
    tasks_of,
    use_of,
)
from zhifa.plans.terms import CAMPAIGN, CONSTITUTION, CampaignKind, HonourLevel


def _honours() -> QuerySet[Any]:
    return Honour.objects.annotate(in_district=district_code())


def _honour_records(keys: Sequence[str]) -> list[SourceRecord]:
    return [
        SourceRecord(
            key=str(row.pk),
            title=gettext("%(title)s（%(year)d 年度）") % {"title": row.title, "year": row.year},
            day=row.awarded_on,
            url="/honours/",
            evidence=(str(_("依据文件")),),
            remark=gettext("，").join(
                [row.awarded_by, row.document, *([gettext("期初记录")] if row.is_opening else [])]
            ),
        )
        for row in Honour.objects.filter(pk__in=keys)
    ]


def _hidden_honours(actor: Actor, keys: Sequence[Any]) -> set[str]:
    wanted = {str(key) for key in keys}
    return wanted - {
        str(pk) for pk in visible_honours(actor).filter(pk__in=keys).values_list("pk", flat=True)
    }


HONOURS = FigureSource(
    code="plans.honours",
    title=_("荣誉"),
    queryset=_honours,
    fields=(
        SourceField("series", _("称号"), "series", "code"),
        SourceField("year", _("年度"), "year", "number"),
        SourceField("level", _("级别"), "level", "code", labels=dict(HonourLevel.choices)),
        SourceField("day", _("授予日期"), "awarded_on", "day"),
        SourceField("opening", _("期初记录"), "is_opening", "flag"),
    ),
    day_field="awarded_on",
    district_field="in_district",
    records=_honour_records,
    hidden=_hidden_honours,
)

CONSTITUTION_KINDS = [
    kind.value for kind in CampaignKind if kind.value.startswith(CONSTITUTION) and kind != CampaignKind.WEEK
]
DEFINITIONS = FigureOffer(
    "plans",
    (
        {
            "code": "plans.honour_streak",
            "title": "连续获评年数",
            "statement": "全市绩效管理综合考评立功单位：到统计时点为止，授予日期所在年份连续不断的年数。",
            "unit": YEARS.code,
            "window": "as-at",
            "denominator": "已登记的该项荣誉，含期初记录",
            "deduplication": "一年只算一次",
            "measure": {
                "streak": {
                    "of": {"count": "plans.honours", "where": [{"field": "series", "is": "绩效立功单位"}]}
                }
            },
        },
        {
            "code": "plans.constitution_kinds",
            "title": "开展的宪法活动种类",
            "statement": "七种宪法学习宣传活动中，有已确认记录的种数；宪法宣传周是时段，不另算一种。",
            "unit": ITEMS.code,
            "window": "span",
            "denominator": "七种：领导干部示范、大学习大讨论、宪法宣誓、媒体宣传、进校园、基层行、宪法日",
            "deduplication": "一种只算一次，不论开展多少场",
            "measure": {
                "distinct": "served_sort",
                "of": "deeds.deeds",
                "where": [{"field": "served_sort", "in": CONSTITUTION_KINDS}],
            },
            "split": "served_sort",
        },
        {
            "code": "plans.constitution_deeds",
            "title": "宪法宣传活动记录",
            "statement": "服务于七种宪法学习宣传活动的已确认记录条数，按种类分列。",
            "unit": ITEMS.code,
            "window": "span",
            "denominator": "全部已确认的履职记录",
            "deduplication": "一项工作服务几种活动，总数只算一条，构成中各算一条",
            "measure": {
                "count": "deeds.deeds",
                "where": [{"field": "served_sort", "in": CONSTITUTION_KINDS}],
            },
            "split": "served_sort",
        },
        {
            "code": "plans.campaign_deeds",
            "title": "专题活动记录",
            "statement": "服务于各法治宣传专题活动和党内主题教育的已确认记录条数。",
            "unit": ITEMS.code,
            "window": "span",
            "denominator": "全部已确认的履职记录",
            "deduplication": "一项工作服务几个专题，总数只算一条，构成中各算一条",
            "measure": {
                "count": "deeds.deeds",
                "where": [
                    {"field": "served_sort", "in": [CampaignKind.TOPIC.value, CampaignKind.PARTY.value]}
                ],
            },
            "split": "served",
        },
        {
            "code": "plans.party_deeds",
            "title": "党内主题教育记录",
            "statement": "服务于党内主题教育的已确认记录条数，按专题分列。",
            "unit": ITEMS.code,
            "window": "span",
            "denominator": "全部已确认的履职记录",
            "deduplication": "一项工作服务几个专题，总数只算一条，构成中各算一条",
            "measure": {
                "count": "deeds.deeds",
                "where": [{"field": "served_sort", "is": CampaignKind.PARTY.value}],
            },
            "split": "served",
        },
    ),
)


def progress_block(request: HttpRequest) -> str:
    """A year's tasks with their progress, for those who run the district: this year's, or the last year that has some."""
    actor, today = asker(request), clock.today()
    found = plan_shown(today) if actor.sees_district else None
    if found is None:
        return ""
    plan, year = found
    context = {
        "lines": tasks_of(actor, plan, year, today), "plan": plan, "year": str(year), "is_now": year == today.year,
        "since": date(year, 1, 1), "until": min(date(year, 12, 31), today),
    }  # fmt: skip
    return render_to_string("plans/progress_block.html", context, request)


def campaign_block(request: HttpRequest) -> str:
    """Published campaigns on the public home."""
    rows: Sequence[Campaign] = list(campaigns(asker(request))[:8])
    return render_to_string("plans/campaign_block.html", {"campaigns": rows}, request) if rows else ""


def _to_issue(actor: Actor, today: date) -> list[AwaitingItem]:
    """Plans that run or will run and are not issued, for the lead who signs them. One query."""
    if not may_issue_plans(actor):
        return []
    return [
        AwaitingItem(
            title=gettext("%(plan)s还没有签发") % {"plan": plan.title},
            url=reverse("plans_issue", args=[plan.code]),
            why=gettext("您是区司法局领导，规划由您签发"),
            due=plan.since,
            subject=f"plan:{plan.code}",
        )
        for plan in plans(actor).filter(issued_at=None, until__gte=today)
    ]


def _citing(text_ids: Sequence[int]) -> list[Citation]:
    """Public campaigns that make these texts known."""
    rows = CampaignLaw.objects.filter(
        text__in=text_ids, campaign__in=visible_to(STRANGER).order_by().values("pk")
    )
    return [
        Citation(
            subject=f"campaign:{row.campaign.code}",
            title=row.campaign.title,
            url=reverse("plans_campaign", args=[row.campaign.code]),
            owner=row.campaign.lead.name if row.campaign.lead else "",
            day=row.campaign.since,
        )
        for row in rows.select_related("campaign__lead").order_by("-campaign__since")[:200]
    ]


def _uses(texts: QuerySet[Any], versions: QuerySet[Any]) -> Iterator[LawUse]:
    """Every campaign that makes these known, public or not. One query."""
    rows = CampaignLaw.objects.filter(Q(text__in=texts) | Q(text=None, version__in=versions))
    return map(use_of, rows.select_related("campaign__lead").iterator())


OFFERS = (
    NAMED,
    OATHS_SHEET,
    Citer(CAMPAIGN, _("专题活动"), _citing, _uses),
    OpenActs(
        frozenset({"plans.open_plan", "plans.issue_plan", "plans.load_honours", "plans.publish_campaigns"})
    ),
    Awaiting("plans-to-issue", _("签发规划"), _to_issue),
    MenuEntry("plans", _("规划"), "plans_list", public=True, order=10),
    MenuEntry("plans", _("专题活动"), "plans_campaigns", public=True, order=20),
    MenuEntry("plans", _("规划与年度任务"), "plans_work", order=20),
    Purpose("campaign", _("专题活动"), served_campaigns, campaign_titles, campaign_kinds),
    Purpose("goal", _("规划目标"), served_goals, goal_titles),
    *PUBLISHABLE,
    HONOURS,
    DEFINITIONS,
    Block("plan-progress", _("年度任务进度"), progress_block, order=30),
    Block("campaigns", _("专题活动"), campaign_block, public=True, order=30),
    ActWords(
        {
            "plans.open_plan": _("建立规划"),
            "plans.issue_plan": _("签发规划"),
            "plans.publish_campaigns": _("公开专题活动"),
            "plans.open_campaign": _("建立专题活动"),
            "plans.add_oath_text": _("登记誓词版本"),
            "plans.enter_appointee": _("登记任职人员"),
            "plans.record_oath": _("登记宪法宣誓"),
            "plans.take_part": _("登记参加安排"),
            "plans.add_shift": _("排一班值班"),
            "plans.drop_shift": _("撤掉一班值班"),
            "plans.change_campaign": _("修改专题活动"),
            "plans.change_plan": _("修改规划"),
            "plans.add_goal": _("增加目标"),
            "plans.change_goal": _("修改目标"),
            "plans.remove_goal": _("删除目标"),
            "plans.add_task": _("增加年度任务"),
            "plans.change_task": _("修改年度任务"),
            "plans.remove_task": _("删除年度任务"),
            "plans.load_honours": _("登记荣誉"),
            "plans.change_honour": _("更正荣誉"),
        }
    ),
)
