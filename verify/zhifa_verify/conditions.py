"""Conditions on published fields. Conditions on one relation must hold for one and the same related row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from zhifa_verify.reading import Wrong
from zhifa_verify.records import Row

Condition = Mapping[str, Any]
TESTS = ("is", "not", "in", "not_in", "between", "prefix")
NEGATIVE = ("not", "not_in")
RELATIONS = (("served", "served_sort"), ("credited",))  # fields by relation, in the order of `#many`


def fits(row: Row, where: Sequence[Condition]) -> bool:
    """Whether a row satisfies every condition."""
    return all(_fits(row, condition, where) for condition in where)


def chosen_values(row: Row, name: str, where: Sequence[Condition]) -> list[Any]:
    """The values of a field that count: through a relation those of the related rows for which every positive condition on the
    relation holds."""
    related = _related(row, name)
    if related is None:
        return [_value(row, name)]
    asked = [one for one in where if _test(one) not in NEGATIVE]
    return [
        one[name]
        for one in related
        if all(_holds(one[condition["field"]], condition) for condition in asked if condition["field"] in one)
    ]


def _fits(row: Row, condition: Condition, where: Sequence[Condition]) -> bool:
    name = condition["field"]
    related = _related(row, name)
    if related is None:
        return _holds(_value(row, name), condition)
    if _test(condition) in NEGATIVE:
        return all(_holds(one[name], condition) for one in related)
    return bool(chosen_values(row, name, where))


def _related(row: Row, name: str) -> list[Row] | None:
    """The related rows that bear a field, one with nothing in it where there are none; None for a field of the row itself."""
    for relation, names in enumerate(RELATIONS):
        if name in names and "#many" in row:
            return row["#many"][relation] or [dict.fromkeys(names)]
    return None


def _value(row: Row, name: str) -> Any:
    if name.startswith("#") or name not in row:
        raise Wrong(f"不认识字段 {name}（this checker does not know the field {name}）")
    return row[name]


def _test(condition: Condition) -> str:
    found = [word for word in TESTS if word in condition]
    if len(found) != 1 or len(condition) != 2:
        raise Wrong("不认识条件（this checker does not know the condition）")
    return found[0]


def _holds(value: Any, condition: Condition) -> bool:
    test = _test(condition)
    told = condition[test]
    if test == "prefix":
        return isinstance(value, str) and value.startswith(told)
    if test == "between":
        return value is not None and _between(value, told[0], told[1])
    among = any(_equal(value, one) for one in (told if test in ("in", "not_in") else [told]))
    return among if test in ("is", "in") else not among


def _equal(value: Any, told: Any) -> bool:
    if value is None or told is None or isinstance(value, bool) or isinstance(told, bool):
        return value is told
    return bool(_number(value) == _number(told)) if isinstance(value, int) else bool(value == told)


def _between(value: Any, first: Any, last: Any) -> bool:
    if isinstance(value, str):
        return bool(first <= value <= last)
    return _number(first) <= _number(value) <= _number(last)


def _number(value: Any) -> Fraction:
    return Fraction(str(value))
