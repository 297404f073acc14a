"""A log of many entries (`ZHIFA_BENCH_ENTRIES`, by default 200,000): how fast it still grows, what a proof costs, how long
the walk of everything takes.

Entries are put in by one SQL statement a batch, which is no part of the measuring, and sealed by the sealer as in life. Single
appends are measured when the log is full, beside plain INSERTs; proofs beside the plain reading of a row by its key, the walk
beside plain reading of the same rows and beside bare hashing of as many.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from random import Random
from typing import Any

DATABASE = "zhifa_bench_log"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

ENTRIES = int(os.environ.get("ZHIFA_BENCH_ENTRIES", "200000"))
BATCH = 5_000
SINGLE, PROOFS = 1_000, 300
AIMS = {"proof_ms": 5}

FILL = """
WITH made AS (
    INSERT INTO ledger_entry (act, actor, subject_kind, subject_key, facts, schema, recorded_at, txn)
    SELECT 'bench.append', 'system:bench', 'deed', n::text,
           jsonb_build_object('title', '宪法进机关专题讲座', 'times', n %% 300, 'day', '2018-03-01', 'units', '["U01", "U02"]'::jsonb),
           1, now(), ledger_txn()
    FROM generate_series(%s, %s) AS n RETURNING id
)
INSERT INTO ledger_unsealed (entry_id) SELECT id FROM made
"""


def measure() -> dict[str, Any]:
    """Fill, seal, append, prove, walk."""
    from django.core.management import call_command
    from django.db import connection

    from bench.bench_ledger import append, insert
    from zhifa.kernel import clock
    from zhifa.ledger.api import Prover, open_log, seal_pending, verify_log

    call_command("migrate", verbosity=0, interactive=False)
    open_log("bench/log", demonstration=False, now=clock.now())
    sealing: list[float] = []  # seconds a batch
    for start in range(0, ENTRIES, BATCH):
        with connection.cursor() as cursor:
            cursor.execute(FILL, [start, min(start + BATCH, ENTRIES) - 1])
        began = time.perf_counter()
        while seal_pending(now=clock.now()):
            pass
        sealing.append(time.perf_counter() - began)
        if start % 200_000 == 0:
            say(f"{min(start + BATCH, ENTRIES):,} sealed, {sum(sealing):.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(
            "CREATE TABLE bench_plain (LIKE ledger_entry INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES)"
        )
        cursor.execute("INSERT INTO bench_plain SELECT * FROM ledger_entry")
        cursor.execute("SELECT setval(pg_get_serial_sequence('bench_plain', 'id'), max(id)) FROM bench_plain")
    ours = SINGLE / timed(lambda: append(0, SINGLE))
    plain = SINGLE / timed(lambda: insert(0, SINGLE))
    while seal_pending(now=clock.now()):
        pass
    draw = Random(20261125)
    ids = [draw.randrange(1, ENTRIES + 1) for _ in range(PROOFS)]
    proofs = sorted(timed(lambda one=one: Prover().entries([one])) for one in ids)  # type: ignore[misc]
    reads = sorted(timed(lambda one=one: read(one)) for one in ids)  # type: ignore[misc]
    growth = sorted(timed(lambda: Prover().consistency(draw.randrange(1, ENTRIES))) for _ in range(PROOFS))
    path = len(Prover().entries([ids[0]])[0].path)
    say("walking")
    began = time.perf_counter()
    report = verify_log()
    walk = time.perf_counter() - began
    reading = timed(read_all)
    hashing = timed(hash_as_many)
    tenth = max(1, len(sealing) // 10)
    return {
        "cores": os.cpu_count(),
        "entries": report.size,
        "sealed_entries_per_s": round(ENTRIES / sum(sealing)),
        "last_tenth_to_first_tenth": round(sum(sealing[-tenth:]) / sum(sealing[:tenth]), 2),
        "single_per_s": round(ours),
        "plain_insert_per_s": round(plain),
        "single_ratio_to_plain": round(ours / plain, 2),
        "proof_ms": milliseconds(proofs[PROOFS // 2]),
        "proof_ms_worst_of_a_hundred": milliseconds(proofs[PROOFS * 99 // 100]),
        "proof_hashes": path,
        "proof_to_plain_read": round(proofs[PROOFS // 2] / reads[PROOFS // 2], 1),
        "consistency_ms": milliseconds(growth[PROOFS // 2]),
        "consistency_ms_worst_of_a_hundred": milliseconds(growth[PROOFS * 99 // 100]),
        "walk_s": round(walk, 1),
        "verified_entries_per_s": round(report.size / walk),
        "walk_to_plain_reading": round(walk / reading, 1),
        "walk_to_bare_hashing": round(walk / hashing, 1),
        "log_is_whole": not report.faults,
        "aims": AIMS,
    }


def read(number: int) -> None:
    """A plain row by its key."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM bench_plain WHERE id = %s", [number])
        cursor.fetchone()


def read_all() -> None:
    """Every plain row, in order, a chunk at a time."""
    from django.db import connection

    reached = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM bench_plain WHERE id > %s ORDER BY id LIMIT 5000", [reached])
            rows = cursor.fetchall()
        if not rows:
            return
        reached = rows[-1][0]


def hash_as_many() -> None:
    """Two hashes an entry, the leaf and its share of the nodes, over as many bytes."""
    leaf, node = b"\x00" * 260, b"\x01" * 65
    for _ in range(ENTRIES):
        hashlib.sha256(leaf).digest()
        hashlib.sha256(node).digest()


def timed(work: Any) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def milliseconds(seconds: float) -> float:
    """To a hundredth."""
    return round(seconds * 1000, 2)


def say(line: str) -> None:
    """How far it is, beside the JSON."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    from bench import fresh

    fresh(DATABASE)
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
