"""What deeds offer: figure sources, search, what waits for a verdict, who may read files, menu lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import BooleanField, Case, ExpressionWrapper, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.access import visible_to
from zhifa.deeds.models import Cited, Count, Deed, Participation
from zhifa.deeds.offers.attendance import ATTENDANCE
from zhifa.deeds.offers.held import HELD
from zhifa.deeds.offers.publishing import PUBLISHABLE
from zhifa.deeds.offers.uses import DEFINITIONS as USES_DEFINED
from zhifa.deeds.offers.uses import SOURCE as FILES_IN_USE
from zhifa.deeds.selectors import (
    area_names,
    arriving,
    attendances_by_day,
    changes,
    deed_records,
    deeds_told,
    hidden_records,
    is_late,
    kinds,
    published_deeds,
    purpose_kinds,
    purpose_titles,
    returned_to,
    unit_names,
    use_of,
    waiting,
)
from zhifa.deeds.services import check_events, days_changed
from zhifa.deeds.terms import ASK_AFTER_DAYS, DEED, UNIT_OF, Audience, Channel, Measure, Source, State
from zhifa.evidence.api import EvidenceKind, spoken_for
from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import ITEMS, PEOPLE, PERCENT, TIMES, VIEWS
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
    LawUse,
    LogCheck,
    MenuEntry,
    Nameable,
    NamedThing,
    OpenActs,
    RowsListener,
    Searchable,
    SearchRow,
    SourceField,
    rows_changed,
)
from zhifa.kernel.web.asking import asker
from zhifa.people.api import district_code
from zhifa.publishing.api import is_public

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
        SourceField("unit", _("主办单位"), f"{prefix}unit__code", "code", words=unit_names),
        SourceField("audience", _("对象"), f"{prefix}audience", "code", labels=AUDIENCES),
        SourceField("area", _("区域"), f"{prefix}area__code", "code", words=area_names),
        SourceField("opening", _("期初记录"), f"{prefix}is_opening", "flag"),
        SourceField(
            "served", _("所服务的目标"), f"{prefix}served__code", "code", to_many=True, words=purpose_titles
        ),
        SourceField(
            "served_sort",
            _("所服务专题的种类"),
            f"{prefix}served__sort",
            "code",
            to_many=True,
            words=purpose_kinds,
        ),
        SourceField(
            "credited",
            _("主办或协办单位"),
            f"{prefix}credits__unit__code",
            "code",
            to_many=True,
            words=unit_names,
        ),
        SourceField("record", _("记录"), f"{prefix}key", "key"),
        SourceField("second_party", _("对方确认"), "second_party", "flag"),
    )


DEED_FIELDS = (
    *deed_fields(),
    SourceField("late", _("补录"), "reported_late", "flag"),
)


def _here(rows: QuerySet[Any], prefix: str = "deed__") -> QuerySet[Any]:
    """The rows with this home's district (a deed lies in no other) and whether the other side confirmed the deed."""
    confirmed = spoken_for(DEED, f"{prefix}key", EvidenceKind.COUNTERPART_CONFIRMATION)
    annotated: QuerySet[Any] = rows.annotate(in_district=district_code(), second_party=confirmed)
    return annotated


def counted_deeds() -> QuerySet[Deed]:
    """Deeds that may reach a figure: confirmed at the last level, counts closed, not opening records."""
    late = ExpressionWrapper(is_late(), output_field=BooleanField())
    return _here(
        Deed.objects.filter(state=State.CONFIRMED, closed_at__isnull=False).annotate(
            reported_late=late,
        ),
        prefix="",
    )


def _counts(measure: Measure) -> QuerySet[Count]:
    return _here(
        Count.objects.filter(
            measure=measure, is_final=True, deed__state=State.CONFIRMED, deed__closed_at__isnull=False
        ).annotate(least=Coalesce("at_least", "value"))
    )


def _participations() -> QuerySet[Participation]:
    return _here(Participation.objects.filter(deed__state=State.CONFIRMED, deed__closed_at__isnull=False))


def _held_back(since: date, until: date) -> Mapping[str, int]:
    """Deeds of a window kept out of every figure, by reason. One query."""
    waiting = Deed.objects.filter(
        occurred_on__range=(since, until), state__in=(State.SUBMITTED, State.RETURNED, State.DRAFT)
    ).count()
    return {"unconfirmed": waiting} if waiting else {}


def _counts_held_back(measure: Measure, since: date, until: date) -> Mapping[str, int]:
    """What is kept out of every figure over a measure: unconfirmed deeds, and counts that still grow. Two queries."""
    arriving = Count.objects.filter(
        measure=measure, is_final=False, deed__state=State.CONFIRMED, deed__occurred_on__range=(since, until)
    ).count()
    return {**_held_back(since, until), **({"provisional": arriving} if arriving else {})}


