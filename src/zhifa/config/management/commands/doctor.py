"""`zhifa doctor`: whether this home is in order, line by line, each with what to do."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from zhifa.accounts.api import Account
from zhifa.config.backup.making import last_made
from zhifa.kernel import clock
from zhifa.ledger.api import LogWouldFork, destroyed_owners, log_state, refusal_of, strayed, verify_log
from zhifa.people.api import district_or_none

ENOUGH_BYTES = 2 * 1024**3


BACKUP_DUE = timedelta(days=1)
BACKUP_LATE = timedelta(days=7)


class Finding(NamedTuple):
    """One thing looked at: in order or not, what was seen, and what to do; `due` is a reminder and no fault."""

    good: bool
    what: str
    mend: str = ""
    due: bool = False


class Command(BaseCommand):
    """体检：环境、数据、存证是否正常（check environment, data and ledger）."""

    help = "体检：环境、数据、存证是否正常（check environment, data and ledger）"
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each finding; the exit status is 1 when any is bad."""
        findings = list(_findings())
        for finding in findings:
            mark = "异常" if not finding.good else "提醒" if finding.due else "正常"
            self.stdout.write(f"[{mark}] {finding.what}")
            if finding.mend and (finding.due or not finding.good):
                self.stdout.write(f"       → {finding.mend}")
        if not all(finding.good for finding in findings):
            sys.exit(1)


def _findings() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        (number,) = cursor.fetchone()
    yield Finding(
        int(number) >= 150000, f"PostgreSQL {int(number) // 10000}", "需要 PostgreSQL 15 或更新的版本"
    )
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Finding(not waiting, f"未应用的迁移 {len(waiting)} 个", "运行 zhifa serve，启动时会自动应用")
    free = shutil.disk_usage(settings.ENVIRONMENT.home).free
    yield Finding(free > ENOUGH_BYTES, f"磁盘剩余 {free // 1024**2} MB", "清理磁盘，至少留出 2 GB")
    if waiting:
        return
    yield from _district()
    yield from _ledger()
    yield from _backup()


def _district() -> Iterator[Finding]:
    here = district_or_none()
    if here is None:
        yield Finding(False, "还没有建立区", "运行 zhifa init（真实的区）或 zhifa demo（示范区）")
        return
    yield Finding(True, f"{here.name}（{here.code}）{'，示范区' if here.is_demonstration else ''}")
    stray = Account.objects.filter(is_demonstration=True).count()
    yield Finding(
        here.is_demonstration or stray == 0,
        f"一键登录的示例账号 {stray} 个",
        "正式的区不能有示例账号：请停用它们，并查明是谁建立的",
    )
    same = log_state().is_demonstration == here.is_demonstration
    yield Finding(
        same,
        "存证日志与区的性质一致" if same else "存证日志与区的性质不一致",
        "示范数据混进了正式的区：请停止使用并联系维护者",
    )


def _ledger() -> Iterator[Finding]:
    state = log_state()
    yield Finding(
        state.waiting < 10_000, f"等待封存 {state.waiting} 条", "检查封存进程是否在运行（zhifa serve）"
    )
    report = verify_log()
    yield Finding(report.is_sound, f"存证日志 {report.size} 条，逐条核对", "；".join(report.faults[:3]))
    try:
        astray = "；".join(str(refusal_of(one).what) for one in strayed())
    except LogWouldFork as refusal:
        astray = str(refusal.what)
    yield Finding(
        not astray,
        astray or "存证日志包含全部已公布的签名树头",
        "恢复更新的备份，或由负责人决定后运行 zhifa ledger resume",
    )
    behind = [
        str(path) for path in settings.ENVIRONMENT.witnesses if state.note and _note_in(path) != state.note
    ]
    if behind:
        yield Finding(
            True, f"签名树头还没有写到 {'、'.join(behind)}", "检查这个位置能不能写（ZHIFA_WITNESS）", due=True
        )


def _backup() -> Iterator[Finding]:
    """When the last backup succeeded; a demonstration need not be kept."""
    here = district_or_none()
    if here is None or here.is_demonstration:
        return
    made = last_made(settings.ENVIRONMENT.home)
    since = datetime.fromisoformat(made.finished_at) if made else here.opened_at
    age = clock.now() - since
    words = f"上次备份 {clock.civil_day(since)}，{age.days} 天前，在 {made.place}" if made else "还没有备份过"
    yield Finding(
        age <= BACKUP_LATE,
        words,
        "运行 zhifa backup --to 另一块磁盘，并安排每天一次",
        due=made is None or age > BACKUP_DUE,
    )
    erased = len(destroyed_owners(since)) if made else 0
    if erased:
        yield Finding(
            True,
            f"上次备份之后依法删除过 {erased} 人的资料",
            "现在就再备份一次：丢了这台机器而恢复更早的备份时，只有更新的备份或别处的树头（ZHIFA_WITNESS）知道删过谁的",
            due=True,
        )


def _note_in(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
