"""The sealer: one process that seals within a second of an act's commit, for as long as it is told to run."""

from __future__ import annotations

import logging
from threading import Event

from django.db import OperationalError, close_old_connections, connection
from django.db.utils import InterfaceError

from zhifa.kernel import clock
from zhifa.ledger.errors import LogWouldFork
from zhifa.ledger.services import seal_pending

HELD_PAUSE = 10.0  # seconds; a log that must not be sealed on waits for a person
PAUSE = 0.2  # seconds between looks; an act waits at most this long plus the sealing itself
log = logging.getLogger(__name__)


def run_sealer(stop: Event) -> None:
    """Seal until `stop` is set. A lost database is waited for: nothing is lost, the entries wait in it."""
    while not stop.is_set():
        try:
            while seal_pending(now=clock.now()):
                pass
        except (OperationalError, InterfaceError) as error:
            log.warning("封存暂停，等待数据库：%s", error)
            connection.close()
            close_old_connections()
        except LogWouldFork as refusal:
            log.error("封存停止：%s。%s", refusal.what, refusal.next_step)
            stop.wait(HELD_PAUSE)
        stop.wait(PAUSE)
