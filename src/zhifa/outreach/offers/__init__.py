"""What outreach offers: its deed kinds, the year's figures, sheets of activities, missed turns, menu lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import (
    UNIT_OF,
    Count,
    Measure,
    State,
    deed_records,
    deeds_told,
    held_deeds,
    hidden_records,
    unit_names,
)
from zhifa.evidence.api import EvidenceKind, spoken_for
from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import COPIES, EVENTS, ISSUES, OCCASIONS, PEOPLE, PIECES, TIMES
from zhifa.kernel.registry import (
    ActWords,
    Awaiting,
    AwaitingItem,
    Block,
    DeedKind,
    FigureOffer,
    FigureSource,
    HeldField,
    MenuEntry,
    SourceField,
)
from zhifa.kernel.web.asking import asker
from zhifa.outreach.access import may_manage, may_record_any
from zhifa.outreach.models import Activity
from zhifa.outreach.offers.publishing import PUBLISHABLE
from zhifa.outreach.offers.sheets import ACTIVITIES_SHEET
from zhifa.outreach.selectors import programme_titles, published_activities, turns_missed
from zhifa.outreach.terms import COUNTED_IN, ActivityKind, SpeakerRank
from zhifa.people.api import district_code


def activity_url(key: str) -> str:
    """The page of the activity behind a deed."""
    return reverse("outreach_activity", args=[key])


KINDS = tuple(
    DeedKind(kind.value, kind.label, "outreach", COUNTED_IN[kind], activity_url) for kind in ActivityKind
)


OTHER_NAMES = {
    ActivityKind.LECTURE: (_("法治宣讲场次"), _("普法讲座次数")),
    ActivityKind.GROUP_STUDY: (_("党组（党委）会前学法次数"), _("理论学习中心组学法次数")),
    ActivityKind.CONSULTATION: (_("法律咨询活动场次"), _("现场咨询场次")),
    ActivityKind.LIVESTREAM: (_("网络直播场次"), _("直播普法场次")),
    ActivityKind.RADIO: (_("广播电台普法节目期数"),),
    ActivityKind.CAMPUS: (_("法治进校园场次"),),
    ActivityKind.OATH: (_("宪法宣誓仪式次数"),),
}
HELD = tuple(
    HeldField(
        f"outreach.{kind.value}",
        kind.label,
        "activity",
        held_deeds(kind.value),
        COUNTED_IN[kind].code,
        OTHER_NAMES.get(kind, ()),
    )
    for kind in ActivityKind
)


def _activities() -> QuerySet[Any]:
    counted = Activity.objects.filter(deed__state=State.CONFIRMED, deed__closed_at__isnull=False)
    confirmed = spoken_for("deed", "deed__key", EvidenceKind.COUNTERPART_CONFIRMATION)
    annotated: QuerySet[Any] = counted.annotate(in_district=district_code(), second_party=confirmed)
    return annotated


def _counts(measure: Measure) -> QuerySet[Any]:
    """The typed counts of a measure that stand on activities."""
    counted = Count.objects.filter(
        measure=measure, is_final=True, deed__activity__isnull=False,
        deed__state=State.CONFIRMED, deed__closed_at__isnull=False,
    )  # fmt: skip
    confirmed = spoken_for("deed", "deed__key", EvidenceKind.COUNTERPART_CONFIRMATION)
    annotated: QuerySet[Any] = counted.annotate(in_district=district_code(), second_party=confirmed)
    return annotated


def _fields(activity: str) -> tuple[SourceField, ...]:
    """The published fields of an activity, from whatever table reaches it by `activity`; that table has the deed."""
    return (
        SourceField("kind", _("种类"), "deed__kind", "code", labels=dict(ActivityKind.choices)),
        SourceField("day", _("日期"), "deed__occurred_on", "day"),
        SourceField("unit", _("主办单位"), "deed__unit__code", "code", words=unit_names),
        SourceField(
            "credited",
            _("主办或协办单位"),
            "deed__credits__unit__code",
            "code",
            to_many=True,
            words=unit_names,
        ),
        SourceField("audience", _("对象"), "deed__audience", "code"),
        SourceField(
            "speaker_rank",
            _("主讲人身份"),
            f"{activity}speaker_rank",
            "code",
            labels=dict(SpeakerRank.choices),
        ),
        SourceField("programme", _("栏目"), f"{activity}programme__code", "code", words=programme_titles),
        SourceField("record", _("记录"), "deed__key", "key"),
        SourceField("second_party", _("对方确认"), "second_party", "flag"),
    )


ACTIVITIES = FigureSource(
    code="outreach.activities",
    title=_("活动"),
    queryset=_activities,
    fields=_fields(""),
    day_field="deed__occurred_on",
    district_field="in_district",
    records=deed_records,
    told=deeds_told,
    hidden=hidden_records,
)


def _count_source(measure: Measure) -> FigureSource:
    """The counts of a measure on activities, with the programme that they belong to."""
    return FigureSource(
        code=f"outreach.{measure.value}",
        title=measure.label,
        queryset=lambda: _counts(measure),
        fields=(
            *_fields("deed__activity__"),
            SourceField("value", measure.label, "value", "number", unit=UNIT_OF[measure]),
        ),
        day_field="deed__occurred_on",
        district_field="in_district",
        records=deed_records,
        told=deeds_told,
        hidden=hidden_records,
    )


MEASURED = tuple(
    _count_source(measure) for measure in (Measure.FIRMS, Measure.PAIRS, Measure.CADRES, Measure.LAWYERS)
)


def _counted(
    code: str, title: str, statement: str, unit: str, where: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    """A definition that counts activities under a filter."""
    return {
        "code": f"outreach.{code}",
        "title": title,
        "statement": statement,
        "unit": unit,
        "window": "span",
        "denominator": "经区普法办确认并已封账的活动记录",
        "deduplication": "一项活动一条；联合举办的全区只算一次，主办和协办单位各记一次，所以各单位相加会大于总数",
        "measure": {"count": "outreach.activities", "where": where},
        "split": "credited",
        **more,
    }


def _summed(  # noqa: PLR0917 - the columns of a table, read line by line
    code: str, title: str, statement: str, measure: str, unit: str, kinds: list[str], split: str = "source"
) -> dict[str, Any]:
    """A definition that adds up one measure over kinds of activities; units never mix."""
    return {
        "code": f"outreach.{code}",
        "title": title,
        "statement": statement,
        "unit": unit,
        "window": "span",
        "denominator": "有该项计量的已确认活动；未测量的不估",
        "deduplication": "不去重；各渠道、各来源分列",
        "measure": {
            "sum": "value",
            "of": f"deeds.{measure}",
            "where": [{"field": "kind", "in": kinds}],
        },
        "split": split,
    }


def _served(measure: Measure, title: str, statement: str) -> dict[str, Any]:
    """A definition that adds up one measure over the services to firms, a part for each programme."""
    return {
        "code": f"outreach.{measure.value}",
        "title": title,
        "statement": statement,
        "unit": UNIT_OF[measure].code,
        "window": "span",
        "denominator": "有该项计量的已确认企业法律服务；未测量的不估",
        "deduplication": "不去重，按记录相加；按所属栏目分列，栏目的名称不代表数量",
        "measure": {
            "sum": "value",
            "of": f"outreach.{measure.value}",
            "where": [{"field": "kind", "is": ActivityKind.FIRM_SERVICE.value}],
        },
        "split": "programme",
    }


# Whom the programmes for firms sent out and whom they served: as recorded, without a threshold.
SERVED = (
    (Measure.FIRMS, "服务企业", "企业法律服务所服务的企业家次，按记录相加。"),
    (Measure.PAIRS, "结对", "企业法律服务中一对一结对的对数。"),
    (Measure.CADRES, "服务企业的干部", "到企业服务的干部人次，按记录相加；同一人去两次算两人次。"),
    (Measure.LAWYERS, "服务企业的律师", "到企业服务的律师人次，按记录相加；同一人去两次算两人次。"),
)
LECTURE, STUDY = ActivityKind.LECTURE.value, ActivityKind.GROUP_STUDY.value
DEFINITIONS = FigureOffer(
    "outreach",
    (
        _counted(
            "leader_lectures",
            "四大家领导专题辅导报告",
            "区委、区人大、区政府、区政协领导主讲的法治讲座场数。",
            EVENTS.code,
            [
                {"field": "kind", "is": LECTURE},
                {"field": "speaker_rank", "is": SpeakerRank.FOUR_BODIES.value},
            ],
        ),
        _counted(
            "group_studies",
            "中心组集中学法",
            "党委（党组）理论学习中心组集中学法的次数。",
            OCCASIONS.code,
            [{"field": "kind", "is": STUDY}],
        ),
        _counted(
            "lectures",
            "法治讲座",
            "各单位举办的法治讲座场数。",
            EVENTS.code,
            [{"field": "kind", "is": LECTURE}],
        ),
        _counted(
            "livestreams",
            "法治宣传直播",
            "与媒体合作开展的网上直播场数。",
            EVENTS.code,
            [{"field": "kind", "is": ActivityKind.LIVESTREAM.value}],
            split="programme",
        ),
        _counted(
            "radio_issues",
            "法治广播节目",
            "法治宣传广播栏目已播出的期数。",
            ISSUES.code,
            [{"field": "kind", "is": ActivityKind.RADIO.value}],
            split="programme",
        ),
        _counted(
            "consultations",
            "街头法律咨询",
            "各单位开展的街头法律咨询场数。",
            EVENTS.code,
            [{"field": "kind", "is": ActivityKind.CONSULTATION.value}],
        ),
        _counted(
            "performances",
            "法治文艺演出",
            "法治文艺演出场数。",
            EVENTS.code,
            [{"field": "kind", "is": ActivityKind.PERFORMANCE.value}],
        ),
        _counted(
            "firm_services",
            "企业法律服务",
            "干部、律师到企业开展法律服务的次数，按所属栏目分列。",
            OCCASIONS.code,
            [{"field": "kind", "is": ActivityKind.FIRM_SERVICE.value}],
            split="programme",
        ),
        _summed(
            "livestream_times",
            "直播参与人次",
            "各场直播的参加人次之和；观看次数另计，不相加。",
            "attendances",
            TIMES.code,
            [ActivityKind.LIVESTREAM.value],
        ),
        _summed(
            "radio_times",
            "节目参与人次",
            "广播节目线上线下的参加人次之和，按渠道和来源分列；估算的注明方法。",
            "attendances",
            TIMES.code,
            [ActivityKind.RADIO.value],
            "channel",
        ),
        _summed(
            "micro_times",
            "微活动参与人次",
            "微信微活动的参加人次之和；同一人参加两次算两人次。",
            "attendances",
            TIMES.code,
            [ActivityKind.MICRO.value],
        ),
        _summed(
            "times",
            "活动参加人次",
            "全部活动的参加人次之和。",
            "attendances",
            TIMES.code,
            [kind.value for kind in ActivityKind],
            "kind",
        ),
        _summed(
            "copies",
            "发放普法资料",
            "发放的普法资料份数。",
            "copies",
            COPIES.code,
            [kind.value for kind in ActivityKind],
            "unit",
        ),
        _summed(
            "pieces",
            "普法作品",
            "创作的普法作品件数。",
            "pieces",
            PIECES.code,
            [ActivityKind.PRODUCT.value],
            "unit",
        ),
        *(_served(*line) for line in SERVED),
        {
            "code": "outreach.people_range",
            "title": "参加活动的不同的人",
            "statement": "留有参加者标记的活动中，不同的人数。同一渠道内能认出同一人，不同渠道之间认不出，"
            "所以是一个范围：不少于最大的渠道，不多于各渠道之和。",
            "unit": PEOPLE.code,
            "window": "span",
            "denominator": "留有参加者标记的已确认活动；只有总数的活动不在内",
            "deduplication": "渠道内按标记去重，渠道间不去重",
            "measure": {
                "distinct": "token",
                "of": "deeds.participations",
                "where": [{"field": "kind", "in": [kind.value for kind in ActivityKind]}],
                "linked_within": "channel",
            },
            "split": "channel",
            "version": 2,  # since 2, who attends training is counted by itself
        },
    ),
)


def _missed(actor: Actor, today: date) -> list[AwaitingItem]:
    """Turns of a programme that passed without an issue: the unit's liaison and the office see them."""
    return [
        AwaitingItem(
            title=gettext("%(programme)s第 %(number)s 期还没有记录")
            % {"programme": turn.programme.title, "number": turn.number},
            url=f"{reverse('outreach_new')}?turn={turn.pk}",
            why=gettext("轮到%(unit)s，计划 %(day)s") % {"unit": turn.unit.name, "day": turn.planned_on},
            due=turn.planned_on,
            subject=f"turn:{turn.pk}",
        )
        for turn in turns_missed(today)
        if may_manage(actor) or actor.reaches_unit(turn.unit.path)
    ]


