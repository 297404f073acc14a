"""`zhifa ledger verify | state`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhifa.ledger.selectors import log_state
from zhifa.ledger.services import verify_log


class Command(BaseCommand):
    """Checks the log, or tells how it stands."""

    help = "存证：verify 逐条核对整份日志；state 显示状态（verify the whole log, or show its state）"

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do."""
        parser.add_argument("what", choices=["verify", "state"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        """Print the findings; a fault ends with status 1."""
        if what == "state":
            state = log_state()
            self.stdout.write(
                f"日志：{state.origin or '未建立'}{'（示例）' if state.is_demonstration else ''}"
            )
            self.stdout.write(f"已封存 {state.size} 条，待封存 {state.waiting} 条")
            self.stdout.write(state.note)
            return
        report = verify_log(progress=lambda done: self.stdout.write(f"已核对 {done} 条…"))
        self.stdout.write(
            f"已封存 {report.size} 条，待封存 {report.waiting} 条，签名树头 {report.checkpoints} 个，"
            f"成批行 {report.bulk_rows} 行"
        )
        self.stdout.write(f"树根 {report.root}")
        if report.faults:
            for fault in report.faults:
                self.stderr.write(f"× {fault}")
            raise CommandError("日志与封存时不符")
        self.stdout.write(self.style.SUCCESS("全部相符：自封存以来没有改动"))
