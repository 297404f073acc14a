"""A second program that reads the tables: psycopg and SQL alone, nothing of Zhifa's, so that no fault of Zhifa's hides itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import psycopg


def ask(home: Path, sql: str, *values: object, database: str = "story") -> list[tuple[Any, ...]]:
    """Rows from the embedded PostgreSQL of a home, found by its own pid file (port on line 4, socket folder on line 5)."""
    lines = (home / "postgres" / "postmaster.pid").read_text("utf-8").splitlines()
    host = lines[4].strip() or "127.0.0.1"
    with psycopg.connect(host=host, port=lines[3].strip(), user="postgres", dbname=database) as connection:
        return connection.execute(sql, values).fetchall()  # type: ignore[arg-type]  # our own text


def appended(home: Path, name: str) -> Counter[int]:
    """How often each numbered act of a test stands in the ledger."""
    rows = ask(
        home,
        "SELECT split_part(subject_key, '-', 2)::int FROM ledger_entry WHERE subject_kind = 'append' AND subject_key LIKE %s",
        f"{name}-%",
    )
    return Counter(number for (number,) in rows)


def waiting(home: Path) -> int:
    """How many entries wait to be sealed."""
    return int(ask(home, "SELECT count(*) FROM ledger_unsealed")[0][0])


def head(home: Path) -> str:
    """The newest signed head."""
    rows = ask(home, "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
    return str(rows[0][0]) if rows else ""


def broken_places(home: Path) -> int:
    """Entries without exactly one place (a leaf, or waiting), and gaps in the leaves: 0 in a log that is whole."""
    (entries,) = ask(
        home,
        "SELECT count(*) FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.entry_id = e.id "
        "LEFT JOIN ledger_unsealed u ON u.entry_id = e.id WHERE (l.entry_id IS NULL) = (u.entry_id IS NULL)",
    )
    (leaves,) = ask(home, 'SELECT count(*) - coalesce(max("index") + 1, 0) FROM ledger_leaf')
    return int(entries[0]) + abs(int(leaves[0]))


def sheets(home: Path, name: str) -> dict[int, int]:
    """How many units of each numbered sheet stand."""
    rows = ask(
        home,
        "SELECT substring(code from %s)::int, count(*) FROM people_unit WHERE code ~ %s GROUP BY 1",
        f"^{name}([0-9]+)x",
        f"^{name}[0-9]+x[0-9]+$",
    )
    return {int(number): int(count) for number, count in rows}


def sealed(home: Path) -> int:
    """How many entries are sealed."""
    return int(ask(home, "SELECT count(*) FROM ledger_leaf")[0][0])
