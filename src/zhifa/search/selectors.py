"""The question asked of search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import and_, or_

from django.db.models import Case, Count, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Now
from django.utils.functional import Promise

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import Searchable, offered
from zhifa.search.access import Barred, barred, visible_to
from zhifa.search.errors import IndexUnusable
from zhifa.search.models import SearchDocument, SearchIndex, SearchTouch
from zhifa.search.models import index as engine
from zhifa.search.rules import tokens
from zhifa.search.rules.highlights import Piece, pieces_of, snippet_of
from zhifa.search.terms import GROUP_SIZE, LONGEST_QUERY, PAGE_SIZE, PATIENCE, SUGGESTED


@dataclass(frozen=True)
class Hit:
    """One thing found: its title and the piece of its text around the words, both cut into plain and found
    parts."""

    kind: str
    key: str
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    url: str
    day: date | None


@dataclass(frozen=True)
class KindCount:
    """How many things of a kind were found."""

    kind: str
    title: str | Promise
    count: int


@dataclass(frozen=True)
class HitGroup:
    """The best hits of one kind, and how many there are of it."""

    kind: str
    title: str | Promise
    count: int
    rows: tuple[Hit, ...]


@dataclass(frozen=True)
class SearchAnswer:
    """What was found. `total` counts the chosen kinds, `kinds` all; `fallback` says that the database
    answered in place of the index, `loosened` that no row held every word, `behind` that the newest changes
    are missing; `words` are those looked for; `suggestions` are other words to try when not all were found together: what
    may have been meant, or the shorter words of the query."""

    rows: tuple[Hit, ...] = ()
    total: int = 0
    fallback: bool = False
    kinds: tuple[KindCount, ...] = ()
    page: int = 1
    pages: int = 0
    loosened: bool = False
    behind: bool = False
    words: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class _Result:
    documents: list[SearchDocument]
    total: int
    by_kind: dict[str, int]
    fallback: bool


def search(actor: Actor, text: str, kinds: Sequence[str] | None = None, page: int = 1) -> SearchAnswer:
    """What the actor may find, best first, a page of 20 at a time.

    Rows hold every word of the query; when none does, rows that hold any (`loosened`). An empty query finds
    nothing.
    """
    words = tokens.query_words(text[:LONGEST_QUERY])
    if not words:
        return SearchAnswer()
    page = max(page, 1)
    chosen = tuple(kinds or ())
    loosened = False
    without = barred()
    result = _find(actor, words, chosen, page, without, any_word=False)
    if not result.by_kind and len(words) > 1:
        result = _find(actor, words, chosen, page, without, any_word=True)
        loosened = bool(result.by_kind)
    pages = -(-result.total // PAGE_SIZE)
    if page > pages > 0:
        return search(actor, text, kinds, pages)  # the last page in place of one behind it
    titles = {one.kind: one.title for one in offered(Searchable)}
    return SearchAnswer(
        rows=tuple(_hit(document, words) for document in result.documents),
        total=result.total,
        fallback=result.fallback,
        kinds=tuple(
            KindCount(kind, title, result.by_kind[kind])
            for kind, title in titles.items()
            if kind in result.by_kind
        ),
        page=page,
        pages=pages,
        loosened=loosened,
        behind=_is_behind(),
        words=tuple(words),
        suggestions=_suggestions(actor, text, words, result, loosened=loosened),
    )


def grouped(actor: Actor, answer: SearchAnswer) -> tuple[HitGroup, ...]:
    """An answer over all kinds, kind by kind: the best five of each, in the order in which they are offered.

    Two queries a kind; the kinds are those that the answer counts.
    """
    groups = []
    without = barred() if answer.kinds else ()
    for one in answer.kinds:
        size = min(GROUP_SIZE, one.count)
        found = _find(actor, answer.words, (one.kind,), 1, without, any_word=answer.loosened, size=size)
        rows = tuple(_hit(document, answer.words) for document in found.documents)
        groups.append(HitGroup(one.kind, one.title, one.count, rows))
    return tuple(groups)


def _find(
    actor: Actor,
    words: Sequence[str],
    kinds: tuple[str, ...],
    page: int,
    without: Barred,
    *,
    any_word: bool,
    size: int = PAGE_SIZE,
) -> _Result:
    """Ask the index; when it cannot serve, the database."""
    index = SearchIndex.objects.first()
    if index is not None:
        try:
            found = engine.find(
                index.generation,
                words,
                actor.scopes(),
                kinds=kinds,
                without=without,
                any_word=any_word,
                offset=(page - 1) * size,
                limit=size,
            )
        except IndexUnusable:
            pass
        else:
            return _Result(
                _looked_up(actor, found.places, without), found.total, found.by_kind, fallback=False
            )
    return _from_database(actor, words, kinds, page, without, any_word=any_word, size=size)


def _looked_up(actor: Actor, places: Sequence[tuple[str, str]], without: Barred) -> list[SearchDocument]:
    """The rows of the places in their order; asked again with the actor's marks, in case a right was just
    lost."""
    if not places:
        return []
    wanted = reduce(or_, (Q(kind=kind, key=key) for kind, key in places))
    rows = {(row.kind, row.key): row for row in visible_to(actor, without).filter(wanted)}
    return [rows[place] for place in places if place in rows]


def _from_database(
    actor: Actor,
    words: Sequence[str],
    kinds: tuple[str, ...],
    page: int,
    without: Barred,
    *,
    any_word: bool,
    size: int,
) -> _Result:
    """The same by scanning the rows: whoever is found in the title stands first, then the newest."""
    joined = or_ if any_word else and_
    matching = (
        visible_to(actor, without)
        .alias(plain_title=_plain("title"), plain_body=_plain("body"))
        .filter(
            reduce(joined, (Q(plain_title__icontains=word) | Q(plain_body__icontains=word) for word in words))
        )
    )
    by_kind = dict(matching.order_by().values_list("kind").annotate(n=Count("pk")))
    rows: QuerySet[SearchDocument] = matching.filter(kind__in=kinds) if kinds else matching
    in_title = reduce(and_, (Q(plain_title__icontains=word) for word in words))
    ranked = rows.annotate(
        rank=Case(When(in_title, then=Value(0)), default=Value(1), output_field=IntegerField())
    ).order_by("rank", "-day", "kind", "key")
    total = sum(count for kind, count in by_kind.items() if not kinds or kind in kinds)
    start = (page - 1) * size
    return _Result(list(ranked[start : start + size]), total, by_kind, fallback=True)


def _plain(field: str) -> Func:
    """A text as `tokens.folded` makes it, up to capitals: full-width forms become plain ones."""
    return Func(F(field), template="NORMALIZE(%(expressions)s, NFKC)", output_field=TextField())


def _suggestions(
    actor: Actor, text: str, words: Sequence[str], result: _Result, *, loosened: bool
) -> tuple[str, ...]:
    """What the owners of what is found think was meant; where rows hold all words, only a name that is as long as what was typed; where
    nothing holds any word, also the parts that the dictionary knows in them."""
    typed = text[:LONGEST_QUERY].replace("\x00", "").strip()
    named = [name for one in offered(Searchable) for name in one.meant(actor, typed)]
    if result.by_kind and not loosened:
        named = [name for name in named if len(name) == len(typed)]
    parts = () if result.by_kind else (part for word in words for part in tokens.words(word))
    found = dict.fromkeys([*named, *(part for part in parts if part not in words and len(part) > 1)])
    return tuple(found)[:SUGGESTED]


def _is_behind() -> bool:
    late = Now() - timedelta(seconds=PATIENCE)
    return SearchTouch.objects.filter(touched_at__lt=late).exists()


def _hit(document: SearchDocument, words: Sequence[str]) -> Hit:
    return Hit(
        kind=document.kind,
        key=document.key,
        title=pieces_of(document.title, words),
        snippet=snippet_of(document.body, words),
        url=document.url,
        day=document.day,
    )
