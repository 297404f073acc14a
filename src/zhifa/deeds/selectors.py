"""Questions asked of deeds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Count as HowMany
from django.db.models import F, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext

from zhifa.deeds.access import visible_to, waiting_for
from zhifa.deeds.models import Cited, Confirmation, Correction, Count, Credit, Deed, Participation
from zhifa.deeds.rules.counting import amount_of
from zhifa.deeds.rules.doubles import Likeness, likely_doubles
from zhifa.deeds.rules.drafts import DeedDraft
from zhifa.deeds.terms import (
    ASK_AFTER_DAYS,
    DEED,
    LATE_AFTER_DAYS,
    UNIT_OF,
    Channel,
    Level,
    Measure,
    Source,
    State,
)
from zhifa.evidence.api import EvidenceKind, kinds_among, kinds_of
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import (
    DeedKind,
    LawUse,
    Purpose,
    PurposeMatch,
    RecordsTold,
    SourceRecord,
    Words,
    offered,
)
from zhifa.kernel.wording import aside, clauses
from zhifa.ledger.api import Subject, sealed_among, sealed_times
from zhifa.people.api import Area, AreaKind, Unit
from zhifa.publishing.api import is_public, public_among

SHEET_BATCH = 2_000
NOWHERE = "-"


@dataclass(frozen=True)
class DeedFilter:
    """What narrows a list of deeds; empty parts narrow nothing."""

    kind: str = ""
    unit: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""
    channel: str = ""
    area: str = ""  # a code: what lies in it; NOWHERE: what was done for the whole district


def deed_list(actor: Actor, chosen: DeedFilter) -> QuerySet[Deed]:
    """The deeds that an actor sees, newest first, with unit, area and counts: three queries a page."""
    rows = visible_to(actor).select_related("unit", "area").prefetch_related("counts")
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.unit:
        rows = rows.filter(Q(unit__code=chosen.unit) | Q(credits__unit__code=chosen.unit)).distinct()
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.since:
        rows = rows.filter(occurred_on__gte=chosen.since)
    if chosen.until:
        rows = rows.filter(occurred_on__lte=chosen.until)
    if chosen.words:
        rows = rows.filter(title__icontains=chosen.words)
    if chosen.channel:
        rows = rows.filter(pk__in=Count.objects.filter(channel=chosen.channel).values("deed_id"))
    if chosen.area == NOWHERE:
        rows = rows.filter(Q(area=None) | Q(area__kind=AreaKind.DISTRICT))
    elif chosen.area:
        rows = rows.filter(area__path__contains=f"/{chosen.area}/")
    return rows


def streets_named() -> list[tuple[str, str]]:
    """Streets (and zones on their level) by code and name, those of the past too: records lie in them. One query."""
    rows = Area.objects.filter(kind__in=(AreaKind.STREET, AreaKind.ZONE)).order_by("path")
    return list(rows.values_list("code", "name"))


def sheet_columns() -> tuple[str, ...]:
    """The heads of the sheet's columns."""
    return (
        gettext("日期"), gettext("名称"), gettext("种类"), gettext("主办单位"), gettext("状态"), gettext("数值"), gettext("申报日"),
    )  # fmt: skip


def sheet_lines(rows: QuerySet[Deed]) -> Iterator[list[Any]]:
    """Deeds as the sheet gives them: day, title, kind, unit, state, counts in words, day of report.

    Two queries for every two thousand, words looked up once: a million rows pass in constant memory.
    """
    titles = {code: str(kind.title) for code, kind in kinds().items()}
    states = {state.value: str(state.label) for state in State}
    units = {code: str(unit.label) for code, unit in UNIT_OF.items()}
    growing, comma = gettext("（仍在到数）"), gettext("，")
    plain = rows.select_related(None).prefetch_related(None)
    lines = plain.values_list(
        "pk", "occurred_on", "title", "kind", "unit__name", "state", "reported_on"
    ).iterator(chunk_size=SHEET_BATCH)
    while batch := list(islice(lines, SHEET_BATCH)):
        amounts: dict[int, list[str]] = {}
        counts = Count.objects.filter(deed__in=[row[0] for row in batch]).order_by(
            "deed", "measure", "channel"
        )
        for deed, measure, value, least, final in counts.values_list(
            "deed_id", "measure", "value", "at_least", "is_final"
        ):
            told = f"{amount_of(value, least)} {units[measure]}{'' if final else growing}"
            amounts.setdefault(deed, []).append(told)
        for pk, day, title, kind, unit, state, reported in batch:
            counted = comma.join(amounts.get(pk, ()))
            yield [day, title, titles.get(kind, kind), unit, states[state], counted, reported]


