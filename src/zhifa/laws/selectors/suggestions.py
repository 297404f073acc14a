"""What the picker offers while someone types: instruments by name or sound, articles by number or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Length
from django.urls import reverse

from zhifa.kernel.actor import Actor
from zhifa.laws.access import readable_by
from zhifa.laws.models import Instrument, ProvisionText
from zhifa.laws.rules.aliases import ALIASES
from zhifa.laws.rules.citations import WrittenCitation, read_citation
from zhifa.laws.rules.names import comparable
from zhifa.laws.rules.places import CitedPlace, Unreadable
from zhifa.laws.rules.spelling import NameSound, meant, sounding
from zhifa.laws.selectors.versions import Held, holding_among, on_day

MOST = 8
EXCERPT = 60
SHORTEST_WORDS = 2
LONGEST_NAME = 40  # characters of what was typed that are weighed against names
_SOUND = re.compile(r"^[a-z]+$")


@dataclass(frozen=True)
class Suggestion:
    """One line to pick: the citation as it will be written, what stands there, what is missing, and the page of it."""

    line: str
    excerpt: str
    version_id: int | None
    provision_text_id: int | None
    note: str = ""
    url: str = ""


def suggestions(typed: str, on: date, actor: Actor | None = None) -> list[Suggestion]:
    """At most eight lines for what was typed, as of a day: 民法典1254 gives that article, mfd and minfadian the code by its
    sound, 民发典 the same though nothing is called so, plain words the articles in force that contain them. `actor`
    is who asks (none: the house). Five queries at most, and one where the names are read anew."""
    words = typed.replace("\x00", "").strip()
    if not words:
        return []
    try:
        written = read_citation(words)
    except Unreadable:
        written = WrittenCitation(words)
    found = _by_name(written, on, actor)
    if not written.places and len(found) < MOST and len(words) >= SHORTEST_WORDS:
        found += _by_words(words, on, MOST - len(found))
    return found[:MOST]


def names_meant(actor: Actor | None, typed: str, most: int = 5) -> list[str]:
    """The short titles that were likely meant by something that nothing is called: by sound, by pinyin, one slip away. Two queries,
    and one where the names are read anew."""
    if not typed.strip():
        return []
    stamp = Instrument.objects.aggregate(last=Max("pk"), many=Count("pk"))
    names, said = _names(stamp["last"] or 0, stamp["many"]), comparable(typed)[:LONGEST_NAME]
    if any(one.name == said for one in names):
        return []  # no slip
    found = meant(said, names, most * 4)
    seen = set(readable_by(actor).filter(short_title__in=found).values_list("short_title", flat=True))
    return [name for name in found if name in seen][:most]


@lru_cache(maxsize=1)
def _names(_last: int, _many: int) -> tuple[NameSound, ...]:
    """Every short title with its sound; read anew when the library has others."""
    titles = Instrument.objects.order_by("pk").values_list("short_title", flat=True)
    return tuple(map(sounding, dict.fromkeys(titles)))


def _by_name(written: WrittenCitation, on: date, actor: Actor | None) -> list[Suggestion]:
    name = comparable(written.title)
    name = ALIASES.get(name, name)
    rows = _named(name, actor)
    if not rows:
        meant_names = names_meant(actor, name, MOST)
        near = {row.short_title: row for row in _with_versions(actor).filter(short_title__in=meant_names)}
        rows = [near[one] for one in meant_names]
    place = written.places[0] if written.places else None
    texts = _texts_at(rows, place, on) if place else {}
    return [one for row in rows if (one := _suggestion(row, place, texts, on)) is not None]


def _named(name: str, actor: Actor | None) -> list[Instrument]:
    matching = Q(short_title__icontains=name)
    if _SOUND.match(name.lower()):
        matching |= Q(pinyin__startswith=name.lower()) | Q(pinyin__contains=f" {name.lower()}")
    rows = list(_with_versions(actor).filter(matching).order_by(Length("short_title"), "pinyin")[:MOST])
    exact = [row for row in rows if row.short_title == name]
    return exact + [row for row in rows if row not in exact]


def _with_versions(actor: Actor | None) -> QuerySet[Instrument]:
    return readable_by(actor).prefetch_related("versions")


def _texts_at(rows: list[Instrument], place: CitedPlace, on: date) -> dict[tuple[int, int], ProvisionText]:
    """The article's texts by (instrument, version) in the instruments found. One query."""
    found = ProvisionText.objects.filter(
        on_day(on, "version__"), provision__instrument__in=rows, provision__key=place.article.key
    ).select_related("provision")
    return {(text.provision.instrument_id, text.version_id): text for text in found}


def _suggestion(
    row: Instrument, place: CitedPlace | None, texts: dict[tuple[int, int], ProvisionText], on: date
) -> Suggestion | None:
    """The line for one instrument; None where the day's text is held and lacks the article."""
    holding = holding_among(row, list(row.versions.all()), on)
    if holding.version is None:
        return None
    line = row.cited_as + (f"（{row.document_number}）" if row.document_number else "")
    note = holding.caution if isinstance(holding, Held) else holding.reason
    page = reverse("laws_instrument", args=[row.code])
    if place is None:
        return Suggestion(line, row.get_kind_display(), holding.version.pk, None, note, page)
    text = texts.get((row.pk, holding.version.pk))
    if text is None:
        return (
            None
            if isinstance(holding, Held)
            else Suggestion(line + place.label, "", holding.version.pk, None, note, page)
        )
    page = reverse("laws_article", args=[row.code, text.provision.key])
    return Suggestion(line + place.label, _head(text.text), holding.version.pk, text.pk, note, page)


def _by_words(words: str, on: date, room: int) -> list[Suggestion]:
    texts: QuerySet[ProvisionText] = (
        ProvisionText.objects.filter(on_day(on, "version__"), text__contains=words)
        .select_related("provision__instrument")
        .order_by("provision__instrument__pinyin", "position")[:room]
    )
    return [
        Suggestion(
            text.provision.instrument.cited_as + text.provision.label,
            _around(text.text, words),
            text.version_id,
            text.pk,
            url=reverse("laws_article", args=[text.provision.instrument.code, text.provision.key]),
        )
        for text in texts
    ]


def _head(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT]}…"


def _around(text: str, words: str) -> str:
    line = text.replace("\n", " ")
    start = max(line.find(words) - EXCERPT // 3, 0)
    return (
        f"{'…' if start else ''}{line[start : start + EXCERPT]}{'…' if start + EXCERPT < len(line) else ''}"
    )
