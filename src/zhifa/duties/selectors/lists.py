"""Lists on their way and as they were issued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhifa.deeds.api import Audience, kinds
from zhifa.duties.access import visible_lists, visible_versions
from zhifa.duties.models import Duty, DutyLaw, DutyYear, IssuerClock, ListVersion, Power, UnitList
from zhifa.duties.rules.content import Changed, difference, read, unit_text
from zhifa.duties.rules.lines import LawWords, LineDraft, a_year_on
from zhifa.duties.selectors.changes import told_of_law
from zhifa.duties.terms import Category, ListState
from zhifa.evidence.api import EvidenceKind
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.quantities import ITEMS, Unit
from zhifa.kernel.wording import aside, clauses
from zhifa.laws.api import Version
from zhifa.people.api import names_on

LAWS = Prefetch(
    "laws", DutyLaw.objects.select_related("version__instrument", "text__provision").order_by("pk")
)


def years() -> QuerySet[DutyYear]:
    """The years that were called, newest first."""
    return DutyYear.objects.all()


def year_by_number(year: int) -> DutyYear:
    """A year that was called; 404 otherwise."""
    found = DutyYear.objects.filter(year=year).first()
    if found is None:
        raise NotFound(_("%(year)s 年还没有开始征集责任清单") % {"year": year})
    return found


def current_year(today: date) -> DutyYear | None:
    """The year that is shown first: this year's if it was called, else the last before it; None where none was."""
    return DutyYear.objects.filter(year__lte=today.year).first()


def issued_year(today: date) -> DutyYear | None:
    """The newest year whose list is issued, this year's or one before it; None where none is."""
    return DutyYear.objects.filter(year__lte=today.year, versions__issued_on__isnull=False).first()


def lists_of(actor: Actor, year: DutyYear) -> list[UnitList]:
    """The units' lists of a year that the actor sees, with the number of their lines; the office's list of common duties first."""
    rows = (
        visible_lists(actor)
        .filter(duty_year=year)
        .select_related("unit", "duty_year")
        .annotate(
            lines_number=Count("lines", Q(lines__version=None)),
            returned_number=Count("lines", Q(lines__version=None, lines__verdict="returned")),
        )
    )
    return list(rows.order_by("unit__path"))


def list_by_key(actor: Actor, pk: int) -> UnitList:
    """One list that the actor sees; 404 otherwise."""
    found = visible_lists(actor).filter(pk=pk).select_related("unit", "duty_year").first()
    if found is None:
        raise NotFound(_("没有这份清单"))
    return found


def lines_of(unit_list: UnitList) -> list[Duty]:
    """The working lines of a list with their law. Two queries."""
    return list(unit_list.lines.filter(version=None).select_related("unit").prefetch_related(LAWS))


def line_by_key(unit_list: UnitList, key: str) -> Duty:
    """One working line; 404 otherwise."""
    found = unit_list.lines.filter(version=None, key=key).prefetch_related(LAWS).first()
    if found is None:
        raise NotFound(_("没有这项责任"))
    return found


def draft_of(duty: Duty) -> LineDraft:
    """A line as the rules weigh it. Read with its laws."""
    return LineDraft(
        duty.category, tuple(LawWords(law.version_id, law.text_id, law.label) for law in duty.laws.all()),
        tuple(duty.audiences), duty.since, duty.until, duty.measure, tuple(duty.kinds), duty.quantity, duty.node_on,
        duty.node_words, duty.section, duty.person, tuple(duty.evidence), duty.effect, duty.origin,
    )  # fmt: skip


def kinds_offered() -> list[tuple[str, str]]:
    """The kinds of deeds by which a duty may be done: code and words with the unit in which they are counted."""
    return [(code, aside(kind.title, kind.unit.label)) for code, kind in kinds().items()]


# What an issued list says


def content_of(title: str, considered: dict[str, Any], lines: Sequence[Duty], on: date) -> dict[str, Any]:
    """Merged lines as the content of a version, in Chinese, units called as they were on the day. Lines are read with laws and unit."""
    names = names_on([line.unit_id for line in lines if line.unit_id], on)
    with override("zh-hans"):
        duties = [_duty_data(line, names) for line in lines]
    return {"title": title, "considered": considered, "duties": duties}


def _duty_data(line: Duty, names: Any) -> dict[str, Any]:
    known = kinds()
    return {
        "key": line.key,
        "unit": _coded(line.unit.code, names[line.unit_id]) if line.unit else _coded("", ""),
        "category": _coded(line.category, Category(line.category).label),
        "laws": [_law_data(law) for law in line.laws.all()],
        "audiences": [_coded(code, Audience(code).label) for code in line.audiences],
        "measure": line.measure,
        "kinds": [_coded(code, known[code].title if code in known else code) for code in line.kinds],
        "quantity": line.quantity,
        "counted_in": str(counted_in(line).label),
        "since": _iso(line.since), "until": _iso(line.until), "node_on": _iso(line.node_on),
        "node_words": line.node_words,
        "section": line.section, "person": line.person,
        "evidence": [_coded(code, EvidenceKind(code).label) for code in line.evidence],
        "effect": line.effect,
    }  # fmt: skip


def counted_in(line: Duty) -> Unit:
    """The unit in which a duty's quantity counts: that of its kinds of deeds where they have one, else items."""
    known = kinds()
    units = {known[code].unit for code in line.kinds if code in known}
    return units.pop() if len(units) == 1 else ITEMS


def _law_data(law: DutyLaw) -> dict[str, Any]:
    return {
        "instrument": law.version.instrument.code,
        "in_force_since": _iso(law.version.effective_on),
        "article": law.text.provision.key if law.text else None,
        "label": law.label,
    }


