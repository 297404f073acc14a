"""Questions asked of money: years, items with what stands on them, postings, floors. Always as someone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhifa.funding.access import may_see_money, public_years, visible_to
from zhifa.funding.models import Base, Item, Posting, Standard, Year
from zhifa.funding.rules.floors import Floor, Named, floors_of, lowest
from zhifa.funding.rules.standing import Standing, standing_of
from zhifa.funding.rules.standing import Sum as StageSum
from zhifa.funding.rules.text import KindWords, YearWords, year_text
from zhifa.funding.terms import Kind, Source, Stage
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.quantities import YUAN, Quantity
from zhifa.people.api import district


@dataclass(frozen=True)
class ItemLine:
    """An item with what stands on it."""

    item: Item
    standing: Standing


@dataclass(frozen=True)
class KindSheet:
    """All items of one kind of money in a year, and what they make by source and together."""

    kind: Kind
    lines: Sequence[ItemLine]
    by_source: Sequence[tuple[Source, Standing]]
    whole: Standing


@dataclass(frozen=True)
class YearSheet:
    """A year: its money by kind, publicity first and never added to the others; the floors of publicity under each population."""

    year: Year
    kinds: Sequence[KindSheet]
    per_head: Decimal | None
    document: str
    floors: Sequence[Floor]

    @property
    def publicity(self) -> KindSheet | None:
        """The money of law publicity, if any item of it stands."""
        return next((one for one in self.kinds if one.kind == Kind.PUBLICITY), None)

    @property
    def others(self) -> list[KindSheet]:
        """The other kinds."""
        return [one for one in self.kinds if one.kind != Kind.PUBLICITY]

    @property
    def lowest(self) -> Floor | None:
        """The least floor."""
        return lowest(self.floors)


def must_see(actor: Actor) -> None:
    """404 for whoever has nothing to do with money."""
    if not may_see_money(actor):
        raise NotFound(_("没有这个页面"))


def year_by_number(actor: Actor, year: int) -> Year:
    """One year that the actor sees; 404 otherwise."""
    found = visible_to(actor).select_related("finance").filter(year=year).first()
    if found is None:
        raise NotFound(_("没有这一年的经费"))
    return found


def public_year(year: int) -> Year:
    """One closed year that is public; 404 otherwise."""
    found: Year | None = public_years().select_related("finance").filter(year=year).first()
    if found is None:
        raise NotFound(_("没有公开这一年的经费"))
    return found


def item_by_number(actor: Actor, year: int, number: int) -> Item:
    """One item of a year that the actor sees; 404 otherwise."""
    found = (
        Item.objects.select_related("year__finance", "unit")
        .filter(year__in=visible_to(actor), year__year=year, number=number)
        .first()
    )
    if found is None:
        raise NotFound(_("没有这个预算项目"))
    return found


def posting_by_number(actor: Actor, year: int, item: int, number: int) -> Posting:
    """One posting that the actor sees; 404 otherwise."""
    found = postings_of(item_by_number(actor, year, item)).filter(number=number).first()
    if found is None:
        raise NotFound(_("没有这笔记录"))
    return found


def postings_of(item: Item) -> QuerySet[Posting]:
    """The postings of an item in the order in which they were entered."""
    rows = Posting.objects.filter(item=item)
    return rows.select_related("item__year", "commitment", "corrects").order_by("number")


def standings(items: Iterable[Item]) -> Mapping[int, Standing]:
    """What stands on each item, by its primary key. One query."""
    sums: dict[int, list[StageSum]] = defaultdict(list)
    rows = Posting.objects.filter(item__in=[item.pk for item in items])
    by_contract = ExpressionWrapper(Q(commitment__isnull=False), BooleanField())
    told = rows.order_by().values("item", "stage", by_contract=by_contract).annotate(total=Sum("amount"))
    for one in told:
        sums[one["item"]].append(StageSum(one["stage"], one["by_contract"], one["total"]))
    return {item: standing_of(found) for item, found in sums.items()}


def effective(posting: Posting) -> Decimal:
    """The amount of a posting with its corrections, in 元."""
    found = posting.corrections.aggregate(total=Coalesce(Sum("amount"), Decimal(0)))
    return posting.amount + Decimal(found["total"])


def spent_under(commitment: Posting) -> Decimal:
    """What was spent under a commitment, corrections included, in 元."""
    found = commitment.spendings.aggregate(total=Coalesce(Sum("amount"), Decimal(0)))
    return Decimal(found["total"])


def contracts_of(item: Item) -> list[Posting]:
    """The commitments of an item that are not corrections of another, each with what it still leaves to be paid (`left`)."""
    rows = postings_of(item).filter(stage=Stage.COMMITMENT, corrects=None)
    found = []
    for row in rows.prefetch_related("corrections", "spendings"):
        agreed = row.amount + sum((one.amount for one in row.corrections.all()), Decimal(0))
        row.left = agreed - sum((one.amount for one in row.spendings.all()), Decimal(0))  # type: ignore[attr-defined]  # for the page
        found.append(row)
    return found


def standards() -> list[Standard]:
    """The standards per head, the newest first."""
    return list(Standard.objects.all())


def standard_for(year: int) -> Standard | None:
    """The standard that holds for a budget year now."""
    return next((one for one in standards() if one.since <= year), None)


def _standard_of(year: Year, known: Sequence[Standard]) -> tuple[Decimal | None, str]:
    """The standard of a year and its document: that of its closing, else the newest that holds for it."""
    if year.is_closed:
        return year.per_head, year.standard_document
    found = next((one for one in known if one.since <= year.year), None)
    return (found.per_head, found.document) if found else (None, "")


def sheets(years: Sequence[Year]) -> list[YearSheet]:
    """Each year with its items, sums and floors. Four queries, however many years there are."""
    items: dict[int, list[Item]] = defaultdict(list)
    every = list(Item.objects.filter(year__in=years).select_related("unit", "year"))
    for item in every:
        items[item.year_id].append(item)
    stands, known = standings(every), standards()
    bases: dict[int, list[Named]] = defaultdict(list)
    for base in Base.objects.filter(year__in=years).order_by("basis", "-as_of", "source"):
        named = Named(base.get_basis_display(), base.as_of, base.source, base.value, base.published_on)
        bases[base.year_id].append(named)
    made = []
    for year in years:
        kinds = [
            _kind_sheet(
                kind,
                [ItemLine(one, stands.get(one.pk, Standing())) for one in items[year.pk] if one.kind == kind],
            )
            for kind in Kind
        ]
        per_head, document = _standard_of(year, known)
        told = [one for one in kinds if one.lines]
        money = next((one.whole.budget for one in told if one.kind == Kind.PUBLICITY), None)
        floors = floors_of(Quantity(money, YUAN), bases[year.pk], per_head) if money is not None else []
        made.append(YearSheet(year, told, per_head, document, floors))
    return made


def _kind_sheet(kind: Kind, lines: Sequence[ItemLine]) -> KindSheet:
    by_source: dict[str, Standing] = {}
    whole = Standing()
    for line in lines:
        by_source[line.item.source] = by_source.get(line.item.source, Standing()) + line.standing
        whole = whole + line.standing
    return KindSheet(kind, lines, [(one, by_source[one]) for one in Source if one in by_source], whole)


def sheet_of(year: Year) -> YearSheet:
    """One year."""
    return sheets([year])[0]


def corrected_after_closing(year: Year) -> list[Posting]:
    """The corrections that came in after the year was closed, in order."""
    rows = Posting.objects.filter(item__year=year, is_after_closing=True)
    return list(rows.select_related("item__year", "corrects").order_by("item", "number"))


def text_of(sheet: YearSheet) -> str:
    """A closed year in words, as the gate reviews it; `sheet` was made in Chinese."""
    year = sheet.year
    assert year.closed_on is not None  # noqa: S101 - only closed years have a text
    with override("zh-hans"):
        kinds = [
            KindWords(
                str(one.kind.label),
                one.whole,
                [(str(source.label), standing) for source, standing in one.by_source],
            )
            for one in sheet.kinds
        ]
        corrections = [
            (f"{row.item.title}的{row.get_stage_display()}", row.amount, row.reason)
            for row in corrected_after_closing(year)
        ]
        told = YearWords(
            district().name,
            year.year,
            year.closed_on,
            kinds,
            sheet.floors,
            sheet.per_head,
            sheet.document,
            corrections,
        )
        return year_text(told)
