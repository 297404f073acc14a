"""What deeds offer: figure sources, search, what waits for a verdict, who may read files, menu lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count as HowMany
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.access import visible_to
from zhifa.deeds.models import Cited, Count, Deed, Participation
from zhifa.deeds.selectors import (
    attendances_by_day,
    changes,
    deed_records,
    hidden_records,
    kinds,
    purpose_titles,
    returned_to,
    waiting,
)
from zhifa.deeds.terms import UNIT_OF, Audience, Channel, Measure, Source, State
from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import ITEMS, TIMES, VIEWS
from zhifa.kernel.registry import (
    ActWords,
    Awaiting,
    AwaitingItem,
    Block,
    Citation,
    Citer,
    FigureOffer,
    FigureSource,
    FileGuard,
    MenuEntry,
    Searchable,
    SearchRow,
    SourceField,
)
from zhifa.people.api import district_code

AUDIENCES = dict(Audience.choices)
CHANNELS = dict(Channel.choices)
SOURCES = dict(Source.choices)


def deed_fields(prefix: str = "") -> tuple[SourceField, ...]:
    """The published fields of a deed, from whatever table reaches it by `prefix`."""
    return (
        SourceField(
            "kind", _("种类"), f"{prefix}kind", "code", labels={k.code: k.title for k in kinds().values()}
        ),
        SourceField("day", _("日期"), f"{prefix}occurred_on", "day"),
        SourceField("unit", _("主办单位"), f"{prefix}unit__name", "code"),
        SourceField("audience", _("对象"), f"{prefix}audience", "code", labels=AUDIENCES),
        SourceField("area", _("区域"), f"{prefix}area__name", "code"),
        SourceField("opening", _("期初记录"), f"{prefix}is_opening", "flag"),
        SourceField(
            "served", _("所服务的目标"), f"{prefix}served__code", "code", to_many=True, words=purpose_titles
        ),
        SourceField("record", _("记录"), f"{prefix}key", "key"),
    )


DEED_FIELDS = (
    *deed_fields(),
    SourceField("credited", _("主办或协办单位"), "credits__unit__name", "code", to_many=True),
)


def _here(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with this home's district: a deed lies in no other."""
    annotated: QuerySet[Any] = rows.annotate(in_district=district_code())
    return annotated


def counted_deeds() -> QuerySet[Deed]:
    """Deeds that may reach a figure: confirmed at the last level, counts closed, not opening records."""
    return _here(Deed.objects.filter(state=State.CONFIRMED, closed_at__isnull=False))


def _counts(measure: Measure) -> QuerySet[Count]:
    return _here(
        Count.objects.filter(measure=measure, deed__state=State.CONFIRMED, deed__closed_at__isnull=False)
    )


def _participations() -> QuerySet[Participation]:
    return _here(Participation.objects.filter(deed__state=State.CONFIRMED, deed__closed_at__isnull=False))


def _held_back(since: date, until: date) -> Mapping[str, int]:
    """Deeds of a window kept out of every figure, by reason. One query."""
    found = Deed.objects.filter(occurred_on__range=(since, until)).aggregate(
        unconfirmed=HowMany("pk", filter=Q(state__in=(State.SUBMITTED, State.RETURNED, State.DRAFT))),
    )
    return {reason: number for reason, number in found.items() if number}


def _count_source(measure: Measure) -> FigureSource:
    return FigureSource(
        code=f"deeds.{measure.value}",
        title=measure.label,
        queryset=lambda: _counts(measure),
        fields=(
            *deed_fields("deed__"),
            SourceField("value", measure.label, "value", "number", unit=UNIT_OF[measure]),
            SourceField("channel", _("渠道"), "channel", "code", labels=CHANNELS),
            SourceField("source", _("来源"), "source", "code", labels=SOURCES),
        ),
        day_field="deed__occurred_on",
        district_field="in_district",
        records=deed_records,
        held_back=_held_back,
        hidden=hidden_records,
    )


SOURCES_OFFERED = (
    FigureSource(
        "deeds.deeds",
        _("履职记录"),
        counted_deeds,
        DEED_FIELDS,
        "occurred_on",
        "in_district",
        deed_records,
        _held_back,
        hidden_records,
    ),
    *(_count_source(measure) for measure in Measure),
    FigureSource(
        code="deeds.participations",
        title=_("参加记录"),
        queryset=_participations,
        fields=(
            *deed_fields("deed__"),
            SourceField("token", _("参加者标记"), "token", "key", unit=None),
            SourceField("channel", _("渠道"), "channel", "code", labels=CHANNELS),
        ),
        day_field="deed__occurred_on",
        district_field="in_district",
        records=deed_records,
        held_back=_held_back,
        hidden=hidden_records,
    ),
)

DEFINITIONS = FigureOffer(
    "deeds",
    (
        {
            "code": "deeds.confirmed",
            "title": "已确认的履职记录",
            "statement": "经区普法办确认并已封账的履职记录条数；联合开展的只算一条。",
            "unit": ITEMS.code,
            "window": "span",
            "denominator": "全区各单位、街道、社区申报的记录",
            "deduplication": "一项工作一条；协办单位另记功，不重复计数",
            "measure": {"count": "deeds.deeds"},
            "split": "kind",
        },
        {
            "code": "deeds.attendances",
            "title": "参加人次",
            "statement": "已确认记录的参加人次之和；同一人参加两次算两人次。",
            "unit": TIMES.code,
            "window": "span",
            "denominator": "有人次计量的已确认记录；未测量的不估",
            "deduplication": "不去重：人次按次计",
            "measure": {"sum": "value", "of": "deeds.attendances"},
            "split": "source",
        },
        {
            "code": "deeds.views",
            "title": "观看次数",
            "statement": "平台给出的观看次数之和；不是人次，也不与人次相加。",
            "unit": VIEWS.code,
            "window": "span",
            "denominator": "有观看次数的已确认记录",
            "deduplication": "平台原值，不去重",
            "measure": {"sum": "value", "of": "deeds.views"},
            "split": "channel",
        },
        {
            "code": "deeds.units",
            "title": "开展工作的单位",
            "statement": "至少主办一项已确认工作的单位数。",
            "unit": "places",
            "window": "span",
            "denominator": "全区单位、街道、社区",
            "deduplication": "一个单位只算一次",
            "measure": {"distinct": "unit", "of": "deeds.deeds"},
        },
    ),
)


