"""Roll-ups: marked by whoever changes rows, brought up to date by whoever reads, rebuilt whole on demand.

A bucket is one term on one civil day. Bringing a bucket up to date and building it anew are the same statement
with other days in it, so that incremental and full results cannot part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, DateField, DateTimeField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Collate, TruncDate

from zhifa.figures.models import RollUp, RollUpTerm, StaleDay, Touched
from zhifa.figures.rules.algebra import Term
from zhifa.figures.selectors import field_path, filtered, on_the_same_row, output_field
from zhifa.figures.terms import REFRESH_LOCK, Measure
from zhifa.kernel.clock import SHANGHAI, day_start
from zhifa.kernel.registry import FigureSource

DAYS_ONE_BY_ONE = 60  # above this, one pass over all records is cheaper than looking the days up


def touch(source: str, days: Iterable[date]) -> None:
    """Mark days of a source whose rows were added, changed or removed; call it in the act's own transaction.

    When a row moves to another day, both days are touched; when a row starts or ceases to count (a deed is
    confirmed), its day is touched in every source that reads it.
    """
    Touched.objects.bulk_create(Touched(source=source, day=day) for day in sorted(set(days)))


def refresh(terms: Iterable[Term], sources: dict[str, FigureSource]) -> int:
    """Bring the roll-ups of these terms up to date; answers how many of their days were computed again.

    Nothing to do costs one query. Otherwise one process works at a time and the others wait for its result.
    What other terms have to compute again is kept for them, so that one figure does not pay for all.
    """
    wanted = {term.fingerprint: term for term in terms}
    codes = {term.source for term in wanted.values()}
    if not _stale(wanted, codes):
        return 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_ONE_AT_A_TIME, [REFRESH_LOCK])
            cursor.execute(_SPREAD, [list(codes)])
            cursor.execute(_TAKE, [list(wanted)])
            stale: dict[str, list[date]] = {}
            for fingerprint, day in cursor.fetchall():
                stale.setdefault(fingerprint, []).append(day)
        built = {row.fingerprint: row for row in RollUpTerm.objects.filter(fingerprint__in=wanted)}
        for fingerprint, days in stale.items():
            term = wanted[fingerprint]
            few = len(days) <= DAYS_ONE_BY_ONE
            buckets = RollUp.objects.filter(term=built[fingerprint])
            (buckets.filter(day__in=days) if few else buckets).delete()
            _roll(built[fingerprint], term, sources[term.source], sorted(days) if few else None)
        new = [term for fingerprint, term in wanted.items() if fingerprint not in built]
        rows = RollUpTerm.objects.bulk_create(
            RollUpTerm(fingerprint=term.fingerprint, source=term.source) for term in new
        )
        filled = {code for code in {term.source for term in new} if sources[code].queryset().exists()}
        for row, term in zip(rows, new, strict=True):
            if term.source in filled:
                _roll(row, term, sources[term.source], None)
    return sum(len(days) for days in stale.values())


@transaction.atomic
def rebuild(terms: Iterable[Term], sources: dict[str, FigureSource]) -> None:
    """Drop every roll-up and build those of the terms from the records."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REFRESH_LOCK])
        cursor.execute(
            "TRUNCATE figures_rollup, figures_rollupterm, figures_keynumber, figures_touched, figures_staleday"
            " RESTART IDENTITY"
        )
    refresh(terms, sources)


@transaction.atomic
def forget_unused(terms: Iterable[Term]) -> int:
    """Drop the roll-ups of terms that no definition in use reads; answers how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REFRESH_LOCK])
    unused = RollUpTerm.objects.exclude(fingerprint__in=[term.fingerprint for term in terms])
    RollUp.objects.filter(term__in=unused).delete()
    StaleDay.objects.filter(term__in=unused).delete()
    return unused.delete()[0]


def _stale(wanted: dict[str, Term], codes: set[str]) -> bool:
    """Whether a day was touched, a term has days to compute again, or one is not yet built."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [list(codes), list(wanted), list(wanted)])
        touched, stale, built = cursor.fetchone()
    return bool(touched) or bool(stale) or built < len(wanted)


def _roll(row: RollUpTerm, term: Term, source: FigureSource, days: Sequence[date] | None) -> None:
    """Compute the buckets of a term from the records, on those days or on all."""
    statement, parameters = _base(term, source, days).query.sql_with_params()
    with connection.cursor() as cursor:
        if term.measure is not Measure.KEYS:
            shape = _NUMBERS if term.measure is Measure.NUMBER else _ROWS
            cursor.execute(shape.format(base=statement), [*parameters, row.pk])
            return
        space = f"{source.code}.{term.field}"
        if days is None:  # all days at once: group in memory, and never look millions of keys up one by one
            cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL enable_nestloop = off")
        cursor.execute(_KEYS.format(base=statement), [*parameters, space, space, row.pk])
        if days is None:
            cursor.execute(
                "ANALYZE figures_keynumber"
            )  # the next term finds its keys there and must know how many
            cursor.execute("SET LOCAL work_mem TO DEFAULT; SET LOCAL enable_nestloop TO DEFAULT")


