"""Evaluation: from roll-up cells to a value with its parts. Exact arithmetic; nothing is rounded here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from django.utils.translation import gettext as _

from zhifa.figures.rules.algebra import (
    Expression,
    Formula,
    Growth,
    Leaf,
    Ratio,
    Reference,
    Several,
    Share,
    Streak,
    Term,
    field_of,
    leaves_of,
    reading,
    references_of,
)
from zhifa.figures.rules.keys import different
from zhifa.figures.rules.values import Span, Value
from zhifa.figures.terms import UNNAMED_PART, Measure, State, WindowKind
from zhifa.kernel.quantities import ITEMS, PERCENT, Unit
from zhifa.kernel.registry import FigureSource
from zhifa.kernel.wording import aside

ROOT_DIGITS = 40  # compound growth is a root; forty digits are far beyond the two that are printed


@dataclass(frozen=True)
class Cell:
    """What one term found in one year and part: rows, their sum, the largest single one, the keys."""

    part: str
    year: int
    rows: int
    total: Decimal | None = None
    peak: Decimal | None = None
    keys: bytes = b""


@dataclass(frozen=True)
class Need:
    """A term and the days over which it is read: the window, or everything up to its end."""

    term: Term
    from_beginning: bool


@dataclass(frozen=True)
class Part:
    """A labelled part of a value; where its unit is not that of the whole, the label says so."""

    label: str
    span: Span | None
    unit: Unit | None = None

    def at(self, whole: Unit) -> tuple[str, Value]:
        """The part as it is printed under a value in that unit."""
        unit = self.unit or whole
        label = self.label if unit.code == whole.code else aside(self.label, unit.label)
        return label, self.span.at(unit) if self.span is not None else None


@dataclass(frozen=True)
class Outcome:
    """A computed value: `span` None says there is none, and `why`. `parts` are shown beneath."""

    span: Span | None
    parts: tuple[Part, ...] = ()
    why: str = ""
    state: State = State.MEASURED
    parts_overlap: bool = False


@dataclass(frozen=True)
class Era:
    """From when a version of a definition applies to the world; None is from the beginning."""

    version: int
    applies_from: date | None


@dataclass(frozen=True)
class Lens:
    """Through which days an expression is looked at: one calendar year or all of the window."""

    year: int | None = None
    from_beginning: bool = False


@dataclass(frozen=True)
class Days:
    """The days asked for; `since` None is from the beginning."""

    since: date | None
    until: date


CellsOf = Callable[[Need], Sequence[Cell]]


def needs_of(formula: Formula, sources: Mapping[str, FigureSource]) -> set[Need]:
    """Every term that evaluation and the count of records will read."""
    needs: set[Need] = set(record_needs(formula, sources))
    if isinstance(formula.measure, Share):
        return needs | set(records_in(formula.measure.chosen, sources))
    _collect(formula.measure, formula.split, sources, False, needs)
    return needs


def record_needs(formula: Formula, sources: Mapping[str, FigureSource]) -> list[Need]:
    """The terms that count the records behind a figure: overlapping leaves of one source are united by key."""
    measure = formula.measure
    return records_in(measure.of.expression if isinstance(measure, Share) else measure, sources)


def records_in(expression: Expression, sources: Mapping[str, FigureSource]) -> list[Need]:
    """The terms that count the records behind an expression."""
    leaves = list(leaves_of(expression))
    wide = isinstance(expression, Growth)
    found: dict[Need, None] = {}
    for leaf in leaves:
        published = field_of(sources[leaf.source], "record") is not None
        alone = sum(1 for other in leaves if other.source == leaf.source) == 1
        found[Need(leaf.record_term(by_key=not alone, published=published), leaf.as_at or wide)] = None
    return list(found)


def records_counted(needs: Iterable[Need], cells: CellsOf) -> int:
    """How many records those terms found, each once a source."""
    rows = 0
    keys: dict[str, list[bytes]] = {}
    for need in needs:
        for cell in cells(need):
            if need.term.measure is Measure.KEYS:
                keys.setdefault(need.term.source, []).append(cell.keys)
            else:
                rows += cell.rows
    return rows + sum(different(parts) for parts in keys.values())


def _collect(
    expression: Expression, split: str, sources: Mapping[str, FigureSource], wide: bool, needs: set[Need]
) -> None:
    if isinstance(expression, Leaf):
        value, parts = reading(expression, split, sources[expression.source])
        needs.add(Need(value, wide or expression.as_at))
        if parts is not None:
            needs.add(Need(parts, wide or expression.as_at))
    elif isinstance(expression, Several):
        for item in expression.items:
            _collect(item, split, sources, wide, needs)
    elif isinstance(expression, Ratio):
        _collect(expression.over, split, sources, wide, needs)
        _collect(expression.under, expression.each or split, sources, wide, needs)
    elif isinstance(expression, Reference):
        _collect(expression.expression, split, sources, wide, needs)
    else:
        _collect(expression.of, "", sources, wide or isinstance(expression, Growth), needs)


def evaluate(
    formula: Formula,
    cells: CellsOf,
    sources: Mapping[str, FigureSource],
    *,
    since: date | None,
    until: date,
    eras: Mapping[str, Sequence[Era]] | None = None,
) -> Outcome:
    """The value of a formula over a window whose cells are at hand."""
    work = _Evaluation(formula, cells, sources, Days(since, until), eras or {})
    measure = formula.measure
    if isinstance(measure, Share):
        outcome = work.share(measure)
    elif formula.window == WindowKind.PER_YEAR and not isinstance(measure, Growth | Streak):
        outcome = work.per_year(measure)
    else:
        outcome = work.of(measure, Lens())
    if outcome.state is State.MEASURED and not work.rows:
        if formula.unmeasured_when_empty:
            return Outcome(None, state=State.UNMEASURED, why=_("没有按此口径测量的记录"))
        return Outcome(outcome.span, outcome.parts, outcome.why, State.NO_RECORDS)
    return outcome


class _Evaluation:
    """One evaluation; `rows` counts what any leaf found, to tell zero from nothing."""

    def __init__(
        self,
        formula: Formula,
        cells: CellsOf,
        sources: Mapping[str, FigureSource],
        days: Days,
        eras: Mapping[str, Sequence[Era]],
    ) -> None:
        self.formula, self.cells, self.sources = formula, cells, sources
        self.since, self.until, self.eras = days.since, days.until, eras
        self.rows = 0

    def of(self, expression: Expression, lens: Lens, split: str | None = None) -> Outcome:
        """Any expression; `split` None means the definition's own."""
        chosen = self.formula.split if split is None else split
        if isinstance(expression, Leaf):
            return self._leaf(expression, lens, chosen)
        if isinstance(expression, Several):
            return self._several(expression, lens, chosen)
        if isinstance(expression, Ratio):
            return self._ratio(expression, lens, chosen)
        if isinstance(expression, Streak):
            return self._streak(expression)
        if isinstance(expression, Growth):
            return self._growth(expression)
        return self.of(expression.expression, lens, chosen)

    def per_year(self, measure: Expression) -> Outcome:
        """Each calendar year of the window by itself; the value runs from the least to the greatest year."""
        parts: list[Part] = []
        spans: list[Span] = []
        for year in self._years():
            outcome = self.of(measure, Lens(year=year))
            detailed = isinstance(measure, Ratio) and measure.each
            label = _("%(year)d年") % {"year": year}
            if detailed and outcome.parts:
                parts += [replace(part, label=f"{label} · {part.label}") for part in outcome.parts]
            else:
                parts.append(Part(label, outcome.span))
            if outcome.span is not None:
                spans.append(outcome.span)
        if not spans:
            return Outcome(None, tuple(parts), why=_("时段内没有可计算的年份"))
        whole = Span(min(one.low for one in spans), max(one.high for one in spans))
        return Outcome(whole, tuple(parts))

    def _years(self) -> list[int]:
        """The years of the window that a leaf of the numerator has records in."""
        leaf = next(leaves_of(self.formula.measure))
        return sorted({cell.year for cell in self._cells(leaf, Lens(), self.formula.split)})

    def _cells(self, leaf: Leaf, lens: Lens, split: str, *, parts: bool = False) -> list[Cell]:
        value, split_term = reading(leaf, split, self.sources[leaf.source])
        term = split_term if parts and split_term is not None else value
        found = self.cells(Need(term, lens.from_beginning or leaf.as_at))
        if lens.year is None:
            return list(found)
        if leaf.as_at:
            return [cell for cell in found if cell.year <= lens.year]
        return [cell for cell in found if cell.year == lens.year]

    def _leaf(self, leaf: Leaf, lens: Lens, split: str) -> Outcome:
        cells = self._cells(leaf, lens, split)
        self.rows += sum(cell.rows for cell in cells)
        source = self.sources[leaf.source]
        _value, parts_term = reading(leaf, split, source)
        if parts_term is None:
            return Outcome(_span(leaf, cells))
        published = field_of(source, parts_term.by)
        groups: dict[str, list[Cell]] = {}
        for cell in self._cells(leaf, lens, split, parts=True):
            groups.setdefault(cell.part, []).append(cell)
        labelled = tuple(
            Part(self._label(leaf.source, parts_term.by, part), _span(leaf, groups[part]), leaf.unit)
            for part in sorted(groups)
        )
        overlap = leaf.op in ("distinct", "bounds") or bool(published and published.to_many)
        return Outcome(_span(leaf, cells), labelled, parts_overlap=overlap)

    def _label(self, source: str, name: str, part: str) -> str:
        published = field_of(self.sources[source], name)
        return str(published.labels.get(part, part) if published and part else UNNAMED_PART)

    def _several(self, several: Several, lens: Lens, split: str) -> Outcome:
        outcomes = [(item, self.of(item, lens, split)) for item in several.items]
        spans = [outcome.span for _item, outcome in outcomes if outcome.span is not None]
        labels = [self._name(item) for item in several.items]
        parts: tuple[Part, ...] = tuple(
            Part(label, outcome.span, item.unit)
            for label, (item, outcome) in zip(labels, outcomes, strict=True)
        )
        if split and not any(labels):
            parts = _merged([outcome.parts for _item, outcome in outcomes], several.op)
        if not spans:
            return Outcome(None, parts, why=_("各组成部分都没有数值"))
        lows, highs = [one.low for one in spans], [one.high for one in spans]
        if several.op == "total":
            span = Span(sum(lows, Fraction(0)), sum(highs, Fraction(0)))
        elif several.op == "union":
            span = Span(max(lows), sum(highs, Fraction(0)))
        else:
            span = Span(min(lows), max(highs))
        return Outcome(span, parts, parts_overlap=several.op != "total")

    def _name(self, expression: Expression) -> str:
        if expression.label:
            return expression.label
        if isinstance(expression, Leaf) and not self.formula.split:
            return str(self.sources[expression.source].title)
        return ""

    def _ratio(self, ratio: Ratio, lens: Lens, split: str) -> Outcome:
        over = self.of(ratio.over, lens, split)
        if ratio.each and isinstance(ratio.under, Leaf):
            under = self.of(ratio.under, lens, ratio.each)
            parts = tuple(
                Part(part.label, _quotient(over.span, part.span, ratio), ratio.unit) for part in under.parts
            )
            spans = [part.span for part in parts if part.span is not None]
            if not spans:
                return Outcome(None, parts, why=_("没有可用的分母"))
            return Outcome(Span(min(s.low for s in spans), max(s.high for s in spans)), parts)
        under = self.of(ratio.under, lens, split)
        span = _quotient(over.span, under.span, ratio)
        named = (
            Part(self._name(ratio.over) or _("分子"), over.span, ratio.over.unit),
            Part(self._name(ratio.under) or _("分母"), under.span, ratio.under.unit),
        )
        return Outcome(span, named, why="" if span else _("没有可用的分母"))

    def _streak(self, streak: Streak) -> Outcome:
        counts: dict[int, int] = {}
        for cell in self._cells(streak.of, Lens(), ""):
            counts[cell.year] = counts.get(cell.year, 0) + cell.rows
        self.rows += sum(counts.values())
        runs: list[list[int]] = []
        for year in sorted(counts):
            if runs and runs[-1][-1] == year - 1:
                runs[-1].append(year)
            else:
                runs.append([year])
        if streak.ending == "now":
            runs = [run for run in runs if run[-1] >= self.until.year - 1]
        best = max(runs, key=lambda run: (len(run), run[-1]), default=[])
        parts = tuple(
            Part(_("%(year)d年") % {"year": year}, Span.exact(counts[year]), ITEMS) for year in best
        )
        return Outcome(Span.exact(len(best)), parts)

    def _growth(self, growth: Growth) -> Outcome:
        first = next(leaves_of(growth.of))
        years = sorted({c.year for c in self._cells(first, Lens(from_beginning=True), "")})
        if not years:
            return Outcome(None, state=State.NO_RECORDS, why=_("没有逐年的记录"))
        fallback = self.since.year - 1 if self.since else years[0]
        base, last = growth.base if growth.base is not None else fallback, years[-1]
        if base not in years or last <= base:
            return Outcome(
                None, state=State.REFUSED, why=_("缺少基期 %(year)d 年或其后年份的记录") % {"year": base}
            )
        if why := self._changed_definition(growth, base, last):
            return Outcome(None, state=State.REFUSED, why=why)
        before = self.of(growth.of, Lens(year=base, from_beginning=True), "").span
        after = self.of(growth.of, Lens(year=last, from_beginning=True), "").span
        if before is None or after is None or before.low != before.high or after.low != after.high:
            return Outcome(None, state=State.REFUSED, why=_("基期或末期不是确定的数，不能计算增长"))
        if before.low <= 0:
            return Outcome(None, state=State.REFUSED, why=_("基期数值为零，不能计算增长"))
        parts = (
            Part(_("基期 %(year)d年") % {"year": base}, before, growth.of.unit),
            Part(_("末期 %(year)d年") % {"year": last}, after, growth.of.unit),
        )
        return Outcome(Span.exact(_grown(before.low, after.low, last - base, growth.how)), parts)

    def share(self, share: Share) -> Outcome:
        """Of the records behind another figure those for which conditions hold, in per cent."""
        every = records_counted(records_in(share.of.expression, self.sources), self.cells)
        chosen = records_counted(records_in(share.chosen, self.sources), self.cells)
        self.rows += every
        parts = (
            Part(_("符合条件的记录"), Span.exact(chosen), ITEMS), Part(_("全部记录"), Span.exact(every), ITEMS),
        )  # fmt: skip
        if not every:
            return Outcome(None, parts, why=_("没有可用的分母"))
        return Outcome(Span.exact(Fraction(chosen * 100, every)), parts)

    def _changed_definition(self, growth: Growth, base: int, last: int) -> str:
        """Why the two years may not be compared, or nothing: a version that began after the base year began."""
        for code in (self.formula.code, *references_of(growth.of)):
            for era in self.eras.get(code, ()):
                start = era.applies_from
                if start is not None and date(base, 1, 1) < start <= date(last, 12, 31):
                    return _("口径 %(code)s 自 %(day)s 起改为第 %(version)d 版，前后不可比") % {
                        "code": code, "day": start.isoformat(), "version": era.version,
                    }  # fmt: skip
        return ""


