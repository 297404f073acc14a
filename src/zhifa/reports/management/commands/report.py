"""`zhifa report build --district CODE --from D --until D --template CODE --out DIR`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zhifa.figures.api import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import seal_pending
from zhifa.people.api import district
from zhifa.reports.services import build_report, ensure_outlines


class Command(BaseCommand):
    """Builds a report's files from an outline and the records."""

    help = "由提纲和记录生成报告（build a report: report.html, report.docx, report.pdf, bundle.json, check.html）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Both days are inside the window."""
        commands = parser.add_subparsers(dest="what", required=True)
        build = commands.add_parser("build", help=self.help)
        build.add_argument("--district", default="", help="区划代码，缺省为本区（district code）")
        build.add_argument(
            "--from", "--since", dest="since", type=date.fromisoformat, required=True, help="起始日（from）"
        )
        build.add_argument("--until", type=date.fromisoformat, required=True, help="截止日（until）")
        build.add_argument("--template", default="article", help="提纲代码（outline）")
        build.add_argument(
            "--checkpoint",
            type=int,
            default=None,
            help="按哪个签名树头（大小）时的记录生成，缺省最新（at which signed head）",
        )
        build.add_argument(
            "--rows",
            action="store_true",
            help="另写逐行文件 rows.jsonl，供审计逐行核对（rows of sheets, for auditors）",
        )
        build.add_argument("--out", type=Path, required=True, help="写到哪个文件夹（folder）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compose, refuse what is incomplete, write, and say what the report does not cover."""
        actor, now, here = Actor.system("reports"), clock.now(), district()
        if options["district"] and options["district"] != here.code:
            raise NotFound(
                f"本系统管的是 {here.name}（{here.code}），没有代码为 {options['district']} 的区",
                next_step="去掉 --district，或到那个区的系统里生成。",
            )
        ensure_definitions(now=now)
        ensure_outlines(now=now)
        while seal_pending(now=now):
            pass  # what was just recorded must stand in the log before it can be proven
        built = build_report(
            actor, outline=options["template"], since=options["since"], until=options["until"],
            checkpoint=options["checkpoint"], rows=options["rows"],
        )  # fmt: skip
        for name, content in built.files.items():
            path = options["out"] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            self.stdout.write(str(path))
        composed = built.composed
        self.stdout.write(f"{len(composed.doors)} 个数字，每个都可以点开查看来源")
        self.stdout.write(
            f"按签名树头 {built.head.size} 时的记录生成；以后用 --checkpoint {built.head.size} 可得到同样的文件"
        )
        for one in composed.uncovered:
            self.stdout.write(f"本报告未涵盖：{one.heading}")
        for number, around in composed.typed:
            self.stdout.write(f"人工填写的数字：{number}（……{around}……）")
