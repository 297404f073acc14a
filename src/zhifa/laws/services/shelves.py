"""What the library holds while documents come in, and what is wrong with a document before or beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhifa.laws.models import Instrument, ProvisionText, Version
from zhifa.laws.rules.comparing import plain
from zhifa.laws.rules.documents import LawDocument, Remark
from zhifa.laws.rules.history import Amendment
from zhifa.laws.rules.names import amended_title, comparable
from zhifa.laws.rules.numbers import ANNEX, PREAMBLE
from zhifa.laws.terms import Flaw, InstrumentKind

BESIDE = (PREAMBLE, ANNEX)
FAR_APART = 400  # days


@dataclass
class Shelf:
    """One instrument with its held versions, as the library has it while documents come in."""

    instrument: Instrument
    versions: list[Version] = field(default_factory=list)
    words: dict[int, dict[str, str]] = field(default_factory=dict)

    def words_of(self, version: Version) -> dict[str, str]:
        """The words of a held version by key, blanks set aside. One query a version."""
        if version.pk not in self.words:
            rows = ProvisionText.objects.filter(version=version).values_list("provision__key", "text")
            self.words[version.pk] = {key: plain(text) for key, text in rows}
        return self.words[version.pk]

    def other_words(self, version: Version, document: LawDocument) -> int:
        """In how many pieces a held version and a document differ."""
        held = self.words_of(version)
        told = {piece.key: plain(piece.text) for piece in document.pieces}
        return sum(held.get(key) != told.get(key) for key in held.keys() | told.keys())

    def same(self, document: LawDocument) -> Version | None:
        """The held version that has these very words: its articles all the same, preamble and annexes where both have them."""
        told = {piece.key: plain(piece.text) for piece in document.pieces}
        for version in self.versions:
            if version.text_sha256 == document.digest:
                return version
            if not _is_near(version.published_on, document.published_on):
                continue
            held = self.words_of(version)
            common = held.keys() & told.keys()
            if _articles(held) == _articles(told) and all(held[key] == told[key] for key in common):
                return version
        return None


def _articles(keys: Iterable[str]) -> set[str]:
    """The keys of the articles; of a text without any, all keys."""
    found = set(keys)
    return {key for key in found if not key.startswith(BESIDE)} or found


def _is_near(one: date | None, other: date | None) -> bool:
    """Days of passing and of publication differ from source to source, but not by years."""
    return one is not None and other is not None and abs((one - other).days) <= FAR_APART


def own_faults(document: LawDocument) -> Iterable[Remark]:
    if (
        document.is_own_day
        and document.effective_on
        and document.published_on
        and document.effective_on < document.published_on
    ):
        yield Remark(Flaw.EFFECT_BEFORE, f"{document.effective_on} < {document.published_on}")
    if len({piece.key for piece in document.pieces}) != len(document.pieces):
        yield Remark(Flaw.BROKEN, document.name)


def told_apart(documents: Sequence[LawDocument]) -> list[LawDocument]:
    """Two documents of one instrument and day: with the same words the second goes with the first, with others both are kept out."""
    digests: dict[tuple[str, str, date | None], set[str]] = {}
    for one in documents:
        digests.setdefault((comparable(one.title), one.document_number, one.published_on), set()).add(
            one.digest
        )
    clash = {key for key, found in digests.items() if len(found) > 1}
    return [
        one.with_remarks([Remark(Flaw.TWICE)])
        if one.title and (comparable(one.title), one.document_number, one.published_on) in clash
        else one
        for one in documents
    ]


def newest_days(documents: Iterable[LawDocument]) -> dict[str, date]:
    """The day of the newest text of each title, of the documents and of what the library holds."""
    newest: dict[str, date] = {}
    for title, day in Version.objects.filter(text_held=True).values_list("instrument__title", "published_on"):
        newest[comparable(title)] = max(day or date.min, newest.get(comparable(title), date.min))
    for one in documents:
        if one.published_on and not one.refused:
            newest[comparable(one.title)] = max(one.published_on, newest.get(comparable(one.title), date.min))
    return newest


def amending_acts() -> dict[str, list[Amendment]]:
    """The held amending acts by the title that they amend. One query."""
    found: dict[str, list[Amendment]] = {}
    acts = Version.objects.filter(
        instrument__kind__in=(InstrumentKind.AMENDMENT, InstrumentKind.AMENDING_DECISION), text_held=True
    )
    for title, published, since in acts.values_list("instrument__title", "published_on", "effective_on"):
        if (target := amended_title(title)) and published and since:
            found.setdefault(target, []).append(Amendment(published, since))
    return found


def makers_of() -> Iterable[tuple[str, str]]:
    """(title, title of the act that made its newest text). One query."""
    rows = Version.objects.filter(made_by__isnull=False).order_by("published_on")
    for title, maker in rows.values_list("instrument__title", "made_by__title"):
        yield comparable(title), comparable(maker)