def _span(leaf: Leaf, cells: Sequence[Cell]) -> Span:
    """The value of a leaf from its cells."""
    if leaf.op == "count":
        return Span.exact(sum(cell.rows for cell in cells))
    if leaf.op == "sum":
        return Span.exact(sum((cell.total or Decimal(0) for cell in cells), Decimal(0)))
    if leaf.op == "bounds":
        peak = max((cell.peak or Decimal(0) for cell in cells), default=Decimal(0))
        return Span(Fraction(peak), Fraction(sum((cell.total or Decimal(0) for cell in cells), Decimal(0))))
    if not leaf.linked_within:
        return Span.exact(different(cell.keys for cell in cells))
    channels: dict[str, list[bytes]] = {}
    for cell in cells:
        channels.setdefault(cell.part, []).append(cell.keys)
    counts = [different(keys) for keys in channels.values()]
    return Span(Fraction(max(counts, default=0)), Fraction(sum(counts)))


def _quotient(over: Span | None, under: Span | None, ratio: Ratio) -> Span | None:
    """Interval division; per cent are hundredths. None where the denominator may be zero."""
    if over is None or under is None or under.low <= 0:
        return None
    factor = 100 if ratio.unit.code == PERCENT.code else 1
    return Span(over.low * factor / under.high, over.high * factor / under.low)


