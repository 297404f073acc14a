"""The mark of a home that is being restored: no command touches it before it is whole."""

from __future__ import annotations

from pathlib import Path

from zhifa.config.backup.errors import RestorationIncomplete

MARK = "restoring"  # a file of the home while its restoration is under way


def refuse_half_restored(home: Path) -> None:
    """`RestorationIncomplete` while a restoration into this home has not come to its end."""
    if (home / MARK).exists():
        raise RestorationIncomplete(
            f"数据目录 {home} 只恢复了一半，不能使用",
            next_step="停掉仍在运行的进程，清空这个目录，再运行 zhifa restore。",
        )
