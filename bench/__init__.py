"""The benchmarks, and the database of its own on which one runs."""

from __future__ import annotations


def fresh(database: str) -> None:
    """Make that database anew, empty, and set Django up on it. The caller has named it in `ZHIFA_DATABASE_NAME`."""
    import django
    import psycopg
    from psycopg.conninfo import make_conninfo

    from zhifa.config.database import database_url, ensure_database
    from zhifa.config.environment import read_environment

    address = database_url(read_environment())
    with psycopg.connect(make_conninfo(address, dbname="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
    ensure_database(address)
    for kept in (read_environment().home / "witness").glob(f"{database}.checkpoint*"):
        kept.unlink()  # the head of the last run's log, which is gone on purpose
    django.setup()
