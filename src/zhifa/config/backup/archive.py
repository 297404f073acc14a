"""The archive: a restic repository in a folder (or at any address that restic knows), reached through its program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from zhifa.config.backup.errors import ArchiveUnusable

HOST = "zhifa"  # snapshots of one district belong together, whichever machine made them
Progress = Callable[[float, int], None]  # share done (0 where unknown), bytes done


def silent(_share: float, _done: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Snapshot:
    """One kept thing: restic's identity, when, its tags; bytes read and bytes that were new (0 when read from a list)."""

    id: str
    tags: tuple[str, ...]
    made_at: datetime
    read: int = 0
    added: int = 0


class Archive:
    """One repository with its passphrase. Every method raises `ArchiveUnusable` with restic's own words when it fails."""

    def __init__(self, place: str, passphrase: str) -> None:
        self.place = place
        self._passphrase = passphrase

    @property
    def folder(self) -> Path | None:
        """The folder of a local archive; None where `place` is an address."""
        return None if ":" in self.place else Path(self.place)

    def exists(self) -> bool:
        """Whether there is a repository. A wrong passphrase is refused here and not taken for a new archive."""
        if self.folder is not None and not (self.folder / "config").exists():
            return False
        done = self._run(["cat", "config"], check=False)
        if done.returncode and "unable to open config file" not in done.stderr.decode(errors="replace"):
            raise _unusable(done.stderr)
        return done.returncode == 0

    def create(self) -> None:
        """Make the repository: an encryption key of its own, locked by the passphrase (scrypt)."""
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._run(["init"])

    def keep_files(
        self, root: Path, names: Sequence[str], tags: Sequence[str], progress: Progress = silent
    ) -> Snapshot:
        """Keep the folders `names` of `root`; what earlier snapshots hold is not written again."""
        return self._keep(names, tags, progress, cwd=root)

    def keep_stream(
        self, source: IO[bytes], name: str, tags: Sequence[str], progress: Progress = silent
    ) -> Snapshot:
        """Keep what comes out of `source` as one file; nothing touches the disk in clear."""
        return self._keep(["--stdin", "--stdin-filename", name], tags, progress, stdin=source)

    def keep_text(self, text: str, name: str, tags: Sequence[str]) -> Snapshot:
        """Keep a short text as one file."""
        read, write = os.pipe()
        with os.fdopen(write, "w", encoding="utf-8") as file:
            file.write(text)
        with os.fdopen(read, "rb") as source:
            return self.keep_stream(source, name, tags)

    def snapshots(self, tag: str) -> list[Snapshot]:
        """The snapshots with the tag, oldest first."""
        rows = json.loads(self._run(["snapshots", "--json", "--tag", tag]).stdout or b"[]")
        found = [
            Snapshot(row["id"], tuple(row.get("tags") or ()), _moment(row["time"])) for row in rows or ()
        ]
        return sorted(found, key=lambda one: one.made_at)

    def text(self, snapshot: str, name: str) -> str:
        """A short file of a snapshot."""
        return self._run(["dump", snapshot, name]).stdout.decode()

    @contextmanager
    def stream(self, snapshot: str, name: str) -> Iterator[IO[bytes]]:
        """A file of a snapshot, as it comes; a stream that breaks off is `ArchiveUnusable` at the end."""
        with self._started(["dump", snapshot, name], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None  # noqa: S101 - for the type checker; PIPE was asked for
            yield process.stdout
            process.stdout.close()
            said = process.stderr.read() if process.stderr else b""
            if process.wait():
                raise _unusable(said)

    def unpack(self, snapshot: str, target: Path) -> None:
        """Write all files of a snapshot below `target`, each checked against its hash as it is written."""
        self._run(["restore", snapshot, "--target", str(target), "--verify"])

    def forget(self, snapshots: Sequence[str]) -> None:
        """Drop snapshots and the data that only they held."""
        if snapshots:
            self._run(["forget", "--prune", *snapshots])

    def check(self) -> None:
        """Read every byte of the archive and compare it with its hash."""
        self._run(["check", "--read-data"])

    def unlock(self) -> None:
        """Remove the locks of runs that were killed; those of living ones stay."""
        self._run(["unlock"])

    def _keep(
        self, words: Sequence[str], tags: Sequence[str], progress: Progress, *,
        cwd: Path | None = None, stdin: IO[bytes] | None = None,
    ) -> Snapshot:  # fmt: skip
        command = [
            "backup",
            "--json",
            "--host",
            HOST,
            *(part for tag in tags for part in ("--tag", tag)),
            *words,
        ]
        summary: dict[str, Any] = {}
        with self._started(command, stdout=subprocess.PIPE, stdin=stdin, cwd=cwd) as process:
            for line in process.stdout or ():
                said = json.loads(line)
                if said["message_type"] == "status":
                    progress(said.get("percent_done", 0.0), said.get("bytes_done", 0))
                elif said["message_type"] == "summary":
                    summary = said
            complaint = process.stderr.read() if process.stderr else b""
            if process.wait() or not summary:  # status 3: some file could not be read; then this is no backup
                raise _unusable(complaint)
        return Snapshot(
            summary["snapshot_id"], tuple(tags), datetime.now().astimezone(),
            summary["total_bytes_processed"], summary["data_added"],
        )  # fmt: skip

    def _run(self, words: Sequence[str], *, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        with self._started(words, stdout=subprocess.PIPE) as process:
            out, complaint = process.communicate()
        if check and process.returncode:
            raise _unusable(complaint)
        return subprocess.CompletedProcess(list(words), process.returncode, out, complaint)

    @contextmanager
    def _started(self, words: Sequence[str], **how: Any) -> Iterator[subprocess.Popen[bytes]]:
        """restic, told the passphrase through a pipe: neither the command line nor the environment shows it."""
        program = shutil.which("restic")
        if program is None:
            raise ArchiveUnusable(
                "这台机器上没有 restic（备份程序）",
                next_step="运行 sudo apt-get install -y restic，再试一次。",
            )
        read, write = os.pipe()
        try:
            with os.fdopen(write, "w", encoding="utf-8") as pipe:
                pipe.write(self._passphrase + "\n")
            cache = ["--no-cache"] if self.folder is not None else []
            with subprocess.Popen(  # noqa: S603 - restic with our own words
                [program, "--repo", self.place, *cache, *words],
                env={
                    **{name: value for name, value in os.environ.items() if not name.startswith("RESTIC_PASSWORD")},
                    "RESTIC_PASSWORD_FILE": f"/dev/fd/{read}", "RESTIC_PROGRESS_FPS": "1",
                },
                pass_fds=[read], stderr=subprocess.PIPE, **how,
            ) as process:  # fmt: skip
                yield process
        finally:
            os.close(read)


def _moment(text: str) -> datetime:
    """restic writes nanoseconds; Python reads microseconds."""
    head, _, tail = text.partition(".")
    digits = tail.rstrip("Z").split("+")[0].split("-")[0]
    return datetime.fromisoformat(f"{head}.{digits[:6]:0<6}{tail[len(digits) :].replace('Z', '+00:00')}")


def _unusable(complaint: bytes) -> ArchiveUnusable:
    said = complaint.decode(errors="replace").strip()
    if "wrong password" in said:
        return ArchiveUnusable("归档的口令不对", next_step="核对口令（--key-file）再试。")
    if "no space left" in said.lower():
        return ArchiveUnusable(
            "放归档的磁盘已满，这次备份没有完成",
            why="以前的备份没有受影响。",
            next_step="腾出空间，或换一个地方（--to），再备份。",
        )
    return ArchiveUnusable("归档不可用", why=said[-600:], next_step="检查放归档的磁盘或网络，再试一次。")
