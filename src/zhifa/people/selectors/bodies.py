"""Questions asked of the district, its areas, populations and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import NotFound
from zhifa.people.access import may_see_bodies
from zhifa.people.errors import DistrictNotOpen
from zhifa.people.models import (
    Area,
    District,
    Holding,
    Population,
    Unit,
    UnitName,
    UnitPlace,
    UnitSuccession,
)
from zhifa.people.rules.names import bare_name
from zhifa.people.terms import NEEDS_LIAISON, Basis, Tree, UnitKind


def district() -> District:
    """The district of this home; refused while none stands."""
    found = District.objects.first()
    if found is None:
        raise DistrictNotOpen(
            _("还没有建立区"),
            next_step=_("请先运行 zhifa init（真实的区）或 zhifa demo（示范区）。"),
        )
    return found


def district_or_none() -> District | None:
    """The district, or None on an empty database."""
    return District.objects.first()


def district_code() -> Subquery:
    """The code of this home's district as a part of a query, for rows that lie in no other."""
    return Subquery(District.objects.values("code")[:1])


def area_by_code(code: str) -> Area:
    """The area of that code; 404 otherwise."""
    found = Area.objects.filter(code=code).first()
    if found is None:
        raise NotFound(_("没有代码为 %(code)s 的区域") % {"code": code})
    return found


def unit_by_code(code: str) -> Unit:
    """The unit of that code; 404 otherwise."""
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise NotFound(_("没有代码为 %(code)s 的单位") % {"code": code})
    return found


def unit_named(text: str) -> Unit | None:
    """The unit that a sheet means: by code, by its name or a former one, with or without the district's name and 区 before
    it. None when there is none, or when several could be meant."""
    wanted = text.strip()
    by_code = Unit.objects.select_related("area").filter(code=wanted).first()
    if by_code is not None:
        return by_code
    found = district_or_none()
    here = found.name if found else ""
    bare = bare_name(wanted, here)
    names = list(UnitName.objects.values_list("name", "unit_id")) + list(
        Unit.objects.values_list("name", "pk")
    )
    exact = {pk for name, pk in names if name == wanted}
    meant = exact or {pk for name, pk in names if bare_name(name, here) == bare}
    return Unit.objects.select_related("area").get(pk=meant.pop()) if len(meant) == 1 else None


def area_named(text: str) -> Area | None:
    """The area that a sheet means, by code or name; None when there is none, or when several could be meant."""
    found = list(Area.objects.filter(Q(code=text.strip()) | Q(name=text.strip()))[:2])
    return found[0] if len(found) == 1 else None


def standing_areas() -> int:
    """Areas beside the district itself, which `zhifa init` enters."""
    return Area.objects.exclude(parent=None).count()


def standing_populations() -> int:
    """Populations on record."""
    return Population.objects.count()


def standing_units() -> int:
    """Units, the one that `zhifa init` enters among them."""
    return Unit.objects.count()


def visible_units(actor: Actor) -> QuerySet[Unit]:
    """Units, for whoever is signed in."""
    return Unit.objects.select_related("area") if may_see_bodies(actor) else Unit.objects.none()


def visible_areas(actor: Actor) -> QuerySet[Area]:
    """Areas with their populations, for whoever is signed in."""
    if not may_see_bodies(actor):
        return Area.objects.none()
    return Area.objects.select_related("parent").prefetch_related(
        Prefetch("populations", Population.objects.order_by("basis", "-as_of"))
    )


def names_on(unit_ids: Sequence[int], on: date) -> Mapping[int, str]:
    """What units were called that day ("as then"); a unit without a name row that day keeps today's."""
    names = dict(Unit.objects.filter(pk__in=unit_ids).values_list("pk", "name"))
    then = UnitName.objects.filter(valid_on(on), unit_id__in=unit_ids)
    names.update(dict(then.values_list("unit_id", "name")))
    return names


def unit_names(paths: Sequence[str]) -> dict[str, str]:
    """What the units with these paths are called now. One query."""
    return dict(Unit.objects.filter(path__in=paths).values_list("path", "name"))


def units_as_now(on: date) -> Mapping[int, tuple[int, ...]]:
    """For every unit that went over into others by that day, where it is found "as now".

    Chains are followed to their end. A split answers several; whoever adds up must say how it shares them.
    """
    steps: dict[int, list[int]] = {}
    for old, new in UnitSuccession.objects.filter(on__lte=on).values_list("old_id", "new_id"):
        steps.setdefault(old, []).append(new)

    def ends(unit: int, seen: frozenset[int]) -> tuple[int, ...]:
        if unit not in steps or unit in seen:
            return (unit,)
        found = [end for new in steps[unit] for end in ends(new, seen | {unit})]
        return tuple(dict.fromkeys(found))

    return {old: ends(old, frozenset()) for old in steps}