def _count_source(measure: Measure) -> FigureSource:
    return FigureSource(
        code=f"deeds.{measure.value}",
        title=measure.label,
        queryset=lambda: _counts(measure),
        fields=(
            *deed_fields("deed__"),
            SourceField("value", measure.label, "value", "number", unit=UNIT_OF[measure]),
            SourceField("at_least", _("至少"), "least", "number", unit=UNIT_OF[measure]),
            SourceField("channel", _("渠道"), "channel", "code", labels=CHANNELS),
            SourceField("source", _("来源"), "source", "code", labels=SOURCES),
        ),
        day_field="deed__occurred_on",
        district_field="in_district",
        records=deed_records,
        told=deeds_told,
        held_back=partial(_counts_held_back, measure),
        hidden=hidden_records,
        version=2 if measure == Measure.DISTINCT else 1,  # since 2, rows of who came give it too
    )


def _citations() -> QuerySet[Any]:
    """What counted deeds cite, each with whether the words of the deed's day are held."""
    words = Case(When(version__text_held=True, then=Value("held")), default=Value("lacking"))
    rows = Cited.objects.filter(deed__state=State.CONFIRMED, deed__closed_at__isnull=False)
    return rows.annotate(in_district=district_code(), words=words)


def _held_anew(source: str, days: Iterable[date]) -> None:
    """Where a text comes into the library, the days of all that cites count again: a gap that was cited may be filled."""
    if source == "laws.standing" and days:
        cited = Deed.objects.filter(cited__isnull=False).order_by().values_list("occurred_on", flat=True)
        rows_changed(CITATIONS, set(cited.distinct()))


