"""Faults at seeded moments while exams are sat by plain players and by a real browser; then a second program counts.

Among the faults: what they stand on is edited (`edits`), and the server's clock is carried over the edge of a month or of a year. Counted
are answers that were acknowledged and are lost, answers that stand twice, chains that do not hold, hand-ins that are lost or have two
entries, grades that differ from those of the keys as they were when the papers were frozen: all must be 0. See `players` for what players
do to the network by themselves, `browsers` for the browser that is killed, `python -m tests.resilience.exams` for the long form.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests import tables
from tests.resilience.exams.browsers import Killed, Told
from tests.resilience.exams.edits import KINDS, MARK, Editor
from tests.resilience.exams.players import Player
from tests.resilience.exams.recorder import Recorder, Recount, recount
from tests.resilience.exams.staging import POINTS, staged
from tests.resilience.strikes import Strikes
from tests.running import until

PLAYERS = 6
SETTLE = 120.0
BEFORE_EDGE = timedelta(minutes=20)  # the exam opens so long before midnight in China
KILL = "browser killed (SIGKILL) in mid-answer"
Acts = dict[str, tuple[int, Callable[[], object]]]  # by the words of a kind its weight and what is done


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
    browser: Told = field(default_factory=Told)

    @property
    def is_sound(self) -> bool:
        """Nothing lost, nothing doubled, no grade that should be another, no answer of the server that should not be."""
        return self.told.is_sound and not self.wrong and self.browser.is_sound

    def __add__(self, other: Result) -> Result:
        """Both runs as one; the seed is the first's."""
        kinds = self.waits.keys() | other.waits.keys()
        waits = {kind: max(self.waits.get(kind, 0.0), other.waits.get(kind, 0.0)) for kind in kinds}
        return Result(
            self.seed, self.seconds + other.seconds, self.faults + other.faults, waits, self.told + other.told, self.wrong + other.wrong,
            self.by_themselves + other.by_themselves, self.browser + other.browser,
        )  # fmt: skip

    def table(self) -> str:
        """The result as Markdown."""
        rows = ["| fault | times | longest wait |", "|---|---|---|"]
        rows += [
            f"| {kind} | {many} | {self.waits.get(kind, 0):.1f} s |"
            for kind, many in sorted(self.faults.items())
        ]
        rows += [f"| by the way: {kind} | {many} | |" for kind, many in sorted(self.by_themselves.items())]
        rows += [
            "", f"Seed {self.seed}, {sum(self.faults.values())} faults in {self.seconds / 60:.1f} minutes.", "",
            "| counted by the second program | |", "|---|---|", *self.told.lines(),
            f"| answers of the server that should not be | {len(self.wrong)} |",
            *self.browser.lines(),
        ]  # fmt: skip
        return "\n".join(rows) + "\n"


