"""Plain words in, law out: the provisions in force that a question asks for.

The order comes from the index (`rules.retrieval`); what is shown comes from the database, as of the day. Where the index is
missing or damaged the database answers by the question's words, and the answer says so.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import connection
from django.db.models import Max, Q
from django.urls import reverse
from numpy.typing import NDArray

from zhifa.laws.errors import CitationsUnreadable
from zhifa.laws.models import Instrument, ProvisionText, TextCorrection
from zhifa.laws.rules.citations import read_citation
from zhifa.laws.rules.places import Unreadable
from zhifa.laws.rules.retrieval import LegalIndex, Ranker, Ranking, RankingUnusable, read_ranking
from zhifa.laws.rules.retrieval.matching import matched_terms
from zhifa.laws.rules.retrieval.sounds import by_sound, respelt
from zhifa.laws.rules.retrieval.spoken import STATUTE_WORDS
from zhifa.laws.selectors.citations import parse_citations
from zhifa.laws.selectors.suggestions import suggestions
from zhifa.laws.selectors.versions import on_day
from zhifa.laws.terms import LONGEST_QUESTION
from zhifa.search.api import Piece, pieces_of, words_of

log = logging.getLogger(__name__)
_INITIALS = re.compile(r"[a-z]{2,12} ?\d{1,4}(-\d+)?$", re.IGNORECASE)
LOOKED_AT = 60  # ranked articles from which those in force are taken


@dataclass(frozen=True)
class ApplyingProvision:
    """A provision in force on the day: its text, its citation, its place in the library, and the text cut into plain pieces
    and those that the question has too."""

    text: ProvisionText
    label: str
    url: str
    pieces: tuple[Piece, ...]

    @property
    def field(self) -> str:
        """The branch of law that its instrument belongs to."""
        return self.text.provision.instrument.field


@dataclass(frozen=True)
class LawAnswer:
    """The provisions for a question, best first. None: the library has no answer. `degraded` says that the database answered
    because the index cannot be used; `exact` that the question was a citation and its article stands first; `respelt` is the
    question as it was understood, where words were written with characters of the same sound."""

    question: str
    on: date
    provisions: tuple[ApplyingProvision, ...] = ()
    degraded: bool = False
    exact: bool = False
    respelt: str = ""

    @property
    def topic(self) -> str:
        """The branch of law of the best provision; empty where there is none."""
        return self.provisions[0].field if self.provisions else ""


@dataclass(frozen=True)
class HeldIndex:
    """The index that is in use, the texts of its articles by number, and what the library held when it was made."""

    index: LegalIndex
    keys: NDArray[np.int64]
    stamp: str
    generation: str


def provisions_for(question: str, on: date, count: int = 6) -> LawAnswer:
    """The provisions in force on a day that a plain question asks for. Three queries."""
    asked = question.replace("\x00", "").strip()[:LONGEST_QUESTION]
    if exact := _cited(asked, on):
        return LawAnswer(asked, on, _shown([exact], asked), exact=True)
    ranker = _ranker()
    if ranker is None:
        words = words_of(asked)
        return LawAnswer(asked, on, _shown(_by_words(words, on, count), asked), degraded=bool(words))
    held, ranked_by = ranker
    heard = respelt(asked, _sounds(held.stamp), ranked_by.index.has)
    meant = heard if heard != asked else ""
    asked = heard
    ranked = ranked_by.ranked(asked, LOOKED_AT)
    keys = [int(held.keys[number]) for number, _score in ranked]
    rows = _in_force(keys, on)
    chosen = [rows[key] for key in keys if key in rows][:count]
    texts = [f"{one.provision.instrument.title}\n{one.text}" for one in chosen]
    if not chosen or not ranked_by.answers(asked, ranked[0][1], texts):
        return LawAnswer(question, on, respelt=meant)
    return LawAnswer(question, on, _shown(chosen, asked, ranked_by.telling(asked)), respelt=meant)


def index_folder() -> Path:
    """Where this database's index of law lies."""
    folder = Path(settings.ENVIRONMENT.home) / f"law-index-{connection.settings_dict['NAME']}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def index_stamp() -> str:
    """What the library holds now: texts are only ever added, and what is corrected leaves a row. Two queries."""
    last = ProvisionText.objects.aggregate(last=Max("pk"))["last"] or 0
    corrected = TextCorrection.objects.aggregate(last=Max("pk"))["last"] or 0
    return f"{last}-{corrected}"