def published_deeds() -> QuerySet[Deed]:
    """What anyone may see, newest first."""
    return (
        Deed.objects.filter(is_public(DEED), state=State.CONFIRMED)
        .select_related("unit", "area")
        .prefetch_related("counts")
    )


def deed_by_key(actor: Actor, key: str) -> Deed:
    """One deed with everything that its page shows; 404 when it does not exist for this actor."""
    found = (
        visible_to(actor)
        .filter(key=key)
        .select_related("unit__area", "area", "recorder")
        .prefetch_related(
            "counts",
            "cited",
            "confirmations",
            "corrections",
            Prefetch("credits", Credit.objects.select_related("unit")),
        )
        .first()
    )
    if found is None:
        raise NotFound(gettext("没有这条记录"))
    return found


def kinds() -> Mapping[str, DeedKind]:
    """The kinds of deeds, by code."""
    return {kind.code: kind for kind in offered(DeedKind)}


def purpose_titles(actor: Actor) -> dict[str, Words]:
    """What everything that a deed may serve is called, by its key, as far as the actor may read it."""
    titles: dict[str, Words] = {}
    for purpose in offered(Purpose):
        titles.update(purpose.titles(actor))
    return titles


def purpose_kinds(_actor: Actor) -> dict[str, Words]:
    """What every sort of purpose is called."""
    titles: dict[str, Words] = {}
    for purpose in offered(Purpose):
        titles.update(purpose.kinds())
    return titles


def unit_names(_actor: Actor) -> dict[str, Words]:
    """Units as they are called now, by code: a figure's parts follow a new name without being computed anew."""
    return dict(Unit.objects.values_list("code", "name"))


def area_names(_actor: Actor) -> dict[str, Words]:
    """Areas by code."""
    return dict(Area.objects.values_list("code", "name"))


def served_by(actor: Actor, deed_ids: Sequence[int]) -> dict[int, list[PurposeMatch]]:
    """What each deed served, by the rules of the mechanisms above; one call a mechanism. Strangers read of those purposes only
    that are public themselves."""
    served: dict[int, list[PurposeMatch]] = {pk: [] for pk in deed_ids}
    for purpose in offered(Purpose):
        for pk, matches in purpose.match(deed_ids).items():
            served[pk].extend(matches)
    if actor.is_stranger:
        named = {match.public_as for matches in served.values() for match in matches if match.public_as}
        public = {
            (kind, key)
            for kind in {kind for kind, _key in named}
            for key in public_among(kind, [key for one, key in named if one == kind])
        }
        served = {pk: [one for one in matches if one.public_as in public] for pk, matches in served.items()}
    return served


def last_of(actor: Actor, kind: str, unit: Unit) -> Deed | None:
    """The last deed of a kind that the unit recorded: a copy of it is where the next begins."""
    return visible_to(actor).filter(kind=kind, unit=unit).prefetch_related("counts").order_by("-pk").first()


def doubles_of(drafts: Sequence[DeedDraft]) -> list[tuple[int, str]]:
    """Which drafts look like a deed that stands already, or like an earlier draft: (index, what it resembles)."""
    days = {draft.occurred_on for draft in drafts}
    units = {draft.unit for draft in drafts} | {credit.unit for draft in drafts for credit in draft.credits}
    theirs = Q(unit__code__in=units) | Q(
        pk__in=Credit.objects.filter(unit__code__in=units, deed__occurred_on__in=days).values("deed")
    )
    held = Deed.objects.filter(theirs, occurred_on__in=days).exclude(state=State.WITHDRAWN)
    comma, same_sheet = gettext("，"), gettext("同一份表")
    partners: dict[int, set[str]] = defaultdict(set)
    for deed_id, code in Credit.objects.filter(deed__in=held.values("pk")).values_list(
        "deed_id", "unit__code"
    ):
        partners[deed_id].add(code)
    known = [
        Likeness(aside(title, f"{day}{comma}{name}"), code, day, title, frozenset(partners[pk]))
        for pk, code, name, day, title in held.values_list(
            "pk", "unit__code", "unit__name", "occurred_on", "title"
        )
    ]
    new = [
        Likeness(
            index,
            draft.unit,
            draft.occurred_on,
            draft.title,
            frozenset(credit.unit for credit in draft.credits),
        )
        for index, draft in enumerate(drafts)
    ]
    answer = []
    for record, twin in likely_doubles(new, known):
        against = (
            twin.ref if isinstance(twin.ref, str) else aside(twin.title, f"{twin.day}{comma}{same_sheet}")
        )
        answer.append((int(str(record.ref)), str(against)))
    return answer


