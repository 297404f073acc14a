"""The index folder: a tantivy index a generation, beside the database in this home."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import tantivy
from django.conf import settings
from django.db import connection

from zhifa.search.errors import IndexUnusable
from zhifa.search.rules import tokens

_SPACED = "spaced"
_WRITER_BYTES = 60_000_000
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Entry:
    """A row as the index takes it."""

    kind: str
    key: str
    title: str
    body: str
    marks: frozenset[str]

    @property
    def place(self) -> str:
        """The identity of the row in the index."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Found:
    """What the index answers: places best first (one page), the number in all, and by kind."""

    places: tuple[tuple[str, str], ...]
    total: int
    by_kind: dict[str, int]


def folder() -> Path:
    """Where the generations of this database's index lie."""
    return Path(settings.ENVIRONMENT.home) / f"search-{connection.settings_dict['NAME']}"


class Writer:
    """The one writer of a generation. Entries replace those of the same place; `commit` makes them
    durable."""

    def __init__(self, generation: str, *, fresh: bool = False) -> None:
        path = folder() / generation
        if fresh:
            path.mkdir(parents=True, mode=0o700)
        with _broken_as_unusable():
            index = tantivy.Index(_schema(), str(path)) if fresh else _open(str(path))
            _register(index)
            self._writer = index.writer(_WRITER_BYTES, 1)

    def put(self, entry: Entry, *, replace: bool = True) -> None:
        """Add an entry, in place of the one that stands there."""
        if replace:
            self.drop(entry.kind, entry.key)
        document = tantivy.Document()
        document.add_text("place", entry.place)
        document.add_text("kind", entry.kind)
        for mark in entry.marks:
            document.add_text("marks", mark)
        for field, text in (("title", entry.title), ("body", entry.body)):
            document.add_text(f"{field}_words", " ".join(tokens.words(text)))
            document.add_text(f"{field}_characters", " ".join(tokens.characters(text)))
        self._writer.add_document(document)

    def drop(self, kind: str, key: str) -> None:
        """Remove the entry of a place, if there is one."""
        self._writer.delete_documents_by_term("place", f"{kind}:{key}")

    def commit(self) -> None:
        """Write to the disk; readers see it with their next look."""
        self._writer.commit()

    def close(self) -> None:
        """Let merges finish and give the folder free."""
        self._writer.wait_merging_threads()


def find(
    generation: str,
    words: Sequence[str],
    marks: frozenset[str],
    *,
    kinds: Sequence[str] = (),
    without: Sequence[tuple[str, str]] = (),
    any_word: bool = False,
    offset: int = 0,
    limit: int = 20,
) -> Found:
    """Entries that contain every word (any word when so asked), carry one of the marks, are of the
    kinds and are not among those `without` (kind and key), which are not counted either."""
    path = folder() / generation

    def ask() -> Found:
        index = _reader(str(path))
        index.reload()
        searcher = index.searcher()
        query = _query(index.schema, words, marks, any_word=any_word)
        if without:
            places = [f"{kind}:{key}" for kind, key in without]
            barred = tantivy.Query.term_set_query(index.schema, "place", places)
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.MustNot, barred)]
            )
        counted = searcher.aggregate(query, {"kinds": {"terms": {"field": "kind", "size": 100}}})
        by_kind = {bucket["key"]: bucket["doc_count"] for bucket in counted["kinds"]["buckets"]}
        if kinds:
            chosen = tantivy.Query.term_set_query(index.schema, "kind", list(kinds))
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, _unscored(chosen))]
            )
        total = sum(count for kind, count in by_kind.items() if not kinds or kind in kinds)
        if not total or offset >= total:
            return Found((), total, by_kind)
        hits = searcher.search(query, limit=limit, offset=offset, count=False).hits
        places = [searcher.doc(address).get_first("place") for _score, address in hits]
        return Found(tuple(_split(place) for place in places), total, by_kind)

    return _usable(path, ask)


def is_usable(generation: str) -> bool:
    """Whether that generation can be opened and read."""
    path = folder() / generation
    try:
        _usable(path, lambda: _reader(str(path)).searcher().num_docs)
    except IndexUnusable:
        return False
    return True


def forget_others(generation: str) -> None:
    """Remove the folders of every other generation; open readers keep what they have mapped."""
    if not folder().exists():
        return
    for path in folder().iterdir():
        if path.name != generation:
            shutil.rmtree(path, ignore_errors=True)


def _query(schema: Any, words: Sequence[str], marks: frozenset[str], *, any_word: bool) -> Any:
    occur = tantivy.Occur.Should if any_word else tantivy.Occur.Must
    wanted: list[tuple[Any, Any]] = [(occur, _word_query(schema, word)) for word in words]
    if len(words) > 1:
        run = [character for word in words for character in tokens.characters(word)]
        wanted += [(tantivy.Occur.Should, query) for query in _runs(schema, run, 12.0, 4.0)]
    matching = tantivy.Query.boolean_query(wanted)
    seen = _unscored(tantivy.Query.term_set_query(schema, "marks", sorted(marks)))
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, matching), (tantivy.Occur.Must, seen)])


def _word_query(schema: Any, word: str) -> Any:
    """A word, as a dictionary word or as its characters side by side; in the title it weighs four times."""
    boost, term = tantivy.Query.boost_query, tantivy.Query.term_query
    ways = [
        boost(term(schema, "title_words", word), 4.0),
        term(schema, "body_words", word),
        *_runs(schema, tokens.characters(word), 4.0, 1.0),
    ]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, way) for way in ways])


def _runs(schema: Any, run: Sequence[str], in_title: float, in_body: float) -> Iterator[Any]:
    """Characters side by side, in the title and in the body."""
    for field, boost in (("title_characters", in_title), ("body_characters", in_body)):
        if len(run) > 1:
            yield tantivy.Query.boost_query(tantivy.Query.phrase_query(schema, field, list(run)), boost)
        elif run:
            yield tantivy.Query.boost_query(tantivy.Query.term_query(schema, field, run[0]), boost)


def _unscored(query: Any) -> Any:
    return tantivy.Query.const_score_query(query, 0.0)


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("place", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("marks", tokenizer_name="raw", index_option="basic")
    for field in ("title", "body"):
        builder.add_text_field(f"{field}_words", tokenizer_name=_SPACED, index_option="freq")
        builder.add_text_field(f"{field}_characters", tokenizer_name=_SPACED, index_option="position")
    return builder.build()


def _register(index: Any) -> None:
    spaced = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_SPACED, spaced)


def _open(path: str) -> Any:
    if not Path(path, "meta.json").exists():
        raise IndexUnusable(path)
    return tantivy.Index.open(path)


@lru_cache(maxsize=4)
def _reader(path: str) -> Any:
    """The open index of a folder; one a process, shared by its threads."""
    index = _open(path)
    _register(index)
    index.config_reader("manual")
    return index


def _usable(path: Path, ask: Callable[[], _Result]) -> _Result:
    """Ask; a missing folder or a damaged file is `IndexUnusable`, and the reader is opened anew next time."""
    if not (path / "meta.json").exists():
        _reader.cache_clear()
        raise IndexUnusable(str(path))
    try:
        with _broken_as_unusable():
            return ask()
    except IndexUnusable:
        _reader.cache_clear()
        raise


@contextmanager
def _broken_as_unusable() -> Iterator[None]:
    """What tantivy raises for a damaged folder."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise IndexUnusable(str(error)) from error


def _split(place: str) -> tuple[str, str]:
    kind, _, key = place.partition(":")
    return kind, key
