"""Two texts side by side, and a held text as the document that it came as."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.laws.access import readable_by
from zhifa.laws.models import Instrument, ProvisionText, Version
from zhifa.laws.rules.comparing import Change, Pair, Run, Words, compared, worded
from zhifa.laws.rules.documents import LawDocument, Piece, Place
from zhifa.laws.rules.names import comparable
from zhifa.laws.rules.numbers import NotANumber, ProvisionNumber, number_from_key
from zhifa.laws.selectors.reading import instrument_by_code
from zhifa.laws.selectors.versions import Held, holding_among, holding_on
from zhifa.laws.terms import InstrumentKind, StartBasis, VersionStatus


@dataclass(frozen=True)
class ComparedRow:
    """One line of a comparison: the pair, what became of it in words, and the runs of words where they changed."""

    pair: Pair
    words: str
    runs: tuple[Run, ...] = ()

    @property
    def key(self) -> str:
        """The place of the row on the page: that of the newer article, else of the removed one."""
        one = self.pair.after or self.pair.before
        return one.key if one else ""


@dataclass(frozen=True)
class Comparison:
    """All lines of a comparison, and how many there are of each kind: (kind, its word, number)."""

    rows: tuple[ComparedRow, ...]
    totals: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class VersionsCompared:
    """Two held versions of one instrument, the older first."""

    instrument: Instrument
    held: tuple[Version, ...]
    before: Version
    after: Version
    comparison: Comparison


def change_words() -> dict[Change, str]:
    """What each change is called."""
    return {
        Change.SAME: _("未变"),
        Change.CHANGED: _("有改动"),
        Change.NEW: _("新增"),
        Change.REMOVED: _("删去"),
        Change.RENUMBERED: _("改了条号"),
    }


def versions_compared(
    actor: Actor, code: str, before: int | None = None, after: int | None = None
) -> VersionsCompared:
    """Two held versions by their row's number; left out, the newest and the one before it. Refuses (`NotFound`) an instrument of which
    not two texts are held. Three queries; the comparison of two texts is kept, for held words never change."""
    instrument = instrument_by_code(actor, code)
    held = [one for one in instrument.versions.all() if one.text_held]
    if len(held) < 2:
        raise NotFound(_("《%(title)s》只收录了一个文本，没有可对照的") % {"title": instrument.short_title})
    by_id = {one.pk: one for one in held}
    if not {before, after} - {None} <= by_id.keys():
        raise NotFound(_("没有收录这个版本的文本"), next_step=_("请从版本列表选择已收录的文本。"))
    newer = by_id[after] if after else held[-1]
    older = by_id[before] if before else next((one for one in reversed(held) if one.pk != newer.pk), held[0])
    if held.index(older) > held.index(newer):
        older, newer = newer, older
    pairs = _pairs(older.pk, newer.pk)
    return VersionsCompared(instrument, tuple(held), older, newer, _comparison(pairs))


def days_compared(actor: Actor, code: str, before: date, after: date) -> Comparison:
    """The texts that stood on two days compared; refuses (`NotFound`) a day whose text is not held. Three queries."""
    instrument = instrument_by_code(actor, code)
    versions = list(instrument.versions.all())
    found = []
    for day in (before, after):
        holding = holding_among(instrument, versions, day)
        if not isinstance(holding, Held):
            raise NotFound(holding.reason, next_step=_("请从版本列表选择已收录的文本。"))
        found.append(holding.version.pk)
    return _comparison(_pairs(*found))


def text_compared(before: LawDocument, after: LawDocument) -> Comparison:
    """Two documents beside each other."""
    return _comparison(_with_runs(_words(before.pieces), _words(after.pieces)))


def text_wanted(actor: Actor, which: str, on: date) -> tuple[LawDocument, str]:
    """The held text that CODE@DAY (or 民法典@DAY, or without the day) means, as a document, and the instrument's code. Refuses
    (`NotFound`) what is not held; four queries."""
    name, _at, day = which.partition("@")
    try:
        wanted = date.fromisoformat(day) if day else on
    except ValueError as error:
        raise NotFound(_("“%(day)s”不是日期") % {"day": day}, next_step=_("写作 2021-01-01。")) from error
    named = readable_by(actor).filter(short_title=comparable(name)).first()
    instrument = named or instrument_by_code(actor, name)
    holding = holding_on(instrument, wanted)
    if not isinstance(holding, Held):
        raise NotFound(holding.reason, next_step=_("请从版本列表选择已收录的文本。"))
    return document_of(instrument, holding.version), instrument.code


def document_of(instrument: Instrument, version: Version) -> LawDocument:
    """A held version as a document, with everything that an export needs. One query."""
    pieces = tuple(_piece(text) for text in version.texts.select_related("provision").order_by("position"))
    return LawDocument(
        name=f"{instrument.code}@{version.effective_on}",
        title=instrument.title,
        pieces=pieces,
        kind=InstrumentKind(instrument.kind),
        published_on=version.published_on,
        effective_on=version.effective_on,
        is_own_day=version.basis == StartBasis.STATED,
        status=VersionStatus(version.status),
        issuing_body=instrument.issuing_body,
        field=instrument.field,
        document_number=instrument.document_number,
        history=tuple(line for line in version.history.split("\n") if line),
    )


def _piece(text: ProvisionText) -> Piece:
    bare, _mark, again = text.provision.key.partition("-again-")
    try:
        number = number_from_key(bare)
    except NotANumber:
        number = ProvisionNumber(text.provision.number, text.provision.branch)
    place = Place(text.part, text.subpart, text.chapter, text.section)
    return Piece(number, text.provision.label, text.text, place, int(again or 0))


def _words(pieces: Sequence[Piece]) -> list[Words]:
    return [Words(one.key, one.label, _legible(one.text)) for one in pieces]


def _legible(text: str) -> str:
    """A row of a table as its cells with gaps between, for reading in a line."""
    return re.sub(r"^\| (.*) \|$", lambda row: row[1].replace(" | ", "　"), text, flags=re.MULTILINE)


@lru_cache(maxsize=64)
def _pairs(before: int, after: int) -> tuple[tuple[Pair, tuple[Run, ...]], ...]:
    """The pairs of two held versions. One query; kept, since the words under a version's number never change."""
    texts: dict[int, list[Words]] = {before: [], after: []}
    rows = ProvisionText.objects.filter(version__in=texts).order_by("position")
    for version, key, label, words in rows.values_list(
        "version_id", "provision__key", "provision__label", "text"
    ):
        texts[version].append(Words(key, label, _legible(words)))
    return _with_runs(texts[before], texts[after])


def _with_runs(before: Sequence[Words], after: Sequence[Words]) -> tuple[tuple[Pair, tuple[Run, ...]], ...]:
    return tuple((pair, _runs(pair)) for pair in compared(before, after))


def _runs(pair: Pair) -> tuple[Run, ...]:
    if pair.change is not Change.CHANGED or pair.before is None or pair.after is None:
        return ()
    return tuple(worded(pair.before.text, pair.after.text))


def _comparison(pairs: Sequence[tuple[Pair, tuple[Run, ...]]]) -> Comparison:
    words = change_words()
    rows = tuple(ComparedRow(pair, words[pair.change], runs) for pair, runs in pairs)
    times = Counter(row.pair.change for row in rows)
    return Comparison(rows, tuple((change.value, words[change], times[change]) for change in words))