def _base(term: Term, source: FigureSource, days: Sequence[date] | None) -> QuerySet[Any, Any]:
    """The rows of a term: `district`, `day`, `part` and what is measured, a line for each row and part."""
    rows = on_the_same_row(source, filtered(source, term.where), term.where, (term.by, term.field))
    path = source.day_field
    timed = isinstance(output_field(source, path), DateTimeField)
    if days is not None:
        rows = rows.filter(_on(path, days, timed))
    whole = rows.order_by().annotate(
        roll_district=Cast(F(source.district_field), CharField()),
        roll_day=TruncDate(path, tzinfo=SHANGHAI) if timed else Cast(F(path), DateField()),
        roll_part=_part(source, term.by),
    )
    columns = ["roll_district", "roll_day", "roll_part"]
    if term.measure is Measure.NUMBER:
        whole = whole.annotate(roll_value=F(field_path(source, term.field)))
        columns.append("roll_value")
    elif term.measure is Measure.KEYS:
        whole = whole.annotate(roll_value=Collate(Cast(F(field_path(source, term.field)), TextField()), "C"))
        columns.append("roll_value")
    crossing = [one for one in source.fields if one.to_many and one.name in (term.by, term.field)]
    lines: QuerySet[Any, Any] = (
        whole.values("pk", *columns).distinct() if crossing else whole.values(*columns)
    )
    return lines


def _part(source: FigureSource, by: str) -> Any:
    if not by:
        return Value("", output_field=TextField())
    return Coalesce(Cast(F(field_path(source, by)), TextField()), Value("", output_field=TextField()))


def _on(path: str, days: Sequence[date], timed: bool) -> Q:
    if not timed:
        return Q(**{f"{path}__in": list(days)})
    condition = Q(pk__in=[])
    for day in days:
        condition |= Q(**{f"{path}__gte": day_start(day), f"{path}__lt": day_start(day + timedelta(days=1))})
    return condition


# Nobody else writes into roll-ups of one's own (`apart`), so nobody need wait for them.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(%s) WHERE to_regclass('pg_temp.figures_rollup') IS NULL"  # pg_temp: this session's
_ASK = """
SELECT EXISTS (SELECT 1 FROM figures_touched WHERE source = ANY(%s)),
       EXISTS (SELECT 1 FROM figures_staleday s JOIN figures_rollupterm t ON t.id = s.term_id
               WHERE t.fingerprint = ANY(%s)),
       (SELECT count(*) FROM figures_rollupterm WHERE fingerprint = ANY(%s))
"""
_SPREAD = """
WITH gone AS (DELETE FROM figures_touched WHERE source = ANY(%s) RETURNING source, day)
INSERT INTO figures_staleday (term_id, day)
SELECT DISTINCT t.id, gone.day FROM gone JOIN figures_rollupterm t ON t.source = gone.source
ON CONFLICT DO NOTHING
"""
_TAKE = """
DELETE FROM figures_staleday s USING figures_rollupterm t
WHERE t.id = s.term_id AND t.fingerprint = ANY(%s) RETURNING t.fingerprint, s.day
"""
_ROWS = """
WITH base AS ({base})
INSERT INTO figures_rollup (term_id, district, day, part, rows, total, peak, keys)
SELECT %s, roll_district, roll_day, roll_part, count(*), NULL, NULL, NULL FROM base
WHERE roll_district IS NOT NULL AND roll_day IS NOT NULL GROUP BY 2, 3, 4
"""
_NUMBERS = _ROWS.replace("NULL, NULL, NULL FROM", "sum(roll_value), max(roll_value), NULL FROM")
_KEYS = """
WITH base AS ({base}),
found AS MATERIALIZED (
    SELECT roll_district, roll_day, roll_part, roll_value, count(*) AS n FROM base
    WHERE roll_district IS NOT NULL AND roll_day IS NOT NULL AND roll_value IS NOT NULL GROUP BY 1, 2, 3, 4
),
keys AS MATERIALIZED (SELECT DISTINCT roll_value AS key FROM found),
old AS MATERIALIZED (
    SELECT k.number, keys.key FROM keys LEFT JOIN figures_keynumber k ON k.space = %s AND k.key = keys.key
),
new AS (
    INSERT INTO figures_keynumber (space, key) SELECT %s, key FROM old WHERE number IS NULL RETURNING number, key
),
numbers AS (SELECT number, key FROM old WHERE number IS NOT NULL UNION ALL SELECT number, key FROM new)
INSERT INTO figures_rollup (term_id, district, day, part, rows, keys)
SELECT %s, roll_district, roll_day, roll_part, sum(n), string_agg(int4send(number), ''::bytea)
FROM found JOIN numbers ON numbers.key = roll_value GROUP BY 2, 3, 4
"""
