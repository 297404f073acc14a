"""Conditions on published fields. Conditions on one to-many field must hold for one and the same of its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from zhifa_verify.reading import Wrong
from zhifa_verify.records import Row

Condition = Mapping[str, Any]
TESTS = ("is", "not", "in", "not_in", "between", "prefix")
NEGATIVE = ("not", "not_in")


def fits(row: Row, where: Sequence[Condition]) -> bool:
    """Whether a row satisfies every condition."""
    return all(_fits(row, condition, where) for condition in where)


def chosen_values(row: Row, name: str, where: Sequence[Condition]) -> list[Any]:
    """The values of a field that count: of a to-many field those for which every positive condition on it holds."""
    value = _value(row, name)
    if not isinstance(value, list):
        return [value]
    asked = [one for one in where if one["field"] == name and _test(one) not in NEGATIVE]
    return [one for one in value or [None] if all(_holds(one, condition) for condition in asked)]


def _fits(row: Row, condition: Condition, where: Sequence[Condition]) -> bool:
    value = _value(row, condition["field"])
    if not isinstance(value, list):
        return _holds(value, condition)
    if _test(condition) in NEGATIVE:
        return all(_holds(one, condition) for one in value or [None])
    return bool(chosen_values(row, condition["field"], where))


def _value(row: Row, name: str) -> Any:
    if name.startswith("#") or name not in row:
        raise Wrong(f"不认识字段 {name}（this checker does not know the field {name}）")
    return row[name]


def _test(condition: Condition) -> str:
    found = [word for word in TESTS if word in condition]
    if len(found) != 1 or len(condition) != 2:
        raise Wrong(f"不认识条件 {sorted(condition)}（this checker does not know the condition）")
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
