"""`zhifa figures --district CODE --until D [--since D] --format json|table`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zhifa.figures.api import as_data, described, ensure_definitions, rebuild_all, values
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.people.api import district as the_district


class Command(BaseCommand):
    """Prints every figure: code, name, value, unit, definition version, record count."""

    help = "列出全部数字：代码、名称、数值、单位、口径版本、记录数（print every figure）"

    def add_arguments(self, parser: CommandParser) -> None:
        """The window is inclusive at both ends; without --since it begins with the first record."""
        parser.add_argument("--district", default="", help="区划代码，缺省为本区（district code）")
        parser.add_argument("--until", type=date.fromisoformat, default=None, help="截至，缺省今天（until）")
        parser.add_argument(
            "--since", "--from", dest="since", type=date.fromisoformat, default=None, help="起始（since）"
        )
        parser.add_argument("--format", choices=["json", "table"], default="table")
        parser.add_argument(
            "--records", action="store_true", help="连同佐证、补录、封存情况（describe records）"
        )
        parser.add_argument(
            "--rebuild", action="store_true", help="先由记录全部重算（rebuild roll-ups first）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what the whole district sees."""
        actor = Actor.system("figures")
        ensure_definitions(now=clock.now())
        if options["rebuild"]:
            rebuild_all(actor)
        found = values(
            actor,
            district=options["district"] or the_district().code,
            until=options["until"] or clock.today(),
            since=options["since"],
        )
        if options["records"]:
            found = described(actor, found)
        if options["format"] == "json":
            rows = [as_data(value) for value in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2, sort_keys=True))
            return
        for value in found:
            self.stdout.write(
                f"{value.code}\t{value.name}\t{value.number} {value.unit.label}\t"
                f"第 {value.definition_version} 版\t{value.record_count} 条记录"
                + (f"\t{value.why}" if value.why else "")
            )
