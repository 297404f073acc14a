"""Plain players over HTTP: they answer, send again, send doubled and out of order, break off, and keep what was acknowledged."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import random
import socket
import threading
import time
from collections import Counter
from typing import Any

from tests.resilience.exams.recorder import Recorder
from tests.resilience.exams.staging import QUESTIONS, Seat

PATIENCE = 5.0  # seconds for one request
REFUSED = (401, 404, 409, 413, 422, 500)


class Player(threading.Thread):
    """One candidate's device, or several of one candidate. Whatever is not acknowledged is sent again, until `finish`."""

    def __init__(self, port: int, seat: Seat, recorder: Recorder, seed: int, *, pause: float = 0.03) -> None:
        super().__init__(daemon=True)
        self.port, self.seat, self.recorder, self.pause = port, seat, recorder, pause
        self.random = random.Random(seed)
        self.device = base64.urlsafe_b64encode(self.random.randbytes(16)).decode().rstrip("=")
        self.turn = 0
        self.waiting: list[dict[str, Any]] = []
        self.old: list[dict[str, Any]] = []  # acknowledged before, to be sent once more
        self.faults: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.last = 0.0
        self.finishing = threading.Event()
        self.broken_off = ""  # the next request ends in this way

    def finish(self) -> None:
        """No new answers; send what is left, then hand in."""
        self.finishing.set()

    def run(self) -> None:
        self._until_told("start", {"device": self.device})
        while not (self.finishing.is_set() and not self.waiting):
            if not self.finishing.is_set():
                self._answer()
            self._send_some()
            time.sleep(self.random.uniform(0, self.pause * 2))
        told = self._until_told("hand-in", {"device": self.device, "saves": self.old[-3:]})
        again = self._until_told("hand-in", {"device": self.device, "saves": []})
        for one in (told, again):
            self.recorder.handed_in(self.seat.attempt, one.get("receipt") or one["promise"])
        self.recorder.begun(self.seat.attempt, self._until_told("start", {"device": self.device})["answers"])

    def _answer(self) -> None:
        self.turn += 1
        year = self.random.choice((1970, 2026, 2026, 2099))  # a device's clock decides nothing
        self.faults["device clock wrong"] += year != 2026
        self.waiting.append(
            {
                "turn": self.turn, "position": str(self.random.randint(1, QUESTIONS)),
                "answer": [self.random.choice("ABCD")] if self.random.random() > 0.1 else [],
                "device_at": f"{year}-11-26T09:00:00Z",
            }
        )  # fmt: skip

    def _send_some(self) -> None:
        """Some of what waits, in any order, sometimes with what was acknowledged long ago."""
        if not self.waiting:
            return
        some = self.random.sample(self.waiting, self.random.randint(1, min(5, len(self.waiting))))
        if some != self.waiting[: len(some)]:
            self.faults["requests out of order"] += 1
        if self.old and self.random.random() < 0.3:
            some.append(self.random.choice(self.old))
            self.faults["answers sent twice"] += 1
        body = {"device": self.device, "saves": some}
        told = self._ask("save", body)
        if told is None:
            return
        kept = {fate["turn"] for fate in told["kept"]}
        if kept != {one["turn"] for one in some}:
            self.wrong.append(f"kept {kept}")
        self.recorder.saved(self.seat.attempt, body, told["kept"])
        self.old += [one for one in self.waiting if one["turn"] in kept]
        self.waiting = [one for one in self.waiting if one["turn"] not in kept]
        self.last = time.monotonic()

    def _until_told(self, act: str, body: dict[str, Any]) -> dict[str, Any]:
        while True:
            told = self._ask(act, body)
            if told is not None:
                return told
            time.sleep(0.1)

    def _ask(self, act: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """One request; None where no answer came, or one that says that the server is away."""
        broken_off, self.broken_off = self.broken_off, ""
        content = json.dumps(body).encode()
        path = f"/live/sittings/{self.seat.attempt}/{act}"
        with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                headers = {"Authorization": f"Bearer {self.seat.ticket}", "Content-Type": "application/json"}
                if broken_off == "request":  # half of the body is sent
                    headers["Content-Length"] = str(len(content))
                    connection.request("POST", path, content[: len(content) // 2], headers)
                    _reset(connection)
                    return None
                connection.request("POST", path, content, headers)
                if broken_off == "answer":  # nobody hears that it was kept
                    _reset(connection)
                    return None
                answer = connection.getresponse()
                told: dict[str, Any] = json.loads(answer.read())
            finally:
                connection.close()
            if answer.status in REFUSED:
                self.wrong.append(f"{act}: {answer.status} {told.get('code')}")
            return told if answer.status == 200 and told.get("zhifa") == "sittings/1" else None
        return None


def _reset(connection: http.client.HTTPConnection) -> None:
    """Break off without a farewell (RST)."""
    if connection.sock is not None:
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