# Agencies by kind and name, then streets, then communities.
AGENCIES_FIRST: Final = (
    Case(When(kind=UnitKind.COMMUNITY, then=2), When(kind=UnitKind.STREET, then=1), default=0), "kind", "pinyin",
)  # fmt: skip


@dataclass(frozen=True)
class StandingUnit:
    """A unit that stood on a day: what it was called then, and where it is found now (itself, or what it went over into)."""

    unit: Unit
    name_then: str
    now: tuple[Unit, ...]

    @property
    def has_changed(self) -> bool:
        """Whether it bears another name today, has ended or went over into others."""
        return (
            self.now != (self.unit,) or self.unit.name != self.name_then or self.unit.valid_until is not None
        )


def units_standing(actor: Actor, day: date, today: date) -> list[StandingUnit]:
    """The units of a day "as then", each with where it is found "as now" (F8), those that changed first. Five queries for any number."""
    units = list(visible_units(actor).filter(valid_on(day)).order_by(*AGENCIES_FIRST))
    names = names_on([unit.pk for unit in units], day)
    went = units_as_now(today)
    ends = {unit.pk: went.get(unit.pk, (unit.pk,)) for unit in units}
    found = Unit.objects.in_bulk({pk for several in ends.values() for pk in several})
    rows = [StandingUnit(unit, names[unit.pk], tuple(found[pk] for pk in ends[unit.pk])) for unit in units]
    return sorted(rows, key=lambda row: not row.has_changed)


def chain_above(unit: Unit, tree: Tree, on: date) -> frozenset[int]:
    """All units above a unit in a tree on a day. Two queries."""
    above = dict(UnitPlace.objects.filter(valid_on(on), tree=tree).values_list("unit_id", "parent_id"))
    found: list[int] = []
    step = above.get(unit.pk)
    while step is not None and step not in found:
        found.append(step)
        step = above.get(step)
    return frozenset(found)


@dataclass(frozen=True)
class TreeLine:
    """A unit in a tree: how deep it stands (0 at the top) and what it was called that day."""

    unit: Unit
    name: str
    depth: int


def tree_on(actor: Actor, tree: Tree, day: date) -> list[TreeLine]:
    """A tree as it stood on a day, each unit before those below it. In territory every unit stands somewhere; in the others
    those that have a place, and those above them. Three queries for any number."""
    units = {unit.pk: unit for unit in visible_units(actor).filter(valid_on(day)).order_by(*AGENCIES_FIRST)}
    above = dict(UnitPlace.objects.filter(valid_on(day), tree=tree).values_list("unit_id", "parent_id"))
    names = names_on(list(units), day)
    within = set(units) if tree == Tree.TERRITORY else {*above, *above.values()}
    below: dict[int | None, list[int]] = {}
    for pk in units:
        if pk in within:
            parent = above.get(pk)
            below.setdefault(parent if parent in units else None, []).append(pk)

    def lines(parent: int | None, depth: int) -> list[TreeLine]:
        found: list[TreeLine] = []
        for pk in below.get(parent, ()):
            found += [TreeLine(units[pk], names[pk], depth), *lines(pk, depth + 1)]
        return found

    return lines(None, 0)


def units_without_liaison(day: date) -> QuerySet[Unit]:
    """Units that must name a liaison, stand that day, and in which nobody holds such a post."""
    held = Holding.objects.filter(valid_on(day), post__unit=OuterRef("pk"), post__role=Role.LIAISON)
    return Unit.objects.filter(valid_on(day), ~Exists(held), kind__in=NEEDS_LIAISON)


def populations_published_by(area: Area, day: date) -> list[Population]:
    """Every population of an area known on that day, the latest of each basis; later edits change nothing."""
    rows = Population.objects.filter(area=area, published_on__lte=day).order_by("basis", "-as_of", "source")
    latest: dict[str, Population] = {}
    for row in rows:
        latest.setdefault(row.basis, row)
    return list(latest.values())


def valid_on(day: date) -> Q:
    """Rows with `valid_from` and `valid_until` that hold on a day, both ends inside."""
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))


def populations_held(units: Sequence[str], _since: date, until: date) -> Mapping[str, str]:
    """The newest population of each unit's area that was published by the last of the days, with basis and date: never a bare
    number. One query."""
    rows = Population.objects.filter(area__units__code__among=units, published_on__lte=until).order_by(
        "as_of", "published_on", "pk"
    )
    told = rows.values_list("area__units__code", "value", "basis", "as_of")
    words = dict(Basis.choices)
    return {code: f"{value:,}（{words[basis]}，{as_of.isoformat()}）" for code, value, basis, as_of in told}
