"""What the reading pages and the search index show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import Citation, Citer, SearchRow
from zhifa.laws.access import readable_by
from zhifa.laws.models import Instrument, Provision, ProvisionText, Version
from zhifa.laws.selectors.citations import citing
from zhifa.laws.selectors.versions import Held, NotHeld, holding_among, on_day
from zhifa.laws.terms import BY_TITLE_ONLY, SUBJECT_KIND, InstrumentKind, Standing, StartBasis
from zhifa.publishing.api import is_public, tell_if_withdrawn

PUBLIC, HOUSE = frozenset({"public"}), frozenset({"signed-in"})
SEARCH_CHUNK = 2_000
ANCHORS = "pqds"  # of headings in an address: 编, 分编, 章, 节


@dataclass
class Division:
    """A chapter or section heading with the texts below it; `anchor` is its place on the page."""

    title: str
    anchor: str
    depth: int
    texts: list[ProvisionText] = field(default_factory=list)


@dataclass(frozen=True)
class ReadingPage:
    """An instrument as of a day: what stood, the versions that are known, and one text to read.

    `shown` is the version whose text stands on the page: the one of the day, or another that the reader asked
    for by its number (then `is_of_day` is false and the page says so); None when there is nothing to show.
    """

    instrument: Instrument
    on: date
    holding: Held | NotHeld
    versions: tuple[Version, ...]
    shown: Version | None
    is_of_day: bool

    @cached_property
    def texts(self) -> Sequence[ProvisionText]:
        """The words that stand on the page, asked for when they are first needed: who has the page already does not wait for them."""
        return list(self.shown.texts.select_related("provision")) if self.shown else []

    @cached_property
    def divisions(self) -> tuple[Division, ...]:
        """The words under their headings."""
        return tuple(divisions_of(self.texts))

    @cached_property
    def replaces(self) -> Sequence[Instrument]:
        """The instruments that this one repealed."""
        return list(self.instrument.repeals.order_by("repealed_on", "pk"))

    @property
    def articles(self) -> int:
        """How many pieces of text stand on the page."""
        return len(self.texts)

    @property
    def edition(self) -> str:
        """All that the page is made of but the shell around it, in short: while it is the same, so is the page."""
        one = self.instrument
        told: list[object] = [
            one.code,
            one.title,
            one.kind,
            one.is_repealed,
            one.repealed_on,
            one.repealed_by_id,
            self.on,
        ]
        told += [
            self.shown.pk if self.shown else None,
            getattr(self.holding, "caution", ""),
            getattr(self.holding, "reason", ""),
        ]
        told += [
            (row.pk, row.effective_on, row.ended_on, row.basis, row.text_sha256, row.corrected_at)
            for row in self.versions
        ]
        return repr(told)

    @property
    def comparable(self) -> bool:
        """Whether there are two texts to compare."""
        return sum(version.text_held for version in self.versions) > 1


@dataclass(frozen=True)
class ArticlePage:
    """One provision: its words in each held version (newest first), the one of the day, who cites it. `lineage` are the
    texts of its chain that stand under other numbers, the newest first."""

    instrument: Instrument
    provision: Provision
    on: date
    holding: Held | NotHeld
    texts: tuple[ProvisionText, ...]
    of_day: ProvisionText | None
    before: Provision | None
    after: Provision | None
    lineage: tuple[ProvisionText, ...]
    citers: tuple[tuple[Citer, list[Citation]], ...]

    @property
    def edition(self) -> str:
        """All that the page is made of but the shell around it, in short."""
        one = self.instrument
        told: list[object] = [
            one.code,
            one.title,
            self.provision.key,
            self.provision.label,
            self.on,
            self.before,
            self.after,
        ]
        told += [getattr(self.holding, "caution", ""), getattr(self.holding, "reason", "")]
        told += [
            (row.pk, row.text, row.version.effective_on, row.version.ended_on)
            for row in (*self.texts, *self.lineage)
        ]
        return repr([*told, *(citations for _citer, citations in self.citers)])


def instruments_listed(
    actor: Actor, on: date, *, words: str = "", kind: str = "", standing: str = ""
) -> QuerySet[Instrument, Instrument]:
    """Instruments by kind (the constitution first) and sound, each with `stands` and `held` as of a day;
    those that the actor may read, narrowed by what is given."""
    today = Version.objects.filter(on_day(on), instrument=OuterRef("pk")).exclude(
        basis=StartBasis.GAP_UNKNOWN
    )
    rows = readable_by(actor).annotate(stands=Exists(today), held=Exists(today.filter(text_held=True)))
    if words:
        sound = words.lower()
        rows = rows.filter(
            Q(title__icontains=words) | Q(pinyin__startswith=sound) | Q(pinyin__contains=f" {sound}")
        )
    if kind:
        rows = rows.filter(kind=kind)
    undated = Q(is_repealed=True, repealed_on=None)
    narrowing = {
        Standing.IN_FORCE: Q(stands=True, held=True) & ~undated,
        Standing.NOT_HELD: Q(stands=True, held=False) & ~undated,
        Standing.REPEALED: Q(stands=False, is_repealed=True) | undated,
        Standing.NOT_YET: Q(stands=False, is_repealed=False),
    }
    if standing in narrowing:
        rows = rows.filter(narrowing[Standing(standing)])
    rank = Case(*(When(kind=kind, then=place) for place, kind in enumerate(InstrumentKind.values)))
    return rows.order_by(rank, "pinyin", "pk")


def instrument_by_code(actor: Actor, code: str) -> Instrument:
    """The instrument at an address; what is not there, or not the actor's to read, does not exist. A document that was public and was
    taken back says so (410)."""
    found = readable_by(actor).select_related("repealed_by").filter(code=code).first()
    if found is None:
        if actor.is_stranger:
            tell_if_withdrawn(SUBJECT_KIND, code)
        raise NotFound(_("法规库没有这部法律"), next_step=_("请从法规库的目录查找。"))
    return found


def reading_page(actor: Actor, code: str, on: date, version_id: int | None = None) -> ReadingPage:
    """The page of an instrument. Two queries, and two when its words are read."""
    instrument = instrument_by_code(actor, code)
    versions = tuple(instrument.versions.all())
    holding = holding_among(instrument, versions, on)
    of_day = holding.version if isinstance(holding, Held) else None
    shown = of_day
    if version_id is not None:
        shown = next((one for one in versions if one.pk == version_id and one.text_held), None)
        if shown is None:
            raise NotFound(_("没有收录这个版本的文本"), next_step=_("请从版本列表选择已收录的文本。"))
    return ReadingPage(
        instrument=instrument,
        on=on,
        holding=holding,
        versions=versions[::-1],
        shown=shown,
        is_of_day=shown is not None and shown == of_day,
    )


def divisions_of(texts: Sequence[ProvisionText]) -> Iterator[Division]:
    """Texts in order under their headings, the larger above the smaller; a heading is repeated in no division."""
    last: tuple[str, ...] = ()
    current: Division | None = None
    for text in texts:
        headings = text.headings
        if headings != last:
            changed = next((n for n, one in enumerate(headings) if n >= len(last) or one != last[n]), 0)
            last = headings
            for level in range(changed, len(headings)):
                if not headings[level]:
                    continue
                if current is not None:
                    yield current
                depth = 1 + sum(bool(one) for one in headings[:level])
                current = Division(headings[level], f"{ANCHORS[level]}{text.position}", depth)
            if current is None or not any(headings):
                if current is not None:
                    yield current
                current = Division("", f"d{text.position}", 1)
        if current is None:
            current = Division("", f"d{text.position}", 1)
        current.texts.append(text)
    if current is not None:
        yield current


def article_page(actor: Actor, code: str, key: str, on: date) -> ArticlePage:
    """The page of an article. Seven queries, and those of the citers."""
    instrument = instrument_by_code(actor, code)
    provision = Provision.objects.filter(instrument=instrument, key=key).first()
    if provision is None:
        raise NotFound(_("没有这一条"), next_step=_("请从目录查找条文。"))
    provision.instrument = instrument
    holding = holding_among(instrument, list(instrument.versions.all()), on)
    texts = tuple(
        provision.texts.select_related("version")
        .prefetch_related("corrections")
        .order_by("-version__effective_on", "-version__pk")
    )
    of_day = None
    if isinstance(holding, Held):
        of_day = next((text for text in texts if text.version_id == holding.version.pk), None)
    base = of_day or (texts[0] if texts else None)
    before, after = _neighbours(base)
    own = {text.pk for text in texts}
    return ArticlePage(
        instrument=instrument,
        provision=provision,
        on=on,
        holding=holding,
        texts=texts,
        of_day=of_day,
        before=before,
        after=after,
        lineage=tuple(one for one in lineage_of(base) if one.pk not in own),
        citers=tuple(citing([text.pk for text in texts])),
    )


def cited_here(actor: Actor, code: str) -> tuple[Instrument, list[tuple[Citer, list[Citation]]]]:
    """What is published here and cites any article of an instrument, in whatever text of it, by kind. Two queries, and one a kind."""
    instrument = instrument_by_code(actor, code)
    texts = ProvisionText.objects.filter(version__instrument=instrument).values_list("pk", flat=True)
    return instrument, citing(list(texts))


def lineage_of(text: ProvisionText | None) -> list[ProvisionText]:
    """The chain of a text through all held versions, the newest first: what it was before and became since, under whatever
    number. One query."""
    if text is None:
        return []
    table = connection.ops.quote_name(ProvisionText._meta.db_table)
    chain = (
        f"WITH RECURSIVE back AS (SELECT id, continues_id FROM {table} WHERE id = %s UNION"  # noqa: S608 - our own table
        f" SELECT t.id, t.continues_id FROM {table} t JOIN back ON t.id = back.continues_id),"
        f" forth AS (SELECT id FROM {table} WHERE id = %s UNION"
        f" SELECT t.id FROM {table} t JOIN forth ON t.continues_id = forth.id)"
        " SELECT id FROM back UNION SELECT id FROM forth"
    )
    found = ProvisionText.objects.filter(pk__in=RawSQL(chain, (text.pk, text.pk)))  # noqa: S611 - as above
    return list(found.select_related("version", "provision").order_by("-version__effective_on"))


def _neighbours(text: ProvisionText | None) -> tuple[Provision | None, Provision | None]:
    """The articles before and after in the same version. One query."""
    if text is None:
        return None, None
    beside = {
        one.position: one.provision
        for one in ProvisionText.objects.filter(
            version_id=text.version_id, position__in=(text.position - 1, text.position + 1)
        ).select_related("provision")
    }
    return beside.get(text.position - 1), beside.get(text.position + 1)


def title_rows(keys: Sequence[str] | None) -> Iterator[SearchRow]:
    """Each instrument by its titles, body and number, for the index; those of title and dates only too. One query."""
    open_to_all = ~Q(kind__in=BY_TITLE_ONLY) | Q(is_public(SUBJECT_KIND, "code"))
    rows = Instrument.objects.order_by("pk").annotate(
        is_open=Case(When(open_to_all, then=True), default=False)
    )
    if keys is not None:
        rows = rows.filter(pk__in=[int(key) for key in keys])
    fields = ("pk", "code", "title", "short_title", "issuing_body", "document_number", "is_open")
    for pk, code, title, short, body, number, is_open in rows.values_list(*fields).iterator(
        chunk_size=SEARCH_CHUNK
    ):
        words = " ".join(dict.fromkeys((title, short, body, number)))
        yield SearchRow(
            str(pk),
            f"《{short}》",
            words,
            reverse("laws_instrument", args=[code]),
            PUBLIC if is_open else HOUSE,
        )


def search_rows(keys: Sequence[str] | None) -> Iterator[SearchRow]:
    """Each provision with the words of its newest held version, for the index. One query."""
    rows = ProvisionText.objects.order_by("provision_id", "-version__effective_on").distinct("provision_id")
    if keys is not None:
        rows = rows.filter(provision__in=[int(key) for key in keys])
    fields = (
        "provision_id", "provision__key", "provision__label", "provision__instrument__code",
        "provision__instrument__short_title", "text", "version__effective_on",
    )  # fmt: skip
    for pk, key, label, code, short, text, day in rows.values_list(*fields).iterator(chunk_size=SEARCH_CHUNK):
        url = reverse("laws_article", args=[code, key])
        yield SearchRow(str(pk), f"《{short}》{label}", text, url, PUBLIC, day)
