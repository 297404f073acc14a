"""What deeds serve: the duties of the units that did them, by the rule and by what somebody said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.deeds.api import Deed
from zhifa.duties.access import visible_duties
from zhifa.duties.models import Duty, DutyLaw, SaidServed
from zhifa.duties.rules.matching import Done, LawAsked, Owed, why
from zhifa.duties.terms import DUTY, RULE, SAID, VERSION
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import PurposeMatch
from zhifa.people.api import Unit, units_as_now

CHUNK = 2_000  # deeds looked at together


@dataclass(frozen=True)
class Known:
    """A duty as it is matched, and how it is shown."""

    owed: Owed
    title: str
    version: int


def owed_by_units(codes: Collection[str], since: date, until: date) -> dict[str, list[Known]]:
    """The duties that stand of these units and touch these days, by unit. Two queries."""
    rows = list(
        Duty.objects.filter(is_current=True, unit__code__in=codes, since__lte=until, until__gte=since)
        .order_by("unit", "position", "pk")
        .values_list(
            "pk", "key", "unit__code", "since", "until", "kinds", "audiences", "measure", "version_id"
        )
    )
    laws: dict[int, list[LawAsked]] = defaultdict(list)
    for duty, instrument, provision, label, short in DutyLaw.objects.filter(
        duty__in=[row[0] for row in rows]
    ).values_list(
        "duty", "version__instrument", "text__provision", "label", "version__instrument__short_title"
    ):
        laws[duty].append(LawAsked(instrument, provision, label, short))
    found: dict[str, list[Known]] = defaultdict(list)
    for pk, key, unit, first, last, kinds, audiences, measure, version in rows:
        assert first  # noqa: S101 - issued duties have their days
        assert last  # noqa: S101
        owed = Owed(key, unit, first, last, frozenset(kinds), frozenset(audiences), tuple(laws[pk]))
        found[unit].append(Known(owed, measure, version))
    return found


def served_duties(deed_ids: Sequence[int]) -> Mapping[int, Sequence[PurposeMatch]]:
    """Which duties the deeds serve, and why. Seven queries for any number up to 2,000."""
    found: dict[int, list[PurposeMatch]] = {}
    for start in range(0, len(deed_ids), CHUNK):
        found.update(_served(deed_ids[start : start + CHUNK]))
    return found


def _served(deed_ids: Sequence[int]) -> dict[int, list[PurposeMatch]]:
    done = _done(deed_ids)
    if not done:
        return {}
    days = [one.day for one in done.values()]
    wanted = owed_by_units({code for one in done.values() for code in one.units}, min(days), max(days))
    said = _said(deed_ids)
    by_key = {known.owed.key: known for row in wanted.values() for known in row}
    by_key.update(_known({key for one in said.values() for key in one} - set(by_key)))
    found: dict[int, list[PurposeMatch]] = {}
    for pk, one in done.items():
        told = said.get(pk, {})
        matches = {}
        for code in one.units:
            for known in wanted.get(code, ()):
                if known.owed.key not in told and (because := why(one, known.owed, _)):
                    matches[known.owed.key] = _match(known, because, RULE)
        for key, (serves, reason) in told.items():
            if serves and key in by_key:
                matches[key] = _match(by_key[key], _("人工指定：%(why)s") % {"why": reason}, SAID)
        found[pk] = list(matches.values())
    return found


def _match(known: Known, because: str, how: str) -> PurposeMatch:
    url = reverse("duties_duty", args=[known.owed.key])
    return PurposeMatch(DUTY, known.owed.key, known.title, url, because, how, (VERSION, str(known.version)))


def _known(keys: Collection[str]) -> dict[str, Known]:
    """Duties named by hand, wherever they are owed."""
    if not keys:
        return {}
    rows = Duty.objects.filter(is_current=True, key__in=keys)
    days = rows.aggregate(first=Min("since"), last=Max("until"))
    units = set(rows.values_list("unit__code", flat=True))
    found = owed_by_units(units, days["first"], days["last"]) if units else {}
    return {known.owed.key: known for row in found.values() for known in row if known.owed.key in keys}


def _said(deed_ids: Sequence[int]) -> dict[int, dict[str, tuple[bool, str]]]:
    found: dict[int, dict[str, tuple[bool, str]]] = defaultdict(dict)
    rows = SaidServed.objects.filter(deed__in=deed_ids).values_list("deed", "duty_key", "serves", "reason")
    for deed, key, serves, reason in rows:
        found[deed][key] = (serves, reason)
    return found


def _done(deed_ids: Sequence[int]) -> dict[int, Done]:
    """The deeds as the rule looks at them."""
    credited: dict[int, dict[str, str]] = defaultdict(dict)
    after = _after(clock.today())
    for deed, code, path in Deed.objects.filter(pk__in=deed_ids).values_list(
        "pk", "credits__unit__code", "credits__unit__path"
    ):
        if code:
            _add_units(credited[deed], code, path, after)
    cited: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for deed, instrument, provision in Deed.objects.filter(pk__in=deed_ids, cited__isnull=False).values_list(
        "pk", "cited__version__instrument", "cited__text__provision"
    ):
        cited[deed].append((instrument, provision))
    rows = Deed.objects.filter(pk__in=deed_ids).values_list("pk", "title", "kind", "audience", "occurred_on")
    return {
        pk: Done(title, kind, audience, day, credited[pk], tuple(cited[pk]))
        for pk, title, kind, audience, day in rows
    }


def _add_units(
    known: dict[str, str], code: str, path: str, after: Mapping[str, Sequence[tuple[str, str]]]
) -> None:
    """The unit itself, those above it, and those into which it went over."""
    known[code] = _("本单位所做")
    for above in path.strip("/").split("/"):
        known.setdefault(above, _("下属单位所做"))
    for successor, name in after.get(code, ()):
        known.setdefault(successor, _("原单位所做，职能已并入%(unit)s") % {"unit": name})


def _after(on: date) -> dict[str, list[tuple[str, str]]]:
    """For units that went over into others: code → those that they are now (code, name)."""
    now = units_as_now(on)
    if not now:
        return {}
    ids = {*now, *(new for ends in now.values() for new in ends)}
    units = {
        pk: (code, name)
        for pk, code, name in Unit.objects.filter(pk__in=ids).values_list("pk", "code", "name")
    }
    return {units[old][0]: [units[new] for new in ends] for old, ends in now.items()}


def duty_titles(actor: Actor) -> dict[str, str]:
    """What each duty is called; those that the actor does not see have no name."""
    rows = Duty.objects.filter(is_current=True).values_list("key", "measure")
    seen = set(visible_duties(actor).values_list("key", flat=True))
    return {key: title if key in seen else _("未公开的") for key, title in rows}


def duties_of_units(deed: Deed) -> list[Duty]:
    """The duties that a deed could be said to serve: of the units that have part in it, in the year of its day."""
    units = Q(unit__in=[credit.unit_id for credit in deed.credits.all()])
    for credit in deed.credits.all():
        units |= Q(unit__code__in=credit.unit.path.strip("/").split("/"))
    rows = Duty.objects.filter(units, is_current=True, unit_list__duty_year__year=deed.occurred_on.year)
    return list(rows.select_related("unit").prefetch_related("laws"))
