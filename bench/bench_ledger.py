"""The ledger: acts appended one by one and by the sheet, beside plain INSERTs of the same rows in the same run.

A single append is one act: its own transaction, durable when it answers. The peer writes the same columns into a table
without the ledger's meaning, by the same connection, one transaction a row. A bulk append commits to every row of a
sheet; its peer is one COPY of the same rows. Afterwards everything is sealed and the whole log is verified.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from bench import fresh

DATABASE = "zhifa_bench_ledger"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

SINGLE = 4_000
ROUNDS = 5  # ours and the peer's in turns, the best of each
SHEET = 100_000
AIMS = {"single_per_s": 1_000, "single_ratio_to_plain": 0.5, "bulk_rows_per_s": 50_000}


def measure() -> dict[str, Any]:
    """Append, compare, seal, verify."""
    from django.core.management import call_command
    from django.db import connection

    from zhifa.kernel import clock
    from zhifa.ledger.api import open_log, seal_pending, verify_log

    call_command("migrate", verbosity=0, interactive=False)
    open_log("bench/ledger", demonstration=False, now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_plain (id bigserial PRIMARY KEY, act varchar(80), actor varchar(80), subject_kind"
            " varchar(40), subject_key varchar(120), facts jsonb, schema smallint, recorded_at timestamptz);"
            "CREATE INDEX ON bench_plain (subject_kind, subject_key, id);"
            "CREATE TABLE bench_rows (deed text, title text, day date, times int)"
        )
    many = SINGLE // ROUNDS
    ours, plain = [], []
    for turn in range(ROUNDS):
        ours.append(many / timed(lambda turn=turn: append(turn, many)))  # type: ignore[misc]
        plain.append(many / timed(lambda turn=turn: insert(turn, many)))  # type: ignore[misc]
    rows = [
        {
            "deed": f"D{number:07d}",
            "title": f"法治讲座第{number}场",
            "day": "2018-03-01",
            "times": number % 300,
        }
        for number in range(SHEET)
    ]
    bulk = timed(lambda: sheet(rows))
    copy = timed(lambda: copied(rows))
    began = time.perf_counter()
    while seal_pending(now=clock.now()):
        pass
    sealing = time.perf_counter() - began
    began = time.perf_counter()
    report = verify_log()
    verifying = time.perf_counter() - began
    return {
        "cores": os.cpu_count(),
        "single_per_s": round(max(ours)),
        "plain_insert_per_s": round(max(plain)),
        "single_ratio_to_plain": round(max(ours) / max(plain), 2),
        "bulk_rows": SHEET,
        "bulk_rows_per_s": round(SHEET / bulk),
        "copy_rows_per_s": round(SHEET / copy),
        "sealed_entries_per_s": round((SINGLE + 1) / sealing),
        "verified_entries_per_s": round((SINGLE + 1) / verifying),
        "log_is_whole": not report.faults,
        "aims": AIMS,
    }


def append(turn: int, many: int) -> None:
    """Acts, one by one."""
    from django.db import transaction

    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor
    from zhifa.ledger.api import Subject, record

    actor = Actor.system("bench")
    for number in range(many):
        with transaction.atomic():
            record(actor, "bench.append", Subject("deed", f"{turn}-{number}"), facts(number), now=clock.now())


def insert(turn: int, many: int) -> None:
    """The same rows without the ledger."""
    from django.db import connection, transaction

    from zhifa.kernel import clock

    for number in range(many):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bench_plain (act, actor, subject_kind, subject_key, facts, schema, recorded_at)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id",
                [
                    "bench.append",
                    "system:bench",
                    "deed",
                    f"{turn}-{number}",
                    json.dumps(facts(number)),
                    1,
                    clock.now(),
                ],
            )
            cursor.fetchone()


def facts(number: int) -> dict[str, Any]:
    """What an ordinary act says."""
    return {"title": "宪法进机关专题讲座", "times": number, "day": "2018-03-01", "units": ["U01", "U02"]}


def sheet(rows: list[dict[str, Any]]) -> None:
    """A sheet as one entry that commits to every row."""
    from django.db import transaction

    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor
    from zhifa.ledger.api import Subject, record_bulk

    with transaction.atomic():
        totals = {"times": sum(row["times"] for row in rows)}
        record_bulk(
            Actor.system("bench"), "bench.sheet", Subject("sheet", "1"), rows, totals, now=clock.now()
        )


def copied(rows: list[dict[str, Any]]) -> None:
    """The same rows by COPY."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        raw: Any = cursor.cursor
        with raw.copy("COPY bench_rows FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row["deed"], row["title"], row["day"], row["times"]))


def timed(work: Any) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    fresh(DATABASE)
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
