"""`zhifa demo`: load the demonstration district."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zhifa.founding.services import found_district
from zhifa.founding.services.scenario import TRUTH, truth_text
from zhifa.kernel import clock
from zhifa.people.api import district_or_none


class Command(BaseCommand):
    """装入示范区（load the demonstration district）."""

    help = "装入示范区；已有区时拒绝（load the demonstration district; refused where a district stands）"
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Two switches."""
        parser.add_argument(
            "--if-empty", action="store_true", help="已有区时什么也不做（do nothing when a district stands）"
        )
        parser.add_argument(
            "--write-truth",
            action="store_true",
            help="只由脚本重写真值文件，不动数据库（write the truth file from the scenario alone）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then found."""
        from django.core.management import call_command

        if options["write_truth"]:
            TRUTH.write_text(truth_text(), encoding="utf-8")
            self.stdout.write(f"[zhifa] 真值已写入 {TRUTH.name}")
            return
        call_command("migrate", verbosity=0, interactive=False)
        if options["if_empty"] and district_or_none() is not None:
            return
        began = time.monotonic()
        found_district(now=clock.now(), say=lambda line: self.stdout.write(f"[zhifa] {line}"))
        self.stdout.write(f"[zhifa] 示范区已装入（{time.monotonic() - began:.1f} 秒）")