def _coded(code: str, name: Any) -> dict[str, str]:
    return {"code": code, "name": str(name)}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def text_to_sign(unit_list: UnitList) -> str:
    """A unit's list as its head signs it."""
    lines = lines_of(unit_list)
    content = content_of("", {}, lines, unit_list.duty_year.called_on)
    unit = unit_list.unit.name if unit_list.unit else ""
    title = f"{unit}{unit_list.duty_year.year}年普法责任清单"
    return unit_text(title, unit, content["duties"])


def versions(actor: Actor) -> QuerySet[ListVersion]:
    """The issued versions that the actor sees, newest first."""
    rows = visible_versions(actor).filter(issued_on__isnull=False).select_related("duty_year")
    return rows.order_by("-effective_on", "-pk")


def version_by_key(actor: Actor, pk: int) -> ListVersion:
    """One version that the actor sees; 404 otherwise."""
    found = visible_versions(actor).filter(pk=pk).select_related("duty_year").first()
    if found is None:
        raise NotFound(_("没有这个版本"))
    return found


def version_on(actor: Actor, day: date) -> ListVersion | None:
    """The version in force on a day: the last that had taken effect; None before the first."""
    return versions(actor).filter(effective_on__lte=day).first()


def compared(actor: Actor, old: int, new: int) -> tuple[ListVersion, ListVersion, list[Changed]]:
    """Two versions and what the newer says otherwise."""
    first, second = version_by_key(actor, old), version_by_key(actor, new)
    return first, second, difference(read(first.content), read(second.content))


def clock_of(issuer: str, on: date) -> IssuerClock | None:
    """The clock of publication for an issuer on a day."""
    return IssuerClock.objects.filter(issuer=issuer, since__lte=on).first()


# What a list could say


@dataclass(frozen=True)
class Proposal:
    """A line that the list proposes of itself: from last year's, from a common duty, from law that the unit enforces."""

    source: str  # the pk of the line it is taken from, or `power-` and the instrument's
    draft: LineDraft
    why: str


def proposals_for(unit_list: UnitList, today: date) -> list[Proposal]:
    """Lines that a unit may take over with a click: the year's common duties, and its own of the last issued list, moved on by
    a year, with a word on law that has changed since; then the instruments of its power list of which none of these speaks. What
    stands in the list already is left out. Eight queries at most."""
    if unit_list.unit is None or unit_list.state != ListState.DRAFTING:
        return []
    year = unit_list.duty_year
    lines = [draft_of(line) for line in lines_of(unit_list)]
    held = {(line.measure, line.category) for line in lines}
    commons = UnitList.objects.filter(duty_year=year, unit=None).first()
    found = [
        Proposal(str(line.pk), replace(draft_of(line), category=Category.COMMON), _("本年共性责任"))
        for line in (lines_of(commons) if commons else ())
    ]
    found += [
        Proposal(str(line.pk), _moved_on(draft_of(line), year.year), _told(line, today))
        for line in _last_years(unit_list)
        if line.category != Category.COMMON
    ]
    found = [one for one in found if (one.draft.measure, one.draft.category) not in held]
    return found + _of_powers(unit_list, [*lines, *(one.draft for one in found)], today)


def _of_powers(unit_list: UnitList, drafts: Sequence[LineDraft], today: date) -> list[Proposal]:
    """A line for each instrument by which the unit's power list lets it act and of which no draft speaks."""
    cited = {law.version for draft in drafts for law in draft.laws}
    spoken = set(Version.objects.filter(pk__in=cited).values_list("instrument", flat=True))
    rows: dict[int, list[Power]] = defaultdict(list)
    for row in Power.objects.filter(unit=unit_list.unit).select_related("version__instrument"):
        if row.version.instrument_id not in spoken:
            rows[row.version.instrument_id].append(row)
    year = unit_list.duty_year.year
    found = []
    for instrument, powers in rows.items():
        with override("zh-hans"):
            measure = _("宣传《%(law)s》") % {"law": powers[0].version.instrument.title}
        laws = {row.label: LawWords(row.version_id, row.text_id, row.label) for row in powers}
        draft = LineDraft(
            Category.OWN,
            tuple(laws.values()),
            since=date(year, 1, 1),
            until=date(year, 12, 31),
            measure=measure[:160],
        )
        told = dict.fromkeys(told_of_law(row.label, row.version, today) for row in powers)
        why = clauses([_("权责清单里的执法依据，清单里还没有"), *filter(None, told)])
        found.append(Proposal(f"power-{instrument}", draft, why))
    return found


def _last_years(unit_list: UnitList) -> Iterable[Duty]:
    last = (
        ListVersion.objects.filter(
            duty_year__year__lt=unit_list.duty_year.year, issued_on__isnull=False, duties__unit=unit_list.unit
        )
        .order_by("-effective_on", "-pk")
        .first()
    )
    if last is None:
        return ()
    return Duty.objects.filter(version=last, unit=unit_list.unit).prefetch_related(LAWS)


def _moved_on(draft: LineDraft, year: int) -> LineDraft:
    by = year - (draft.since.year if draft.since else year)
    return replace(
        draft, since=a_year_on(draft.since, by), until=a_year_on(draft.until, by),
        node_on=a_year_on(draft.node_on, by),
    )  # fmt: skip


def _told(line: Duty, today: date) -> str:
    """Why a line of last year is proposed: it stood there, and whether its law has changed or gone since."""
    told = [told_of_law(law.label, law.version, today) for law in line.laws.all()]
    return clauses([_("上一年清单里有"), *filter(None, told)])
