"""What a list in force proposes to change of itself: its law was amended or repealed, a body that owes was merged into another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from zhifa.duties.access import visible_duties
from zhifa.duties.models import Duty, DutyLaw, DutyYear
from zhifa.kernel.actor import Actor
from zhifa.laws.api import Instrument, Version
from zhifa.people.api import Unit


@dataclass(frozen=True)
class OrganChange:
    """A body that ended while duties of its were running: into which it went over, when, by which document, and the duties."""

    unit: Unit
    successors: tuple[Unit, ...]
    on: date
    document: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class LawChanged:
    """A duty whose law changed or went while its period was running, in words."""

    duty: Duty
    why: str


def organ_changes(actor: Actor, year: DutyYear, today: date) -> list[OrganChange]:
    """The bodies that went over into others before their duties of the year had ended, each with all of these. Two queries."""
    duties = visible_duties(actor).filter(unit_list__duty_year=year, unit__became__on__lte=today)
    duties = (
        duties.filter(until__gte=F("unit__became__on"))
        .select_related("unit")
        .order_by("unit__path", "position")
        .distinct()
    )
    of_unit: dict[int, list[Duty]] = {}
    for duty in duties:
        of_unit.setdefault(duty.unit_id or 0, []).append(duty)
    found = []
    for unit in Unit.objects.filter(pk__in=of_unit).prefetch_related("became__new").order_by("path"):
        steps = [step for step in unit.became.all() if step.on <= today]
        found.append(
            OrganChange(
                unit, tuple(step.new for step in steps), steps[0].on, steps[0].document, tuple(of_unit[unit.pk]),
            )
        )  # fmt: skip
    return found


def law_changes(actor: Actor, year: DutyYear, today: date) -> list[LawChanged]:
    """The duties of the year whose law was replaced or repealed in their period, in the list's order. One query."""
    rows = DutyLaw.objects.filter(
        Q(version__ended_on__lt=today, version__ended_on__range=(F("duty__since"), F("duty__until")))
        | Q(version__instrument__is_repealed=True),
        duty__in=visible_duties(actor).filter(unit_list__duty_year=year),
    )
    rows = rows.select_related("duty__unit", "version__instrument").order_by(
        "duty__unit__path", "duty__position", "pk"
    )
    found = []
    for law in rows:
        assert law.duty.until  # noqa: S101 - an issued duty has its days
        if why := told_of_law(law.label, law.version, min(today, law.duty.until)):
            found.append(LawChanged(law.duty, why))
    return found


def told_of_law(label: str, version: Version, on: date) -> str:
    """What became by a day of law that a line cites: gone, another text, or nothing (empty)."""
    instrument = version.instrument
    if instrument.is_repealed and instrument.repealed_on is None:
        return _("%(law)s已废止，请改引现行法律") % {"law": label}
    if instrument.repealed_on is not None and instrument.repealed_on <= on:
        told = {"law": label, "day": instrument.repealed_on.isoformat()}
        return _("%(law)s已于 %(day)s 废止，请改引现行法律") % told
    if version.ended_on is not None and version.ended_on < on:
        return _("%(law)s有新文本，请核对") % {"law": label}
    return ""


def repealed_among(duties: Iterable[Mapping[str, Any]], today: date) -> dict[str, date | None]:
    """Of the instruments that an issued list cites, those that stand no longer: code → the first day without them, where it is
    known. One query."""
    codes = {law["instrument"] for duty in duties for law in duty["laws"]}
    rows: Sequence[tuple[str, date | None]] = list(
        Instrument.objects.filter(code__in=codes, is_repealed=True).values_list("code", "repealed_on")
    )
    return {code: day for code, day in rows if day is None or day <= today}
