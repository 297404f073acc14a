"""The archive's passphrase: the administrator's own, never kept beside the archive or in the home."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from zhifa.config.backup.errors import PassphraseMissing

SHORTEST = 12  # characters
VARIABLE = "ZHIFA_BACKUP_PASSPHRASE"
FILE_VARIABLE = "ZHIFA_BACKUP_KEY_FILE"


def passphrase(key_file: str, *, apart_from: tuple[Path, ...], twice: bool) -> str:
    """From the file named, else from the environment, else asked for (twice when the archive is new).

    `PassphraseMissing` when there is none, it is shorter than twelve characters, others may read the file, or the file lies in
    the archive or in the home: whoever takes the archive would have both, or a lost disk would take both.
    """
    named = key_file or os.environ.get(FILE_VARIABLE, "")
    if named:
        words = _from_file(Path(named).expanduser().resolve(), apart_from)
    elif VARIABLE in os.environ:
        words = os.environ[VARIABLE]
    elif sys.stdin.isatty():
        words = _asked(twice=twice)
    else:
        raise PassphraseMissing(
            "没有给出归档的口令（no passphrase for the archive）",
            next_step=f"用 --key-file 指定口令文件，或设 {FILE_VARIABLE}、{VARIABLE}。",
        )
    if len(words) < SHORTEST:
        raise PassphraseMissing(
            f"归档的口令太短（至少 {SHORTEST} 个字符）",
            why="拿到归档的人可以离线反复猜。",
            next_step="换一个更长的口令，另行保管：丢了口令，归档就再也打不开。",
        )
    return words


def _from_file(path: Path, apart_from: tuple[Path, ...]) -> str:
    for place in apart_from:
        if path.is_relative_to(place):
            raise PassphraseMissing(
                f"口令文件放在了 {place} 里",
                why="口令与归档或数据放在一起，丢就一起丢，被拿走也一起被拿走。",
                next_step="把口令文件放到别处，并另存一份（例如密封交保密柜）。",
            )
    try:
        if path.stat().st_mode & 0o077:
            raise PassphraseMissing(
                f"口令文件 {path} 别人也能读", next_step=f"先运行 chmod 600 {path}，再备份。"
            )
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise PassphraseMissing(f"读不到口令文件：{error}") from error


def _asked(*, twice: bool) -> str:
    words = getpass.getpass("归档的口令（passphrase of the archive）：")
    if twice and getpass.getpass("再输入一次（again）：") != words:
        raise PassphraseMissing("两次输入的口令不同", next_step="重新运行。")
    return words
