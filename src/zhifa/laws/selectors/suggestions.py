"""What the picker offers while someone types: instruments by name or sound, articles by number or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.urls import reverse

from zhifa.laws.models import Instrument, ProvisionText
from zhifa.laws.rules.citations import WrittenCitation, read_citation
from zhifa.laws.rules.names import comparable
from zhifa.laws.rules.places import CitedPlace, Unreadable
from zhifa.laws.selectors.versions import Held, holding_among, on_day

MOST = 8
EXCERPT = 60
SHORTEST_WORDS = 2
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


def suggestions(typed: str, on: date) -> list[Suggestion]:
    """At most eight lines for what was typed, as of a day: 民法典1254 gives that article, mfd the code by its
    initials, plain words the articles in force that contain them. Four queries at most."""
    words = typed.replace("\x00", "").strip()
    if not words:
        return []
    try:
        written = read_citation(words)
    except Unreadable:
        written = WrittenCitation(words)
    found = _by_name(written, on)
    if not written.places and len(found) < MOST and len(words) >= SHORTEST_WORDS:
        found += _by_words(words, on, MOST - len(found))
    return found[:MOST]


def _by_name(written: WrittenCitation, on: date) -> list[Suggestion]:
    name = comparable(written.title)
    matching = Q(short_title__icontains=name)
    if _SOUND.match(name.lower()):
        matching |= Q(pinyin__startswith=name.lower()) | Q(pinyin__contains=f" {name.lower()}")
    rows = list(
        Instrument.objects.filter(matching)
        .order_by(Length("short_title"), "pinyin")
        .prefetch_related("versions")[:MOST]
    )
    exact = [row for row in rows if row.short_title == name]
    rows = exact + [row for row in rows if row not in exact]
    place = written.places[0] if written.places else None
    texts = _texts_at(rows, place, on) if place else {}
    return [one for row in rows if (one := _suggestion(row, place, texts, on)) is not None]


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
