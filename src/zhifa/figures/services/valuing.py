"""Values: brought up to date, read in a constant number of queries, explained down to records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhifa.figures.errors import DefinitionsDiffer, WindowNotUsable
from zhifa.figures.rules.algebra import Formula, Term, leaves_of, references_of
from zhifa.figures.rules.evaluation import Cell, Need, evaluate, needs_of, record_needs, records_counted
from zhifa.figures.rules.judging import growth_between
from zhifa.figures.rules.telling import late_among, median_delay, together, told_of
from zhifa.figures.rules.values import FigureValue
from zhifa.figures.selectors import Catalogue, cells_of, record_keys
from zhifa.figures.services.rolling import forget_unused, rebuild, refresh
from zhifa.figures.terms import State, WindowKind
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import Window
from zhifa.kernel.registry import FigureSource, RecordsTold, SourceRecord

RECORDS_A_PAGE = 25
DESCRIBED_AT_ONCE = 2000
A_FEW = 12
Behind = list[tuple[str, Any, date]]


@dataclass(frozen=True)
class RecordPage:
    """One page of the records behind a figure, the newest first, with the source that each comes from."""

    records: tuple[tuple[str, SourceRecord], ...]
    number: int
    pages: int
    total: int


def values(
    actor: Actor,
    *,
    district: str,
    until: date,
    since: date | None = None,
    codes: Sequence[str] | None = None,
) -> list[FigureValue]:
    """Every figure that the actor sees (or those named), over the window; since None is from the beginning.

    A definition of kind as-at looks from the beginning whatever `since` says. The number of queries depends on
    the number of sources and not on that of definitions or records.
    """
    catalogue = Catalogue(actor)
    formulas = [catalogue.formula(code) for code in (catalogue.codes() if codes is None else codes)]
    return _valued(catalogue, formulas, district, since, until)


def first_values(actor: Actor, *, district: str, until: date, number: int) -> list[FigureValue]:
    """So many figures, the first in their order that were measured and are not nothing; they are asked for a few at a time, so
    that a short list does not cost what all figures cost."""
    catalogue = Catalogue(actor)
    codes = catalogue.codes()
    found: list[FigureValue] = []
    for start in range(0, len(codes), A_FEW):
        formulas = [catalogue.formula(code) for code in codes[start : start + A_FEW]]
        few = _valued(catalogue, formulas, district, None, until)
        found += [value for value in few if value.state is State.MEASURED and value.value]
        if len(found) >= number:
            break
    return found[:number]


def value_of(actor: Actor, code: str, *, district: str, window: Window) -> FigureValue:
    """One figure over a window (`Window(date.min, until)` from the beginning), with its records described."""
    return door_of(actor, code, district=district, window=window).told()


def door_of(actor: Actor, code: str, *, district: str, window: Window) -> Door:
    """One figure over a window with the records behind it, which are read once however much is asked of them."""
    if window.until is None:
        raise WindowNotUsable(_("数字要有截止日"), next_step=_("请写明截至哪一天。"), field="until")
    since = None if window.since == date.min else window.since
    catalogue = Catalogue(actor)
    formula = catalogue.formula(code)
    (value,) = _valued(catalogue, [formula], district, since, window.until)
    behind = _keys_behind(catalogue, [(formula, value)])[0]
    return Door(value, catalogue, behind, catalogue.keeps_units(formula))


def composition(actor: Actor, value: FigureValue, page: int = 1) -> RecordPage:
    """One page of the records that the value was computed from."""
    catalogue = Catalogue(actor)
    formula = catalogue.formula(value.code)
    behind = _keys_behind(catalogue, [(formula, value)])[0]
    return Door(value, catalogue, behind, catalogue.keeps_units(formula)).page(page)


@dataclass(frozen=True)
class Door:
    """A figure, and the keys of its records with source and day, the newest first; `keeps_units` where the asker is told neither
    its parts nor its records."""

    value: FigureValue
    catalogue: Catalogue
    behind: Behind
    keeps_units: bool = False

    def told(self) -> FigureValue:
        """The value with what its records say."""
        told = _told(self.catalogue, _by_source(self.behind))
        return _with_told(self.value, replace(told, confirmed_by=()) if self.keeps_units else told)

    def page(self, page: int) -> RecordPage:
        """One page of the records; where units are kept back only how many there are."""
        if self.keeps_units:
            return RecordPage((), 1, 1, len(self.behind))
        pages = max(1, -(-len(self.behind) // RECORDS_A_PAGE))
        number = min(max(1, page), pages)
        chosen = self.behind[(number - 1) * RECORDS_A_PAGE : number * RECORDS_A_PAGE]
        return RecordPage(tuple(self._lines(chosen)), number, pages, len(self.behind))

    def records(self) -> Iterator[tuple[str, SourceRecord]]:
        """Every record, for an export: described a batch at a time."""
        behind: Behind = [] if self.keeps_units else self.behind
        for start in range(0, len(behind), DESCRIBED_AT_ONCE):
            yield from self._lines(behind[start : start + DESCRIBED_AT_ONCE])

    def _lines(self, chosen: Behind) -> Iterator[tuple[str, SourceRecord]]:
        records = _describe(self.catalogue, _by_source(chosen))
        for source, key, _day in chosen:
            if (source, str(key)) in records:
                yield str(self.catalogue.sources[source].title), records[source, str(key)]


def records_behind(actor: Actor, found: Sequence[FigureValue]) -> list[list[tuple[str, SourceRecord]]]:
    """For each figure every record behind it with its source's title, the newest first; each record is described
    once, however many figures stand on it. None where the actor is not told the units behind it."""
    catalogue = Catalogue(actor)
    formulas = [catalogue.formula(value.code) for value in found]
    behind = _keys_behind(catalogue, list(zip(formulas, found, strict=True)))
    behind = [
        [] if catalogue.keeps_units(formula) else keys for formula, keys in zip(formulas, behind, strict=True)
    ]
    by_source: dict[str, dict[str, Any]] = {}
    for keys in behind:
        for source, key, _day in keys:
            by_source.setdefault(source, {})[str(key)] = key
    records = _describe(catalogue, {source: list(keys.values()) for source, keys in by_source.items()})
    titles = {code: str(catalogue.sources[code].title) for code in by_source}
    return [
        [(titles[s], records[s, str(k)]) for s, k, _day in keys if (s, str(k)) in records] for keys in behind
    ]


def described(actor: Actor, found: Sequence[FigureValue]) -> list[FigureValue]:
    """The values with what their records say: kinds of evidence, late entries, who confirmed, sealed since when.

    Each record is described once, however many figures stand on it.
    """
    return [
        _with_told(value, told_of(record for _source, record in records))
        for value, records in zip(found, records_behind(actor, found), strict=True)
    ]


def bodies_behind(actor: Actor, found: Sequence[FigureValue]) -> dict[str, Mapping[str, Any]]:
    """The definitions that the values were computed by, those that they refer to among them, by code."""
    bodies: dict[str, Mapping[str, Any]] = {value.code: value.body for value in found}
    catalogue = Catalogue(actor)
    for code in list(bodies):
        for other in references_of(catalogue.formula(code).measure):
            bodies.setdefault(other, catalogue.formula(other).body)
    return bodies


def sources_behind(actor: Actor) -> dict[str, frozenset[str]]:
    """The codes of the sources that each figure reads, those of figures that it refers to among them, by the figure's code."""
    catalogue = Catalogue(actor)
    return {
        code: frozenset(leaf.source for leaf in leaves_of(catalogue.formula(code).measure))
        for code in catalogue.codes(beside=True)
    }


