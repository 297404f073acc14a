"""`zhifa serve`: one command keeps every process alive, on one port, and drains them on stop.

A child that dies is started again with a growing pause (0.2 s up to 5 s; it falls back to 0.2 s after a
minute of health). On SIGTERM or Ctrl-C the children stop in the order in which they depend on each other:
web first (it finishes its requests), the database last.

Children are forks of the supervisor, which has read the whole program already: each starts at once and shares that memory, and
after an upgrade on disk all of one host still run one version until the supervisor itself is started anew.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from types import FrameType

import psycopg
from django.core.management import execute_from_command_line
from django.db import connections

from zhifa.config.database import START_FAILURES, forget_embedded, start_embedded, stop_embedded
from zhifa.config.environment import Environment
from zhifa.config.processes import be_called, end_with_parent

_FORK = multiprocessing.get_context("fork")
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
HEALTHY_AFTER = 60.0
DRAIN_SECONDS = 20.0
WEB_ALONE = (
    15.0  # seconds for which the web process starts alone: four at once on two cores keep people waiting
)


@dataclass
class Child:
    """One supervised process: its name, what it runs, and how it fares."""

    name: str
    run: Callable[[], None]
    process: ForkProcess | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    restarts: int = field(default=0)
    next_start: float = 0.0

    def keep_alive(self, now: float) -> None:
        """Start it if it is not running and its pause is over; remember how long it lasted."""
        if self.process is not None:
            code = self.process.exitcode
            if code is None:
                if now - self.started_at > HEALTHY_AFTER:
                    self.pause = FIRST_PAUSE
                return
            say(f"{self.name} 已退出（{code}），{self.pause:.1f} 秒后重启")
            self.process = None
            self.restarts += 1
            self.next_start = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        if now >= self.next_start:
            connections.close_all()  # a connection that two processes hold is closed for both by either
            self.process = _FORK.Process(target=self._begin, name=self.name, daemon=True)
            self.process.start()
            self.started_at = now

    def _begin(self) -> None:
        """In the new process: nothing of the supervisor's duties, its own name, its work."""
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        end_with_parent()
        be_called(f"zhifa {self.name}")
        self.run()

    def stop(self) -> None:
        """Ask it to finish; after the drain time, end it."""
        if self.process is None or self.process.exitcode is not None:
            return
        self.process.terminate()
        self.process.join(DRAIN_SECONDS)
        if self.process.exitcode is None:
            say(f"{self.name} 未在 {DRAIN_SECONDS:.0f} 秒内结束，强制停止")
            self.process.kill()
            self.process.join()


def children(environment: Environment) -> list[Child]:
    """The processes of one host, in the order in which they are stopped. The web server is a program of its own that starts its
    own worker; the others are commands of ours."""
    web = [
        sys.executable, "-m", "granian", "--interface", "asgi", "--host", environment.host,
        "--port", str(environment.port), "--workers", "1", "--backlog", "1024",
        "--workers-kill-timeout", str(int(DRAIN_SECONDS)), "--log-level", "warning",
        "zhifa.config.entry:application",
    ]  # fmt: skip

    def command(*words: str) -> Callable[[], None]:
        return lambda: execute_from_command_line(["zhifa", *words])

    return [
        Child("web", lambda: os.execv(web[0], web)),  # noqa: S606 - our own command
        Child("jobs", command("procrastinate", "worker", "--concurrency", "2")),
        Child("indexer", command("indexer")),
        Child("sealer", command("sealer")),
    ]


def supervise(environment: Environment, *, ready: Callable[[], None] = lambda: None) -> int:
    """Run everything until told to stop; answers the exit status."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    fleet = children(environment)
    checked = 0.0
    announced = False
    alone_until = time.monotonic() + WEB_ALONE
    while not stopping:
        now = time.monotonic()
        if not environment.database_url and now - checked > 1.0:
            _keep_database(environment)
            checked = now
        for child in fleet if announced or now > alone_until else fleet[:1]:
            child.keep_alive(now)
        if not announced and _answers(environment):
            ready()
            announced = True
        time.sleep(0.1 if announced else 0.02)
    say("正在停止：先让网页把手头的请求做完")
    for child in fleet:
        child.stop()
    if not environment.database_url:
        stop_embedded(environment)
    say("已停止")
    return 0


def say(line: str) -> None:
    """One line to the administrator."""
    print(f"[zhifa] {line}", flush=True)


def _keep_database(environment: Environment) -> None:
    """See that the embedded database answers; start it again when it does not, and again when that fails (a full disk, a long
    recovery): the supervisor outlives its database."""
    try:
        server = start_embedded(environment)
        with psycopg.connect(server.get_uri("postgres"), connect_timeout=3):
            return
    except (psycopg.OperationalError, *START_FAILURES):
        say("数据库没有应答，正在重新启动")
    forget_embedded(environment)
    try:
        start_embedded(environment)
    except START_FAILURES as error:
        say(f"数据库还没有起来，稍后再试：{error}")


def _answers(environment: Environment) -> bool:
    """Whether the web process accepts connections."""
    import socket

    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((environment.host, environment.port)) == 0
