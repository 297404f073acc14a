"""The algebra of figures, implemented anew: count, sum, distinct, bounds, total, union, range, ratio, streak, growth, reference, share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from zhifa_verify.conditions import chosen_values, fits
from zhifa_verify.reading import Wrong
from zhifa_verify.records import Row
from zhifa_verify.spans import Bounds, Span, extreme, known, one, total

Expression = Mapping[str, Any]
Days = tuple[str | None, str]
LEAVES = ("count", "sum", "distinct", "bounds")
SEVERAL = ("total", "union", "range")
ROOT = 10**40  # a compound growth is a root; so many digits of it are computed
SLACK = Fraction(1, 10**30)


@dataclass(frozen=True)
class Part:
    """A labelled part of a value; `unit` is its own."""

    label: str
    span: Span | None
    unit: str | None


@dataclass(frozen=True)
class Lens:
    """Through which days an expression is looked at: one year or all of the window."""

    year: int | None = None
    whole: bool = False  # from the beginning, whatever the window
    as_at: bool = False  # everything up to the last day


@dataclass(frozen=True)
class Outcome:
    """A computed value: `span` None says there is none."""

    span: Span | None
    parts: tuple[Part, ...] = ()


@dataclass
class Trace:
    """What one evaluation touched: rows, records by source, and whether a part rests on declared totals."""

    rows: int = 0
    declared: bool = False
    records: dict[str, set[Any]] = field(default_factory=dict)


class Evaluation:
    """One definition over one window."""

    def __init__(
        self,
        definition: Mapping[str, Any],
        definitions: Mapping[str, Mapping[str, Any]],
        rows: Callable[[str], list[Row]],
        words: Mapping[str, Any],
        days: Days,
    ) -> None:
        self.definition, self.definitions, self.rows, self.words = definition, definitions, rows, words
        self.since, self.until = days
        self.split = definition.get("split") or ""
        self.as_at = definition["window"] == "as-at"
        self.trace = Trace()

    def outcome(self) -> Outcome:
        """The value with its parts; nothing where nothing was measured and the definition says so."""
        measure = self.definition["measure"]
        unit = self.definition["unit"]
        if "share" in measure:
            found = self._share(measure["share"])
        elif self.definition["window"] == "per-year" and not ({"growth", "streak"} & set(measure)):
            found = self._per_year(measure, unit)
        else:
            found = self._of(measure, unit, Lens(as_at=self.as_at), self.split)
        self._count_records(measure, self.as_at, "growth" in measure, self.trace.records)
        if not self.trace.rows and self.definition.get("empty") == "unmeasured":
            return Outcome(None)
        return found

    @property
    def record_count(self) -> int:
        """How many records stand behind the value, each once a source."""
        return sum(len(keys) for keys in self.trace.records.values())

    def _of(self, data: Expression, unit: str | None, lens: Lens, split: str) -> Outcome:
        operator = operator_of(data)
        if operator in LEAVES:
            return self._leaf(data, unit, lens, split)
        if operator in SEVERAL:
            return self._several(data, operator, unit, lens, split)
        if operator == "ratio":
            return self._ratio(data, unit or "percent", lens, split)
        if operator == "streak":
            return self._streak(data["streak"], lens)
        if operator == "growth":
            return self._growth(data["growth"])
        if operator == "share":
            raise Wrong("占比只能单独作为一个数字（a share stands alone in its definition）")
        other = self._other(data["figure"])
        inner = replace(lens, as_at=lens.as_at or other["window"] == "as-at")
        return self._of(other["measure"], other["unit"], inner, split)

    def _other(self, code: str) -> Mapping[str, Any]:
        if code not in self.definitions:
            raise Wrong(f"包里没有定义 {code}（the bundle holds no definition of {code}）")
        return self.definitions[code]

    def _chosen(self, leaf: Expression, lens: Lens) -> list[Row]:
        """The rows of a leaf; those without the number that it adds up did not measure it."""
        as_at = lens.as_at or leaf.get("window") == "as-at"
        since = None if lens.whole or as_at else self.since
        number = leaf.get("sum") or leaf.get("bounds")
        found = []
        for row in self.rows(source_of(leaf)):
            day = row["day"]
            if day > self.until or (since is not None and day < since):
                continue
            if lens.year is not None and not _in_year(int(day[:4]), lens.year, as_at):
                continue
            if fits(row, leaf.get("where", ())) and (number is None or row[number] is not None):
                found.append(row)
        return found

    def _leaf(self, leaf: Expression, unit: str | None, lens: Lens, split: str) -> Outcome:
        rows = self._chosen(leaf, lens)
        self.trace.rows += len(rows)
        operator, linked = operator_of(leaf), leaf.get("linked_within") or ""
        if operator != "distinct" or leaf["distinct"] == "token":
            self.trace.declared |= any(row.get("#declared") for row in rows)
        span = self._linked(leaf, rows, linked) if linked else measured(leaf, rows)
        by = (split if split in self._fields(leaf) else "") or linked
        if not by:
            return Outcome(span)
        own = self._unit_of(leaf, unit)
        groups: dict[str, list[Row]] = {}
        for row in rows:
            for value in chosen_values(row, by, leaf.get("where", ())):
                if operator != "distinct" or leaf["distinct"] == "token" or _told(row, leaf):
                    groups.setdefault(part_name(value), []).append(row)
        labelled = tuple(
            Part(self._label(source_of(leaf), by, part), measured(leaf, groups[part], by, part), own)
            for part in sorted(groups)
        )
        return Outcome(span, labelled)

    def _linked(self, leaf: Expression, rows: Sequence[Row], linked: str) -> Span:
        """Keys are recognised inside one value of a field only: from the largest to the sum."""
        groups: dict[Any, list[Row]] = {}
        for row in rows:
            groups.setdefault(row[linked], []).append(row)
        counts = [measured(leaf, group).low for group in groups.values()]
        return Span(extreme(max, counts), total(counts))

    def _fields(self, leaf: Expression) -> Sequence[str]:
        fields: Sequence[str] = self.words["fields"][self._shape(source_of(leaf))]
        return fields

    def _shape(self, source: str) -> str:
        """Under which name the words keep a source; all counts are alike."""
        return source if source in self.words["fields"] else "counts"

    def _several(self, data: Expression, operator: str, unit: str | None, lens: Lens, split: str) -> Outcome:
        items = data[operator]
        shared = unit
        for item in items:
            shared = shared or self._unit_of(item, None)
        outcomes = [self._of(item, unit, lens, split) for item in items]
        labels = [self._name(item) for item in items]
        parts = tuple(
            Part(label, found.span, self._unit_of(item, unit))
            for label, item, found in zip(labels, items, outcomes, strict=True)
        )
        if split and not any(labels):
            parts = _merged([found.parts for found in outcomes], operator)
        spans = [found.span for found in outcomes if found.span is not None]
        if not spans:
            return Outcome(None, parts)
        return Outcome(_united(spans, operator), parts)

    def _name(self, data: Expression) -> str:
        if data.get("label"):
            return str(data["label"])
        operator = operator_of(data)
        if operator == "figure":
            return str(self._other(data["figure"])["title"])
        if operator in LEAVES and not self.split:
            return str(self.words["sources"][source_of(data)])
        return ""

    def _ratio(self, data: Expression, unit: str, lens: Lens, split: str) -> Outcome:
        ratio, factor = data["ratio"], 1 if unit == "yuan-per-head" else 100
        needed = ("yuan", "residents") if unit == "yuan-per-head" else (None, None)
        over = self._of(ratio["over"], needed[0], lens, split)
        each = ratio.get("each") or ""
        under = self._of(ratio["under"], needed[1], lens, each or split)
        if each:
            parts = tuple(
                Part(part.label, _quotient(over.span, part.span, factor), unit) for part in under.parts
            )
            spans = [part.span for part in parts if part.span is not None]
            return Outcome(_united(spans, "range") if spans else None, parts)
        named = (
            Part(
                self._name(ratio["over"]) or self.words["over"],
                over.span,
                self._unit_of(ratio["over"], needed[0]),
            ),
            Part(
                self._name(ratio["under"]) or self.words["under"],
                under.span,
                self._unit_of(ratio["under"], needed[1]),
            ),
        )
        return Outcome(_quotient(over.span, under.span, factor), named)

    def _streak(self, streak: Expression, lens: Lens) -> Outcome:
        rows = self._chosen(streak["of"], Lens(as_at=lens.as_at))
        self.trace.rows += len(rows)
        counts: dict[int, int] = {}
        for row in rows:
            year = int(row["day"][:4])
            counts[year] = counts.get(year, 0) + row.get("#weight", 1)
        runs: list[list[int]] = []
        for year in sorted(counts):
            if runs and runs[-1][-1] == year - 1:
                runs[-1].append(year)
            else:
                runs.append([year])
        if streak.get("ending", "now") == "now":
            runs = [run for run in runs if run[-1] >= int(self.until[:4]) - 1]
        best = max(runs, key=lambda run: (len(run), run[-1]), default=[])
        return Outcome(
            one(len(best)), tuple(Part(self._year(year), one(counts[year]), "items") for year in best)
        )

    def _per_year(self, measure: Expression, unit: str) -> Outcome:
        """Each year of the window in which the first leaf has rows; the value runs from the least to the greatest."""
        first = first_leaf(measure, self._other)
        years = sorted({int(row["day"][:4]) for row in self._chosen(first, Lens())})
        parts: list[Part] = []
        spans: list[Span] = []
        for year in years:
            found = self._of(measure, unit, Lens(year=year), self.split)
            if "ratio" in measure and measure["ratio"].get("each") and found.parts:
                parts += [
                    Part(f"{self._year(year)} · {part.label}", part.span, part.unit) for part in found.parts
                ]
            else:
                parts.append(Part(self._year(year), found.span, None))
            if found.span is not None:
                spans.append(found.span)
        return Outcome(_united(spans, "range") if spans else None, tuple(parts))

    def _growth(self, growth: Expression) -> Outcome:
        first = first_leaf(growth["of"], self._other)
        years = sorted({int(row["day"][:4]) for row in self._chosen(first, Lens(whole=True))})
        told = growth.get("base", "year-before")
        if not years:
            return Outcome(None)
        fallback = int(self.since[:4]) - 1 if self.since else years[0]
        base, last = fallback if told == "year-before" else told, years[-1]
        if base not in years or last <= base or self._begins_between(base, last):
            return Outcome(None)
        spans = [self._of(growth["of"], None, Lens(year=year, whole=True), "").span for year in (base, last)]
        before, after = (span.exact if span is not None else None for span in spans)
        if before is None or after is None or before <= 0:
            return Outcome(None)
        own = self._unit_of(growth["of"], None)
        parts = (
            Part(f"{self.words['base']} {self._year(base)}", one(before), own),
            Part(f"{self.words['last']} {self._year(last)}", one(after), own),
        )
        return Outcome(_grown(after / before, last - base, growth.get("how", "compound")), parts)

    def _share(self, share: Expression) -> Outcome:
        """Of the records behind another figure those for which conditions hold, in per cent."""
        other = self._other(share["of"])
        as_at, whole = self.as_at or other["window"] == "as-at", "growth" in other["measure"]
        numbers = []
        for where in (share["where"], ()):
            found: dict[str, set[Any]] = {}
            self._count_records(other["measure"], as_at, whole, found, where)
            numbers.append(sum(len(keys) for keys in found.values()))
        chosen, every = numbers
        self.trace.rows += every
        parts = (
            Part(self.words["chosen"], one(chosen), "items"), Part(self.words["all"], one(every), "items"),
        )  # fmt: skip
        return Outcome(one(Fraction(chosen * 100, every)) if every else None, parts)

    def _begins_between(self, base: int, last: int) -> bool:
        """Whether this definition began to apply after the base year began: then the years are not of one kind."""
        start = self.definition.get("applies_from")
        return start is not None and f"{base:04}-01-01" < str(start) <= f"{last:04}-12-31"

    def _unit_of(self, data: Expression, expected: str | None) -> str | None:
        """The unit that an expression carries: its own, the field's, or what is expected where it stands."""
        operator = operator_of(data)
        if operator in ("sum", "bounds"):
            name, source = data[operator], source_of(data)
            units: Mapping[str, str] = self.words["numbers"].get(source, {})
            return units.get(name) or self.words["measures"].get(source.partition(".")[2])
        if operator in ("count", "distinct"):
            return data.get("unit") or expected
        if operator in SEVERAL:
            own = [self._unit_of(item, expected) for item in data[operator]]
            return expected or next((unit for unit in own if unit), None)
        if operator == "ratio":
            return expected or "percent"
        if operator == "figure":
            return str(self._other(data["figure"])["unit"])
        return "years" if operator == "streak" else "percent"

    def _label(self, source: str, name: str, part: str) -> str:
        if not part:
            return str(self.words["unnamed"])
        named = self.words["names"].get(name)
        if named is None:
            named = self.words["labels"].get(f"{self._shape(source)}.{name}", {})
        return str(named.get(part, part))

    def _year(self, year: int) -> str:
        return f"{year}{self.words['year']}"

    def _count_records(
        self,
        data: Expression,
        as_at: bool,
        whole: bool,
        found: dict[str, set[Any]],
        where: Sequence[Any] = (),
    ) -> None:
        """Note the records behind every leaf, by source; those for which further conditions hold."""
        operator = operator_of(data)
        if operator in LEAVES:
            keys = found.setdefault(source_of(data), set())
            leaf = {**data, "where": [*data.get("where", ()), *where]}
            keys.update(row["#id"] for row in self._chosen(leaf, Lens(whole=whole, as_at=as_at)))
            return
        if operator in SEVERAL:
            inner = list(data[operator])
        elif operator == "ratio":
            inner = [data["ratio"]["over"], data["ratio"]["under"]]
        elif operator in ("figure", "share"):
            other = self._other(data["figure"] if operator == "figure" else data["share"]["of"])
            as_at, inner = as_at or other["window"] == "as-at", [other["measure"]]
            whole = whole or (operator == "share" and "growth" in other["measure"])
        else:
            as_at, inner = as_at and operator != "growth", [data[operator]["of"]]
        for part in inner:
            self._count_records(part, as_at, whole, found, where)