def growth_of(actor: Actor, before: FigureValue, after: FigureValue) -> str:
    """Growth in per cent from one window to another of the same figure, as printed.

    Raises what `growth_between` raises, and `DefinitionsDiffer` when a version of the definition, or of one that it
    refers to, began to apply to the world between the two windows (F128).
    """
    catalogue = Catalogue(actor)
    formula = catalogue.formula(after.code)
    first, last = before.since or date.min, after.until
    for code in (formula.code, *references_of(formula.measure)):
        for era in catalogue.eras.get(code, ()):
            if era.applies_from is not None and first < era.applies_from <= last:
                raise DefinitionsDiffer(
                    _("两个时期不是同一口径，不能比较增减"),
                    why=_("口径 %(code)s 自 %(day)s 起改为第 %(version)d 版。")
                    % {"code": code, "day": era.applies_from.isoformat(), "version": era.version},
                    next_step=_("只比较同一口径适用的两个时期。"),
                )
    return growth_between(before, after)


def bring_up_to_date(actor: Actor) -> int:
    """Compute again what was touched, for every definition that the actor sees, and forget what no definition
    reads any more; answers the number of days computed."""
    catalogue = Catalogue(actor)
    terms = _terms(catalogue)
    forget_unused(terms)
    return refresh(terms, catalogue.sources)


