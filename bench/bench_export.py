"""A list of 1,000,000 records goes out as a sheet, through the page that a clerk opens, beside COPY of the same rows to nowhere.

Memory is what the sheets add to the peak of a process that has loaded the whole program (features F118: under 200 MB).
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from datetime import date
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

DATABASE = "zhifa_bench_export"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
AIMS = {"export_memory_mb": 200}
DEEDS = """
INSERT INTO deeds_deed (key, kind, title, occurred_on, unit_id, place, audience, summary, state, waits_for, is_opening,
                        reported_on, entered_at, closed_at, confirmed_at)
SELECT to_hex(n), 'lecture', '第' || n || '次宪法讲座', date '2016-01-01' + n %% 900, %s, '', 'staff', '', 'confirmed', '', false,
       date '2016-01-01' + n %% 900, now(), now(), now()
FROM generate_series(1, %s) AS n
"""
COUNTS = """
INSERT INTO deeds_count (deed_id, measure, channel, source, value, method, read_on, from_events, is_final)
SELECT id, 'attendances', 'onsite', 'sign_in', 20 + id %% 300, '', occurred_on, false, true FROM deeds_deed
"""
PLAIN = """
COPY (SELECT d.occurred_on, d.title, d.kind, u.name, d.state, c.value, d.reported_on
      FROM deeds_deed d JOIN people_unit u ON u.id = d.unit_id JOIN deeds_count c ON c.deed_id = d.id
      ORDER BY d.occurred_on DESC, d.id DESC) TO STDOUT (FORMAT csv)
"""


def measure() -> dict[str, Any]:
    """Fill the tables, take both sheets, compare."""
    from django.db import connection

    client, before = browser(), peak_mb()
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        began = time.perf_counter()
        with raw.copy(PLAIN) as copy:
            plain = sum(len(piece) for piece in copy)
        copied = time.perf_counter() - began
    told: dict[str, Any] = {}
    for fmt in ("csv", "xlsx"):
        began = time.perf_counter()
        answer = client.get("/work/deeds/export/", {"format": fmt})
        size = lines = 0
        for piece in answer.streaming_content:
            size += len(piece)
            lines += piece.count(b"\r\n") if fmt == "csv" else 0
        took = time.perf_counter() - began
        told[fmt] = {
            "seconds": round(took, 1),
            "rows_per_s": round(ROWS / took),
            "mb": size >> 20,
            "memory_mb": peak_mb(),
        }
        if fmt == "csv":
            assert lines == ROWS + 2, lines  # the mark, the head, every row
    return {
        "cores": os.cpu_count(),
        "rows": ROWS,
        "memory_before_mb": before,
        **told,
        "plain_copy_s": round(copied, 1),
        "plain_copy_mb": plain >> 20,
        "ratio_to_plain_copy": round(told["csv"]["seconds"] / copied, 1),
        "peak_memory_mb": peak_mb(),
        "export_memory_mb": peak_mb() - before,
        "aims": AIMS,
    }


def peak_mb() -> int:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def browser() -> Any:
    """The clerk's."""
    from django.test import Client

    from zhifa.accounts.api import Account

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Account.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def prepare() -> None:
    """A district with a clerk, and the records: in a process of its own, whose memory is not measured."""
    from django.core.management import call_command
    from django.db import connection

    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor, Role
    from zhifa.people.api import (
        HoldingDraft,
        PersonDraft,
        Unit,
        UnitDraft,
        load_people,
        load_units,
        open_district,
    )

    call_command("migrate", verbosity=0, interactive=False)
    system, since, now = Actor.system("bench"), date(2016, 1, 1), clock.now()
    open_district(system, "999901", "测区", demonstration=True, now=now)
    load_units(system, [UnitDraft("U1", "区司法局", "government", since)], now=now)
    post = HoldingDraft("U1", "普法办干事", Role.OFFICE, since)
    load_people(system, [PersonDraft("P1", "某某", (post,), username="clerk")], now=now)
    with connection.cursor() as cursor:
        cursor.execute(DEEDS, [Unit.objects.get().pk, ROWS])
        cursor.execute(COUNTS, [])
        cursor.execute("ANALYZE deeds_deed; ANALYZE deeds_count")


if __name__ == "__main__":
    from zhifa.config.database import database_url, ensure_database
    from zhifa.config.environment import read_environment

    if "prepare" not in sys.argv:
        address = database_url(read_environment())
        with psycopg.connect(make_conninfo(address, dbname="postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        ensure_database(address)
        subprocess.run([sys.executable, "-m", "bench.bench_export", "prepare"], check=True)
    import django

    django.setup()
    if "prepare" in sys.argv:
        prepare()
    else:
        print(json.dumps(measure(), ensure_ascii=False, indent=2))