CITATIONS = "deeds.citations"
SOURCES_OFFERED = (
    FigureSource(
        code=CITATIONS,
        title=_("履职记录引用的法律"),
        queryset=_citations,
        fields=(
            SourceField(
                "kind", _("种类"), "deed__kind", "code", labels={k.code: k.title for k in kinds().values()}
            ),
            SourceField("day", _("日期"), "deed__occurred_on", "day"),
            SourceField("unit", _("主办单位"), "deed__unit__code", "code", words=unit_names),
            SourceField(
                "words", _("当日文本"), "words", "code", labels={"held": _("已收录"), "lacking": _("未收录")}
            ),
            SourceField("record", _("记录"), "deed__key", "key"),
        ),
        day_field="deed__occurred_on",
        district_field="in_district",
        records=deed_records,
        told=deeds_told,
        held_back=_held_back,
        hidden=hidden_records,
    ),
    FigureSource(
        code="deeds.deeds",
        title=_("履职记录"),
        queryset=counted_deeds,
        fields=DEED_FIELDS,
        day_field="occurred_on",
        district_field="in_district",
        records=deed_records,
        told=deeds_told,
        held_back=_held_back,
        hidden=hidden_records,
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
        told=deeds_told,
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
            "code": "deeds.stayed",
            "title": "停留满 60 秒",
            "statement": "平台能测出停留时间的，停留满 60 秒的人次之和；与参加人次分列，不相加。",
            "unit": TIMES.code,
            "window": "span",
            "denominator": "测了停留时间的已确认记录；没有测的不估",
            "deduplication": "不去重：人次按次计",
            "measure": {"sum": "value", "of": "deeds.stayed"},
            "split": "channel",
            "empty": "unmeasured",
        },
        {
            "code": "deeds.people_stated",
            "title": "各场给出的不同的人",
            "statement": "平台或签到表给出的去重人数。同一个人可能参加几场，各场之间认不出，所以是一个范围："
            "不少于人数最多的一场，不多于各场之和。一场有几张签到表的，认得出的人只算一次，认不出的按是否同一人分两端。",
            "unit": PEOPLE.code,
            "window": "span",
            "denominator": "给出了去重人数的已确认记录；没有测的不估",
            "deduplication": "一场之内去重，各场之间不去重",
            "measure": {
                "range": [
                    {"bounds": "at_least", "of": "deeds.distinct", "label": "认不出的按同一人算"},
                    {"bounds": "value", "of": "deeds.distinct", "label": "认不出的按不同的人算"},
                ]
            },
            "empty": "unmeasured",
            "version": 2,
        },
        {
            "code": "deeds.learned",
            "title": "测过已掌握的人",
            "statement": "当场或事后测验，达到合格线的人数。各场之间认不出同一个人，所以是一个范围。",
            "unit": PEOPLE.code,
            "window": "span",
            "denominator": "做了测验的已确认记录；没有测的不估",
            "deduplication": "一场之内去重，各场之间不去重",
            "measure": {"bounds": "value", "of": "deeds.learned"},
            "empty": "unmeasured",
        },
        {
            "code": "deeds.on_time",
            "title": "按时申报率",
            "statement": "做完 30 天内申报的记录，占全部已确认记录的百分比；超过 30 天的是补录。",
            "unit": PERCENT.code,
            "window": "span",
            "denominator": "已确认的履职记录",
            "deduplication": "一项工作一条",
            "measure": {
                "ratio": {
                    "over": {
                        "count": "deeds.deeds",
                        "unit": ITEMS.code,
                        "label": "按时",
                        "where": [{"field": "late", "is": False}],
                    },
                    "under": {"count": "deeds.deeds", "unit": ITEMS.code, "label": "全部"},
                }
            },
        },
        {
            "code": "deeds.citations",
            "title": "记录引用法律",
            "statement": "已确认记录引用法律的处数，按记录当日施行的文本有没有收录分列；没有收录的照实注明，不用别的日子的文本代替。",
            "unit": ITEMS.code,
            "window": "span",
            "denominator": "已确认记录里的全部法律引用",
            "deduplication": "一条记录里同一处引用只算一次",
            "measure": {"count": CITATIONS},
            "split": "words",
        },
        {
            "code": "deeds.citations_held",
            "title": "引用的当日文本收录率",
            "statement": "已确认记录引用的法律中，记录当日施行的文本已经收录的百分比。",
            "unit": PERCENT.code,
            "window": "span",
            "denominator": "已确认记录里的全部法律引用",
            "deduplication": "一条记录里同一处引用只算一次",
            "measure": {
                "ratio": {
                    "over": {
                        "count": CITATIONS,
                        "unit": ITEMS.code,
                        "label": "已收录",
                        "where": [{"field": "words", "is": "held"}],
                    },
                    "under": {"count": CITATIONS, "unit": ITEMS.code, "label": "全部"},
                }
            },
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
            title=gettext("确认：%(title)s（%(unit)s，%(day)s）")
            % {"title": deed.title, "unit": deed.unit.name, "day": deed.occurred_on},
            url=reverse("deeds_deed", args=[deed.key]),
            why=gettext("按逐级确认，轮到%(level)s") % {"level": deed.get_waits_for_display()},
            since=deed.reported_on,
            subject=f"deed:{deed.key}",
        )
        for deed in waiting(actor)[:200]
    ]
    items += [
        AwaitingItem(
            title=gettext("修改后再提交：%(title)s") % {"title": deed.title},
            url=reverse("deeds_deed", args=[deed.key]),
            why=gettext("您记录的，被退回"),
            since=deed.reported_on,
            subject=f"deed:{deed.key}",
        )
        for deed in returned_to(actor)[:50]
    ]
    return items


def _arriving(actor: Actor, today: date) -> list[AwaitingItem]:
    """Counts that were still growing when they were recorded: a week later the last reading is asked for. One query."""
    return [
        AwaitingItem(
            title=gettext("补上最终数：%(title)s（%(measure)s）")
            % {"title": count.deed.title, "measure": count.get_measure_display()},
            url=reverse("deeds_correct", args=[count.deed.key])
            if count.deed.closed_at
            else reverse("deeds_deed", args=[count.deed.key]),
            why=gettext("记录时这个数还在增加，没有到齐不计入数字"),
            due=count.deed.occurred_on + timedelta(days=ASK_AFTER_DAYS),
            since=count.deed.reported_on,
            subject=f"deed:{count.deed.key}",
        )
        for count in arriving(actor, today)
    ]


