"""The closed algebra of definitions: what an expression may be, once it was read and checked.

A definition's `measure` is one of these, written as a mapping with one operator:

    {"count": source}                      rows                      {"sum": field, "of": source}       a number
    {"distinct": key, "of": source}        different keys            {"bounds": field, "of": source}    [largest, sum]
    {"total": [..]}                        the same unit, added      {"union": [..]}                    [largest, sum]
    {"range": [..]}                        [least, greatest]         {"ratio": {"over", "under"}}       a quotient
    {"streak": {"of": {"count": ..}}}      years in a row            {"growth": {"of", "base", "how"}}  in per cent
    {"figure": code}                       another definition
    {"share": {"of": code, "where": [..]}} per cent of another definition's records; alone in its definition

The first four take `where`, `label`, `window` and, for distinct, `linked_within`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zhifa.figures.terms import RECORD_FIELD, Measure, WindowKind
from zhifa.kernel.quantities import Unit
from zhifa.kernel.registry import FigureSource, SourceField

Scalar = str | int | bool | None


@dataclass(frozen=True)
class Condition:
    """One filter on a published field: `is`, `not`, `in`, `not_in`, `between` (both ends inside), `prefix`."""

    field: str
    test: str
    values: tuple[Scalar, ...]

    def as_data(self) -> list[Any]:
        """The condition as it enters a term's fingerprint."""
        return [self.field, self.test, list(self.values)]


@dataclass(frozen=True)
class Term:
    """What a roll-up keeps: one measure of one source under one filter, a row a day and part."""

    source: str
    source_version: int
    measure: Measure
    field: str = ""
    where: tuple[Condition, ...] = ()
    by: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same question, whichever definitions ask it."""
        data = [
            self.source, self.source_version, self.measure.value, self.field,
            [condition.as_data() for condition in self.where], self.by,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Leaf:
    """count, sum, distinct or bounds over one source. `linked_within` names the field inside which keys can be
    recognised again; across its values people may or may not be the same, so the result is a range."""

    op: str
    source: str
    source_version: int
    unit: Unit | None
    field: str = ""
    where: tuple[Condition, ...] = ()
    linked_within: str = ""
    label: str = ""
    as_at: bool = False

    def term(self, by: str = "") -> Term:
        """The term that this leaf reads, split by a field or not."""
        measure = {"count": Measure.ROWS, "distinct": Measure.KEYS}.get(self.op, Measure.NUMBER)
        return Term(self.source, self.source_version, measure, self.field, self.where, by)

    def record_term(self, *, by_key: bool, published: bool) -> Term:
        """The term that counts the records behind this leaf: rows, or keys where rows of several leaves overlap."""
        if published:
            return Term(self.source, self.source_version, Measure.KEYS, RECORD_FIELD, self.where)
        measure = Measure.KEYS if by_key else Measure.ROWS
        return Term(self.source, self.source_version, measure, "pk" if by_key else "", self.where)


@dataclass(frozen=True)
class Several:
    """total, union or range of expressions of one unit."""

    op: str
    items: tuple[Expression, ...]
    unit: Unit | None
    label: str = ""


@dataclass(frozen=True)
class Ratio:
    """`over` ÷ `under`; with `each`, one quotient for every value of that field of `under`, never an average."""

    over: Expression
    under: Expression
    unit: Unit
    each: str = ""
    label: str = ""


@dataclass(frozen=True)
class Streak:
    """Consecutive calendar years with at least one record. `ending` `now`: the run must reach the window's last
    year or the year before it; `any`: the longest run."""

    of: Leaf
    unit: Unit
    ending: str = "now"
    label: str = ""


@dataclass(frozen=True)
class Growth:
    """Growth of a yearly value against a base year. `base` None is the year before the window (or the first
    year on record). `how`: `compound` a year, `simple` a year, or `total`."""

    of: Expression
    base: int | None
    how: str
    unit: Unit
    label: str = ""


@dataclass(frozen=True)
class Reference:
    """Another figure by its code, with the expression that stands behind it today."""

    code: str
    expression: Expression
    label: str = ""

    @property
    def unit(self) -> Unit | None:
        """The unit of the figure referred to."""
        return self.expression.unit


Expression = Leaf | Several | Ratio | Streak | Growth | Reference


@dataclass(frozen=True)
class Share:
    """Of the records behind another figure, each once a source, the per cent for which conditions hold. `chosen` is that
    figure's expression with the conditions on every leaf; only its records are counted, never its value."""

    of: Reference
    chosen: Expression
    unit: Unit


