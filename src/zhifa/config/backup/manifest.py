"""The manifest: what one backup holds, kept last, so that a backup without it never happened."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from zhifa.config.backup.archive import Archive
from zhifa.config.backup.errors import ArchiveUnusable

FORMAT = "zhifa-backup/1"
NAME = "manifest.json"
TAG = "manifest"


@dataclass(frozen=True)
class Manifest:
    """One backup.

    `database` and `files` are restic snapshots; `head` is the signed head at the time, which a restored log must contain;
    `variables` are the names (never the values) of the settings that the environment held; `erased` the opaque keys of whose
    salts were destroyed by then, so that an older backup does not bring them back.
    """

    made_at: str
    version: str
    district: str
    is_demonstration: bool
    postgres: int
    database: str
    files: str
    evidence: int
    origin: str
    size: int
    head: str
    variables: tuple[str, ...]
    erased: tuple[str, ...] = ()

    def as_text(self) -> str:
        """The manifest as it is kept."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)

    @property
    def moment(self) -> datetime:
        """When the backup was made, aware."""
        return datetime.fromisoformat(self.made_at)


@dataclass(frozen=True)
class Kept:
    """A backup as the archive holds it: its snapshot and what it says."""

    id: str
    manifest: Manifest


def kept_backups(archive: Archive) -> list[Kept]:
    """Every complete backup of the archive, oldest first."""
    return [Kept(one.id, _read(archive.text(one.id, NAME))) for one in archive.snapshots(TAG)]


def _read(text: str) -> Manifest:
    data = json.loads(text)
    if data.pop("format", "") != FORMAT:
        raise ArchiveUnusable(
            "归档是更新的版本做的，这个版本读不懂", next_step="用做归档的那个版本（或更新的）恢复。"
        )
    return Manifest(**{**data, **{name: tuple(data.get(name, ())) for name in ("variables", "erased")}})
