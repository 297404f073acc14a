"""One parsed document, whatever format it came in: what an importer's reader answers and the import writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from zhifa.laws.rules.numbers import ProvisionNumber
from zhifa.laws.terms import Flaw, InstrumentKind, VersionStatus


@dataclass(frozen=True)
class Place:
    """Where a piece stands in its text: the headings above it as printed, empty where there is none."""

    part: str = ""  # 编
    subpart: str = ""  # 分编
    chapter: str = ""  # 章, or any heading of a text without chapters
    section: str = ""  # 节


@dataclass(frozen=True)
class Piece:
    """A preamble, an article, a clause of an amendment, an annex, or the whole of a text without articles.

    `text` keeps paragraphs (款), items （一） and rows of a table (`| a | b |`) as lines. `again` counts from 2 where
    the source prints one number more than once: nothing is lost, and the keys stay apart.
    """

    number: ProvisionNumber
    label: str
    text: str
    place: Place = Place()
    again: int = 0

    @property
    def key(self) -> str:
        """The stable part of the address: `12`, `120-3`, `annex-1`; the second 12 is `12-again-2`."""
        return self.number.key + (f"-again-{self.again}" if self.again else "")


@dataclass(frozen=True)
class Remark:
    """One thing to know of a document before it is taken in; `part` is the place or the words that it is about."""

    flaw: Flaw
    part: str = ""


@dataclass(frozen=True)
class LawDocument:
    """One text of one instrument as a source gives it.

    `name` says where in the source it stands. `effective_on` is the day of effect that the source states;
    `is_own_day`: it is the first day of *this* text and not of the statute before it was amended.
    `made_by` is the title of the act that made this text, where told.
    """

    name: str
    title: str
    pieces: tuple[Piece, ...] = ()
    kind: InstrumentKind = InstrumentKind.STATUTE
    published_on: date | None = None
    effective_on: date | None = None
    is_own_day: bool = False
    status: VersionStatus = VersionStatus.UNSTATED
    issuing_body: str = ""
    field: str = ""
    document_number: str = ""
    history: tuple[str, ...] = ()
    made_by: str = ""
    remarks: tuple[Remark, ...] = ()

    def with_remarks(self, found: Iterable[Remark]) -> LawDocument:
        """The same document with more to know of it."""
        return replace(self, remarks=(*self.remarks, *found))

    @property
    def refused(self) -> tuple[Remark, ...]:
        """What keeps the document out; the other remarks only go with it."""
        return tuple(one for one in self.remarks if one.flaw in Flaw.refusing())

    @property
    def digest(self) -> str:
        """SHA-256 over the pieces in order with their headings: what the ledger commits to."""
        rows = [
            [one.key, one.place.part, one.place.subpart, one.place.chapter, one.place.section, one.text]
            for one in self.pieces
        ]
        plain = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()
