"""Exams: durable saves a second, how long an acknowledgement takes, what it costs, and 2,000 who start at once.

The generator, the server and PostgreSQL (fsync on) share the machine's two cores. Nothing is batched for the generator: each answer is a
request of its own, as a player sends it. CPU is user and system time of every server process, PostgreSQL's among them, from /proc. What was
acknowledged is counted in the tables by the second program of tests/resilience/exams.

The peer was not measured here: a widely used open-source LMS, well tuned, on two such cores, 50 questions on 10 pages, as published in this
project's plan. Its numbers stand beside ours as ratios.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import random
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.generator import Crowd, Job
from tests.resilience.exams.recorder import Recorder, recount
from tests.resilience.exams.staging import CROWD, Seat
from tests.running import Zhifa, installed

CANDIDATES, SAVERS, WHOLE, QUESTIONS = 2_400, 250, 120, 50
LINES = 128
SECONDS = 8.0
SHARES = (0.5, 0.75)  # of saturation, at which latencies are taken
TICKS = os.sysconf("SC_CLK_TCK")
PEER = {
    "save_ms": 35.0,
    "attempt_s": 2.7,
    "attempts_a_second": 0.65,
    "saves_a_second": 44.0,
    "p50_s_at_10": 0.47,
}
AIMS = {"save_ms": 0.5, "attempt_s": 0.055, "saves_a_second": 2_000, "p99_ms": 250, "start_p99_ms": 2_000}


def main() -> dict[str, Any]:
    """One run on one installation."""
    with installed("bench-exams") as zhifa:
        zhifa.begin()
        seats = [Seat(*one) for one in json.loads(zhifa.manage(CROWD % CANDIDATES).splitlines()[-1])]
        time.sleep(3)
        return asyncio.run(_measured(zhifa, seats))


async def _measured(zhifa: Zhifa, seats: list[Seat]) -> dict[str, Any]:
    bench = Bench(zhifa)
    await bench.crowd.connect(zhifa.port, LINES)
    load = os.getloadavg()[0]
    idle = await bench.idle()
    starting, savers, whole = (
        seats[: CANDIDATES - SAVERS - WHOLE],
        seats[-SAVERS - WHOLE : -WHOLE],
        seats[-WHOLE:],
    )
    starting = starting[:2_000]
    starts = await bench.starts(starting)
    await bench.sent([bench.start(seat) for seat in savers], 200.0)
    top = await bench.saves(savers, None, 4_000)
    top = await bench.saves(savers, None, int(top["a_second"] * SECONDS))
    below = [
        await bench.saves(savers, top["a_second"] * share, int(top["a_second"] * share * SECONDS))
        for share in SHARES
    ]
    attempts = await bench.whole_attempts(whole)
    told = recount(zhifa.home, bench.recorder, [seat.attempt for seat in seats])
    return {
        "machine": {"load_before": round(load, 1), "cores": os.cpu_count(), "lines": LINES, "idle_cpu_share": idle},
        "starts": starts, "saturation": top, "below": below, "whole_attempts": attempts,
        "counted": {"acknowledged": told.acknowledged, "lost": told.lost, "doubled": told.doubled, "sound": told.is_sound},
        "ratios": {
            "cpu_a_save": round(PEER["save_ms"] / top["cpu_ms"], 1),
            "cpu_an_attempt": round(PEER["attempt_s"] / attempts["cpu_s"], 1),
            "saves_a_second": round(top["a_second"] / PEER["saves_a_second"], 1),
            "attempts_a_second": round(attempts["a_second"] / PEER["attempts_a_second"], 1),
        },
        "peer": PEER, "aims": AIMS,
    }  # fmt: skip


class Bench:
    """The crowd, what it was told, and the clock of the server's processes."""

    def __init__(self, zhifa: Zhifa) -> None:
        self.zhifa, self.crowd, self.recorder = zhifa, Crowd(), Recorder()
        self.random = random.Random(1)
        self.turns: dict[str, int] = {}
        self.errors = 0

    async def sent(self, jobs: list[Job], rate: float | None) -> dict[str, Any]:
        """Send them; rates, latencies in milliseconds, CPU of the server a request."""
        before, own = cpu_seconds(self.zhifa), time.process_time()
        seconds = await self.crowd.send(jobs, rate)
        spent, own = cpu_seconds(self.zhifa) - before, time.process_time() - own
        well = [job for job in jobs if job.status == 200]
        late = sorted(job.latency * 1000 for job in well)
        for job in well:
            self._keep(job)
        return {
            "offered_a_second": round(rate) if rate else None, "requests": len(jobs), "errors": len(jobs) - len(well),
            "a_second": round(len(well) / seconds, 1), "p50_ms": at(late, 0.5), "p95_ms": at(late, 0.95), "p99_ms": at(late, 0.99),
            "cpu_ms": round(1000 * spent / max(1, len(well)), 3), "server_cores": round(spent / seconds, 2),
            "generator_cores": round(own / seconds, 2),
        }  # fmt: skip

    async def idle(self) -> float:
        """The share of a core that the server takes with nobody there."""
        before = cpu_seconds(self.zhifa)
        await asyncio.sleep(4)
        return round((cpu_seconds(self.zhifa) - before) / 4, 3)

    async def starts(self, seats: list[Seat]) -> dict[str, Any]:
        """Everybody starts within twenty seconds."""
        return await self.sent([self.start(seat) for seat in seats], len(seats) / 20.0)

    async def saves(self, seats: list[Seat], rate: float | None, many: int) -> dict[str, Any]:
        """So many saves of one answer each, by turns."""
        return await self.sent([self.save(seats[number % len(seats)]) for number in range(many)], rate)

    async def whole_attempts(self, seats: list[Seat]) -> dict[str, Any]:
        """Whole attempts side by side: sealed paper, start, each answer saved, hand-in with its receipt."""
        rounds = [
            [self.request(seat, "GET", "paper") for seat in seats],
            [self.start(seat) for seat in seats],
        ]
        rounds += [[self.save(seat) for seat in seats] for _question in range(QUESTIONS)]
        rounds += [
            [
                self.request(seat, "POST", "hand-in", {"device": device_of(seat), "saves": []})
                for seat in seats
            ]
        ]
        before, began = cpu_seconds(self.zhifa), time.perf_counter()
        parts = [await self.sent(jobs, None) for jobs in rounds]
        spent, seconds = cpu_seconds(self.zhifa) - before, time.perf_counter() - began
        saves = parts[2:-1]
        return {
            "attempts": len(seats), "a_second": round(len(seats) / seconds, 2), "cpu_s": round(spent / len(seats), 4),
            "errors": sum(part["errors"] for part in parts),
            "cpu_ms": {
                "paper": parts[0]["cpu_ms"], "start": parts[1]["cpu_ms"], "hand-in": parts[-1]["cpu_ms"],
                "save": round(sum(part["cpu_ms"] for part in saves) / len(saves), 3),
            },
            "hand_in_p99_ms": parts[-1]["p99_ms"], "save_p99_ms": max(part["p99_ms"] for part in saves),
        }  # fmt: skip

    def start(self, seat: Seat) -> Job:
        """A start."""
        return self.request(seat, "POST", "start", {"device": device_of(seat)})

    def save(self, seat: Seat) -> Job:
        """A save of one answer."""
        turn = self.turns[seat.attempt] = self.turns.get(seat.attempt, 0) + 1
        save = {
            "turn": turn, "position": str(self.random.randint(1, QUESTIONS)), "answer": [self.random.choice("ABCD")],
            "device_at": "2026-11-26T09:00:00.000Z",
        }  # fmt: skip
        return self.request(seat, "POST", "save", {"device": device_of(seat), "saves": [save], "seen": 0})

    def request(self, seat: Seat, method: str, act: str, body: dict[str, Any] | None = None) -> Job:
        """A request as bytes."""
        content = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} /live/sittings/{seat.attempt}/{act} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {seat.ticket}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        return Job(head.encode() + content, (seat.attempt, act, body))

    def _keep(self, job: Job) -> None:
        attempt, act, body = job.about
        told = json.loads(job.body)
        if act == "save":
            self.recorder.saved(attempt, body, told["kept"])
        elif act == "hand-in":
            self.recorder.handed_in(attempt, told.get("receipt") or told["promise"])
        job.body = b""


def device_of(seat: Seat) -> str:
    """A device for each seat."""
    return base64.urlsafe_b64encode(bytes.fromhex(seat.attempt) * 2).decode().rstrip("=")


def at(values: list[float], share: float) -> float:
    """A quantile of sorted values."""
    return round(values[min(len(values) - 1, int(share * len(values)))], 1) if values else 0.0


def cpu_seconds(zhifa: Zhifa) -> float:
    """User and system seconds of every process of the installation so far, those of PostgreSQL's that ended among them."""
    pids = set(zhifa.processes())
    master = int((zhifa.home / "postgres" / "postmaster.pid").read_text().split()[0])
    return sum(_spent(pid, master) for pid in _with_children(pids | {master})) / TICKS


def _with_children(pids: set[int]) -> Iterable[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
            except OSError:
                continue
    while more := {pid for pid, parent in parents.items() if parent in pids} - pids:
        pids |= more
    return pids - {os.getpid()}


def _spent(pid: int, master: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0
    user, system, ended_user, ended_system = map(int, fields[11:15])
    return user + system + (ended_user + ended_system if pid == master else 0)


if __name__ == "__main__":
    print(json.dumps(main(), ensure_ascii=False, indent=2))
