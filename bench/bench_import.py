"""A sheet of 20,000 activities goes in: read, mapped, reviewed, asked about and written, beside COPY of the same rows.

The peer writes the cells as they are into one table; ours reads the file, resolves sixty units and every day and number,
looks for doubles, and writes deeds, credits, counts and activities with their ledger entry.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import time
from datetime import date, timedelta
from typing import Any

from bench import fresh

DATABASE = "zhifa_bench_import"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

ROWS = 20_000
UNITS = 60
HEAD = ("活动名称", "活动时间", "主办单位", "活动形式", "参加对象", "参加人次", "发放资料（份）")
FORMS = ("讲座", "咨询", "演出", "座谈会", "图片展")
AIMS = {"whole_s": 60.0}


def measure() -> dict[str, Any]:
    """Prepare a district of sixty units, drop the sheet in, write it, compare."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from zhifa.intake.api import drop_files, write_drop
    from zhifa.intake.selectors import drop_of
    from zhifa.intake.services import take_suggestions
    from zhifa.kernel import clock
    from zhifa.outreach.api import Activity

    clerk = prepare()
    rows = lines()
    content = workbook(rows)
    with CaptureQueriesContext(connection) as reading:
        began = time.perf_counter()
        drop = drop_files(clerk, "activities", [SimpleUploadedFile("台账.xlsx", content)], now=clock.now())
        read = time.perf_counter() - began
    (job,) = drop_of(clerk, drop)
    with CaptureQueriesContext(connection) as writing:
        began = time.perf_counter()
        answered = take_suggestions(clerk, drop, now=clock.now())
        write_drop(clerk, drop, now=clock.now())
        write = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_rows (title text, day date, unit text, form text, audience text, times int, copies int)"
        )
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        raw: Any = cursor.cursor
        with raw.copy("COPY bench_rows FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    copied = time.perf_counter() - began
    return {
        "cores": os.cpu_count(),
        "rows": ROWS,
        "file_kb": len(content) // 1024,
        "written": Activity.objects.count(),
        "faults": job.findings["counts"]["faults"],
        "questions_answered": answered,
        "read_and_review_s": round(read, 2),
        "answer_and_write_s": round(write, 2),
        "whole_s": round(read + write, 2),
        "rows_per_s": round(ROWS / (read + write)),
        "queries": len(reading) + len(writing),
        "plain_copy_s": round(copied, 3),
        "ratio_to_plain_copy": round((read + write) / copied),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "aims": AIMS,
    }


def prepare() -> Any:
    """A district with sixty units; answers the clerk."""
    from django.core.management import call_command

    from zhifa.accounts.api import Account
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor, Role
    from zhifa.people.api import (
        HoldingDraft,
        PersonDraft,
        UnitDraft,
        actor_of,
        load_people,
        load_units,
        open_district,
    )

    call_command("migrate", verbosity=0, interactive=False)
    system, since, now = Actor.system("bench"), date(2016, 1, 1), clock.now()
    open_district(system, "999901", "测区", demonstration=True, now=now)
    load_units(
        system, [UnitDraft(f"U{n:02d}", f"区第{n}局", "government", since) for n in range(UNITS)], now=now
    )
    post = HoldingDraft("U00", "普法办干事", Role.OFFICE, since)
    load_people(system, [PersonDraft("P1", "某某", (post,), username="clerk")], now=now)
    return actor_of(Account.objects.get(username="clerk"), clock.today())


def lines() -> list[tuple[Any, ...]]:
    """Activities of three years; no two alike on one day of one unit."""
    found = []
    for number in range(ROWS):
        day = date(2019, 1, 1) + timedelta(days=number * 7919 % 1090)
        title = (
            f"第{number}次{FORMS[number % 5]}：{chr(0x4E00 + number % 5000)}{chr(0x5E00 + number % 3000)}法"
        )
        found.append(
            (title, day, f"区第{number % UNITS}局", FORMS[number % 5], "居民", 20 + number % 300, number % 90)
        )
    return found


def workbook(rows: list[tuple[Any, ...]]) -> bytes:
    """The sheet as an office would keep it."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ["普法活动台账"])
    sheet.write_row(1, 0, HEAD)
    for place, row in enumerate(rows, start=2):
        sheet.write_row(place, 0, row)
    book.close()
    return buffer.getvalue()


if __name__ == "__main__":
    fresh(DATABASE)
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
