"""What the search box finds among people: units and areas for the signed-in, persons for those who run the district."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.registry import Searchable, SearchRow
from zhifa.people.models import Area, Holding, Person, Unit
from zhifa.people.terms import SEARCH_AREAS, SEARCH_PEOPLE, SEARCH_UNITS

SIGNED_IN = frozenset({"signed-in"})
DISTRICT = frozenset({"district"})


def _units(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    rows = Unit.objects.select_related("area").prefetch_related("names")
    for unit in rows if keys is None else rows.filter(code__in=keys):
        former = "、".join(name.name for name in unit.names.all() if name.name != unit.name)
        yield SearchRow(
            key=unit.code,
            title=unit.name,
            body=" ".join(part for part in (unit.code, str(unit.get_kind_display()), former) if part),
            url=reverse("people_unit", args=[unit.code]),
            scopes=SIGNED_IN,
            day=unit.valid_from,
        )


def _areas(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    rows = Area.objects.select_related("parent")
    for area in rows if keys is None else rows.filter(code__in=keys):
        yield SearchRow(
            key=area.code,
            title=area.name,
            body=f"{area.code} {area.get_kind_display()} {area.parent.name if area.parent else ''}",
            url=reverse("people_area", args=[area.code]),
            scopes=SIGNED_IN,
        )


def _people(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    held = Holding.objects.select_related("post__unit").order_by("-valid_from")
    rows = Person.objects.prefetch_related(Prefetch("holdings", held))
    for person in rows if keys is None else rows.filter(code__in=keys):
        yield SearchRow(
            key=person.code,
            title=person.name,
            body="、".join(f"{one.post.unit.name}{one.post.title}" for one in person.holdings.all()),
            url=reverse("people_person", args=[person.code]),
            scopes=DISTRICT,
        )


FOUND = (
    Searchable(SEARCH_UNITS, _("单位"), _units),
    Searchable(SEARCH_AREAS, _("区域"), _areas),
    Searchable(SEARCH_PEOPLE, _("人员"), _people),
)