def double_of(draft: DeedDraft) -> str:
    """What stands already and looks like this draft, in words; "" for nothing, or when this very form was received before."""
    if draft.client_key and Deed.objects.filter(client_key=draft.client_key).exists():
        return ""
    found = doubles_of([draft])
    return found[0][1] if found else ""


def waiting(actor: Actor) -> QuerySet[Deed]:
    """Deeds that wait for this actor's verdict, oldest first."""
    return waiting_for(actor).select_related("unit").order_by("occurred_on", "pk")


def arriving(actor: Actor, today: date) -> QuerySet[Count]:
    """Counts that still grew a week after their day, for those who may put in the last reading, oldest first."""
    mine = Q(pk__in=[])
    for path in actor.unit_paths(Role.HEAD, Role.COMMUNITY):
        if path != "/":
            mine |= Q(deed__unit__path__startswith=path)
    if actor.has_role(Role.OFFICE):
        mine |= Q(deed__recorder_id=actor.account_id)
    rows = Count.objects.filter(
        mine, is_final=False, deed__occurred_on__lte=today - timedelta(days=ASK_AFTER_DAYS)
    )
    rows = rows.exclude(deed__state__in=(State.WITHDRAWN, State.DRAFT)).select_related("deed")
    return rows.order_by("deed__occurred_on", "pk")[:50]


def returned_to(actor: Actor) -> QuerySet[Deed]:
    """Deeds sent back to this actor."""
    return Deed.objects.filter(state=State.RETURNED, recorder_id=actor.account_id or 0).select_related("unit")


def is_late(prefix: str = "") -> Q:
    """The condition of 补录: reported more than 30 days after it was done."""
    return Q(**{f"{prefix}reported_on__gt": F(f"{prefix}occurred_on") + LATE_AFTER_DAYS})


def totals(deeds: QuerySet[Deed], channel: str = "") -> list[tuple[Measure, int, Any]]:
    """The counts of some deeds (over one channel, where one is said) by measure, never across: (measure, value, unit). One
    query."""
    over = {"channel": channel} if channel else {}
    sums = dict(
        Count.objects.filter(deed__in=deeds.values("pk"), is_final=True, **over)
        .values_list("measure")
        .annotate(value=Sum("value"))
        .values_list("measure", "value")
    )
    return [(Measure(code), sums[code], UNIT_OF[code]) for code in Measure.values if code in sums]


def attendances_by_month(actor: Actor, since: date, until: date) -> list[tuple[date, int]]:
    """人次 of confirmed deeds by month, for the calendar."""
    rows = (
        Count.objects.filter(
            deed__in=visible_to(actor)
            .filter(state=State.CONFIRMED, occurred_on__range=(since, until))
            .values("pk"),
            measure=Measure.ATTENDANCES,
            is_final=True,
        )
        .annotate(month=TruncMonth("deed__occurred_on"))
        .values("month")
        .annotate(value=Sum("value"))
        .order_by("month")
    )
    return [(row["month"], row["value"]) for row in rows]


def attendances_by_day(actor: Actor) -> tuple[int, list[tuple[date, int]]]:
    """人次 of each day of the last year with confirmed attendances that the actor sees: (year, days); (0, []) for none.
    Two queries."""
    confirmed = visible_to(actor).filter(state=State.CONFIRMED)
    rows = Count.objects.filter(
        deed__in=confirmed.values("pk"), measure=Measure.ATTENDANCES, value__gt=0, is_final=True
    )
    last = rows.order_by("-deed__occurred_on").values_list("deed__occurred_on", flat=True).first()
    if last is None:
        return 0, []
    summed = (
        rows.filter(deed__occurred_on__range=(date(last.year, 1, 1), last))
        .values("deed__occurred_on")
        .annotate(total=Sum("value"))
        .order_by("deed__occurred_on")
    )
    return last.year, [(row["deed__occurred_on"], row["total"]) for row in summed]


