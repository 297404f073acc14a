"""`zhifa serve` runs this: the indexer's process."""

from __future__ import annotations

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from zhifa.search.services import run_indexer


class Command(BaseCommand):
    """Indexes until SIGTERM."""

    help = "检索进程：持续更新索引（keep the search index up to date until told to stop）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT."""
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        run_indexer(stop)