@dataclass(frozen=True)
class Formula:
    """A definition that was read: words for people, an expression for the engine."""

    code: str
    title: str
    statement: str
    unit: Unit
    window: WindowKind
    denominator: str
    deduplication: str
    version: int
    measure: Expression | Share
    public: bool = True
    names_units: bool = False  # its parts and records say which unit is behind
    split: str = ""
    unmeasured_when_empty: bool = False
    applies_from: date | None = None
    mechanism: str = ""
    body: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def scorable(self) -> bool:
        """Whether an assessment may ever score it: the unit decides (likes, views and minutes never)."""
        return self.unit.scorable


def leaves_of(expression: Expression | Share) -> Iterator[Leaf]:
    """Every leaf, numerator before denominator."""
    if isinstance(expression, Leaf):
        yield expression
    elif isinstance(expression, Several):
        for item in expression.items:
            yield from leaves_of(item)
    elif isinstance(expression, Ratio):
        yield from leaves_of(expression.over)
        yield from leaves_of(expression.under)
    elif isinstance(expression, Reference):
        yield from leaves_of(expression.expression)
    else:
        yield from leaves_of(expression.of)


def references_of(expression: Expression | Share) -> Iterator[str]:
    """The codes of other figures that the expression stands on."""
    if isinstance(expression, Reference):
        yield expression.code
        yield from references_of(expression.expression)
    elif isinstance(expression, Several):
        for item in expression.items:
            yield from references_of(item)
    elif isinstance(expression, Ratio):
        yield from references_of(expression.over)
        yield from references_of(expression.under)
    elif isinstance(expression, Growth | Share):
        yield from references_of(expression.of)


def cumulative(expression: Expression) -> Expression:
    """The expression with every leaf looking from the beginning, for a window of kind as-at."""
    if isinstance(expression, Leaf):
        return replace(expression, as_at=True)
    if isinstance(expression, Several):
        return replace(expression, items=tuple(cumulative(item) for item in expression.items))
    if isinstance(expression, Ratio):
        return replace(expression, over=cumulative(expression.over), under=cumulative(expression.under))
    if isinstance(expression, Reference):
        return replace(expression, expression=cumulative(expression.expression))
    if isinstance(expression, Streak):
        return replace(expression, of=replace(expression.of, as_at=True))
    return expression  # growth compares single years whatever the window


def cumulative_share(share: Share) -> Share:
    """The same for a share, which stands alone in its definition."""
    of = replace(share.of, expression=cumulative(share.of.expression))
    return replace(share, of=of, chosen=cumulative(share.chosen))


def narrowed(expression: Expression, conditions: Callable[[Leaf], tuple[Condition, ...]]) -> Expression:
    """The expression with further conditions on every leaf."""
    if isinstance(expression, Leaf):
        return replace(expression, where=(*expression.where, *conditions(expression)))
    if isinstance(expression, Several):
        return replace(expression, items=tuple(narrowed(item, conditions) for item in expression.items))
    if isinstance(expression, Ratio):
        over, under = (narrowed(part, conditions) for part in (expression.over, expression.under))
        return replace(expression, over=over, under=under)
    if isinstance(expression, Reference):
        return replace(expression, expression=narrowed(expression.expression, conditions))
    return replace(expression, of=narrowed(expression.of, conditions))  # type: ignore[arg-type]  # a leaf stays one


def field_of(source: FigureSource, name: str) -> SourceField | None:
    """The published field of that name."""
    return next((one for one in source.fields if one.name == name), None)


def split_of(split: str, source: FigureSource) -> str:
    """The field by which a leaf of that source can show its parts: the split where the source publishes it."""
    return split if split and field_of(source, split) is not None else ""


def reading(leaf: Leaf, split: str, source: FigureSource) -> tuple[Term, Term | None]:
    """The term of a leaf's value and that of its parts; one term serves both where no row stands in two parts."""
    by = leaf.linked_within
    parts = split_of(split, source)
    if not by and parts:
        published = field_of(source, parts)
        if published is not None and not published.to_many:
            return leaf.term(parts), leaf.term(parts)
    return leaf.term(by), leaf.term(parts) if parts else (leaf.term(by) if by else None)
