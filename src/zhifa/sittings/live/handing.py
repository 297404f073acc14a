"""Handing in through Django's service in a few threads, then waiting for the seal without holding one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils.translation import gettext as _

from zhifa.kernel.errors import NotFound, Unavailable
from zhifa.sittings.models import Attempt
from zhifa.sittings.selectors.attempts import promise_of, receipts_of

THREADS = 4
SEAL_SECONDS = 1.0  # for which a hand-in waits for its receipt
LOOK_EVERY = 0.1
Result = TypeVar("Result")
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="sittings")


async def in_thread(work: Callable[[], Result]) -> Result:
    """The result of a service or selector of Django's, in a thread; `Unavailable` while the database is away."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _with_database, work)


def _with_database(work: Callable[[], Result]) -> Result:
    close_old_connections()
    try:
        return work()
    except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
        connection.close()
        raise Unavailable(
            _("服务器暂时不能保存"), why=_("数据库没有应答。"), next_step=_("作答留在本机，稍后会自动再传。")
        ) from error


class Seals:
    """Waits for the seals of hand-ins: one look at the log for all who wait."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[Attempt, asyncio.Future[dict[str, Any]]]] = {}
        self._looker: asyncio.Task[None] | None = None

    async def receipt_or_promise(self, attempt: Attempt) -> dict[str, Any]:
        """`{"receipt"}`, or `{"promise"}` where the seal took over a second."""
        found = self._waiting.get(attempt.key)
        answer = found[1] if found else asyncio.get_running_loop().create_future()
        self._waiting[attempt.key] = (attempt, answer)
        if self._looker is None or self._looker.done():
            self._looker = asyncio.create_task(self._look())
        try:
            return {"receipt": await asyncio.wait_for(asyncio.shield(answer), SEAL_SECONDS)}
        except TimeoutError:
            self._waiting.pop(attempt.key, None)
            return {"promise": await in_thread(lambda: promise_of(attempt))}

    async def _look(self) -> None:
        while self._waiting:
            attempts = [attempt for attempt, _answer in self._waiting.values()]
            try:
                made = await in_thread(lambda attempts=attempts: receipts_of(attempts))  # type: ignore[misc]
            except (Unavailable, NotFound):
                made = {}
            for key, receipt in made.items():
                attempt_and_answer = self._waiting.pop(key, None)
                if attempt_and_answer is not None and not attempt_and_answer[1].done():
                    attempt_and_answer[1].set_result(receipt)
            if self._waiting:
                await asyncio.sleep(LOOK_EVERY)