def _grown(before: Fraction, after: Fraction, years: int, how: str) -> Fraction:
    """Growth in per cent: in all, a year on the base, or compounded a year."""
    if how == "total":
        return (after / before - 1) * 100
    if how == "simple":
        return (after / before - 1) * 100 / years
    with localcontext() as context:
        context.prec = ROOT_DIGITS
        quotient = after / before
        factor = (Decimal(quotient.numerator) / Decimal(quotient.denominator)) ** (
            Decimal(1) / Decimal(years)
        )
        return (Fraction(factor) - 1) * 100


def _merged(many: Sequence[tuple[Part, ...]], op: str) -> tuple[Part, ...]:
    """Parts of several expressions under one label each: added, or united as an interval."""
    groups: dict[str, list[Part]] = {}
    for parts in many:
        for part in parts:
            groups.setdefault(part.label, []).append(part)
    merged: list[Part] = []
    for label, same in groups.items():
        spans = [part.span for part in same if part.span is not None]
        lows, highs = [span.low for span in spans], [span.high for span in spans]
        low = sum(lows, Fraction(0)) if op == "total" else max(lows, default=Fraction(0))
        merged.append(Part(label, Span(low, sum(highs, Fraction(0))) if spans else None, same[0].unit))
    return tuple(merged)
