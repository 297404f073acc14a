"""An open-loop generator of HTTP requests: each is due at a time of its own, whether or not those before were answered, and its
latency counts from then. Kept lean, since it runs on the cores that it measures: requests are bytes made ahead, answers are read
after the run.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

TICK = 0.002


@dataclass(slots=True)
class Job:
    """One request, its due time, and afterwards its answer: `status` 0 for none."""

    content: bytes
    about: Any
    due: float = 0.0
    status: int = 0
    body: bytes = b""
    latency: float = 0.0


class Line(asyncio.Protocol):
    """One connection that is kept; a request at a time."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.job: Job | None = None
        self.read = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ready."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.crowd.free(self)

    def take(self, job: Job) -> None:
        """Send a request."""
        self.job, self.read = job, b""
        assert self.transport is not None
        self.transport.write(job.content)

    def data_received(self, data: bytes) -> None:
        """A piece of an answer; the last one frees the line."""
        self.read += data
        head = self.read.find(b"\r\n\r\n")
        if head < 0 or self.job is None:
            return
        length = self.read.lower().find(b"content-length:", 0, head)
        size = int(self.read[length + 15 : self.read.find(b"\r\n", length)])
        if len(self.read) < head + 4 + size:
            return
        job, self.job = self.job, None
        job.status, job.body = int(self.read[9:12]), self.read[head + 4 :]
        job.latency = time.perf_counter() - job.due
        self.crowd.answered(self)

    def connection_lost(self, _error: Exception | None) -> None:
        """Its request stays without an answer."""
        self.crowd.lost()


class Crowd:
    """Many connections to one port."""

    def __init__(self) -> None:
        self.idle: deque[Line] = deque()
        self.waiting: deque[Job] = deque()
        self.open = 0
        self.all_done = asyncio.Event()

    async def connect(self, port: int, lines: int) -> None:
        """Open the connections."""
        loop = asyncio.get_running_loop()
        for _number in range(lines):
            await loop.create_connection(lambda: Line(self), "127.0.0.1", port)

    def free(self, line: Line) -> None:
        """A line that may take the next request."""
        if self.waiting:
            line.take(self.waiting.popleft())
        else:
            self.idle.append(line)

    def answered(self, line: Line) -> None:
        """One more answer."""
        self.open -= 1
        if self.open == 0:
            self.all_done.set()
        self.free(line)

    def lost(self) -> None:
        """A connection broke; what it carried counts as an error."""
        self.open -= 1
        if self.open == 0:
            self.all_done.set()

    async def send(self, jobs: list[Job], rate: float | None, patience: float = 30.0) -> float:
        """Send them at a rate a second (None: as fast as the lines take them) and wait for the answers; answers the seconds."""
        self.open, self.all_done = len(jobs), asyncio.Event()
        began = time.perf_counter()
        for number, job in enumerate(jobs):
            job.due = began + number / rate if rate else began
        place = 0
        while place < len(jobs):
            now = time.perf_counter()
            while place < len(jobs) and jobs[place].due <= now:
                self._submit(jobs[place])
                place += 1
            await asyncio.sleep(TICK)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.all_done.wait(), patience)
        return time.perf_counter() - began

    def _submit(self, job: Job) -> None:
        if self.idle:
            line = self.idle.popleft()
            if not self.waiting:
                line.take(job)
                return
            self.idle.appendleft(line)
        self.waiting.append(job)
