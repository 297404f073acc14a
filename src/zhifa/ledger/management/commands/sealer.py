"""`zhifa serve` runs this: the sealer's process."""

from __future__ import annotations

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from zhifa.ledger.jobs import run_sealer


class Command(BaseCommand):
    """Seals until SIGTERM."""

    help = "封存进程：持续把存证写入日志（seal entries until told to stop）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT."""
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        run_sealer(stop)