@dataclass(frozen=True)
class Change:
    """Something that happened to a record: what, to which, by whom, when, with which remark."""

    what: str
    title: str
    key: str
    by: str
    at: datetime
    remark: str = ""


def changes(actor: Actor, *, limit: int) -> list[Change]:
    """The newest verdicts and corrections of records that the actor sees, its own verdicts left out. Two queries.

    What the program itself passed on the way is no news: the last level says it.
    """
    seen = visible_to(actor).values("pk")
    passed = Q(by__startswith="system:") & ~Q(level=Level.DISTRICT)
    verdicts = Confirmation.objects.filter(deed__in=seen).exclude(passed | Q(by=actor.key))
    verdicts = verdicts.order_by("-at", "-pk")
    found = [
        Change(
            "confirmed" if row.confirmed else "returned",
            row.deed.title,
            row.deed.key,
            row.by_words,
            row.at,
            row.remarks,
        )
        for row in verdicts.select_related("deed")[:limit]
    ]
    corrections = Correction.objects.filter(deed__in=seen).order_by("-at", "-pk")
    found += [
        Change("corrected", row.deed.title, row.deed.key, row.by_words, row.at, row.reason)
        for row in corrections.select_related("deed")[:limit]
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:limit]


def progress_by_unit(actor: Actor, since: date, until: date) -> list[tuple[str, int, int]]:
    """(unit, deeds, of them waiting) of a window, most first."""
    rows = (
        visible_to(actor)
        .filter(occurred_on__range=(since, until))
        .values("unit__name")
        .annotate(done=HowMany("pk"), open=HowMany("pk", filter=Q(state=State.SUBMITTED)))
        .order_by("-done")
    )
    return [(row["unit__name"], row["done"], row["open"]) for row in rows]


def deed_records(keys: Sequence[str]) -> list[SourceRecord]:
    """Deeds behind a figure as the door shows them; six queries for any number.

    Rows are read as plain values and words looked up once: a door may show thousands.
    """
    rows = list(
        Deed.objects.filter(key__among=keys).values_list(
            "pk", "key", "title", "unit__name", "occurred_on", "entered_at", "reported_on"
        )
    )
    ids = [row[0] for row in rows]
    subjects = {row[1]: Subject("deed", row[1]) for row in rows}
    evidence, sealed = kinds_of(subjects.values()), sealed_times(subjects.values())
    amounts, confirmed = _amounts(ids), _confirmed(ids)
    corrected: dict[int, list[str]] = defaultdict(list)
    for pk, reason in (
        Correction.objects.filter(deed_id__among=ids).order_by("at", "pk").values_list("deed_id", "reason")
    ):
        corrected[pk].append(reason)
    kinds_words = {kind.value: str(kind.label) for kind in EvidenceKind}
    return [
        SourceRecord(
            key=key,
            title=aside(title, unit),
            day=occurred_on,
            url=reverse("deeds_public", args=[key]),
            amount=gettext("，").join(amounts.get(pk, ())),
            evidence=tuple(kinds_words[code] for code in evidence.get(subjects[key], ())),
            entered_at=entered_at,
            reported_on=reported_on,
            sealed_at=sealed.get(subjects[key]),
            confirmed_by=tuple(confirmed.get(pk, ())),
            remark=gettext("更正 %(n)s 次：%(reasons)s")
            % {"n": len(corrected[pk]), "reasons": clauses(corrected[pk])}
            if pk in corrected
            else "",
            second_party=EvidenceKind.COUNTERPART_CONFIRMATION.value in evidence.get(subjects[key], ()),
            corrections=len(corrected.get(pk, ())),
        )
        for pk, key, title, unit, occurred_on, entered_at, reported_on in rows
    ]


def deeds_told(keys: Sequence[str]) -> RecordsTold:
    """What these deeds say together, as if each were described: six queries, however many they are."""
    deeds = Deed.objects.filter(key__among=keys)
    by_kind, with_any = kinds_among(DEED, keys)
    sealed, last = sealed_among(DEED, keys)
    delays = deeds.values_list(F("reported_on") - F("occurred_on")).annotate(deeds=HowMany("pk")).order_by()
    return RecordsTold(
        kinds={str(EvidenceKind(code).label): count for code, count in by_kind.items()},
        confirmed_by=[
            str(Level(level).label)
            for level in Confirmation.objects.filter(deed__in=deeds, confirmed=True)
            .order_by()
            .values_list("level", flat=True)
            .distinct()
        ],
        without_evidence=len(keys) - with_any,
        second_party=by_kind.get(EvidenceKind.COUNTERPART_CONFIRMATION.value, 0),
        corrected=Correction.objects.filter(deed__in=deeds).aggregate(deeds=HowMany("deed", distinct=True))[
            "deeds"
        ],
        unsealed=len(keys) - sealed,
        sealed_last=last,
        delays={delay.days: count for delay, count in delays},
    )