def _waiting(actor: Actor, _today: date) -> list[AwaitingItem]:
    """Verdicts to give, and what was sent back. Two queries."""
    items = [
        AwaitingItem(
            title=translated("确认：%(title)s（%(unit)s，%(day)s）")
            % {"title": deed.title, "unit": deed.unit.name, "day": deed.occurred_on},
            url=reverse("deeds_deed", args=[deed.key]),
            why=translated("按逐级确认，轮到%(level)s") % {"level": deed.get_waits_for_display()},
            since=deed.reported_on,
            subject=f"deed:{deed.key}",
        )
        for deed in waiting(actor)[:200]
    ]
    items += [
        AwaitingItem(
            title=translated("修改后再提交：%(title)s") % {"title": deed.title},
            url=reverse("deeds_deed", args=[deed.key]),
            why=translated("您记录的，被退回"),
            since=deed.reported_on,
            subject=f"deed:{deed.key}",
        )
        for deed in returned_to(actor)[:50]
    ]
    return items


def _search_rows(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    rows = Deed.objects.exclude(state=State.WITHDRAWN).select_related("unit", "area")
    if keys is not None:
        rows = rows.filter(key__in=keys)
    for deed in rows.iterator(chunk_size=2_000):
        scopes = {"district", f"unit:{deed.unit.path}"}
        if deed.published_at is not None:
            scopes.add("public")
        area = deed.area or deed.unit.area
        if area is not None:
            scopes.add(f"area:{area.path}")
        yield SearchRow(
            key=deed.key,
            title=deed.title,
            body=f"{deed.unit.name} {deed.place} {deed.summary}",
            url=reverse("deeds_public", args=[deed.key]),
            scopes=frozenset(scopes),
            day=deed.occurred_on,
        )


def _may_read_files(actor: Actor, key: str) -> bool:
    """Whoever may see a deed inside the house may read its files; the public reads their kinds only."""
    return not actor.is_stranger and visible_to(actor).filter(key=key).exclude(state=State.WITHDRAWN).exists()


def _citing(text_ids: Sequence[int]) -> Iterable[Citation]:
    """Published deeds that explained these texts."""
    rows = Cited.objects.filter(
        text_id__in=text_ids, deed__published_at__isnull=False, deed__state=State.CONFIRMED
    )
    for row in rows.select_related("deed__unit").order_by("-deed__occurred_on")[:200]:
        yield Citation(
            subject=f"deed:{row.deed.key}",
            title=row.deed.title,
            url=reverse("deeds_public", args=[row.deed.key]),
            owner=row.deed.unit.name,
            day=row.deed.occurred_on,
        )


def changed_block(request: HttpRequest) -> str:
    """What happened lately to the records that the reader sees."""
    lines = changes(request.actor, limit=8)  # type: ignore[attr-defined]
    return render_to_string("deeds/changed.html", {"lines": lines}, request) if lines else ""


def participation_block(request: HttpRequest) -> str:
    """The calendar of 人次 of the last year with records."""
    year, days = attendances_by_day(request.actor)  # type: ignore[attr-defined]
    if not days:
        return ""
    rows = [(day.isoformat(), total, f"{total:,} {TIMES.label}") for day, total in days]
    title = translated("%(year)s 年哪些天有人参加，多少人次") % {"year": year}
    return render_to_string("deeds/participation.html", {"title": title, "rows": rows}, request)


ACTS = ActWords(
    {
        "deeds.record_deed": _("记录"),
        "deeds.revise_deed": _("修改"),
        "deeds.submit_deed": _("提交"),
        "deeds.withdraw_deed": _("撤回"),
        "deeds.confirm_deed": _("确认"),
        "deeds.return_deed": _("退回"),
        "deeds.correct_deed": _("更正"),
        "deeds.load_deeds": _("成批导入"),
        "deeds.load_participations": _("导入参加记录"),
        "deeds.confirm_deeds": _("成批确认"),
        "deeds.pass_deeds": _("成批转报"),
        "deeds.close_counts": _("封账"),
        "deeds.publish_deeds": _("公开"),
        "deeds.unpublish_deeds": _("停止公开"),
        "evidence.attach": _("附上佐证"),
        "evidence.detach": _("移除佐证"),
    }
)

OFFERS = (
    ACTS,
    MenuEntry("deeds", _("履职记录"), "deeds_list", order=30),
    *SOURCES_OFFERED,
    DEFINITIONS,
    Awaiting("deeds", _("履职记录"), _waiting),
    Block("changed", _("最近变动"), changed_block, order=40),
    Block("participation", _("参加日历"), participation_block, order=35),
    Searchable("deed", _("履职记录"), _search_rows),
    FileGuard("deed", _may_read_files),
    Citer("deed", _("履职记录"), _citing),
)
