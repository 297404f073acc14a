"""Making a backup, beside a running service."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from zhifa.config.backup.archive import Archive, Progress
from zhifa.config.backup.database import DUMP, dumped, server_major
from zhifa.config.backup.errors import ArchiveUnusable
from zhifa.config.backup.manifest import NAME, TAG, Kept, Manifest, kept_backups
from zhifa.config.environment import Environment
from zhifa.evidence.api import evidence_count, mirror_store
from zhifa.ledger.api import compared, destroyed_owners, log_state, refusal_of
from zhifa.people.api import district

FOLDERS = ("keys", "evidence")
STATE = "backup.json"  # in the home: when the last backup succeeded, for `zhifa doctor`
Say = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """What a backup came to: bytes read and bytes that were new in the archive, entries sealed in the log."""

    finished_at: str
    place: str
    seconds: float
    read: int
    added: int
    size: int


def back_up(
    environment: Environment,
    url: str,
    archive: Archive,
    *,
    say: Say,
    now: datetime,
    keep: timedelta | None = None,
) -> Made:
    """Keep the database, then the files, then the manifest; afterwards drop backups older than `keep`.

    The order makes them one: a file of evidence is durable on disk before the row that names it commits, and keys are made
    before what they sign, so whatever the dump's instant names is there when the files are read after it. What came after
    that instant is in the files without a row; a restored home sweeps it. Until the manifest is kept nothing counts.
    """
    began = now
    major = server_major(url)
    if not archive.exists():
        archive.create()
        say(f"新建归档：{archive.place}")
    archive.unlock()
    earlier = kept_backups(archive)
    _refuse_strange(earlier, archive.place)
    state = log_state()
    environment.home.mkdir(parents=True, exist_ok=True)
    with dumped(url) as source:
        database = archive.keep_stream(source, DUMP, ["database"], _shown(say, "数据库"))
    say(f"数据库：{_megabytes(database.read)}，其中新的 {_megabytes(database.added)}")
    mirror_store(environment.home / "evidence", progress=lambda count: say(f"从存储桶取回佐证 {count} 件"))
    names = [name for name in FOLDERS if (environment.home / name).is_dir()]
    files = archive.keep_files(environment.home, names, ["files"], _shown(say, "密钥和佐证"))
    say(f"密钥和佐证：{_megabytes(files.read)}，其中新的 {_megabytes(files.added)}")
    here = district()
    manifest = Manifest(
        made_at=began.isoformat(), version=_version(), district=here.name, is_demonstration=here.is_demonstration,
        postgres=major, database=database.id, files=files.id, evidence=evidence_count(), origin=state.origin,
        size=state.size, head=state.note,
        variables=tuple(sorted(name for name in os.environ if name.startswith("ZHIFA_"))),
        erased=tuple(destroyed_owners()),
    )  # fmt: skip
    archive.keep_text(manifest.as_text(), NAME, [TAG])
    _drop_old(archive, earlier, keep, now)
    made = Made(
        datetime.now().astimezone().isoformat(timespec="seconds"), archive.place,
        (datetime.now(began.tzinfo) - began).total_seconds(), database.read + files.read, database.added + files.added,
        state.size,
    )  # fmt: skip
    (environment.home / STATE).write_text(json.dumps(asdict(made), ensure_ascii=False), encoding="utf-8")
    return made


def last_made(home: Path) -> Made | None:
    """The last backup that succeeded from this home, or None."""
    try:
        return Made(**json.loads((home / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _refuse_strange(earlier: list[Kept], place: str) -> None:
    """An archive holds one district's log, and this home must contain the newest head that it knows."""
    if not earlier:
        return
    newest, mine = earlier[-1].manifest, log_state().origin
    if newest.origin != mine:
        raise ArchiveUnusable(
            f"这个归档是 {newest.district}（{newest.origin}）的，不是这里的",
            next_step="为这个区另选一个归档（--to）。",
        )
    for one in earlier:
        strayed = compared(one.manifest.head, place) if one.manifest.head else None
        if strayed is not None:
            raise refusal_of(strayed)


def _drop_old(archive: Archive, earlier: list[Kept], keep: timedelta | None, now: datetime) -> None:
    """Drop complete backups older than `keep`, and snapshots of runs that never came to a manifest."""
    old = [one for one in earlier if keep is not None and now - one.manifest.moment > keep]
    held = {part for one in kept_backups(archive) for part in (one.manifest.database, one.manifest.files)}
    broken = [
        one.id
        for tag in ("database", "files")
        for one in archive.snapshots(tag)
        if not any(one.id.startswith(part) for part in held)
    ]
    archive.forget(
        [part for one in old for part in (one.id, one.manifest.database, one.manifest.files)] + broken
    )


def _shown(say: Say, what: str) -> Progress:
    """Progress as lines: every tenth part, or every 100 MB where the whole is not known."""
    shown = 0

    def progress(share: float, done: int) -> None:
        nonlocal shown
        step = int(share * 10) if share else done // 100_000_000
        if step > shown:
            shown = step
            say(f"{what}：{int(share * 100)}%" if share else f"{what}：{_megabytes(done)}…")

    return progress


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def _version() -> str:
    try:
        return version("zhifa")
    except PackageNotFoundError:
        return "checkout"
