"""Make the search index anew."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhifa.kernel import clock
from zhifa.search.api import rebuild
from zhifa.search.models import SearchIndex
from zhifa.search.services import request_rebuild

PATIENCE = 600.0  # seconds


class Command(BaseCommand):
    """Rebuilds here, or asks the running indexer to and waits for it."""

    help = "重建检索索引（rebuild the search index from all that is offered）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild; readers use the old index until the new one is complete."""
        began = time.monotonic()
        rows = rebuild(clock.now(), progress=lambda kind, count: self.stdout.write(f"{kind}：{count} 条"))
        if rows is None:
            rows = self._by_the_indexer(began)
        self.stdout.write(f"检索索引已重建：{rows} 条，{time.monotonic() - began:.1f} 秒")

    def _by_the_indexer(self, began: float) -> int:
        before = SearchIndex.objects.first()
        request_rebuild()
        self.stdout.write("检索进程正在运行，由它重建……")
        while time.monotonic() - began < PATIENCE:
            now = SearchIndex.objects.first()
            if now is not None and (before is None or now.generation != before.generation):
                return now.documents
            time.sleep(0.2)
        raise CommandError("检索进程没有完成重建，请查看它的日志")
