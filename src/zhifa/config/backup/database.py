"""The database out and in, as SQL text streamed between PostgreSQL's own programs and the archive."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import psycopg

from zhifa.config.backup.errors import DatabaseUnfit, RestorationIncomplete
from zhifa.config.database import PROGRAMS

OLDEST = 15  # major version
NEWEST = 18  # that of the packaged programs
DUMP = "database.sql"
# pg_dump writes this line for every server; those before 17 do not know the setting.
UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"
HEAD_BYTES = 64 * 1024


def server_major(url: str) -> int:
    """The server's major version; `DatabaseUnfit` when the packaged programs cannot serve it."""
    with psycopg.connect(url) as connection:
        major = connection.info.server_version // 10000
    if not OLDEST <= major <= NEWEST:
        raise DatabaseUnfit(
            f"数据库是 PostgreSQL {major}，随程序带的 pg_dump 是 {NEWEST}，支持 {OLDEST} 到 {NEWEST}",
            next_step="升级程序，或请数据库管理员用自己的工具备份数据库，并同时备份 keys 和 evidence 文件夹。",
        )
    return major


@contextmanager
def dumped(url: str) -> Iterator[IO[bytes]]:
    """The whole database as SQL, at one instant (one snapshot of PostgreSQL); a dump that breaks off is `DatabaseUnfit`."""
    words = [str(PROGRAMS / "pg_dump"), "--no-owner", "--no-privileges", "--encoding=UTF8", f"--dbname={url}"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - packaged program
        assert process.stdout is not None  # noqa: S101 - for the type checker; PIPE was asked for
        yield process.stdout
        process.stdout.close()
        complaint = process.stderr.read() if process.stderr else b""
        if process.wait():
            raise DatabaseUnfit(
                "数据库没有导完", why=complaint.decode(errors="replace")[-600:], next_step="再备份一次。"
            )


def is_empty(url: str) -> bool:
    """Whether the database holds no table."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchone()
    return row is not None and row[0] == 0


def load(url: str, source: IO[bytes], *, made_by: int) -> None:
    """Run a dump into an empty database, all or nothing. `made_by` is the major version of the server that it came from."""
    major = server_major(url)
    if major < made_by:
        raise DatabaseUnfit(
            f"归档来自 PostgreSQL {made_by}，这里是 {major}",
            next_step=f"恢复到 PostgreSQL {made_by} 或更新的版本（不设 ZHIFA_DATABASE_URL 就用随程序带的 {NEWEST}）。",
        )
    words = [
        str(PROGRAMS / "psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        "--output=/dev/null", f"--dbname={url}",
    ]  # fmt: skip
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - packaged program
        assert process.stdin is not None  # noqa: S101 - for the type checker; PIPE was asked for
        try:
            process.stdin.write(
                source.read(HEAD_BYTES).replace(UNKNOWN_BEFORE_17, b"" if major < 17 else UNKNOWN_BEFORE_17)
            )
            shutil.copyfileobj(source, process.stdin, HEAD_BYTES)
            process.stdin.close()
        except BrokenPipeError:
            pass  # psql has said why on its standard error
        complaint = process.stderr.read() if process.stderr else b""
        if process.wait():
            raise RestorationIncomplete(
                "数据库没有恢复成",
                why=complaint.decode(errors="replace")[-600:],
                next_step="数据库里什么也没有留下；按提示处理后，清空数据目录再恢复。",
            )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