class ExamSoak:
    """One exam in a serving installation while faults happen.

    With an `edge`, the first day of a month, the server's clock is set shortly before it: the exam's window spans the edge. `seats` more
    than players are for browsers.
    """

    def __init__(
        self,
        strikes: Strikes,
        seed: int,
        name: str,
        *,
        edge: date | None = None,
        seats: int = 0,
        pause: float = 0.03,
    ) -> None:
        self.strikes, self.zhifa, self.seed, self.random = strikes, strikes.zhifa, seed, strikes.random
        self.ahead = 0.0  # seconds by which the server's clock is ahead, but for jumps
        if edge is not None:
            self._set_clock(_midnights(edge)["China"] - BEFORE_EDGE)
            time.sleep(1.5)  # until every process has looked
        self.recorder = Recorder()
        self.seats = staged(self.zhifa, PLAYERS + seats, name, minutes=300)
        self.players = [
            Player(self.zhifa.port, seat, self.recorder, seed * 100 + n, pause=pause)
            for n, seat in enumerate(self.seats[:PLAYERS])
        ]
        self.editor = Editor(self.zhifa, name, seed)
        self.browser: Killed | None = None
        self.faults: Counter[str] = Counter()
        self.waits: dict[str, float] = {}
        self.light, self.heavy = self._light(), self._heavy()
        self.edits: Acts = {f"edit: {kind}": (1, lambda kind=kind: self.editor.do(kind)) for kind in KINDS}  # type: ignore[misc]
        self.edges: Acts = {} if edge is None else self._edges(edge)
        self.kills: Acts = {KILL: (1, self._kill_browser)}

    def _light(self) -> Acts:
        zhifa, strikes = self.zhifa, self.strikes
        return {
            "connection broken off in mid-request": (4, lambda: self._break_off("request")),
            "connection broken off before the answer": (8, lambda: self._break_off("answer")),
            "kill -9 one database backend": (2, lambda: strikes.database_child("[local]")),
            "kill -9 sealer": (1, lambda: zhifa.kill("zhifa sealer")),
            "kill -9 jobs": (1, lambda: zhifa.kill("zhifa jobs")),
        }

    def _heavy(self) -> Acts:
        strikes = self.strikes
        heavy: Acts = {
            "kill -9 web": (1, lambda: self.zhifa.kill("granian")),
            "kill -9 web worker": (1, lambda: strikes.one_of("granian", max)),
            "kill -9 PostgreSQL": (2, strikes.database),
            "restart of PostgreSQL": (1, lambda: strikes.database(signal.SIGINT)),
        }
        if strikes.disk is not None:
            heavy["disk full for two seconds"] = (1, strikes.fill_disk)
        if strikes.clock is not None:
            heavy["clock of the server jumps by up to a minute"] = (1, self._clock_jump)
        return heavy

    def _edges(self, day: date) -> Acts:
        what = "New Year" if day.month == 1 else "the edge of a month"
        return {
            f"clock of the server carried over {what} (midnight in {where})": (
                1,
                lambda at=at: self._over(at),
            )  # type: ignore[misc]
            for where, at in _midnights(day).items()
        }

    def run(self, light: int, heavy: int, edits: int = 0, edges: int = 0, kills: int = 0) -> Result:
        """Do that many faults of each sort in a seeded order, let players finish, mark, edit once more, mark again, count."""
        began = time.monotonic()
        for player in self.players:
            player.start()
        if self.browser is not None:
            self.browser.begin()
        until(lambda: all(player.last for player in self.players), "players to begin")
        groups = [
            (self.light, light),
            (self.heavy, heavy),
            (self.edits, edits),
            (self.edges, edges),
            (self.kills, kills),
        ]
        order = [kind for kinds, many in groups for kind in self._chosen(kinds, many)]
        self.random.shuffle(order)
        acts = {kind: act for kinds, _many in groups for kind, (_weight, act) in kinds.items()}
        for number, kind in enumerate(order, 1):
            time.sleep(self.random.uniform(0, 0.25))
            self._strike(kind, acts[kind])
            if number % 50 == 0:
                print(f"{number} of {len(order)} faults", flush=True)
        if self.strikes.clock is not None:
            self.strikes.set_clock(self.ahead)
        for player in self.players:
            player.finish()
        for player in self.players:
            player.join(SETTLE)
            assert not player.is_alive(), "a player that cannot finish"
        told = self.browser.finished() if self.browser else Told()
        until(self._settled, "all hand-ins to be sealed", SETTLE)
        return self._counted(time.monotonic() - began, told)

    def close(self) -> None:
        """End what was started beside the installation."""
        self.editor.close()

    def _counted(self, seconds: float, browser: Told) -> Result:
        for kind in (MARK, *KINDS, MARK):  # what is edited after the first marking moves nothing either
            self.editor.do(kind)
        seats = self.seats if self.browser else self.seats[:PLAYERS]
        right = {seat.attempt: seat.right for seat in seats}
        told = recount(self.zhifa.home, self.recorder, list(right), right, POINTS)
        wrong = [line for player in self.players for line in player.wrong]
        by_the_way = sum((player.faults for player in self.players), Counter[str]())
        if self.browser is not None:
            by_the_way += self.browser.by_the_way()
        return Result(self.seed, seconds, self.faults, self.waits, told, wrong, by_the_way, browser)

    def _chosen(self, kinds: Acts, many: int) -> list[str]:
        """Each kind at least once where the number allows, the rest by weight."""
        weighted = [kind for kind, (weight, _act) in kinds.items() for _ in range(weight)]
        return [*kinds, *(self.random.choice(weighted) for _ in range(many))][:many]

    def _strike(self, kind: str, act: Callable[[], object]) -> None:
        """One fault; then wait until every player was acknowledged again."""
        struck = time.monotonic()
        act()
        time.sleep(0.3 if kind in self.heavy else 0.0)
        after = time.monotonic()
        patience = time.monotonic() + SETTLE
        while not all(player.last > after for player in self.players):
            assert time.monotonic() < patience, f"no acknowledgement after {kind}"
            time.sleep(0.02)
        self.faults[kind] += 1
        waited = min(player.last for player in self.players) - struck
        self.waits[kind] = max(self.waits.get(kind, 0.0), waited)

    def _settled(self) -> bool:
        with contextlib.suppress(Exception):  # the database may be on its way back
            return tables.waiting(self.zhifa.home) == 0
        return False

    def _break_off(self, where: str) -> None:
        self.random.choice(self.players).broken_off = where

    def _kill_browser(self) -> None:
        assert self.browser is not None
        self.browser.strike()

    def _clock_jump(self) -> None:
        self.strikes.set_clock(self.ahead + self.random.randint(-60, 60))

    def _over(self, edge: datetime) -> None:
        """Two seconds before the edge, and over it."""
        self._set_clock(edge - timedelta(seconds=2))
        time.sleep(3)

    def _set_clock(self, to: datetime) -> None:
        self.ahead = (to - datetime.now(UTC)).total_seconds()
        self.strikes.set_clock(self.ahead)


def _midnights(day: date) -> dict[str, datetime]:
    """The first instant of a day, where people live and where clocks are kept."""
    return {
        where: datetime(day.year, day.month, day.day, tzinfo=zone)
        for where, zone in (("China", ZoneInfo("Asia/Shanghai")), ("UTC", UTC))
    }


def next_edges(today: date) -> list[date]:
    """The next first day of a month that is no New Year, and the next New Year, in their order."""
    year = date(today.year + 1, 1, 1)
    month = date(today.year, today.month + 1, 1) if today.month < 12 else date(today.year + 1, 2, 1)
    return sorted((month, year))
