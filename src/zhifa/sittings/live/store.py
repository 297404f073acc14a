"""The one writer: a thread with a connection of its own that commits what many players sent in one transaction.

While a transaction is being written to disk, requests gather; the next takes all of them. So the cost of a commit is shared by as many
as wait for it, and a request is acknowledged after the commit that holds it and not before. What fails in company is tried alone, so
that one broken request spoils no other. A thread and not a task: psycopg's plain connection costs a third of the asynchronous one.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
import traceback
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

import psycopg
from django.db import close_old_connections
from django.db import connection as django_connection
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.errors import Unavailable
from zhifa.sittings.rules.chain import Sheet
from zhifa.sittings.rules.clock import BEAT_EVERY
from zhifa.sittings.services.keeping import Begin, Begun, Keep, Kept, carry_out
from zhifa.sittings.services.outages import beat

TOGETHER = 400  # requests in one transaction
LINGER = 0.008  # seconds for which the first of a batch waits for others, unless so many wait already:
ENOUGH = 64
SHEETS = 4_000  # attempts whose answers are remembered
CONNECT_SECONDS = 2
SETTINGS = (
    "SET synchronous_commit = on; SET lock_timeout = '5s'; SET statement_timeout = '10s';"
    " SET idle_in_transaction_session_timeout = '15s'; SET plan_cache_mode = force_generic_plan"
)
log = logging.getLogger(__name__)


class Waiting(NamedTuple):
    """A request whose answer is being waited for."""

    order: Begin | Keep
    answer: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


class Store:
    """Takes orders from the event loop and carries them out in batches; see the module."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._sheets: dict[int, Sheet] = {}
        self._connection: psycopg.Connection[Any] | None = None
        self._beat_at: datetime | None = None
        self._is_away = False
        self._thread = threading.Thread(target=self._run, name="sittings-writer", daemon=True)

    def start(self) -> None:
        """Begin to write; the first time only."""
        if not self._thread.is_alive():
            self._thread.start()

    def stop(self) -> None:
        """Write what is waiting, and end."""
        self._queue.put(None)
        self._thread.join(10)

    async def order(self, order: Begin | Keep) -> Begun | Kept:
        """What became of an order, once it is on disk; raises its refusal, `Unavailable` while the database is away."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Begun | Kept] = loop.create_future()
        self._queue.put(Waiting(order, answer, loop))
        return await answer

    def _run(self) -> None:
        while True:
            batch, ends = self._gather()
            if batch:
                outcomes = self._carry_out([one.order for one in batch])
                batch[0].loop.call_soon_threadsafe(_deliver, batch, outcomes)
            elif not ends:
                self._carry_out([])
            if ends:
                self._drop()
                return

    def _gather(self) -> tuple[list[Waiting], bool]:
        """What waits, as soon as something does or the pulse is due; and whether this was the last."""
        try:
            first = self._queue.get(timeout=BEAT_EVERY.total_seconds())
        except queue.Empty:
            return [], False
        if first is None:
            return [], True
        if self._queue.qsize() < ENOUGH:
            time.sleep(LINGER)
        batch = [first]
        while len(batch) < TOGETHER:
            try:
                more = self._queue.get_nowait()
            except queue.Empty:
                break
            if more is None:
                return batch, True
            batch.append(more)
        return batch, False

    def _carry_out(self, orders: Sequence[Begin | Keep]) -> list[Begun | Kept | Exception]:
        """Do the orders in one transaction, or refuse them all; where one of them is at fault each in its own."""
        try:
            connection = self._ready()
            if not orders:
                return []
            with connection.transaction(), connection.cursor() as cursor:
                outcomes = carry_out(cursor, orders, self._sheets)
        except (psycopg.OperationalError, psycopg.InterfaceError, OSError) as error:
            return [self._away(error) for _order in orders]
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on, and the caller gets it
            self._sheets.clear()
            if len(orders) > 1:
                return [self._carry_out([order])[0] for order in orders]
            told_without_words(error)
            return [error] * len(orders)
        if self._is_away:
            log.warning("考试的存储恢复了")
        self._is_away = False
        self._forget_some()
        return list(outcomes)

    def _ready(self) -> psycopg.Connection[Any]:
        """The connection, made anew where it was lost. Before anything is done after a pause, the pulse notices the gap; and so it does
        where the machine's clock was set, else whoever is sitting would be out of time until the next beat."""
        if self._connection is None or self._connection.closed:
            self._sheets.clear()
            self._connection, self._beat_at = connected(), None
        now = clock.now()
        if self._beat_at is None or abs(now - self._beat_at) > BEAT_EVERY:
            self._beat(now)
            self._beat_at = now
        return self._connection

    def _beat(self, now: datetime) -> None:
        close_old_connections()
        try:
            beat(now=now)
        except Exception as error:
            django_connection.close()
            raise psycopg.OperationalError("the pulse could not be noted") from error

    def _away(self, error: Exception) -> Unavailable:
        if not self._is_away:
            log.warning("考试的存储暂时不可用：%s", type(error).__name__)
        self._is_away = True
        self._sheets.clear()
        self._drop()
        return Unavailable(
            _("服务器暂时不能保存"), why=_("数据库没有应答。"), next_step=_("作答留在本机，稍后会自动再传。")
        )

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _forget_some(self) -> None:
        if len(self._sheets) > SHEETS:
            for pk in list(islice(self._sheets, SHEETS // 4)):
                del self._sheets[pk]


def connected() -> psycopg.Connection[Any]:
    """A connection to the database that Django uses, of psycopg's plain kind; every commit waits for the disk."""
    told = django_connection.get_connection_params()
    names = {
        name: value for name, value in told.items() if name not in ("cursor_factory", "context", "prepare_threshold", "server_side_binding")
    }  # fmt: skip
    made = psycopg.connect(
        **{**names, "connect_timeout": CONNECT_SECONDS}, autocommit=True, prepare_threshold=1
    )
    made.execute(SETTINGS)
    return made


def told_without_words(error: Exception) -> None:
    """Log a fault with its place and without its words, in which the database might quote an answer."""
    place = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s\n%s", type(error).__name__, place)


def _deliver(batch: Sequence[Waiting], outcomes: Sequence[Begun | Kept | Exception]) -> None:
    """In the event loop: each waiting request gets its outcome."""
    for waiting, outcome in zip(batch, outcomes, strict=True):
        if waiting.answer.done():  # its client went away
            continue
        if isinstance(outcome, Exception):
            waiting.answer.set_exception(outcome)
        else:
            waiting.answer.set_result(outcome)
