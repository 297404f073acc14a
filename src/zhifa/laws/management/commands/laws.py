"""`zhifa laws import | counts`."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.laws.selectors import library_counts
from zhifa.laws.services import import_packaged


class Command(BaseCommand):
    """Loads the packaged statutes, or says what the library holds."""

    help = (
        "法规库：import 装入数据包里的法律；counts 显示收录情况（load the packaged statutes, or count them）"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do."""
        parser.add_argument("what", choices=["import", "counts"])
        parser.add_argument(
            "--file", type=Path, help="另一份同样结构的数据文件（another file of the same shape）"
        )
        parser.add_argument(
            "--on", type=date.fromisoformat, help="以哪一天为准（as of this day, YYYY-MM-DD）"
        )

    def handle(self, *args: Any, what: str, file: Path | None, on: date | None, **options: Any) -> None:
        """Import if asked, then print the counts."""
        if what == "import":
            began = time.monotonic()
            done = import_packaged(Actor.system("laws"), clock.now(), path=file)
            taken = time.monotonic() - began
            if done.added:
                self.stdout.write(
                    f"已装入 {done.added} 个文本、{done.articles} 条条文，用时 {taken:.1f} 秒；存证 {done.entry}"
                )
            else:
                self.stdout.write(f"数据包的 {done.texts} 个文本都已收录，没有改动")
        day = on or clock.today()
        counts = library_counts(day)
        self.stdout.write(
            f"法律文件 {counts.instruments} 件，收录文本 {counts.texts} 个、条文 {counts.articles} 条"
        )
        self.stdout.write(
            f"{day.isoformat()} 施行中 {counts.in_force} 件，其中当日文本已收录 {counts.in_force_held} 件"
        )
