"""The algebra of figures, implemented anew: conditions, counts, sums, distincts, streaks, ratios, growth of two values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from zhifa_verify.log import Wrong
from zhifa_verify.records import Row, World, rows_of

OPERATORS = ("is", "not", "in", "not_in", "between", "prefix")


@dataclass(frozen=True)
class Found:
    """A value computed anew; None where the bundle does not show the rows that it rests on. `declared` says that a part
    of it is a total over event rows that the ledger commits to and the bundle does not show."""

    value: Fraction | None
    declared: bool = False
    records: int = 0


def compute(world: World, definition: Mapping[str, Any], since: str | None, until: str) -> Found:
    """The value of a definition over days, both ends inside; `since` None is from the beginning."""
    first = None if definition["window"] == "as-at" else since
    return _measure(world, definition["measure"], first, until)


def _measure(world: World, measure: Mapping[str, Any], since: str | None, until: str) -> Found:
    if "total" in measure:
        parts = [_measure(world, part, since, until) for part in measure["total"]]
        if any(part.value is None for part in parts):
            return Found(None)
        total = sum((part.value for part in parts if part.value is not None), Fraction(0))
        return Found(total, any(part.declared for part in parts), sum(part.records for part in parts))
    if "streak" in measure:
        return _streak(world, measure["streak"], until)
    for kind in ("count", "sum", "distinct"):
        if kind in measure:
            return _leaf(world, kind, measure, since, until)
    raise Wrong(f"this checker does not know the measure {sorted(measure)}")


def _leaf(world: World, kind: str, measure: Mapping[str, Any], since: str | None, until: str) -> Found:
    source = measure["count"] if kind == "count" else measure["of"]
    if measure.get("linked_within"):
        return Found(None)
    chosen = _chosen(world, source, measure.get("where", ()), since, until)
    if chosen is None:
        return Found(None)
    declared = any(row.get("declared") for row in chosen) and kind == "sum"
    records = len({row.get("record", id(row)) for row in chosen})
    if kind == "count":
        return Found(Fraction(len(chosen)), declared, records)
    name = measure[kind]
    if kind == "sum":
        return Found(sum((Fraction(row[name]) for row in chosen), Fraction(0)), declared, records)
    values: set[Any] = set()
    for row in chosen:
        told = row[name] if isinstance(row[name], list) else [row[name]]
        values.update(
            one
            for one in told
            if all(_holds(one, rule) for rule in measure.get("where", ()) if rule["field"] == name)
        )
    return Found(Fraction(len(values)), declared, records)


def _streak(world: World, streak: Mapping[str, Any], until: str) -> Found:
    leaf = streak["of"]
    chosen = _chosen(world, leaf["count"], leaf.get("where", ()), None, until)
    if chosen is None:
        return Found(None)
    years = {int(row["day"][:4]) for row in chosen}
    best = run = 0
    for year in sorted(years):
        run = run + 1 if year - 1 in years else 1
        best = max(best, run)
    if streak.get("ending", "now") == "now":
        best, year = 0, int(until[:4])
        if year not in years:
            year -= 1
        while year in years:
            best, year = best + 1, year - 1
    return Found(Fraction(best), False, len(chosen))


def _chosen(world: World, source: str, where: Any, since: str | None, until: str) -> list[Row] | None:
    rows = rows_of(world, source)
    if rows is None:
        return None
    return [
        row
        for row in rows
        if (since is None or since <= row["day"])
        and row["day"] <= until
        and all(_fits(row, rule) for rule in where)
    ]


def _fits(row: Row, rule: Mapping[str, Any]) -> bool:
    if rule["field"] not in row:
        raise Wrong(f"this checker does not know the field {rule['field']}")
    value = row[rule["field"]]
    if isinstance(value, list):
        negative = any(word in rule for word in ("not", "not_in"))
        return (
            all(_holds(one, rule) for one in value) if negative else any(_holds(one, rule) for one in value)
        )
    return _holds(value, rule)


def _holds(value: Any, rule: Mapping[str, Any]) -> bool:
    (operator,) = [word for word in OPERATORS if word in rule]
    wanted = rule[operator]
    if operator == "is":
        return bool(value == wanted)
    if operator == "not":
        return bool(value != wanted)
    if operator == "in":
        return value in wanted
    if operator == "not_in":
        return value not in wanted
    if operator == "prefix":
        return str(value).startswith(wanted)
    return bool(wanted[0] <= value <= wanted[1])


def rounded(value: Fraction, decimals: int) -> Decimal:
    """At so many decimals, half away from zero."""
    scaled = Decimal(value.numerator * 10**decimals) / Decimal(value.denominator)
    return scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP).scaleb(-decimals)
