"""The one indexer: reads touches, brings rows and index in step, forever; and the rebuild.

Order of a round: rows are written in a transaction, the index is committed to its disk, the touches are
deleted, the transaction commits. A death at any point leaves the touches, and doing them again changes
nothing.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event
from time import monotonic

from django.db import InterfaceError, OperationalError, connection, transaction

from zhifa.kernel import clock
from zhifa.kernel.registry import Searchable, SearchRow, offered
from zhifa.search.errors import IndexUnusable
from zhifa.search.models import SearchDocument, SearchIndex, SearchTouch
from zhifa.search.models import index as engine
from zhifa.search.rules.marks import widened
from zhifa.search.terms import EVERYTHING, INDEXER_LOCK, WHOLE_KIND

ROUND = 2_000  # touches taken at a time
PAUSE = 0.25  # seconds between looks; a change is visible after this plus one commit of the index
RETRY_AFTER = 10.0  # seconds after which a kind whose rows could not be had is tried again
COLUMNS = ("kind", "key", "title", "body", "url", "marks", "day")
log = logging.getLogger(__name__)
Progress = Callable[[str, int], None]


def run_indexer(stop: Event) -> None:
    """Index until `stop` is set. One indexer at a time by a database lock; a lost database is waited for."""
    while not stop.is_set():
        try:
            with single_writer() as mine:
                if mine:
                    _index_until(stop)
        except (OperationalError, InterfaceError) as error:
            log.warning("检索索引暂停，等待数据库：%s", error)
            connection.close()
        except IndexUnusable as error:
            log.error("检索索引损坏，将重建：%s", error)
            SearchIndex.objects.all().delete()
        stop.wait(PAUSE)


@contextmanager
def single_writer() -> Iterator[bool]:
    """Holds the indexer's lock for this database session; False when another process has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [INDEXER_LOCK])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [INDEXER_LOCK])


def catch_up(now: datetime) -> int:
    """Do all waiting touches in this process and answer how many; rebuilds first when no index is usable.

    For commands and tests; beside a running indexer it answers 0 and leaves the work to it.
    """
    with single_writer() as mine:
        if not mine:
            return 0
        writer = engine.Writer(_generation(now))
        try:
            done = 0
            while taken := _round(writer, {}):
                done += taken
            return done
        finally:
            writer.close()


def rebuild(now: datetime, *, progress: Progress = lambda kind, rows: None) -> int | None:
    """Make rows and index anew from all that is offered and answer how many; None when another process
    indexes.

    Readers use the old index until the new one is complete.
    """
    with single_writer() as mine:
        return _rebuild(now, progress) if mine else None


def _index_until(stop: Event) -> None:
    """The indexer's life while it holds the lock."""
    generation = _generation(clock.now())
    writer = engine.Writer(generation)
    paused: dict[str, float] = {}
    try:
        while not stop.is_set():
            if SearchTouch.objects.filter(kind=EVERYTHING).exists():
                _rebuild(clock.now(), lambda kind, rows: None)
                return  # and start again with the new folder
            paused = {kind: until for kind, until in paused.items() if until > monotonic()}
            if not _round(writer, paused):
                stop.wait(PAUSE)
    finally:
        writer.close()


def _generation(now: datetime) -> str:
    """The folder that belongs to this database; without a usable one everything is rebuilt."""
    index = SearchIndex.objects.first()
    if index is None or not engine.is_usable(index.generation):
        _rebuild(now, lambda kind, rows: None)
        index = SearchIndex.objects.get()
    return index.generation


def _round(writer: engine.Writer, paused: dict[str, float]) -> int:
    """Do up to 2,000 touches and answer how many. A kind that fails is put off and does not hold up
    others."""
    touches = list(
        SearchTouch.objects.exclude(kind__in=[*paused, EVERYTHING])
        .order_by("pk")
        .values_list("pk", "kind", "key")[:ROUND]
    )
    by_kind: dict[str, list[tuple[int, str]]] = {}
    for pk, kind, key in touches:
        by_kind.setdefault(kind, []).append((pk, key))
    done = 0
    for kind, waiting in by_kind.items():
        try:
            with transaction.atomic():
                _do_kind(writer, kind, {key for _pk, key in waiting})
                SearchTouch.objects.filter(pk__in=[pk for pk, _key in waiting]).delete()
            done += len(waiting)
        except (OperationalError, InterfaceError, IndexUnusable):
            raise
        except Exception:
            log.exception("检索：%s 的条目取不出来，%s 秒后再试", kind, RETRY_AFTER)
            paused[kind] = monotonic() + RETRY_AFTER
    return done


def _do_kind(writer: engine.Writer, kind: str, keys: set[str]) -> None:
    """Bring the rows of a kind in step, in tables and index; both are durable when this returns to its
    transaction."""
    whole = WHOLE_KIND in keys
    rows = {row.key: row for row in _rows(kind, None if whole else sorted(keys))}
    stale = SearchDocument.objects.filter(kind=kind)
    stale = stale.exclude(key__in=rows) if whole else stale.filter(key__in=keys - rows.keys())
    for key in list(stale.values_list("key", flat=True)):
        writer.drop(kind, key)
    stale.delete()
    SearchDocument.objects.bulk_create(
        [_document(kind, row) for row in rows.values()],
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["title", "body", "url", "marks", "day"],
    )
    for row in rows.values():
        writer.put(_entry(kind, row))
    writer.commit()


def _rebuild(now: datetime, progress: Progress) -> int:
    """Everything anew: rows by COPY, the index in a fresh folder, then the one row that names it."""
    generation = uuid.uuid4().hex
    answered = list(SearchTouch.objects.values_list("pk", flat=True))
    writer = engine.Writer(generation, fresh=True)
    total = 0
    with transaction.atomic():
        SearchDocument.objects.all().delete()
        for searchable in offered(Searchable):
            count = _copy_in(writer, searchable)
            progress(str(searchable.title), count)
            total += count
        writer.commit()
        writer.close()
        SearchIndex.objects.update_or_create(
            one=True, defaults={"generation": generation, "documents": total, "built_at": now}
        )
        SearchTouch.objects.filter(pk__in=answered).delete()
    engine.forget_others(generation)
    return total


def _copy_in(writer: engine.Writer, searchable: Searchable) -> int:
    """All rows of a kind into the table and the index; a key that comes twice counts once."""
    seen: set[str] = set()
    fields = ", ".join(COLUMNS)
    rows = list(searchable.rows(None))  # read before the COPY occupies the connection
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY search_searchdocument ({fields}) FROM STDIN") as copy,
    ):
        for row in rows:
            if row.key in seen:
                continue
            seen.add(row.key)
            document = _document(searchable.kind, row)
            copy.write_row([getattr(document, column) for column in COLUMNS])
            writer.put(_entry(searchable.kind, row), replace=False)
    return len(seen)


def _rows(kind: str, keys: list[str] | None) -> Iterable[SearchRow]:
    """The rows that a kind's owner gives; a kind that nobody offers any more has none."""
    for searchable in offered(Searchable):
        if searchable.kind == kind:
            yield from searchable.rows(keys)


def _document(kind: str, row: SearchRow) -> SearchDocument:
    return SearchDocument(
        kind=kind,
        key=row.key,
        title=row.title,
        body=row.body,
        url=row.url,
        marks=sorted(widened(row.scopes)),
        day=row.day,
    )


def _entry(kind: str, row: SearchRow) -> engine.Entry:
    return engine.Entry(kind, row.key, row.title, row.body, widened(row.scopes))