def read_index() -> HeldIndex | None:
    """The index in use; None where it is missing or damaged."""
    folder = index_folder()
    try:
        named = json.loads((folder / "current.json").read_text(encoding="utf-8"))
        place = folder / str(named["generation"])
        keys = np.load(place / "keys.npy", mmap_mode="r", allow_pickle=False)
        index = LegalIndex.read(place)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (
        HeldIndex(index, keys, str(named["stamp"]), str(named["generation"]))
        if len(keys) == index.size
        else None
    )


@cache
def shipped_ranking() -> Ranking | None:
    """What was learned and came with the program; None, and a line in the log, where its file is missing or damaged."""
    try:
        with as_file(files("zhifa.laws.rules.retrieval") / "ranking.npz") as path:
            return read_ranking(path)
    except RankingUnusable as error:
        log.warning("条文排序的学习结果不能用，改按词语排序：%s", error)
        return None


def _ranker() -> tuple[HeldIndex, Ranker] | None:
    """The ranker over the index in use, made once a generation and process."""
    try:
        named = (index_folder() / "current.json").stat()
    except OSError:
        return None
    return _ranker_of(str(index_folder()), named.st_mtime_ns)


@lru_cache(maxsize=1)
def _ranker_of(_folder: str, _changed: int) -> tuple[HeldIndex, Ranker] | None:
    held = read_index()
    if held is None or not held.index.size:
        return None
    return held, Ranker(held.index, shipped_ranking())


@lru_cache(maxsize=1)
def _sounds(_stamp: str) -> dict[str, str]:
    """The words of the law by their sound: what people say of it, its own words for that, and the names of instruments."""
    titles = Instrument.objects.order_by("pk").values_list("short_title", flat=True)
    statute = (word for words in STATUTE_WORDS.values() for word in words.split())
    return by_sound([*STATUTE_WORDS, *statute, *titles])


def _cited(asked: str, on: date) -> ProvisionText | None:
    """The article that the question is a citation of: 民法典1254, or mfd1254 by the initials of its statute."""
    if _INITIALS.match(asked):
        named = next((one for one in suggestions(asked, on) if one.provision_text_id), None)
        return _in_force([named.provision_text_id], on).get(named.provision_text_id) if named else None
    try:
        if not read_citation(asked).places:
            return None
        refs = parse_citations([asked], on)
    except (Unreadable, CitationsUnreadable):
        return None
    return _in_force([refs[0].provision_text_id], on).get(refs[0].provision_text_id) if refs else None


def _in_force(keys: Sequence[int | None], on: date) -> dict[int | None, ProvisionText]:
    """Those of the texts that stand on the day, by key; an instrument that the source says is repealed without a day is left
    out."""
    rows = ProvisionText.objects.filter(on_day(on, "version__"), pk__in=[key for key in keys if key])
    rows = rows.exclude(provision__instrument__is_repealed=True, provision__instrument__repealed_on=None)
    return {row.pk: row for row in rows.select_related("provision__instrument", "version")}


def _by_words(words: Sequence[str], on: date, count: int) -> list[ProvisionText]:
    """Without an index: texts in force that hold the most of the question's words."""
    if not words:
        return []
    any_word = Q()
    for word in words:
        any_word |= Q(text__contains=word)
    rows = ProvisionText.objects.filter(on_day(on, "version__")).filter(any_word)
    rows = rows.exclude(provision__instrument__is_repealed=True, provision__instrument__repealed_on=None)
    found = list(rows.select_related("provision__instrument", "version")[:2_000])
    return sorted(found, key=lambda row: (-sum(word in row.text for word in words), len(row.text), row.pk))[
        :count
    ]


def _shown(
    texts: Sequence[ProvisionText], asked: str, telling: Collection[int] = ()
) -> tuple[ApplyingProvision, ...]:
    """As the page shows them: with what is marked, the words of the question where no ranker says more."""
    return tuple(
        ApplyingProvision(
            one,
            one.provision.instrument.cited_as + one.provision.label,
            reverse("laws_article", args=[one.provision.instrument.code, one.provision.key]),
            pieces_of(one.text, matched_terms(one.text, telling) if telling else words_of(asked)),
        )
        for one in texts
    )
