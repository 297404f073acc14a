"""Questions: which definitions are in use, the filtered rows of a source, the cells of terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Field, Q, QuerySet
from django.db.models.expressions import F
from django.utils.translation import gettext as _

from zhifa.figures.access import may_see, units_told
from zhifa.figures.errors import FigureNotFound
from zhifa.figures.models import Definition, KeyNumber, RollUp
from zhifa.figures.rules.algebra import Condition, Formula
from zhifa.figures.rules.evaluation import Cell, Era, Need
from zhifa.figures.rules.keys import union
from zhifa.figures.rules.reading import read
from zhifa.figures.terms import SHARE_BESIDE, Measure
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day, day_start
from zhifa.kernel.registry import FigureSource, SourceField, offered


def sources() -> dict[str, FigureSource]:
    """Every offered source by its code."""
    return {source.code: source for source in offered(FigureSource)}


class Catalogue:
    """The definitions that an actor sees, read once: formulas by code, in the order in which they were offered."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.sources = sources()
        rows = list(Definition.objects.order_by("pk"))
        self._bodies = {row.code: row.body for row in rows if row.superseded_at is None}
        self.eras: dict[str, list[Era]] = {}
        for row in rows:
            self.eras.setdefault(row.code, []).append(Era(row.version, row.applies_from))
        seen = may_see(actor)
        self._codes = [code for code in self._bodies if seen(code)]
        self._codes.sort(key=lambda code: (self._bodies[code].get("order", 0), code))

    def codes(self, *, beside: bool = False) -> list[str]:
        """The codes, in order; with `beside` also those of the shares that stand beside figures."""
        return [code for code in self._codes if beside or not code.endswith(SHARE_BESIDE)]

    def formula(self, code: str) -> Formula:
        """The formula in use; what the actor may not see does not exist."""
        if code not in self._codes:
            raise FigureNotFound(_("没有代码为 %(code)s 的数字") % {"code": code})
        return read(self._bodies[code], self.sources, self._bodies)

    def keeps_units(self, formula: Formula) -> bool:
        """Whether the figure is told to the actor as a whole only, without its parts and records, which name units."""
        return formula.names_units and not self._units_told(formula.code)

    @cached_property
    def _units_told(self) -> Callable[[str], bool]:
        return units_told(self.actor)


def visible_codes(actor: Actor) -> list[str]:
    """The codes of the figures in use that the actor sees, without the shares beside them. At most two queries."""
    seen = may_see(actor)
    in_use = Definition.objects.filter(superseded_at=None).exclude(code__endswith=SHARE_BESIDE)
    return [code for code in in_use.values_list("code", flat=True) if seen(code)]


def names_beside(actor: Actor) -> dict[str, str]:
    """The codes of the shares beside the figures that the actor sees, by their titles. At most two queries."""
    seen = may_see(actor)
    rows = Definition.objects.filter(superseded_at=None, code__endswith=SHARE_BESIDE)
    return {str(row.body["title"]): row.code for row in rows if seen(row.code)}


def share_beside(actor: Actor, code: str) -> str:
    """The code of the share that stands beside a figure, empty where none does or the actor does not see it. At most two queries."""
    beside = code + SHARE_BESIDE
    seen = may_see(actor)(beside)
    return beside if seen and Definition.objects.filter(code=beside, superseded_at=None).exists() else ""


def definition_rows(code: str) -> list[Definition]:
    """Every version of a definition, the newest first."""
    return list(Definition.objects.filter(code=code).order_by("-version"))


def field_path(source: FigureSource, name: str) -> str:
    """The ORM path of a published field; `pk` is the row itself."""
    return next((one.path for one in source.fields if one.name == name), "pk")


def output_field(source: FigureSource, path: str) -> Field[Any, Any]:
    """The model field at the end of a path, foreign keys followed to what they hold."""
    return _field_at(source.queryset, path)


@cache  # a few hundred pairs of source and path, asked for by every term of every figure
def _field_at(queryset: Callable[[], QuerySet[Any]], path: str) -> Field[Any, Any]:
    resolved = F(path).resolve_expression(queryset().query).output_field
    found: Field[Any, Any] = getattr(resolved, "target_field", resolved)
    return found


def filtered(source: FigureSource, where: Sequence[Condition]) -> QuerySet[Any]:
    """The rows that satisfy every condition, each once.

    Conditions over one to-many relation must hold for the same related row; they are asked in a subquery, so
    that no join multiplies the rows.
    """
    rows = source.queryset()
    fields = {one.name: one for one in source.fields}
    related: dict[str, Q] = {}
    for condition in where:
        published = fields[condition.field]
        if not published.to_many:
            rows = rows.filter(_matching(published, condition))
        elif condition.test in ("not", "not_in"):
            positive = Condition(condition.field, "in", condition.values)
            rows = rows.exclude(
                pk__in=rows.model._default_manager.filter(_matching(published, positive)).values("pk")
            )
        else:
            relation = published.path.partition("__")[0]
            related[relation] = related.get(relation, Q()) & _matching(published, condition)
    for matching in related.values():
        rows = rows.filter(pk__in=rows.model._default_manager.filter(matching).values("pk"))
    return rows


