"""The keeper's desk: how complete the library is, by kind and by text, and what the versions of one instrument say against each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.laws.access import may_keep_laws
from zhifa.laws.models import Instrument, ProvisionText, Version
from zhifa.laws.rules.numbers import ProvisionNumber
from zhifa.laws.rules.parsing import missing_spans
from zhifa.laws.selectors.reading import instrument_by_code
from zhifa.laws.terms import BY_TITLE_ONLY, PASSED_ONCE, InstrumentKind, StartBasis, VersionStatus


@dataclass(frozen=True)
class KindLine:
    """One kind of instrument: how many are kept, how many of these without any text, their held texts, and spans of days in force
    whose text is not held."""

    kind: InstrumentKind
    instruments: int
    without_text: int
    texts: int
    gaps: int


@dataclass(frozen=True)
class TextFlaws:
    """A held text with what its article numbers lack: missing ones as printed (第五条至第七条), doubled ones."""

    version: Version
    missing: tuple[str, ...]
    doubled: tuple[str, ...]


@dataclass(frozen=True)
class KeptVersion:
    """A version on the keeper's page, with its articles, flaws and what it says against the others."""

    version: Version
    articles: int
    flaws: TextFlaws | None
    clashes: tuple[str, ...]


def must_keep(actor: Actor) -> None:
    """The keeper's pages do not exist for others."""
    if not may_keep_laws(actor):
        raise NotFound(_("没有这个页面"))


def kinds_kept(actor: Actor) -> list[KindLine]:
    """The library by kind. Three queries."""
    must_keep(actor)
    with_text = Version.objects.filter(instrument=OuterRef("pk"), text_held=True)
    counted = {
        kind: (every, every - told)
        for kind, every, told in Instrument.objects.annotate(has_text=Exists(with_text))
        .values_list("kind")
        .annotate(every=Count("pk"), told=Count("pk", filter=Q(has_text=True)))
    }
    gap = Q(text_held=False) & ~Q(basis=StartBasis.GAP_UNKNOWN) & ~Q(instrument__kind__in=BY_TITLE_ONLY)
    spans = {
        kind: (held, lacking)
        for kind, held, lacking in Version.objects.values_list("instrument__kind").annotate(
            held=Count("pk", filter=Q(text_held=True)), lacking=Count("pk", filter=gap)
        )
    }
    return [
        KindLine(kind, *counted[kind.value], *spans.get(kind.value, (0, 0)))
        for kind in InstrumentKind
        if kind.value in counted
    ]


def flawed_texts(actor: Actor, instrument: Instrument | None = None) -> list[TextFlaws]:
    """The held texts (of one instrument, or all) in whose numbers something is missing or doubled. Two queries."""
    must_keep(actor)
    articles = ProvisionText.objects.filter(version__text_held=True, provision__key__regex=r"^[0-9]")
    articles = articles.exclude(
        version__instrument__kind__in=PASSED_ONCE
    )  # an amendment goes on with the numbers of those before it
    if instrument is not None:
        articles = articles.filter(version__instrument=instrument)
    suspects = (
        articles.order_by()
        .values("version")
        .annotate(
            low=Min("provision__number"), high=Max("provision__number"),
            many=Count("provision__number", distinct=True),
            again=Count("pk", filter=Q(provision__key__contains="-again-")),
        )
        .filter(Q(high__gt=F("low") + F("many") - 1) | Q(again__gt=0))
        .values("version")
    )  # fmt: skip
    rows: dict[Version, list[tuple[int, int, str]]] = {}
    found = articles.filter(version__in=suspects).select_related("version__instrument", "provision")
    for text in found.order_by("version__instrument__pinyin", "version__effective_on", "version", "position"):
        one = text.provision
        rows.setdefault(text.version, []).append((one.number, one.branch, one.key))
    return [_flaws(version, numbers) for version, numbers in rows.items()]


def _flaws(version: Version, numbers: Sequence[tuple[int, int, str]]) -> TextFlaws:
    doubled = (ProvisionNumber(number, branch).label for number, branch, key in numbers if "-again-" in key)
    missing = missing_spans({number for number, _branch, _key in numbers})
    return TextFlaws(version, tuple(missing), tuple(dict.fromkeys(doubled)))


def versions_kept(actor: Actor, code: str, today: date) -> tuple[Instrument, list[KeptVersion]]:
    """An instrument with all its versions, the newest first. Six queries."""
    must_keep(actor)
    instrument = instrument_by_code(actor, code)
    rows = instrument.versions.annotate(many=Count("texts"))
    versions = list(rows.order_by(F("effective_on").desc(nulls_last=True)))
    flaws = {one.version.pk: one for one in flawed_texts(actor, instrument)}
    last = next((one.pk for one in versions if one.text_held), None)
    return instrument, [
        KeptVersion(one, one.many, flaws.get(one.pk), tuple(_clashes(instrument, one, one.pk == last, today)))
        for one in versions
    ]


def _clashes(instrument: Instrument, version: Version, is_last: bool, today: date) -> Iterable[str]:
    """What the source says of a text against what the dates and the other texts say."""
    status = version.status
    if version.ended_on and version.ended_on < today and status == VersionStatus.IN_FORCE:
        yield _("来源注明“现行有效”，按日期 %(day)s 以后已不是施行的文本") % {"day": version.ended_on}
    if is_last and status in (VersionStatus.AMENDED, VersionStatus.SUPERSEDED):
        yield _("来源注明已不是现行文本，但没有收录更新的文本")
    if is_last and instrument.is_repealed and instrument.repealed_on is None:
        yield _("来源注明已废止，没有载明废止日期")
    if is_last and instrument.is_repealed and status == VersionStatus.IN_FORCE:
        yield _("来源注明“现行有效”，但这部法律已注明废止")