def rebuild_all(actor: Actor) -> None:
    """Drop all roll-ups and compute them from the records."""
    catalogue = Catalogue(actor)
    rebuild(_terms(catalogue), catalogue.sources)


def _terms(catalogue: Catalogue) -> set[Term]:
    formulas = [catalogue.formula(code) for code in catalogue.codes(beside=True)]
    return {need.term for formula in formulas for need in needs_of(formula, catalogue.sources)}


def _valued(
    catalogue: Catalogue, formulas: Sequence[Formula], district: str, since: date | None, until: date
) -> list[FigureValue]:
    if since is not None and until < since:
        raise WindowNotUsable(_("截止日早于起始日"), next_step=_("请调换两个日期。"), field="until")
    needs = {formula.code: needs_of(formula, catalogue.sources) for formula in formulas}
    every = set().union(*needs.values()) if needs else set()
    refresh({need.term for need in every}, catalogue.sources)
    cells = cells_of(every, district, since, until)
    used = {leaf.source for formula in formulas for leaf in leaves_of(formula.measure)}
    held_back = {
        code: dict(catalogue.sources[code].held_back(since or date.min, until)) for code in sorted(used)
    }
    at_hand = _AtHand(catalogue, cells, held_back, _named(catalogue.actor, catalogue.sources, formulas))
    return [_value(formula, at_hand, district, since, until) for formula in formulas]


@dataclass(frozen=True)
class _AtHand:
    """What was read once for all figures of one answer."""

    catalogue: Catalogue
    cells: Mapping[Need, Sequence[Cell]]
    held_back: Mapping[str, Mapping[str, int]]
    sources: Mapping[str, FigureSource]


def _named(
    actor: Actor, sources: Mapping[str, FigureSource], formulas: Sequence[Formula]
) -> dict[str, FigureSource]:
    """The sources with the words for codes that are records themselves, asked once where a figure is split by them."""
    splits = {(leaf.source, formula.split) for formula in formulas for leaf in leaves_of(formula.measure)}
    named = dict(sources)
    asked: dict[Any, Mapping[str, Any]] = {}
    for code, split in splits:
        fields = list(named[code].fields)
        for index, published in enumerate(fields):
            if published.name == split and published.words is not None:
                if published.words not in asked:
                    asked[published.words] = published.words(actor)
                fields[index] = replace(published, labels=asked[published.words])
        named[code] = replace(named[code], fields=tuple(fields))
    return named