def held_deeds(*kinds: str) -> Callable[[Sequence[str], date, date], Mapping[str, str]]:
    """How many confirmed deeds (of these kinds, if any are named) each unit held as organiser or co-organiser, in words;
    nought is held too. One query."""

    def values(units: Sequence[str], since: date, until: date) -> Mapping[str, str]:
        rows = Credit.objects.filter(
            unit__code__among=units, deed__state=State.CONFIRMED, deed__occurred_on__range=(since, until)
        )
        if kinds:
            rows = rows.filter(deed__kind__in=kinds)
        told = dict(rows.order_by().values_list("unit__code").annotate(deeds=HowMany("deed", distinct=True)))
        return {code: f"{told.get(code, 0):,}" for code in units}

    return values


def held_attendances(units: Sequence[str], since: date, until: date) -> Mapping[str, str]:
    """The attendances of each unit's own confirmed deeds, final counts, in words. One query."""
    rows = Count.objects.filter(
        measure=Measure.ATTENDANCES, is_final=True, deed__state=State.CONFIRMED, deed__unit__code__among=units,
        deed__occurred_on__range=(since, until),
    )  # fmt: skip
    told = dict(rows.order_by().values_list("deed__unit__code").annotate(total=Sum("value")))
    return {code: f"{told.get(code, 0):,}" for code in units}


def _amounts(ids: Sequence[int]) -> dict[int, list[str]]:
    """The counts of deeds in words, with channel and source."""
    units = {code: str(unit.label) for code, unit in UNIT_OF.items()}
    channels = {channel.value: str(channel.label) for channel in Channel}
    sources = {source.value: str(source.label) for source in Source}
    comma = gettext("，")
    found: dict[int, list[str]] = {}
    counts = Count.objects.filter(deed_id__among=ids).order_by("pk")
    for deed, measure, value, least, channel, source, final in counts.values_list(
        "deed_id", "measure", "value", "at_least", "channel", "source", "is_final"
    ):
        growing = "" if final else gettext("，仍在到数，不计入")
        told = f"{amount_of(value, least)} {units[measure]}"
        words = aside(told, f"{channels[channel]}{comma}{sources[source]}{growing}")
        found.setdefault(deed, []).append(words)
    return found


def _confirmed(ids: Sequence[int]) -> dict[int, list[str]]:
    """The levels that confirmed each deed, in words."""
    levels = {level.value: str(level.label) for level in Level}
    found: dict[int, list[str]] = {}
    rows = Confirmation.objects.filter(deed_id__among=ids, confirmed=True).order_by("pk")
    for deed, level in rows.values_list("deed_id", "level"):
        found.setdefault(deed, []).append(levels[level])
    return found


def hidden_records(actor: Actor, keys: Sequence[str]) -> set[str]:
    """Of these deeds, those whose content the actor may not read. One query."""
    return set(keys) - set(visible_to(actor).filter(key__among=keys).values_list("key", flat=True))


def participation_rows(key: str, channel: str) -> Iterator[dict[str, Any]]:
    """The event rows of a deed's channel as the ledger committed to them, in the order in which they came. Pseudonymous
    tokens: for auditors, never for a public page."""
    rows = Participation.objects.filter(deed__key=key, channel=channel).order_by("pk")
    for token, day, stayed in rows.values_list("token", "day", "stayed").iterator(chunk_size=20_000):
        yield {"token": token, "day": day.isoformat(), "stayed": stayed}


def use_of(cited: Cited) -> LawUse:
    """A citing as the ripple of a change weighs it; the record says what the law was on its day. Read with `deed__unit`."""
    deed = cited.deed
    return LawUse(
        subject=deed.key, title=deed.title, url=reverse("deeds_deed", args=[deed.key]), unit=deed.unit.code,
        unit_name=deed.unit.name, version_id=cited.version_id, text_id=cited.text_id, label=cited.label,
        day=deed.occurred_on, used_until=deed.occurred_on,
    )  # fmt: skip
