"""A whole Zhifa in processes of its own: its home, its database, its port; what an administrator has, for tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 90.0


@dataclass
class Zhifa:
    """One installation. `command` runs `zhifa …`, `start` and `stop` are what an administrator does to `zhifa serve`."""

    home: Path
    extra: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port = self.port or free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("ZHIFA_", "DJANGO_"))
        }
        return {
            **kept, "ZHIFA_HOME": str(self.home), "ZHIFA_PORT": str(self.port), "ZHIFA_DATABASE_NAME": "story",
            "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", **self.extra,
        }  # fmt: skip

    def command(
        self, *words: str, check: bool = True, told: str = "", patience: float = PATIENCE * 2
    ) -> subprocess.CompletedProcess[str]:
        """`zhifa <words>` with `told` on its standard input; its output as text. `patience` in seconds."""
        done = subprocess.run(
            [sys.executable, "-m", "zhifa.config.cli", *words], env=self.environment, capture_output=True, text=True,
            timeout=patience, check=False, input=told,
        )  # fmt: skip
        assert not check or done.returncode == 0, f"zhifa {' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done

    def manage(self, code: str) -> str:
        """Python run inside the installation, with Django set up; answers what it prints."""
        prelude = "import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", prelude + code],
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "zhifa.config.settings"},
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self) -> None:
        """`zhifa serve`, until it answers."""
        log = (self.home.parent / f"{self.home.name}.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "zhifa.config.cli", "serve"], env=self.environment, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
        log.close()
        until(self.answers, f"zhifa serve on {self.url}; see {self.home.name}.log")

    def begin(self) -> None:
        """An empty real district, founded and served."""
        words = ("--code", "520199", "--name", "山县", "--admin", "root-zh", "--admin-name", "杨某")
        self.command("init", *words, "--password-stdin", told="Zhi-fa.2026-dudao\n")
        self.start()

    def answers(self) -> bool:
        """Whether the site answers."""
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
        return False

    def stop(self) -> int:
        """SIGTERM, and wait until everything has drained; answers the exit status."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        self.process = None
        return status

    def destroy(self) -> None:
        """End every process of this installation, whatever state it is in."""
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.stop()
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def processes(self, words: str = "") -> list[int]:
        """The processes of this installation whose name or command contains the words, by their environment or folder."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                line = "".join(
                    (entry / name).read_bytes().replace(b"\0", b" ").decode(errors="replace")
                    for name in ("comm", "cmdline")
                )
                mine = f"ZHIFA_HOME={self.home}".encode() in (entry / "environ").read_bytes()
                if (mine or str(self.home) in line) and words in line and int(entry.name) != os.getpid():
                    found.append(int(entry.name))
        return found

    def kill(self, words: str) -> int:
        """kill -9 to the processes whose name or command contains the words; answers how many there were."""
        pids = self.processes(words)
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(pids)


@contextlib.contextmanager
def installed(name: str, **extra: str) -> Iterator[Zhifa]:
    """An installation that is gone afterwards.

    Its folder is no folder of pytest's: those are closed to all but root again whenever another pytest begins, and
    PostgreSQL, which root may not run, could not enter its own.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"zhifa-{name}-"))
    zhifa = Zhifa(folder / "home", dict(extra))
    try:
        yield zhifa
    finally:
        zhifa.destroy()
        shutil.rmtree(folder, ignore_errors=True)


def until(condition: object, what: str, patience: float = PATIENCE) -> None:
    """Wait for something that another process does; fails with what was waited for."""
    assert callable(condition)
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.1)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
