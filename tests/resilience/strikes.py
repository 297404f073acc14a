"""What is done to an installation: processes killed, the disk filled, the clock moved. And an installation made for it."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.running import ROOT, Zhifa

OUT = ROOT / "tests" / "out"
DISK = "1200m"


@dataclass
class Strikes:
    """The faults that an installation can suffer. `disk` is a file system of its own with its home, `clock` the file that shifts the clock
    of its processes (seconds); None where this machine gives none."""

    zhifa: Zhifa
    random: random.Random
    disk: Path | None = None
    clock: Path | None = None

    def one_of(self, words: str, pick: Callable[[list[int]], int]) -> None:
        """kill -9 to one process of this name: `min` is the master, `max` its newest worker."""
        pids = self.zhifa.processes(words)
        if pids:
            killed(pick(pids))

    def database(self, how: signal.Signals = signal.SIGKILL) -> None:
        """PostgreSQL's first process; SIGINT is a restart as an administrator does it."""
        with contextlib.suppress(OSError, IndexError, ValueError):  # it may be down from the last time
            os.kill(self._postmaster(), how)

    def database_child(self, words: str) -> None:
        """One process of the database; PostgreSQL then restarts all of them and recovers."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            found = subprocess.run(
                ["pgrep", "-P", str(self._postmaster()), "-f", words], capture_output=True, text=True, check=False
            )  # fmt: skip
            pids = [int(pid) for pid in found.stdout.split()]
            if pids:
                killed(self.random.choice(pids))

    def supervisor(self) -> None:
        """What systemd would do after it: start it again."""
        assert self.zhifa.process is not None
        self.zhifa.process.kill()
        self.zhifa.process.wait()
        self.zhifa.start()

    def fill_disk(self) -> None:
        """No byte is left for two seconds."""
        assert self.disk is not None
        ballast = self.disk / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb") as file:
            while True:
                file.write(b"\0" * 1_000_000)
        time.sleep(2)
        ballast.unlink()

    def set_clock(self, seconds: float) -> None:
        """The server's clock runs so many seconds ahead of the true one; every process looks once a second."""
        assert self.clock is not None
        self.clock.write_text(str(round(seconds)), "ascii")

    def _postmaster(self) -> int:
        return int((self.zhifa.home / "postgres" / "postmaster.pid").read_text().split()[0])


def killed(pid: int) -> None:
    """kill -9, whether it is still there or not."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def battlefield(name: str, seed: int) -> Iterator[Strikes]:
    """A small real district that serves, on a disk of its own and with a clock that jumps; its logs are left in tests/out/."""
    OUT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"zhifa-{name}-"))
    folder.chmod(0o755)
    clock, extra = jumping_clock(folder)
    with small_disk(folder / "disk") as disk:
        zhifa = Zhifa((disk or folder) / "home", extra)
        try:
            zhifa.begin()
            yield Strikes(zhifa, random.Random(seed), disk, clock)
        finally:
            zhifa.destroy()
            for log in (zhifa.home.with_name("home.log"), zhifa.home / "postgres" / "log"):
                if log.is_file():
                    shutil.copyfile(log, OUT / f"{name}-{log.name}")
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """A disk of its own for the home, which can be filled; None where we may not mount one."""
    folder.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(folder)], capture_output=True, check=False
    )
    try:
        yield folder if mounted.returncode == 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", str(folder)], check=False)


def jumping_clock(folder: Path) -> tuple[Path | None, dict[str, str]]:
    """The file that shifts the wall clock of every process, and the variables that make them listen; None without a compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None, {}
    library, clock = folder / "clock.so", folder / "clock"
    source = Path(__file__).with_name("clock.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(source)], check=True)
    clock.write_text("0", "ascii")
    for path in (library, clock):
        path.chmod(0o755)
    return clock, {"LD_PRELOAD": str(library), "ZHIFA_TEST_CLOCK": str(clock)}
