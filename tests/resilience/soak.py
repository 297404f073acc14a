"""Faults at seeded random moments, while acts are appended and sheets imported; then a second program counts.

`python -m tests.resilience.soak --faults 300 --seed 7` (`make soak`) prints a table and leaves it in tests/out/soak.md. What is counted:
acknowledged acts and sheets that are lost, anything that stands twice, sheets that stand in part, entries without exactly
one place in the log. All must be 0. How long until the next act is acknowledged is measured and not judged (at
least 0.3 s: an acknowledgement sooner may be one of before the fault).
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests import tables
from tests.resilience.strikes import OUT, Strikes, battlefield
from tests.resilience.workers import APPENDER, IMPORTER, ROWS
from tests.running import Zhifa, installed, until

SETTLE = 240.0  # seconds until everything must be sealed after the last fault
TAKES_EFFECT = 0.3  # seconds after which an acknowledgement is one of after the fault
KEY = "correct horse battery staple\n"


@dataclass
class Worker:
    """A process that acts and prints the number of each act that was acknowledged."""

    name: str
    process: subprocess.Popen[str]
    acknowledged: list[int] = field(default_factory=list)
    last: float = field(default_factory=time.monotonic)

    def follow(self) -> None:
        """Read what it prints, as it prints it."""
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.acknowledged.append(int(line))
                self.last = time.monotonic()


@dataclass
class Count:
    """One kind of fault: how many, and the longest and the summed wait for the next acknowledged act (seconds)."""

    many: int = 0
    longest: float = 0.0
    waited: float = 0.0


@dataclass
class Result:
    """What the second program counted."""

    seed: int
    seconds: float
    faults: dict[str, Count]
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    unacknowledged: int = 0
    sheets: int = 0
    sheets_lost: int = 0
    sheets_torn: int = 0
    broken_places: int = 0
    sealed: int = 0
    verified: bool = False

    @property
    def is_sound(self) -> bool:
        """Nothing lost, doubled or torn, and the log verifies."""
        wrong = self.lost + self.doubled + self.sheets_lost + self.sheets_torn + self.broken_places
        return wrong == 0 and self.verified

    def table(self) -> str:
        """The result as Markdown."""
        rows = ["| fault | times | mean wait | longest wait |", "|---|---|---|---|"]
        rows += [
            f"| {kind} | {one.many} | {one.waited / one.many:.1f} s | {one.longest:.1f} s |"
            for kind, one in sorted(self.faults.items())
        ]
        rows += [
            "",
            f"Seed {self.seed}, {sum(one.many for one in self.faults.values())} faults in {self.seconds / 60:.1f} minutes.",
            "",
            "| counted by the second program | |",
            "|---|---|",
            f"| acts acknowledged | {self.acknowledged} |",
            f"| of these lost | {self.lost} |",
            f"| acts that stand twice | {self.doubled} |",
            f"| acts that stand without having been acknowledged (the connection broke at the commit) | {self.unacknowledged} |",
            f"| sheets acknowledged, {ROWS} rows each | {self.sheets} |",
            f"| of these lost | {self.sheets_lost} |",
            f"| sheets that stand in part | {self.sheets_torn} |",
            f"| entries without exactly one place in the log, and gaps | {self.broken_places} |",
            f"| entries sealed | {self.sealed} |",
            f"| `zhifa ledger verify` | {'sound' if self.verified else 'FAULTS'} |",
        ]
        return "\n".join(rows) + "\n"


class Soak:
    """One run on one serving installation."""

    def __init__(self, strikes: Strikes, seed: int) -> None:
        self.strikes, self.zhifa, self.seed = strikes, strikes.zhifa, seed
        self.random = strikes.random
        self.counts: dict[str, Count] = defaultdict(Count)
        self.workers: list[Worker] = []
        zhifa = self.zhifa
        kinds: dict[str, tuple[int, Callable[[], object]]] = {
            "kill -9 sealer": (3, lambda: zhifa.kill("zhifa sealer")),
            "kill -9 indexer": (1, lambda: zhifa.kill("zhifa indexer")),
            "kill -9 jobs": (1, lambda: zhifa.kill("zhifa jobs")),
            "kill -9 web": (2, lambda: zhifa.kill("granian")),
            "kill -9 web, master alone": (1, lambda: strikes.one_of("granian", min)),
            "kill -9 one database backend": (3, lambda: strikes.database_child("[local]")),
            "kill -9 database checkpointer": (1, lambda: strikes.database_child("checkpointer")),
            "kill -9 PostgreSQL": (3, strikes.database),
            "kill -9 supervisor, started again": (1, strikes.supervisor),
        }
        if strikes.disk is not None:
            kinds["disk full for two seconds"] = (2, strikes.fill_disk)
        if strikes.clock is not None:
            kinds["clock jump"] = (3, self._clock_jump)
        self.kinds = kinds

    def run(self, faults: int) -> Result:
        """Do that many faults, each kind at least once where the number allows, let it settle, count."""
        began = time.monotonic()
        self.workers = [self._worker(APPENDER, "a"), self._worker(APPENDER, "b"), self._worker(IMPORTER, "s")]
        for worker in self.workers:
            until(lambda worker=worker: worker.acknowledged, f"worker {worker.name} to begin")
        weighted = [kind for kind, (weight, _) in self.kinds.items() for _ in range(weight)]
        order = [*self.kinds, *(self.random.choice(weighted) for _ in range(faults))][:faults]
        self.random.shuffle(order)
        for number, kind in enumerate(order, 1):
            time.sleep(self.random.uniform(0, 1.0))
            self._strike(kind)
            if number % 20 == 0:
                print(f"{number} of {faults} faults", flush=True)
        if self.strikes.clock is not None:
            self.strikes.set_clock(0)
        for worker in self.workers:
            worker.process.send_signal(signal.SIGTERM)
        for worker in self.workers:
            worker.process.wait(60)
        time.sleep(0.5)
        until(self.zhifa.answers, "the site to answer", SETTLE)
        until(self._settled, "everything to be sealed", SETTLE)
        return self._counted(time.monotonic() - began)

    def _strike(self, kind: str) -> None:
        """One fault; then wait until both appenders have been acknowledged again, well after it took effect."""
        struck = time.monotonic()
        self.kinds[kind][1]()
        time.sleep(TAKES_EFFECT)
        after, singles = time.monotonic(), self.workers[:2]
        until(
            lambda: all(worker.last > after for worker in singles),
            f"acts to be acknowledged after {kind}",
            SETTLE,
        )
        waited = min(worker.last for worker in singles) - struck
        one = self.counts[kind]
        one.many, one.waited, one.longest = one.many + 1, one.waited + waited, max(one.longest, waited)

    def _settled(self) -> bool:
        with contextlib.suppress(Exception):  # the database may be on its way back
            return tables.waiting(self.zhifa.home) == 0
        return False

    def _counted(self, seconds: float) -> Result:
        result = Result(self.seed, seconds, dict(self.counts))
        for worker in self.workers[:2]:
            stand = tables.appended(self.zhifa.home, worker.name)
            known = set(worker.acknowledged)
            result.acknowledged += len(known)
            result.lost += len(known - set(stand))
            result.doubled += sum(count - 1 for count in stand.values())
            result.unacknowledged += len(set(stand) - known)
        sheets = self.workers[2]
        stand = tables.sheets(self.zhifa.home, sheets.name)
        result.sheets = len(set(sheets.acknowledged))
        result.sheets_lost = len(set(sheets.acknowledged) - set(stand))
        result.sheets_torn = sum(rows != ROWS for rows in stand.values())
        result.broken_places = tables.broken_places(self.zhifa.home)
        result.sealed = tables.sealed(self.zhifa.home)
        result.verified = self.zhifa.command("ledger", "verify", check=False).returncode == 0
        return result

    def _worker(self, code: str, name: str) -> Worker:
        process = subprocess.Popen(
            [sys.executable, "-c", code, name],
            env={**self.zhifa.environment, "DJANGO_SETTINGS_MODULE": "zhifa.config.settings"},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        worker = Worker(name, process)
        threading.Thread(target=worker.follow, daemon=True).start()
        return worker

    def _clock_jump(self) -> None:
        self.strikes.set_clock(self.random.choice((1, -1)) * self.random.randint(60, 400_000))


def older_backups(zhifa: Zhifa, key: str, archive: str, head: str) -> Count:
    """Restore each backup but the newest beside the head published last: each must come back whole and refuse to start."""
    count = Count()
    with installed("older") as bare:
        restore = ("restore", "--from", archive, "--key-file", key)
        backups = [line.split()[1] for line in bare.command(*restore, "--list").stdout.splitlines()]
        for one in backups:
            began = time.monotonic()
            done = bare.command(*restore, "--at", one, "--checkpoint", head, check=False)
            assert done.returncode == 3, done.stdout + done.stderr
            assert bare.command("serve", check=False).returncode == 1
            waited = time.monotonic() - began
            count.many, count.waited, count.longest = (
                count.many + 1,
                count.waited + waited,
                max(count.longest, waited),
            )
            bare.destroy()
            shutil.rmtree(bare.home)
    return count


def main() -> int:
    """The long form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=300)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args()
    with battlefield("soak", chosen.seed) as strikes:
        result = _with_backups(Soak(strikes, chosen.seed), chosen.faults)
    print(result.table())
    (OUT / "soak.md").write_text(result.table(), "utf-8")
    return 0 if result.is_sound else 1


