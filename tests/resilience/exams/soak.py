"""Faults at seeded moments while exams are sat by plain players; then a second program counts.

`python -m tests.resilience.exams.soak --faults 300 --seed 7` prints a table and leaves it in tests/out/soak-exams.md. Counted are answers
that were acknowledged and are lost, answers that stand twice, chains that do not hold, hand-ins that are lost or have two entries: all
must be 0. See `players` for what players do to the network by themselves.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.resilience.exams.players import Player
from tests.resilience.exams.recorder import Recorder, Recount, recount
from tests.resilience.exams.staging import staged
from tests.resilience.soak import OUT, jumping_clock, small_disk
from tests.running import Zhifa, until

PLAYERS = 6
SETTLE = 120.0


@dataclass
class Result:
    """One run: its faults by kind, the longest wait for the next acknowledgement of each (seconds), what was counted."""

    seed: int
    seconds: float
    faults: Counter[str]
    waits: dict[str, float]
    told: Recount
    wrong: list[str]
    by_themselves: Counter[str] = field(default_factory=Counter)

    @property
    def is_sound(self) -> bool:
        """Nothing lost, nothing doubled, no answer of the server that should not be."""
        return self.told.is_sound and not self.wrong

    def table(self) -> str:
        """The result as Markdown."""
        rows = ["| fault | times | longest wait |", "|---|---|---|"]
        rows += [
            f"| {kind} | {many} | {self.waits.get(kind, 0):.1f} s |"
            for kind, many in sorted(self.faults.items())
        ]
        rows += [
            f"| by the players: {kind} | {many} | |" for kind, many in sorted(self.by_themselves.items())
        ]
        rows += [
            "",
            f"Seed {self.seed}, {sum(self.faults.values())} faults in {self.seconds / 60:.1f} minutes, {PLAYERS} players.",
            "",
            "| counted by the second program | |",
            "|---|---|",
            *self.told.lines(),
            f"| answers of the server that should not be | {len(self.wrong)} |",
        ]
        return "\n".join(rows) + "\n"


class ExamSoak:
    """One exam in a serving installation while faults happen."""

    def __init__(
        self, zhifa: Zhifa, seed: int, name: str, *, disk: Path | None = None, clock: Path | None = None
    ) -> None:
        self.zhifa, self.seed, self.disk, self.clock = zhifa, seed, disk, clock
        self.random = random.Random(seed)
        self.recorder = Recorder()
        self.seats = staged(zhifa, PLAYERS, name, minutes=180)
        self.players = [
            Player(zhifa.port, seat, self.recorder, seed * 100 + n) for n, seat in enumerate(self.seats)
        ]
        self.faults: Counter[str] = Counter()
        self.waits: dict[str, float] = {}
        light = {
            "connection broken off in mid-request": (4, lambda: self._break_off("request")),
            "connection broken off before the answer": (8, lambda: self._break_off("answer")),
            "kill -9 one database backend": (2, self._backend),
            "kill -9 sealer": (1, lambda: zhifa.kill("zhifa sealer")),
            "kill -9 jobs": (1, lambda: zhifa.kill("zhifa jobs")),
        }
        heavy = {
            "kill -9 web": (1, lambda: zhifa.kill("granian")),
            "kill -9 web worker": (1, self._worker),
            "kill -9 PostgreSQL": (2, self._postmaster),
            "restart of PostgreSQL": (1, self._restart),
        }
        if disk is not None:
            heavy["disk full for two seconds"] = (1, self._disk_full)
        if clock is not None:
            heavy["clock of the server jumps by up to a minute"] = (1, self._clock_jump)
        self.light: dict[str, tuple[int, Callable[[], object]]] = light  # type: ignore[assignment]
        self.heavy: dict[str, tuple[int, Callable[[], object]]] = heavy  # type: ignore[assignment]

    def run(self, light: int, heavy: int) -> Result:
        """Do that many faults of each sort in a seeded order, let players finish, count."""
        began = time.monotonic()
        for player in self.players:
            player.start()
        until(lambda: all(player.last for player in self.players), "players to begin")
        order = self._chosen(self.light, light) + self._chosen(self.heavy, heavy)
        self.random.shuffle(order)
        for number, kind in enumerate(order, 1):
            time.sleep(self.random.uniform(0, 0.25))
            self._strike(kind)
            if number % 50 == 0:
                print(f"{number} of {len(order)} faults", flush=True)
        if self.clock is not None:
            self.clock.write_text("0", "ascii")
        for player in self.players:
            player.finish()
        for player in self.players:
            player.join(SETTLE)
            assert not player.is_alive(), "a player that cannot finish"
        until(self._settled, "all hand-ins to be sealed", SETTLE)
        told = recount(self.zhifa.home, self.recorder, [seat.attempt for seat in self.seats])
        wrong = [line for player in self.players for line in player.wrong]
        themselves = sum((player.faults for player in self.players), Counter[str]())
        return Result(self.seed, time.monotonic() - began, self.faults, self.waits, told, wrong, themselves)

    def _chosen(self, kinds: dict[str, tuple[int, Callable[[], object]]], many: int) -> list[str]:
        """Each kind at least once where the number allows, the rest by weight."""
        weighted = [kind for kind, (weight, _act) in kinds.items() for _ in range(weight)]
        return [*kinds, *(self.random.choice(weighted) for _ in range(many))][:many]

    def _strike(self, kind: str) -> None:
        """One fault; then wait until every player was acknowledged again."""
        struck = time.monotonic()
        ({**self.light, **self.heavy})[kind][1]()
        settled = 0.3 if kind in self.heavy else 0.0
        time.sleep(settled)
        after = time.monotonic()
        patience = time.monotonic() + SETTLE
        while not all(player.last > after for player in self.players):
            assert time.monotonic() < patience, f"no acknowledgement after {kind}"
            time.sleep(0.02)
        self.faults[kind] += 1
        waited = min(player.last for player in self.players) - struck
        self.waits[kind] = max(self.waits.get(kind, 0.0), waited)

    def _settled(self) -> bool:
        from tests import tables

        with contextlib.suppress(Exception):  # the database may be on its way back
            return tables.waiting(self.zhifa.home) == 0
        return False

    def _break_off(self, where: str) -> None:
        self.random.choice(self.players).broken_off = where

    def _worker(self) -> None:
        """The server's worker alone, which its master starts again."""
        pids = self.zhifa.processes("granian")
        if pids:
            _kill(max(pids))

    def _postmaster(self) -> None:
        with contextlib.suppress(OSError, IndexError, ValueError):  # it may be down from the last time
            _kill(self._master())

    def _restart(self) -> None:
        """As an administrator does: running statements are broken off, everything is written, it starts anew."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            os.kill(self._master(), signal.SIGINT)

    def _backend(self) -> None:
        """One process of the database; PostgreSQL then restarts all of them and recovers."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            found = subprocess.run(
                ["pgrep", "-P", str(self._master()), "-f", "[local]"],
                capture_output=True,
                text=True,
                check=False,
            )
            pids = [int(pid) for pid in found.stdout.split()]
            if pids:
                _kill(self.random.choice(pids))

    def _master(self) -> int:
        return int((self.zhifa.home / "postgres" / "postmaster.pid").read_text().split()[0])

    def _disk_full(self) -> None:
        assert self.disk is not None
        ballast = self.disk / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb") as file:
            while True:
                file.write(b"\0" * 1_000_000)
        time.sleep(2)
        ballast.unlink()

    def _clock_jump(self) -> None:
        assert self.clock is not None
        self.clock.write_text(str(self.random.randint(-60, 60)), "ascii")


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def main() -> int:
    """The long form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=300)
    parser.add_argument("--heavy", type=int, help="of these so many that end server or database (one in six)")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="zhifa-soak-exams-"))
    folder.chmod(0o755)
    clock, extra = jumping_clock(folder)
    with small_disk(folder / "disk") as disk:
        zhifa = Zhifa((disk or folder) / "home", extra)
        try:
            words = ("--code", "520199", "--name", "山县", "--admin", "root-zh", "--admin-name", "杨某")
            zhifa.command("init", *words, "--password-stdin", told="Zhi-fa.2026-dudao\n")
            zhifa.start()
            heavy = chosen.faults // 6 if chosen.heavy is None else chosen.heavy
            soak = ExamSoak(zhifa, chosen.seed, "考", disk=disk, clock=clock)
            result = soak.run(chosen.faults - heavy, heavy)
        finally:
            zhifa.destroy()
            log = zhifa.home.with_name("home.log")
            if log.exists():
                shutil.copyfile(log, OUT / "soak-exams.log")
    shutil.rmtree(folder, ignore_errors=True)
    print(result.table())
    for line in result.wrong[:20]:
        print(line)
    (OUT / "soak-exams.md").write_text(result.table(), "utf-8")
    return 0 if result.is_sound else 1


if __name__ == "__main__":
    raise SystemExit(main())