def _value(formula: Formula, at_hand: _AtHand, district: str, since: date | None, until: date) -> FigureValue:
    catalogue, cells, held_back = at_hand.catalogue, at_hand.cells, at_hand.held_back
    outcome = evaluate(
        formula, cells.__getitem__, at_hand.sources, since=since, until=until, eras=catalogue.eras
    )
    kept_out: dict[str, int] = {}
    for code in dict.fromkeys(leaf.source for leaf in leaves_of(formula.measure)):
        for reason, count in held_back[code].items():
            if count:
                kept_out[reason] = kept_out.get(reason, 0) + count
    shown = outcome.span.at(formula.unit) if outcome.span is not None else None
    kept = catalogue.keeps_units(formula)
    return FigureValue(
        code=formula.code,
        name=formula.title,
        value=shown,
        unit=formula.unit,
        since=None if formula.window is WindowKind.AS_AT else since,
        until=until,
        window_kind=formula.window,
        definition_version=formula.version,
        statement=formula.statement,
        denominator=formula.denominator,
        deduplication=formula.deduplication,
        record_count=records_counted(record_needs(formula, catalogue.sources), cells.__getitem__),
        composition=tuple(part.at(formula.unit) for part in outcome.parts) if not kept else (),
        parts_overlap=outcome.parts_overlap and not kept,
        held_back=tuple(sorted(kept_out.items())),
        state=outcome.state if shown is not None or outcome.state is not State.MEASURED else State.REFUSED,
        why=outcome.why,
        mechanism=formula.mechanism,
        public=formula.public,
        district=district,
        body=formula.body,
    )


def _keys_behind(catalogue: Catalogue, pairs: Sequence[tuple[Formula, FigureValue]]) -> list[Behind]:
    """For each figure the keys of its records with source and day, the newest first; a few queries in all."""
    wanted = [
        (need, value.district, value.since, value.until)
        for formula, value in pairs
        for need in record_needs(formula, catalogue.sources)
    ]
    keys = record_keys(catalogue.sources, wanted)
    behind: list[Behind] = []
    for formula, value in pairs:
        found: dict[tuple[str, str], tuple[str, Any, date]] = {}
        for need in record_needs(formula, catalogue.sources):
            for key, day in keys[need, value.district, value.since, value.until]:
                found.setdefault((need.term.source, str(key)), (need.term.source, key, day))
        behind.append(sorted(found.values(), key=lambda one: (-one[2].toordinal(), one[0], str(one[1]))))
    return behind


def _by_source(behind: Behind) -> dict[str, list[Any]]:
    keys: dict[str, list[Any]] = {}
    for source, key, _day in behind:
        keys.setdefault(source, []).append(key)
    return keys


def _told(catalogue: Catalogue, by_source: Mapping[str, Sequence[Any]]) -> RecordsTold:
    """What the records of those keys say together; a source that cannot say it has each described."""
    tolds = []
    for code, keys in by_source.items():
        tell = catalogue.sources[code].told
        tolds.append(tell(keys) if tell else told_of(_describe(catalogue, {code: keys}).values()))
    return together(tolds)


def _describe(
    catalogue: Catalogue, by_source: Mapping[str, Sequence[Any]]
) -> dict[tuple[str, str], SourceRecord]:
    """The records of those keys, by source and key; those that the asker may not read stand there unnamed."""
    records: dict[tuple[str, str], SourceRecord] = {}
    told: dict[tuple[object, str], SourceRecord] = {}  # several sources may speak of the same records
    for code, keys in by_source.items():
        source = catalogue.sources[code]
        voice = (source.records, source.hidden)
        unknown = [key for key in keys if (voice, str(key)) not in told]
        for start in range(0, len(unknown), DESCRIBED_AT_ONCE):
            batch = unknown[start : start + DESCRIBED_AT_ONCE]
            hidden = set(source.hidden(catalogue.actor, batch))
            for record in source.records(batch):
                shown = _unnamed(record) if str(record.key) in hidden else record
                told[voice, str(record.key)] = shown
        for key in keys:
            if (voice, str(key)) in told:
                records[code, str(key)] = told[voice, str(key)]
    return records


def _unnamed(record: SourceRecord) -> SourceRecord:
    return replace(record, title=str(_("未公开的记录")), url="", remark="")


def _with_told(value: FigureValue, told: RecordsTold) -> FigureValue:
    return replace(
        value,
        late_entries=late_among(told.delays),
        reported_after=median_delay(told.delays),
        second_party=told.second_party,
        corrected=told.corrected,
        evidence_kinds=tuple(sorted(told.kinds.items())),
        without_evidence=told.without_evidence,
        confirmed_by=tuple(sorted(told.confirmed_by)),
        sealed_since=told.sealed_last,
        unsealed=told.unsealed,
    )