def _search_rows(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    rows = Deed.objects.exclude(state=State.WITHDRAWN).select_related("unit", "area")
    rows = rows.annotate(public=is_public(DEED))
    if keys is not None:
        rows = rows.filter(key__in=keys)
    for deed in rows.iterator(chunk_size=2_000):
        scopes = {"district", f"unit:{deed.unit.path}"}
        if deed.public and deed.state == State.CONFIRMED:
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


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    """Titles, for whoever may see the deeds."""
    rows = visible_to(actor).filter(key__in=keys).values_list("key", "title")
    return {key: NamedThing(title, reverse("deeds_deed", args=[key])) for key, title in rows}


def _found(words: str) -> Sequence[str]:
    return list(Deed.objects.filter(title__icontains=words).values_list("key", flat=True)[:50])


def _may_read_files(actor: Actor, key: str) -> bool:
    """Whoever may see a deed inside the house may read its files; the public reads their kinds only."""
    return not actor.is_stranger and visible_to(actor).filter(key=key).exclude(state=State.WITHDRAWN).exists()


def _files_changed(keys: Collection[str]) -> None:
    """Figures ask whether the other side confirmed a deed: the days of confirmed ones are counted again."""
    rows = Deed.objects.filter(key__in=keys, state=State.CONFIRMED)
    if days := list(rows.order_by().values_list("occurred_on", flat=True).distinct()):
        days_changed(days)


def _citing(text_ids: Sequence[int]) -> Iterable[Citation]:
    """Published deeds that explained these texts."""
    rows = Cited.objects.filter(text_id__in=text_ids, deed__in=published_deeds().order_by().values("pk"))
    for row in rows.select_related("deed__unit").order_by("-deed__occurred_on")[:200]:
        yield Citation(
            subject=f"deed:{row.deed.key}",
            title=row.deed.title,
            url=reverse("deeds_public", args=[row.deed.key]),
            owner=row.deed.unit.name,
            day=row.deed.occurred_on,
        )


def _uses(texts: QuerySet[Any], versions: QuerySet[Any]) -> Iterator[LawUse]:
    """Every citing of these by records that were not withdrawn: a record speaks of the law of its day. One query, streamed."""
    rows = Cited.objects.filter(Q(text__in=texts) | Q(text=None, version__in=versions))
    return map(use_of, rows.exclude(deed__state=State.WITHDRAWN).select_related("deed__unit").iterator())


def changed_block(request: HttpRequest) -> str:
    """What happened lately to the records that the reader sees."""
    lines = changes(asker(request), limit=8)
    return render_to_string("deeds/changed.html", {"lines": lines}, request) if lines else ""


def participation_block(request: HttpRequest) -> str:
    """The calendar of 人次 of the last year with records."""
    year, days = attendances_by_day(asker(request))
    if not days:
        return ""
    rows = [(day.isoformat(), total, f"{total:,} {TIMES.label}") for day, total in days]
    title = gettext("%(year)s 年哪些天有人参加，多少人次") % {"year": year}
    door = f"{reverse('deeds_list')}?state={State.CONFIRMED}&since={{}}&until={{}}"
    return render_to_string("deeds/participation.html", {"title": title, "rows": rows, "door": door}, request)


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
        "deeds.replace_participations": _("换下参加记录"),
        "deeds.confirm_deeds": _("成批确认"),
        "deeds.pass_deeds": _("成批转报"),
        "deeds.close_counts": _("封账"),
        "deeds.publish_deeds": _("公开"),
        "deeds.unpublish_deeds": _("停止公开"),
        "evidence.attach": _("附上佐证"),
        "evidence.detach": _("移除佐证"),
    }
)


def _published(kind: str, keys: Collection[str]) -> Collection[str]:
    """The deeds among the keys that anyone may read."""
    if kind != "deed":
        return ()
    return set(published_deeds().filter(key__in=keys).values_list("key", flat=True))


# What a sheet's entry says is how many rows it has and their root; verdicts, closing and publication say no more than that.
OPEN_ACTS = OpenActs(
    frozenset(
        {
            "deeds.load_deeds", "deeds.load_participations", "deeds.replace_participations", "deeds.submit_deed",
            "deeds.confirm_deed",
            "deeds.confirm_deeds", "deeds.pass_deeds", "deeds.close_counts", "deeds.publish_deeds",
            "deeds.unpublish_deeds", "outreach.load_activities",
        }
    )
)  # fmt: skip
OPEN_WHEN_PUBLISHED = OpenActs(
    frozenset({"deeds.record_deed", "deeds.revise_deed", "deeds.correct_deed", "deeds.withdraw_deed"}),
    _published,
)

OFFERS = (
    OPEN_ACTS,
    OPEN_WHEN_PUBLISHED,
    ACTS,
    PUBLISHABLE,
    MenuEntry("deeds", _("履职记录"), "deeds_list", order=30),
    *SOURCES_OFFERED,
    FILES_IN_USE,
    RowsListener(_held_anew),
    *HELD,
    DEFINITIONS,
    USES_DEFINED,
    Awaiting("deeds", _("履职记录"), _waiting),
    Awaiting("arriving-counts", _("补上最终数"), _arriving),
    Block("changed", _("最近变动"), changed_block, order=40),
    Block("participation", _("参加日历"), participation_block, order=35),
    Searchable("deed", _("履职记录"), _search_rows),
    LogCheck("participations", check_events),
    FileGuard("deed", _may_read_files, _files_changed),
    Nameable("deed", _("履职记录"), _names, _found),
    ATTENDANCE,
    Citer("deed", _("履职记录"), _citing, _uses),
)