def latest_block(request: HttpRequest) -> str:
    """The latest published activities on the public home."""
    rows: Sequence[Activity] = list(published_activities()[:6])
    return render_to_string("outreach/latest.html", {"activities": rows}, request) if rows else ""


def begin_block(request: HttpRequest) -> str:
    """Where a liaison begins."""
    if not may_record_any(asker(request)):
        return ""
    return render_to_string("outreach/begin.html", {}, request)


OFFERS = (
    *HELD,
    *KINDS,
    ACTIVITIES,
    *MEASURED,
    ACTIVITIES_SHEET,
    *PUBLISHABLE,
    DEFINITIONS,
    MenuEntry("outreach", _("活动"), "outreach_published", public=True, order=30),
    MenuEntry("outreach", _("法治文化场所"), "outreach_places", public=True, order=50),
    MenuEntry("outreach", _("记录活动"), "outreach_new", visible=may_record_any, order=10),
    MenuEntry("outreach", _("栏目与轮值"), "outreach_programmes", order=35),
    Awaiting("turns", _("栏目轮值"), _missed),
    Block("record", _("记录活动"), begin_block, order=5),
    Block("latest-activities", _("最近的活动"), latest_block, public=True, order=20),
    ActWords(
        {
            "outreach.record_activity": _("填写活动详情"),
            "outreach.revise_activity": _("修改活动详情"),
            "outreach.load_activities": _("成批导入活动"),
            "outreach.open_programme": _("建立栏目"),
            "outreach.change_programme": _("修改栏目与轮值"),
            "outreach.load_places": _("登记场所"),
            "outreach.change_place": _("更正场所"),
        }
    ),
)
