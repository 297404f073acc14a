"""Opening and closing years, budget items, the standard per head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zhifa.figures.api import touch
from zhifa.funding.access import may_manage
from zhifa.funding.errors import PostingUnclear, YearClosed, YearStands
from zhifa.funding.models import Base, FrozenBase, Item, Posting, Standard, Year
from zhifa.funding.rules.standing import counts_on
from zhifa.funding.selectors import standard_for
from zhifa.funding.services.posting import MOST, write, year_locked
from zhifa.funding.terms import BASES, STANDARD, YEAR, Control, Kind, Source, Stage
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import NotAllowed
from zhifa.ledger.api import Subject, record
from zhifa.people.api import unit_by_code

EARLIEST, LATEST = 1986, 2100  # 一五普法 began in 1986


@dataclass(frozen=True)
class ItemDraft:
    """A budget item with the budget as approved, in 元 (zero is an answer too), by a document of a day; `unit` is a code."""

    kind: Kind
    source: Source
    unit: str
    title: str
    budget: Decimal
    document: str
    approved_on: date
    aim: str = ""
    control: Control = Control.STOP


@transaction.atomic
def set_standard(actor: Actor, since: int, per_head: Decimal, document: str, *, now: datetime) -> Standard:
    """What law publicity is to have per head (元/人) from a budget year on, by a document; said anew for the same year, it is put right."""
    _must_manage(actor)
    if not per_head.is_finite() or per_head <= 0 or per_head != per_head.quantize(Decimal("0.0001")):
        raise PostingUnclear(_("人均标准要大于零，最多四位小数"), field="per_head")
    if not document.strip():
        raise PostingUnclear(_("请写明依据"), field="document")
    made, _created = Standard.objects.update_or_create(
        since=since, defaults={"per_head": per_head, "document": document.strip()}
    )
    facts = {"since": since, "per_head": f"{per_head:.4f}", "document": made.document}
    record(actor, "funding.set_standard", Subject(STANDARD, str(since)), facts, now=now)
    return made


@transaction.atomic
def open_year(actor: Actor, year: int, finance: str, *, now: datetime) -> Year:
    """Begin the books of a year; the posts of the unit `finance` (code) keep them beside the office. Refused: a year that stands."""
    _must_manage(actor)
    if not EARLIEST <= year <= LATEST:
        raise PostingUnclear(_("请填写四位数的年份"), field="year")
    if Year.objects.filter(year=year).exists():
        raise YearStands(
            _("%(year)s 年已经开账") % {"year": year}, next_step=_("请在这一年里新增项目。"), field="year"
        )
    made = Year.objects.create(year=year, finance=unit_by_code(finance))
    touch(BASES, _days_of(made))
    record(actor, "funding.open_year", Subject(YEAR, str(year)), {"year": year, "finance": finance}, now=now)
    return made


@transaction.atomic
def open_item(actor: Actor, year: int, draft: ItemDraft, *, now: datetime) -> Item:
    """Add an item with its approved budget, which is its first posting. Refused: in a closed year, or one that stands already."""
    _must_manage(actor)
    found = year_locked(actor, year)
    if found.is_closed:
        raise YearClosed(_("%(year)s 年已经封账") % {"year": year}, next_step=_("请记入还没有封账的年度。"))
    if draft.budget < 0 or draft.budget != draft.budget.quantize(Decimal("0.01")) or draft.budget > MOST:
        raise PostingUnclear(_("预算写到分为止，不能小于零"), next_step=_("没有预算的写 0。"), field="budget")
    if not draft.document.strip():
        raise PostingUnclear(_("请写明预算批复的文号"), field="document")
    if draft.approved_on > civil_day(now):
        raise PostingUnclear(_("日期还没有到"), field="approved_on")
    unit = unit_by_code(draft.unit)
    same = {"kind": draft.kind, "source": draft.source, "unit": unit, "title": draft.title.strip()}
    if found.items.filter(**same).exists():
        raise YearStands(
            _("这个项目已经有了"), next_step=_("预算有变化的，在那个项目里作预算调整。"), field="title"
        )
    last = found.items.aggregate(last=Max("number"))["last"] or 0
    item = Item.objects.create(
        year=found, number=last + 1, aim=draft.aim.strip(), control=draft.control, **same
    )
    budget = Posting(
        item=item, stage=Stage.BUDGET, amount=draft.budget, day=draft.approved_on, counts_on=counts_on(draft.approved_on, year),
        paper=draft.document.strip(),
    )  # fmt: skip
    write(actor, "funding.open_item", budget, now, title=item.title, control=item.control)
    return item


@transaction.atomic
def close_year(actor: Actor, year: int, *, now: datetime) -> Year:
    """Close the books: nothing but corrections comes in any more, and populations and standard stay as they stand now. Refused
    before the year is over, and a second time."""
    _must_manage(actor)
    found = year_locked(actor, year)
    if found.is_closed:
        raise YearStands(_("%(year)s 年已经封账") % {"year": year})
    if civil_day(now) <= date(year, 12, 31):
        raise YearStands(
            _("%(year)s 年还没有过完") % {"year": year}, why=_("年内还会有拨付和支出。"),
            next_step=_("请在下一年核对以后封账。"),
        )  # fmt: skip
    bases = list(Base.objects.filter(year=found).select_related("population__area").order_by("pk"))
    FrozenBase.objects.bulk_create(
        FrozenBase(
            year=found, population_id=one.population_id, basis=one.basis, as_of=one.as_of, published_on=one.published_on,
            source=one.source, value=one.value,
        )
        for one in bases
    )  # fmt: skip
    standard = standard_for(year)
    found.closed_on = civil_day(now)
    if standard is not None:
        found.per_head, found.standard_document = standard.per_head, standard.document
    found.save(update_fields=["closed_on", "per_head", "standard_document"])
    touch(BASES, _days_of(found))
    facts = {
        "year": year, "per_head": f"{found.per_head:.4f}" if found.per_head else None,
        "bases": [
            {"basis": one.basis, "as_of": one.as_of, "published_on": one.published_on, "source": one.source, "value": one.value}
            for one in bases
        ],
    }  # fmt: skip
    record(actor, "funding.close_year", Subject(YEAR, str(year)), facts, now=now)
    return found


def populations_changed(source: str, _days: object) -> None:
    """Populations came or were corrected: the floors of years that are not closed follow. Called in that act's transaction."""
    if source == "people.populations":
        touch(BASES, set(Base.objects.filter(year__closed_on=None).values_list("day", flat=True)))


def _days_of(year: Year) -> set[date]:
    return set(Base.objects.filter(year=year).values_list("day", flat=True))


def _must_manage(actor: Actor) -> None:
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以开账、封账和定标准"))