def operator_of(data: Expression) -> str:
    """The one operator of an expression."""
    names = (*LEAVES, *SEVERAL, "ratio", "streak", "growth", "figure", "share")
    found = [name for name in names if name in data]
    if len(found) != 1:
        raise Wrong(f"不认识算式 {sorted(data)}（this checker does not know the measure）")
    return found[0]


def source_of(leaf: Expression) -> str:
    """The source that a leaf reads."""
    return str(leaf["count"] if "count" in leaf else leaf["of"])


def first_leaf(data: Expression, other: Callable[[str], Mapping[str, Any]]) -> Expression:
    """The first leaf, numerator before denominator."""
    operator = operator_of(data)
    if operator in LEAVES:
        return data
    if operator in SEVERAL:
        return first_leaf(data[operator][0], other)
    if operator == "ratio":
        return first_leaf(data["ratio"]["over"], other)
    if operator == "share":
        raise Wrong("占比只能单独作为一个数字（a share stands alone in its definition）")
    if operator == "figure":
        return first_leaf(other(data["figure"])["measure"], other)
    return first_leaf(data[operator]["of"], other)


def part_name(value: Any) -> str:
    """A value as it names a part."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def measured(leaf: Expression, rows: Sequence[Row], by: str = "", part: str = "") -> Span:
    """The value of a leaf over its rows; with `by`, of the part that bears that value."""
    operator = operator_of(leaf)
    if operator == "count":
        return one(sum(row.get("#weight", 1) for row in rows))
    if operator == "sum":
        return one(sum((Fraction(row[leaf["sum"]]) for row in rows), Fraction(0)))
    if operator == "bounds":
        numbers = [Fraction(row[leaf["bounds"]]) for row in rows]
        return Span(known(max(numbers, default=Fraction(0))), known(sum(numbers, Fraction(0))))
    name = leaf["distinct"]
    if name == "token":
        bounds = _people(rows)
        return Span(bounds, bounds)
    values: set[Any] = set()
    for row in rows:
        found = chosen_values(row, name, leaf.get("where", ()))
        values.update(
            value for value in found if value is not None and (by != name or part_name(value) == part)
        )
    return one(len(values))


def _people(rows: Sequence[Row]) -> Bounds:
    """Different people over sheets of event rows: exact where the rows are at hand, else bounded by the declared totals."""
    sheets = [row["#sheet"] for row in rows]
    if all(sheet.tokens is not None for sheet in sheets):
        return known(len(frozenset().union(*(sheet.tokens for sheet in sheets))))
    each = [
        Bounds(Fraction(1), Fraction(sheet.times)) if sheet.people is None else known(sheet.people)
        for sheet in sheets
    ]
    return Bounds(extreme(max, each).least, total(each).most)


def _told(row: Row, leaf: Expression) -> bool:
    return any(value is not None for value in chosen_values(row, leaf["distinct"], leaf.get("where", ())))


def _in_year(year: int, wanted: int, as_at: bool) -> bool:
    return year <= wanted if as_at else year == wanted


def _united(spans: Sequence[Span], operator: str) -> Span:
    lows, highs = [span.low for span in spans], [span.high for span in spans]
    if operator == "total":
        return Span(total(lows), total(highs))
    if operator == "union":
        return Span(extreme(max, lows), total(highs))
    return Span(extreme(min, lows), extreme(max, highs))


def _merged(many: Sequence[tuple[Part, ...]], operator: str) -> tuple[Part, ...]:
    """Parts of several expressions under one label each: added, or united as an interval."""
    groups: dict[str, list[Part]] = {}
    for parts in many:
        for part in parts:
            groups.setdefault(part.label, []).append(part)
    merged = []
    for label, parts_of_label in groups.items():
        spans = [part.span for part in parts_of_label if part.span is not None]
        way = "total" if operator == "total" else "union"
        merged.append(Part(label, _united(spans, way) if spans else None, parts_of_label[0].unit))
    return tuple(merged)


def _quotient(over: Span | None, under: Span | None, factor: int) -> Span | None:
    """Interval division; nothing where the denominator may be zero."""
    if over is None or under is None or under.low.least <= 0:
        return None
    return Span(
        Bounds(over.low.least * factor / under.high.most, over.low.most * factor / under.high.least),
        Bounds(over.high.least * factor / under.low.most, over.high.most * factor / under.low.least),
    )


def _grown(quotient: Fraction, years: int, how: str) -> Span:
    """Growth in per cent: in all, a year on the base, or compounded a year."""
    if how == "total":
        return one((quotient - 1) * 100)
    if how == "simple":
        return one((quotient - 1) * 100 / years)
    root = _root(quotient.numerator * ROOT**years // quotient.denominator, years)
    found = (Fraction(root, ROOT) - 1) * 100
    end = Bounds(found - SLACK, found + SLACK)
    return Span(end, end)


def _root(number: int, degree: int) -> int:
    """The whole root below, by halving."""
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**degree <= number:
            low = middle
        else:
            high = middle - 1
    return low