def _with_backups(soak: Soak, faults: int) -> Result:
    """The run, with a backup before and one after; both are then older than the head of one more act."""
    folder = Path(tempfile.mkdtemp(prefix="zhifa-backups-"))
    folder.chmod(0o755)
    try:
        return _between_backups(soak, faults, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _between_backups(soak: Soak, faults: int, folder: Path) -> Result:
    zhifa = soak.zhifa
    key = folder / "passphrase"
    key.write_text(KEY, "utf-8")
    key.chmod(0o600)
    backup = ("backup", "--to", str(folder / "archive"), "--key-file", str(key))
    until(soak._settled, "the first entries to be sealed")
    zhifa.command(*backup)
    result = soak.run(faults)
    zhifa.command(*backup)
    size = tables.sealed(zhifa.home)
    zhifa.manage(ONE_MORE)
    until(lambda: tables.sealed(zhifa.home) > size, "one more act to be sealed")
    head = folder / "published"
    head.write_text(tables.head(zhifa.home), "utf-8")
    result.faults["older backup restored, refused"] = older_backups(
        zhifa, str(key), str(folder / "archive"), str(head)
    )
    return result


ONE_MORE = """
from django.db import transaction
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject, record
with transaction.atomic():
    record(Actor.system("soak"), "test.last", Subject("soak", "last"), {}, now=clock.now())
"""


if __name__ == "__main__":
    raise SystemExit(main())
