"""Questions about questions, asked as someone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, DateField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.exams.access import visible_to
from zhifa.exams.models import Item, ItemCited, ItemVersion
from zhifa.exams.rules.alike import LEAST, alike, marks_of, share
from zhifa.exams.rules.questions import Question
from zhifa.exams.terms import ITEM, UNPRACTISED, Pool, Standing, State
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import LawUse
from zhifa.laws.api import CitedView, Hold, Verdict, checked_text, cited_views, held_back
from zhifa.people.api import Holding, valid_on

NAMED = "《{}》"


@dataclass(frozen=True)
class ItemFilter:
    """How the list is narrowed; what is empty asks nothing. `law` is the code of an instrument."""

    q: str = ""
    kind: str = ""
    topic: str = ""
    post: str = ""
    difficulty: int | None = None
    standing: str = ""
    pool: str = ""
    law: str = ""
    order: str = ""


ORDERS: Final[Mapping[str, tuple[Any, ...]]] = {
    "": (),
    "often": ("-item__exposure",),
    "seldom": ("item__exposure",),
    "hard": (F("item__observed").asc(nulls_last=True),),
    "easy": (F("item__observed").desc(nulls_last=True),),
    "ending": (F("valid_until").asc(nulls_last=True),),
}  # of the list; what is equal stands the newest first


@dataclass(frozen=True)
class ItemLine:
    """A question as a list shows it: its newest version, where it stands on the day, why it is held."""

    version: ItemVersion
    standing: Standing
    hold: Hold | None = None


@dataclass(frozen=True)
class Near:
    """A question that says nearly the same: its stem, its place among those asked about (None: it stands in the bank), its pool."""

    stem: str
    place: int | None
    pool: str


@dataclass(frozen=True)
class DeadCitation:
    """A question that could be drawn but for this: what it cites or names no longer stands."""

    version: ItemVersion
    why: str
    mend: str


def newest(items: QuerySet[Item]) -> QuerySet[ItemVersion]:
    """The newest version of each, approved or not."""
    last = ItemVersion.objects.filter(item=OuterRef("item")).order_by("-number").values("pk")[:1]
    return ItemVersion.objects.filter(item__in=items, pk=Subquery(last)).select_related("item")


def in_force(on: date, items: QuerySet[Item] | None = None) -> QuerySet[ItemVersion]:
    """The version of each question that is in force on a day, of those in use and valid that day: the approved one with the highest
    number whose day has come. Held ones are among them; see `drawable`."""
    last = ItemVersion.objects.filter(item=OuterRef("item"), state=State.APPROVED, active_from__lte=on)
    rows = ItemVersion.objects.filter(pk=Subquery(last.order_by("-number").values("pk")[:1]))
    if items is not None:
        rows = rows.filter(item__in=items)
    rows = rows.filter(Q(item__retired_on=None) | Q(item__retired_on__gt=on))
    return rows.filter(Q(valid_until=None) | Q(valid_until__gte=on)).select_related("item")


def held(versions: Iterable[ItemVersion], on: date) -> dict[int, Hold]:
    """Which of these must not be asked on a day, by version. Four queries."""
    by_key = {one.item.key: one.pk for one in versions}
    cited: dict[str, list[tuple[int, int | None]]] = {key: [] for key in by_key}
    rows = ItemCited.objects.filter(item_version__in=by_key.values())
    for key, version, text in rows.values_list("item_version__item__key", "version_id", "text_id"):
        cited[key].append((version, text))
    return {by_key[key]: hold for key, hold in held_back(ITEM, cited, on).items()}


def drawable(on: date) -> list[ItemVersion]:
    """What may stand in a paper of a day: in force, valid, and neither its citations nor its words speak of law that no longer stands."""
    return usable(in_force(on).filter(item__pool=Pool.EXAM).order_by("pk"), on)


def practice(on: date) -> QuerySet[ItemVersion]:
    """The questions of the practice in force on a day; which of them may be asked, `usable` tells."""
    return in_force(on).filter(item__pool=Pool.PRACTICE).exclude(kind__in=UNPRACTISED).order_by("pk")


def abouts(versions: Iterable[int]) -> dict[int, tuple[str, frozenset[str]]]:
    """What versions of questions are about: topic, and codes of the laws that they cite. Two queries."""
    laws: dict[int, set[str]] = {}
    cited = ItemCited.objects.filter(item_version__in=versions).values_list(
        "item_version_id", "version__instrument__code"
    )
    for version, code in cited:
        laws.setdefault(version, set()).add(code)
    rows = ItemVersion.objects.filter(pk__in=versions).values_list("pk", "topic")
    return {pk: (topic, frozenset(laws.get(pk, ()))) for pk, topic in rows}


def usable(versions: QuerySet[ItemVersion], on: date) -> list[ItemVersion]:
    """Those of versions in force that no change of law holds back on a day, by what they cite or name. Eight queries."""
    rows = list(versions.prefetch_related("cited__version__instrument"))
    stopped = held(rows, on).keys() | {pk for pk, _why, _mend in _named_dead(rows, on)}
    return [one for one in rows if one.pk not in stopped]


def dead_citations(actor: Actor, on: date) -> list[DeadCitation]:
    """The check of F18: questions in force that cite or name law that has changed or is repealed; none of them can be drawn. Seven
    queries, and some for each title that the library does not hold."""
    rows = list(in_force(on, visible_to(actor)).order_by("pk"))
    by_pk = {one.pk: one for one in rows}
    mend = _("改写后交复核；实质没有变的，在法律变动里注明。")
    found = [DeadCitation(by_pk[pk], hold.words, mend) for pk, hold in held(rows, on).items()]
    return found + [DeadCitation(by_pk[pk], why, what) for pk, why, what in _named_dead(rows, on)]


def office_accounts(on: date) -> list[int]:
    """The accounts of the district office on a day, who keep the bank. One query."""
    held = Holding.objects.filter(valid_on(on), post__role=Role.OFFICE, person__account__is_active=True)
    return list(held.order_by("pk").values_list("person__account_id", flat=True).distinct())


def _named_dead(rows: Sequence[ItemVersion], on: date) -> list[tuple[int, str, str]]:
    told = repealed_names([row.question.words() for row in rows], on)
    return [(row.pk, *found) for row, found in zip(rows, told, strict=True) if found]


def repealed_names(texts: Sequence[str], on: date) -> list[tuple[str, str] | None]:
    """Of each text: which statute it names that stands no longer on a day, and what to do; None for none. Two queries, and some for
    each title that the library does not hold, however many texts."""
    titles = [_titles(text) for text in texts]
    every = sorted({title for some in titles for title in some})
    if not every:
        return [None] * len(texts)
    told = "\n".join(map(NAMED.format, every))
    dead: dict[str, tuple[str, str]] = {}
    for one in checked_text(told, on, today=on).findings:
        if one.verdict == Verdict.REPEALED:
            title = every[told.count("\n", 0, one.mention.start)]
            dead[title] = (one.note or _("《%(title)s》已经废止") % {"title": title}, one.mend)
    return [next((dead[title] for title in some if title in dead), None) for some in titles]


def cited_in(texts: Sequence[str], on: date) -> list[list[str]]:
    """Of each text: the citations with a title in brackets that the library knows as of a day, once each, in official form. Queries as for
    one text: they are looked through together."""
    starts, whole = [], ""
    for text in texts:
        starts.append(len(whole))
        whole += text.replace("\n", " ") + "\n\n"
    found: list[dict[str, None]] = [{} for _text in texts]
    for one in checked_text(whole, on, today=on).findings if texts else ():
        if one.verdict == Verdict.FITS and whole[one.mention.start] == "《":
            found[bisect_right(starts, one.mention.start) - 1][one.label] = None
    return [list(labels) for labels in found]


def _titles(text: str) -> list[str]:
    parts = [part.partition("》")[0] for part in text.split("《")[1:]]
    return [part.strip() for part in parts if 1 < len(part) < 60 and "\n" not in part]


def bank(actor: Actor, narrowed: ItemFilter, on: date) -> QuerySet[ItemVersion]:
    """The questions that the actor sees, each by its newest version, in the order asked for."""
    rows = newest(visible_to(actor)).prefetch_related("cited")
    if narrowed.q:
        rows = rows.filter(content__icontains=narrowed.q.strip())
    for name in ("kind", "topic", "difficulty"):
        if value := getattr(narrowed, name):
            rows = rows.filter(**{name: value})
    if narrowed.post:
        rows = rows.filter(Q(post_classes__contains=[narrowed.post]) | Q(post_classes=[]))
    if narrowed.pool:
        rows = rows.filter(item__pool=narrowed.pool)
    if narrowed.law:
        cited = ItemCited.objects.filter(item_version=OuterRef("pk"), version__instrument__code=narrowed.law)
        rows = rows.filter(Exists(cited))
    if narrowed.standing:
        rows = _standing(rows, narrowed.standing, on)
    return rows.order_by(*ORDERS.get(narrowed.order, ()), "-item__pk")


def _standing(rows: QuerySet[ItemVersion], standing: str, on: date) -> QuerySet[ItemVersion]:
    retired = Q(item__retired_on__lte=on)
    if standing == Standing.RETIRED:
        return rows.filter(retired)
    rows = rows.exclude(retired)
    if standing in (Standing.WAITING, Standing.RETURNED):
        return rows.filter(state=standing)
    rows = rows.filter(state=State.APPROVED)
    if standing == Standing.LATER:
        return rows.filter(active_from__gt=on)
    if standing == Standing.OUTSIDE:
        return rows.filter(valid_until__lt=on)
    rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=on), active_from__lte=on)
    stopped = list(held(rows, on))
    return rows.filter(pk__in=stopped) if standing == Standing.HELD else rows.exclude(pk__in=stopped)


def lines(versions: Sequence[ItemVersion], on: date) -> list[ItemLine]:
    """Where each stands on a day. Four queries."""
    stopped = held(versions, on)
    return [ItemLine(one, standing_of(one, on, stopped.get(one.pk)), stopped.get(one.pk)) for one in versions]


def standing_of(version: ItemVersion, on: date, hold: Hold | None) -> Standing:
    """Where a version stands on a day."""
    if version.item.retired_on is not None and version.item.retired_on <= on:
        return Standing.RETIRED
    if version.state != State.APPROVED:
        return Standing(version.state)
    if version.active_from > on:
        return Standing.LATER
    if version.valid_until is not None and version.valid_until < on:
        return Standing.OUTSIDE
    return Standing.HELD if hold else Standing.LIVE


def counts(actor: Actor, on: date) -> dict[str, int]:
    """How many questions wait, can be used and are held, for the head of the desk. Six queries."""
    seen = visible_to(actor)
    rows = list(in_force(on, seen))
    stopped = held(rows, on)
    told = newest(seen).filter(item__retired_on=None, state=State.WAITING).aggregate(n=Count("pk"))
    return {"waiting": told["n"], "held": len(stopped), "live": len(rows) - len(stopped)}


@dataclass(frozen=True)
class BankCount:
    """Questions of one pool, kind and topic: in use, of them usable on the day."""

    pool: str
    kind: str
    topic: str
    in_use: int
    usable: int


def bank_counts(on: date) -> list[BankCount]:
    """What the bank holds on a day: every question in use by its newest version, and those that may be asked. Nine queries."""
    rows = newest(Item.objects.filter(Q(retired_on=None) | Q(retired_on__gt=on)))
    can = {one.item_id for one in usable(in_force(on), on)}
    there: dict[tuple[str, str, str], list[bool]] = {}
    for item, *named in rows.values_list("item", "item__pool", "kind", "topic"):
        there.setdefault((named[0], named[1], named[2]), []).append(item in can)
    return [BankCount(*key, len(each), sum(each)) for key, each in sorted(there.items())]


def topics(actor: Actor) -> list[str]:
    """The topics that stand in the bank, in their order."""
    rows = newest(visible_to(actor)).order_by("topic").values_list("topic", flat=True).distinct()
    return list(rows)


def item_by_key(actor: Actor, key: str) -> Item:
    """One question; 404 for what the actor may not see."""
    found = visible_to(actor).filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这道题"))
    return found


def versions_of(item: Item) -> list[ItemVersion]:
    """All its versions, the newest first, with what they cite. Two queries."""
    return list(item.versions.select_related("item").prefetch_related("cited").order_by("-number"))


def cited_of(actor: Actor, version: ItemVersion) -> list[CitedView]:
    """The citations as links that the actor may follow."""
    return cited_views(actor, version.cited.all())


def alike_in_bank(asked: Sequence[tuple[Question, str]]) -> dict[int, Near]:
    """Which of these (each with its pool) say nearly the same as one before them or as one in the bank, by place; one of the other pool
    before one of its own, since that is the graver. Retired questions are left out. One query."""
    rows = newest(Item.objects.filter(retired_on=None)).values_list("content", "item__pool")
    kept = [(ItemVersion(content=content).question, pool) for content, pool in rows.iterator()]
    every = [*kept, *asked]
    found: dict[int, Near] = {}
    for one, other, _share in alike([question.words() for question, _pool in every]):
        place, (question, pool) = other - len(kept), every[one]
        if place >= 0 and (place not in found or found[place].pool == every[other][1] != pool):
            found[place] = Near(question.stem, one - len(kept) if one >= len(kept) else None, pool)
    return found


def near_across(question: Question, pool: str) -> Near | None:
    """A question in use of the other pool that says nearly the same. One query."""
    mine = marks_of(question.words())
    rows = newest(Item.objects.filter(retired_on=None).exclude(pool=pool)).values_list(
        "content", "item__pool"
    )
    for content, other in rows.iterator():
        said = ItemVersion(content=content).question
        if share(mine, marks_of(said.words())) >= LEAST:
            return Near(said.stem, None, other)
    return None


def uses(rows: QuerySet[ItemCited]) -> QuerySet[ItemCited]:
    """Citings of questions in use, each with `until`: the day before the next approved version takes its place."""
    later = ItemVersion.objects.filter(
        item=OuterRef("item_version__item"), number__gt=OuterRef("item_version__number"), state=State.APPROVED
    )
    first = later.values("item").annotate(first=Min("active_from")).values("first")
    rows = rows.exclude(item_version__state=State.RETURNED).filter(item_version__item__retired_on=None)
    return rows.annotate(until=Subquery(first, output_field=DateField())).select_related("item_version__item")


def use_of(row: Any) -> LawUse:
    """One citing as the ripple of a change of law weighs it; the district office decides about all."""
    version: ItemVersion = row.item_version
    ends = [day for day in (row.until and row.until - timedelta(days=1), version.valid_until) if day]
    return LawUse(
        subject=version.item.key, title=str(version), url=reverse("exams_item", args=[version.item.key]), unit="",
        unit_name=_("区普法办"), version_id=row.version_id, text_id=row.text_id, label=row.label, used_until=min(ends, default=None),
    )  # fmt: skip