def on_the_same_row(
    source: FigureSource, rows: QuerySet[Any], where: Sequence[Condition], names: Sequence[str]
) -> QuerySet[Any]:
    """The rows joined so that a to-many field that is measured or split by stands only where the conditions on
    its relation hold: of a deed that serves three purposes, those that were asked for."""
    fields = {one.name: one for one in source.fields}
    relations = {
        fields[name].path.partition("__")[0] for name in names if name in fields and fields[name].to_many
    }
    together = Q()
    for condition in where:
        published = fields[condition.field]
        asked = condition.test not in ("not", "not_in") and published.path.partition("__")[0] in relations
        if published.to_many and asked:
            together &= _matching(published, condition)
    return rows.filter(together) if together else rows


def _matching(published: SourceField, condition: Condition) -> Q:
    """One condition as the database asks it; NULL is told apart from every value."""
    path, values = published.path, [_native(published, value) for value in condition.values]
    empty = Q(**{f"{path}__isnull": True})
    if condition.test == "between":
        return Q(**{f"{path}__gte": values[0], f"{path}__lte": values[1]})
    if condition.test == "prefix":
        return Q(**{f"{path}__startswith": values[0]})
    told = [value for value in values if value is not None]
    among = Q(**{f"{path}__in": told}) | (empty if None in values else Q(pk__in=[]))
    if condition.test in ("is", "in"):
        return among
    return ~Q(**{f"{path}__in": told}) & ~empty if None in values else ~Q(**{f"{path}__in": told}) | empty


def _native(published: SourceField, value: Any) -> Any:
    if value is None:
        return None
    if published.kind == "day":
        return date.fromisoformat(str(value))
    return Decimal(str(value)) if published.kind == "number" else value


def within(source: FigureSource, rows: QuerySet[Any], since: date | None, until: date) -> QuerySet[Any]:
    """The rows whose day lies in the window, both ends inside, so that an index on the day is used."""
    path = source.day_field
    if isinstance(output_field(source, path), DateTimeField):
        rows = rows.filter(**{f"{path}__lt": day_start(until + timedelta(days=1))})
        return rows.filter(**{f"{path}__gte": day_start(since)}) if since else rows
    rows = rows.filter(**{f"{path}__lte": until})
    return rows.filter(**{f"{path}__gte": since}) if since else rows


def cells_of(
    needs: Iterable[Need], district: str, since: date | None, until: date
) -> Mapping[Need, list[Cell]]:
    """The cells of all terms in at most two queries: those of the window, and those from the beginning."""
    found: dict[Need, list[Cell]] = {need: [] for need in needs}
    for from_beginning in (False, True):
        wanted: dict[str, Need] = {
            need.term.fingerprint: need for need in found if need.from_beginning is from_beginning
        }
        if not wanted:
            continue
        first = date.min if from_beginning or since is None else since
        with connection.cursor() as cursor:
            cursor.execute(_CELLS, [list(wanted), district, first, until])
            for fingerprint, part, year, rows, total, peak, keys in cursor.fetchall():
                found[wanted[fingerprint]].append(
                    Cell(part, int(year), int(rows), total, peak, bytes(keys) if keys is not None else b"")
                )
    return found


_CELLS = """
SELECT t.fingerprint, r.part, extract(year FROM r.day)::int, sum(r.rows), sum(r.total), max(r.peak),
       string_agg(r.keys, ''::bytea)
FROM figures_rollup r JOIN figures_rollupterm t ON t.id = r.term_id
WHERE t.fingerprint = ANY(%s) AND r.district = %s AND r.day BETWEEN %s AND %s
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


Wanted = tuple[Need, str, date | None, date]


def record_keys(
    published: Mapping[str, FigureSource], wanted: Iterable[Wanted]
) -> dict[Wanted, list[tuple[Any, date]]]:
    """The keys of the records behind terms with the first day of each: from the roll-ups where these keep keys,
    from the rows themselves where a row is a record."""
    found: dict[Wanted, list[tuple[Any, date]]] = {one: [] for one in wanted}
    numbered: dict[Wanted, dict[int, date]] = {}
    for one, keyed in found.items():
        need, district, since, until = one
        source, first = published[need.term.source], None if need.from_beginning else since
        if need.term.measure is Measure.KEYS:
            numbered[one] = _first_days(need, district, first, until)
            continue
        rows = within(source, filtered(source, need.term.where), first, until)
        rows = rows.filter(**{source.district_field: district})
        for key, day in rows.order_by().values_list("pk", source.day_field):
            keyed.append((key, civil_day(day) if isinstance(day, datetime) else day))
    every = {number for days in numbered.values() for number in days}
    keys = dict(KeyNumber.objects.filter(number__among=every).values_list("number", "key")) if every else {}
    for one, days in numbered.items():
        source = published[one[0].term.source]
        native = output_field(source, field_path(source, one[0].term.field)).to_python
        found[one] = [(native(keys[number]), day) for number, day in days.items()]
    return found


def _first_days(need: Need, district: str, since: date | None, until: date) -> dict[int, date]:
    """The key numbers of a term in a window, each with its first day."""
    rows = RollUp.objects.filter(
        term__fingerprint=need.term.fingerprint, district=district, day__gte=since or date.min, day__lte=until
    )
    days: dict[int, date] = {}
    for day, keys in rows.order_by("day").values_list("day", "keys"):
        for number in union([bytes(keys or b"")]):
            days.setdefault(int(number), day)
    return days
