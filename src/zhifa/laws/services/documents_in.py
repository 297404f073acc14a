"""Taking parsed documents in: what would happen (preview), and the act itself; each document wholly or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault
from zhifa.laws.access import may_keep_laws
from zhifa.laws.errors import DocumentsRefused, LawKeepingNotAllowed
from zhifa.laws.models import Instrument, Provision, ProvisionText, Version
from zhifa.laws.rules.documents import LawDocument, Remark
from zhifa.laws.rules.history import Amendment, start_of
from zhifa.laws.rules.names import amended_title, code_of, comparable, pinyin_of, short_title
from zhifa.laws.selectors.rippling import TouchedUse
from zhifa.laws.services.histories import DOCUMENT, held_text, rewrite_history
from zhifa.laws.services.lineage import link_versions
from zhifa.laws.services.retrieval import follow_soon
from zhifa.laws.services.rippling import foreseen_changes, open_changes
from zhifa.laws.services.shelves import Shelf, amending_acts, makers_of, newest_days, own_faults, told_apart
from zhifa.laws.services.standing import standing_told
from zhifa.laws.terms import (
    BY_TITLE_ONLY,
    LIBRARY_SUBJECT,
    PASSED_ONCE,
    SEARCH_KIND,
    SEARCH_TITLES,
    Flaw,
    InstrumentKind,
    Outcome,
    VersionStatus,
)
from zhifa.ledger.api import Subject, record_bulk
from zhifa.search.api import touch

MOST_TOUCHED = 5_000  # provisions after which the search index is built anew instead


@dataclass(frozen=True)
class Taken:
    """One document with what an import did or would do with it. `version_id` is the version that now holds its words.
    In a preview `touches` is every citing that its text would change, from the day `since` on."""

    document: LawDocument
    outcome: Outcome
    code: str = ""
    version_id: int | None = None
    touches: tuple[TouchedUse, ...] = ()
    since: date | None = None

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """All that is to be known of it, what kept it out first."""
        return tuple(sorted(self.document.remarks, key=lambda one: one.flaw not in Flaw.refusing()))


def preview_documents(actor: Actor, documents: Iterable[LawDocument], now: datetime) -> list[Taken]:
    """What an import would do with each document and whom its ripple would reach, nothing written. In the order in which they
    would be taken in."""
    _may(actor)
    with transaction.atomic():
        taking = _Import("")
        done = taking.take(documents)
        ripple = foreseen_changes(actor, [row.pk for row in taking.instruments], now=now)
        transaction.set_rollback(True)
    by_version = {
        change.version_id: (change.since, tuple(uses)) for change, uses in ripple if change.version_id
    }
    by_code = {
        change.instrument.code: (change.since, tuple(uses)) for change, uses in ripple if change.is_repeal
    }
    return [_foreseen(one, by_version.get(one.version_id or 0) or by_code.get(one.code)) for one in done]


def _foreseen(one: Taken, change: tuple[date, tuple[TouchedUse, ...]] | None) -> Taken:
    if change is None or one.outcome not in (Outcome.NEW_INSTRUMENT, Outcome.NEW_VERSION):
        return one
    since, touches = change
    return replace(one, since=since, touches=touches)


@transaction.atomic
def import_documents(
    actor: Actor, documents: Iterable[LawDocument], source: str, now: datetime, *, whole: bool = False
) -> list[Taken]:
    """Take documents in: each wholly or not at all, in one ledger entry that commits to every new text's hash. With `whole`
    either all of them or none (`DocumentsRefused`).

    A document whose words are held already changes nothing, whatever day or source it names. Refused, with the reason in its remarks, are
    documents without title, date or text, of another text on the day of a held one, dated before the version that they follow, of an
    instrument repealed before, of acts that amend each other in a circle, and such as would move days that something cites.
    """
    _may(actor)
    taking = _Import(source)
    with standing_told():
        done = taking.take(documents)
    if whole and (out := [one for one in done if one.outcome is Outcome.REFUSED]):
        raise DocumentsRefused(
            _("%(many)d 个文件不能收录，全部没有收录") % {"many": len(out)},
            faults=[Fault(f"{one.document.name}：{one.remarks[0].flaw.label}") for one in out],
        )
    fresh = [
        one for one in done if one.version_id and one.outcome in (Outcome.NEW_INSTRUMENT, Outcome.NEW_VERSION)
    ]
    if fresh:
        record_bulk(
            actor,
            "laws.documents.import",
            Subject(LIBRARY_SUBJECT, DOCUMENT),
            (_ledger_row(one) for one in fresh),
            {
                "source": source,
                "texts": len(fresh),
                "articles": sum(len(one.document.pieces) for one in fresh),
            },
            now=now,
        )
        link_versions(taking.instruments)
        open_changes(actor, [row.pk for row in taking.instruments], now=now)
        touched = taking.provisions if len(taking.provisions) <= MOST_TOUCHED else None
        touch(SEARCH_KIND, touched)
        touch(SEARCH_TITLES, [str(row.pk) for row in taking.instruments] if touched is not None else None)
        follow_soon()
    return done


def _may(actor: Actor) -> None:
    if not may_keep_laws(actor):
        raise LawKeepingNotAllowed(_("只有普法办可以维护法规库"))


def _ledger_row(one: Taken) -> Mapping[str, str]:
    document = one.document
    return {
        "key": f"{DOCUMENT}:{document.name}",
        "title": document.title,
        "published_on": document.published_on.isoformat() if document.published_on else "",
        "stated_on": document.effective_on.isoformat() if document.effective_on else "",
        "status": document.status.value,
        "sha256": document.digest,
    }


class _Import:
    """One run over documents: the library's instruments and amending acts read once, documents from the oldest on."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.shelves: dict[str, list[Shelf]] = {}
        by_instrument: dict[int, Shelf] = {}
        for row in Instrument.objects.all():
            shelf = by_instrument[row.pk] = Shelf(row)
            self.shelves.setdefault(comparable(row.title), []).append(shelf)
        for version in Version.objects.filter(text_held=True).order_by("published_on", "pk"):
            by_instrument[version.instrument_id].versions.append(version)
        self.codes = {shelf.instrument.code for shelf in by_instrument.values()}
        self.amendments = amending_acts()
        self.makers = dict(makers_of())
        self.instruments: list[Instrument] = []
        self.provisions: list[str] = []
        self.to_amend: set[str] = set()
        self.newest: dict[str, date] = {}

    def take(self, documents: Iterable[LawDocument]) -> list[Taken]:
        """Every document with its outcome, the oldest first and amending acts before what they amend."""
        documents = told_apart(list(documents))
        ordered = sorted(
            documents,
            key=lambda one: (one.published_on or date.max, one.kind not in PASSED_ONCE, one.title, one.name),
        )
        self.newest = newest_days(ordered)
        done = [self._take(one) for one in ordered]
        self._amend()
        return done

    def _take(self, document: LawDocument) -> Taken:
        document, shelf = self._examined(document)
        if document.refused:
            return Taken(document, Outcome.REFUSED, shelf.instrument.code if shelf else "")
        if shelf is not None and (held := shelf.same(document)):
            return Taken(document, Outcome.UNCHANGED, shelf.instrument.code, held.pk)
        try:
            with transaction.atomic():
                return self._write(document, shelf)
        except (ProtectedError, IntegrityError):
            refused = document.with_remarks([Remark(Flaw.IN_USE)])
            return Taken(refused, Outcome.REFUSED, shelf.instrument.code if shelf else "")

    def _examined(self, document: LawDocument) -> tuple[LawDocument, Shelf | None]:
        """The document with what the library knows against it, and its shelf."""
        found = self.shelves.get(comparable(document.title), [])
        if len(found) > 1:
            found = [one for one in found if one.instrument.document_number == document.document_number]
            if len(found) != 1:
                return document.with_remarks([Remark(Flaw.AMBIGUOUS, document.title)]), None
        shelf = found[0] if found else None
        if document.published_on is None:
            missing = Remark(Flaw.NO_DATE)
            return (document if missing in document.remarks else document.with_remarks([missing])), shelf
        document = self._superseded(document)
        remarks = list(own_faults(document))
        if document.made_by and self._amends_itself(document):
            remarks.append(Remark(Flaw.AMENDS_ITSELF, document.made_by))
        if shelf is not None and shelf.same(document) is None:
            remarks += self._against(shelf, document)
        return document.with_remarks(remarks), shelf

    def _superseded(self, document: LawDocument) -> LawDocument:
        """A text that its source calls repealed while a later one of the same title is at hand has been superseded."""
        later = self.newest.get(comparable(document.title))
        if (
            document.status is VersionStatus.REPEALED
            and later
            and document.published_on
            and later > document.published_on
        ):
            return replace(document, status=VersionStatus.SUPERSEDED)
        return document

    def _against(self, shelf: Shelf, document: LawDocument) -> Iterable[Remark]:
        instrument = shelf.instrument
        published, since = document.published_on, document.effective_on
        if published is None or since is None:
            return
        if InstrumentKind(instrument.kind) in BY_TITLE_ONLY:
            yield Remark(Flaw.TITLE_ONLY)
        if instrument.repealed_on and instrument.repealed_on <= published:
            yield Remark(Flaw.STATUS_CLASH, _("%(day)s 已废止") % {"day": instrument.repealed_on})
        for version in shelf.versions:
            if version.published_on == published:
                words = shelf.other_words(version, document)
                yield Remark(Flaw.DIFFERS, _("%(n)d 处") % {"n": words})
            elif (
                document.is_own_day
                and version.published_on
                and version.effective_on
                and version.basis == "stated"
            ):
                older = version.published_on < published
                if (older and version.effective_on >= since) or (not older and version.effective_on <= since):
                    yield Remark(Flaw.BEFORE_PREDECESSOR, version.effective_on.isoformat())

    def _amends_itself(self, document: LawDocument) -> bool:
        """Whether the act that made this text was itself made, through whatever acts, by this instrument."""
        own, maker = comparable(document.title), comparable(document.made_by)
        seen: set[str] = set()
        while maker and maker not in seen:
            if maker == own:
                return True
            seen.add(maker)
            maker = self.makers.get(maker, "")
        return False

    def _write(self, document: LawDocument, shelf: Shelf | None) -> Taken:
        outcome = Outcome.NEW_VERSION if shelf else Outcome.NEW_INSTRUMENT
        shelf = shelf or self._new_shelf(document)
        instrument = shelf.instrument
        maker = self.shelves.get(comparable(document.made_by), []) if document.made_by else []
        version = Version(
            instrument=instrument,
            published_on=document.published_on,
            stated_on=document.effective_on,
            status=document.status,
            source=self.source[:120],
            source_key=_source_key(document),
            text_held=True,
            text_sha256=document.digest,
            history="\n".join(document.history),
            made_by=maker[0].instrument if len(maker) == 1 else None,
        )
        amendments = self.amendments.get(instrument.title, [])
        version.effective_on, basis = start_of(
            held_text(version, instrument, document.is_own_day), amendments
        )
        version.basis = basis.value
        version = rewrite_history(instrument, [*shelf.versions, version], amendments)
        self._write_pieces(instrument, version, document)
        self._write_repeal(instrument, document, shelf)
        shelf.versions = sorted([*shelf.versions, version], key=lambda one: one.published_on or date.min)
        if instrument not in self.instruments:
            self.instruments.append(instrument)
        if document.made_by:
            self.makers[comparable(document.title)] = comparable(document.made_by)
        if target := amended_title(document.title):
            act = Amendment(version.published_on or version.effective_on, version.effective_on)  # type: ignore[arg-type]  # a held text is dated
            self.amendments.setdefault(target, []).append(act)
            self.to_amend.add(comparable(target))
        return Taken(document, outcome, instrument.code, version.pk)

    def _new_shelf(self, document: LawDocument) -> Shelf:
        number = document.document_number
        code = code_of(f"{document.title}{number}" if number else document.title, self.codes)
        instrument = Instrument.objects.create(
            code=code,
            kind=document.kind,
            title=document.title[:200],
            short_title=short_title(document.title)[:200],
            pinyin=pinyin_of(document.title)[:600],
            issuing_body=document.issuing_body[:120],
            field=document.field[:40],
            document_number=number[:80],
        )
        self.codes.add(code)
        shelf = Shelf(instrument)
        self.shelves.setdefault(comparable(document.title), []).append(shelf)
        return shelf

    def _write_pieces(self, instrument: Instrument, version: Version, document: LawDocument) -> None:
        places = {
            key: (pk, label)
            for key, pk, label in Provision.objects.filter(instrument=instrument).values_list(
                "key", "pk", "label"
            )
        }
        new = [
            Provision(
                instrument=instrument, key=piece.key, label=piece.label,
                number=piece.number.number, branch=piece.number.branch,
            )
            for piece in document.pieces
            if piece.key not in places
        ]  # fmt: skip
        Provision.objects.bulk_create(new)
        ids = {key: pk for key, (pk, _label) in places.items()} | {row.key: row.pk for row in new}
        ProvisionText.objects.bulk_create(
            ProvisionText(
                provision_id=ids[piece.key], version=version, position=position, text=piece.text,
                part=piece.place.part[:200], subpart=piece.place.subpart[:200],
                chapter=piece.place.chapter[:200], section=piece.place.section[:200],
            )
            for position, piece in enumerate(document.pieces, start=1)
        )  # fmt: skip
        self.provisions += [str(ids[piece.key]) for piece in document.pieces]

    @staticmethod
    def _write_repeal(instrument: Instrument, document: LawDocument, shelf: Shelf) -> None:
        """A source that calls the newest text repealed says so of the instrument; the day it names not."""
        newest = max((one.published_on for one in shelf.versions if one.published_on), default=date.min)
        is_newest = document.published_on is not None and document.published_on >= newest
        if document.status is VersionStatus.REPEALED and is_newest and not instrument.is_repealed:
            instrument.is_repealed = True
            instrument.save(update_fields=["is_repealed"])

    def _amend(self) -> None:
        """An act that came in leaves a gap in what it amends, where the amended text is not held."""
        for title in sorted(self.to_amend):
            for shelf in self.shelves.get(title, []):
                if shelf.versions:
                    rewrite_history(
                        shelf.instrument, shelf.versions, self.amendments.get(shelf.instrument.title, [])
                    )


def _source_key(document: LawDocument) -> str:
    """`document:<day>:<start of the hash>`: the same text has the same key in every home."""
    return f"{DOCUMENT}:{document.published_on}:{document.digest[:16]}"
