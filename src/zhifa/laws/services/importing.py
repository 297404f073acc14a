"""Importing the packaged statutes in one act and one ledger entry; the same again changes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Count, ProtectedError
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.laws.access import may_keep_laws
from zhifa.laws.errors import HeldTextDiffers, HistoryInUse, LawKeepingNotAllowed
from zhifa.laws.models import Instrument, Provision, ProvisionText, Version
from zhifa.laws.rules.history import Amendment, HeldText, Span, history_of
from zhifa.laws.rules.names import amended_title, code_of, pinyin_of, short_title
from zhifa.laws.rules.repeals import repeals_in
from zhifa.laws.services.lineage import link_versions
from zhifa.laws.services.packaged import PACKAGE, PackagedLaw, packaged_file, read_packaged
from zhifa.laws.services.retrieval import follow_soon
from zhifa.laws.services.rippling import open_changes
from zhifa.laws.services.standing import standing_told
from zhifa.laws.terms import LIBRARY_SUBJECT, PASSED_ONCE, SEARCH_KIND, SEARCH_TITLES, VersionStatus
from zhifa.ledger.api import Subject, record_bulk
from zhifa.search.api import touch


@dataclass(frozen=True)
class ImportCounts:
    """What the library holds of the package after an import, and how many texts this import added."""

    instruments: int
    texts: int
    articles: int
    added: int
    entry: int | None = None


@dataclass(frozen=True)
class _Title:
    """One title with all its packaged texts, oldest first, and its computed spans."""

    title: str
    texts: tuple[PackagedLaw, ...]
    spans: tuple[Span, ...]
    is_repealed: bool
    repealed_on: date | None
    repealed_by: str

    @property
    def newest(self) -> PackagedLaw:
        return self.texts[-1]


@transaction.atomic
def import_packaged(actor: Actor, now: datetime, *, path: Path | None = None) -> ImportCounts:
    """Load every text of the installed package (or of the file at `path`, for another copy of it).

    Promises all or nothing, one ledger entry that commits to every text's hash, and no change at all when all
    of it is held already. Refuses a missing or unreadable package, other words under a key that is held
    (`HeldTextDiffers`), and a changed history that something cites (`HistoryInUse`).
    """
    if not may_keep_laws(actor):
        raise LawKeepingNotAllowed(_("只有普法办可以维护法规库"))
    file, release = (path, "") if path else packaged_file()
    laws = read_packaged(file)
    hashes = {_key(law): text_hash(law) for law in laws}
    held = dict(
        Version.objects.select_for_update()
        .filter(source_key__startswith=f"{PACKAGE}:")
        .values_list("source_key", "text_sha256")
    )
    if changed := [law.title for law in laws if held.get(_key(law), hashes[_key(law)]) != hashes[_key(law)]]:
        raise HeldTextDiffers(
            _("数据包里《%(title)s》等 %(count)d 个已收录文本的内容变了")
            % {"title": changed[0], "count": len(changed)},
            why=_("被引用的条文文本不得改动。"),
            next_step=_("请核对数据包是否完好；确有更正的，应作为新的版本收录。"),
        )
    fresh = [law for law in laws if _key(law) not in held]
    if not fresh:
        return _counts(0, None)
    titles = _titles(laws)
    source = f"{PACKAGE} {release}".strip()
    with standing_told():
        instruments = _write_instruments(titles)
        versions = _write_versions(titles, instruments, hashes, source)
        _write_provisions(fresh, instruments, versions)
        _write_repeals(titles, instruments)
    link_versions(instruments[one.title] for one in titles if len(one.texts) > 1)
    with connection.cursor() as cursor:  # the planner knows nothing yet of what was copied in
        for model in (Instrument, Version, Provision, ProvisionText):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
    entry = record_bulk(
        actor,
        "laws.import",
        Subject(LIBRARY_SUBJECT, PACKAGE),
        (_ledger_row(law, hashes[_key(law)]) for law in fresh),
        {"source": source, "texts": len(fresh), "articles": sum(len(law.articles) for law in fresh)},
        now=now,
    )
    open_changes(actor, [row.pk for row in instruments.values()], now=now)
    touch(SEARCH_KIND, None)
    touch(SEARCH_TITLES, None)
    follow_soon()
    return _counts(len(fresh), entry)


def text_hash(law: PackagedLaw) -> str:
    """SHA-256 over the numbered pieces of a text, in order: what the ledger commits to."""
    pieces = [[piece.number.key, piece.chapter, piece.section, piece.text] for piece in law.articles]
    return hashlib.sha256(json.dumps(pieces, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _key(law: PackagedLaw) -> str:
    return f"{PACKAGE}:{law.key}"


def _ledger_row(law: PackagedLaw, digest: str) -> Mapping[str, str]:
    return {
        "key": _key(law),
        "title": law.title,
        "published_on": law.published_on.isoformat(),
        "stated_on": law.stated_on.isoformat(),
        "status": law.status.value,
        "sha256": digest,
    }


def _titles(laws: Sequence[PackagedLaw]) -> list[_Title]:
    """The texts by title, each with its history. Amending acts in the package date the texts that they made."""
    by_title: dict[str, list[PackagedLaw]] = {}
    amendments: dict[str, list[Amendment]] = {}
    repeals: dict[str, tuple[date, str]] = {}
    for law in sorted(laws, key=lambda law: law.published_on):
        by_title.setdefault(law.title, []).append(law)
        if target := amended_title(law.title):
            amendments.setdefault(target, []).append(Amendment(law.published_on, law.stated_on))
        for article in law.articles:
            if "废止" in article.text:
                repeals |= {title: (day, law.title) for title, day in repeals_in(article.text).items()}
    titles = []
    for title, texts in by_title.items():
        is_repealed = texts[-1].status == VersionStatus.REPEALED
        day, by = repeals.get(title, (None, "")) if is_repealed else (None, "")
        if day is not None and day <= texts[-1].published_on:
            day, by = None, ""  # it repealed an earlier act of the same name
        held = [
            HeldText(_key(law), law.published_on, law.stated_on, law.kind not in PASSED_ONCE) for law in texts
        ]
        spans = tuple(history_of(held, amendments.get(title, ()), day))
        titles.append(_Title(title, tuple(texts), spans, is_repealed, day, by))
    return titles


def _write_instruments(titles: Iterable[_Title]) -> dict[str, Instrument]:
    """The instruments by title; those that stand keep their code."""
    found = {row.title: row for row in Instrument.objects.filter(document_number="")}
    taken = set(Instrument.objects.values_list("code", flat=True))
    made = []
    for one in titles:
        if one.title in found:
            continue
        code = code_of(one.title, taken)
        taken.add(code)
        made.append(
            Instrument(
                code=code,
                kind=one.newest.kind,
                title=one.title,
                short_title=short_title(one.title),
                pinyin=pinyin_of(one.title),
                issuing_body=one.newest.issuing_body,
                field=one.newest.field,
            )
        )
    Instrument.objects.bulk_create(made)
    return found | {row.title: row for row in made}


def _write_versions(
    titles: Iterable[_Title], instruments: Mapping[str, Instrument], hashes: Mapping[str, str], source: str
) -> dict[str, Version]:
    """Bring the stored spans in step with the computed ones; answers the held versions by source key."""
    stored = {
        (row.instrument_id, row.source_key): row
        for row in Version.objects.filter(instrument__in=instruments.values())
    }
    wanted: dict[tuple[int, str], Version] = {}
    for one in titles:
        laws = {_key(law): law for law in one.texts}
        for span in one.spans:
            row = _version(instruments[one.title], span, laws.get(span.key), hashes, source)
            wanted[row.instrument_id, row.source_key] = row
    touched = {row.instrument_id for row in wanted.values()}
    gone = [row.pk for key, row in stored.items() if key[0] in touched and key not in wanted]
    try:
        Version.objects.filter(pk__in=gone).delete()
    except ProtectedError as error:
        raise HistoryInUse(
            _("新数据会改变已被引用的版本起止日期"), next_step=_("请先处理引用这些版本的记录，再装入。")
        ) from error
    for key, row in wanted.items():
        row.pk = stored[key].pk if key in stored else None
    Version.objects.bulk_update(
        [row for key, row in wanted.items() if key in stored],
        ["published_on", "effective_on", "ended_on", "basis", "status"],
    )
    Version.objects.bulk_create([row for key, row in wanted.items() if key not in stored])
    return {row.source_key: row for row in wanted.values() if row.text_held}


def _version(
    instrument: Instrument, span: Span, law: PackagedLaw | None, hashes: Mapping[str, str], source: str
) -> Version:
    key = span.key or f"gap:{span.basis.value}:{span.since or 'ever'}"
    return Version(
        instrument=instrument,
        published_on=span.published_on,
        effective_on=span.since,
        ended_on=span.until,
        stated_on=law.stated_on if law else None,
        basis=span.basis.value,
        status=law.status if law else VersionStatus.UNSTATED,
        source=source,
        source_key=key,
        text_held=law is not None,
        text_sha256=hashes[key] if law else "",
    )


def _write_provisions(
    laws: Iterable[PackagedLaw], instruments: Mapping[str, Instrument], versions: Mapping[str, Version]
) -> None:
    """Provisions that are new, then all texts by COPY."""
    stood = dict(_provision_ids(instruments.values()))
    new: dict[tuple[int, str], Provision] = {}
    texts: list[tuple[tuple[int, str], int, int, str, str, str]] = []
    for law in laws:
        owner = instruments[law.title].pk
        if _key(law) not in versions:
            continue
        for position, piece in enumerate(law.articles, start=1):
            number = piece.number
            place = (owner, number.key)
            if place not in stood and place not in new:
                new[place] = Provision(
                    instrument_id=owner,
                    key=number.key,
                    label=number.label,
                    number=number.number,
                    branch=number.branch,
                )
            texts.append((place, versions[_key(law)].pk, position, piece.chapter, piece.section, piece.text))
    Provision.objects.bulk_create(new.values(), batch_size=5_000)
    ids = stood | {place: row.pk for place, row in new.items()}
    table = connection.ops.quote_name(ProvisionText._meta.db_table)
    with connection.cursor() as cursor:
        statement = f"COPY {table} (provision_id, version_id, position, chapter, section, text) FROM STDIN"
        with cursor.copy(statement) as copy:
            for place, version, position, chapter, section, text in texts:
                copy.write_row((ids[place], version, position, chapter, section, text))


def _provision_ids(instruments: Iterable[Instrument]) -> Iterable[tuple[tuple[int, str], int]]:
    rows = Provision.objects.filter(instrument__in=instruments).values_list("instrument_id", "key", "pk")
    return (((owner, key), pk) for owner, key, pk in rows)


def _write_repeals(titles: Iterable[_Title], instruments: Mapping[str, Instrument]) -> None:
    """Mark what the source says is repealed, with day and repealing act where a closing article names them."""
    changed = []
    for one in titles:
        row = instruments[one.title]
        if one.is_repealed:
            row.is_repealed = True
            row.repealed_on = one.repealed_on
            row.repealed_by = instruments.get(one.repealed_by)
            changed.append(row)
    Instrument.objects.bulk_update(changed, ["is_repealed", "repealed_on", "repealed_by"])


def _counts(added: int, entry: int | None) -> ImportCounts:
    held = Version.objects.filter(source_key__startswith=f"{PACKAGE}:")
    totals = held.aggregate(instruments=Count("instrument", distinct=True), texts=Count("pk"))
    articles = ProvisionText.objects.filter(version__source_key__startswith=f"{PACKAGE}:").count()
    return ImportCounts(totals["instruments"], totals["texts"], articles, added, entry)
