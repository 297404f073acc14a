"""The lean face: the same rows as the services, deny by default, refusals that a program understands.

The store writes here with the test's own connection, so that what it writes is taken back; that its commits survive kills is tried in
tests/resilience/exams.
"""

from __future__ import annotations

import asyncio
import json
import random
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from zhifa.kernel import clock
from zhifa.kernel.errors import Refusal
from zhifa.sittings.live.application import BODY_MOST, PREFIX, Sittings
from zhifa.sittings.live.store import Store
from zhifa.sittings.models import Attempt, Exam, Outage, Save
from zhifa.sittings.rules.chain import Given
from zhifa.sittings.services.keeping import Begin, Begun, Keep, Kept
from zhifa.sittings.services.outages import beat
from zhifa.sittings.services.sitting import save_answers, start_attempt, ticket_for
from zhifa.sittings.tests.test_sitting import DEVICE, OTHER, whole
from zhifa.sittings.tests.world import attempt_of


class Here(Store):
    """The store without its thread, on the test's connection."""

    def __init__(self) -> None:
        super().__init__()
        connection.ensure_connection()
        self._connection = connection.connection
        self._beat_at = clock.now()

    def start(self) -> None:
        """Nothing runs by itself."""

    def _drop(self) -> None:
        """The connection is the test's."""

    def _beat(self, now: datetime) -> None:
        beat(now=now)

    def many(self, *orders: Begin | Keep) -> list[Begun | Kept | Exception]:
        return self._carry_out(orders)

    async def order(self, order: Begin | Keep) -> Begun | Kept:
        outcome = self._carry_out([order])[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def rows(attempt: Attempt) -> list[tuple[Any, ...]]:
    return list(
        Save.objects.filter(attempt=attempt).values_list("number", "device", "turn", "position", "answer", "received_at")
    )  # fmt: skip


def test_service_and_store_write_the_same_rows(exam: Exam) -> None:
    first, second, now = attempt_of(exam, "anna"), attempt_of(exam, "bea"), clock.now()
    dice, store = random.Random(11), Here()
    start_attempt(first.key, now=now)
    store.many(Begin(second.key, now))
    sent = [
        Given(dice.choice((DEVICE, OTHER)), turn, str(dice.randint(1, 8)), (dice.choice("ABCD"),), now)
        for turn in range(1, 61)
    ]
    requests = [tuple(dice.sample(sent, dice.randint(0, 5))) for _number in range(80)]
    for place, request in enumerate(requests):
        moment = now + timedelta(seconds=place)
        kept = save_answers(first.key, request, now=moment)
        if place % 10 == 0:
            store = Here()  # as after a restart: nothing is remembered
        (told,) = store.many(Keep(second.key, moment, request))
        assert isinstance(told, Kept)
        assert (told.taken, told.newer, told.links, told.turn) == (
            kept.taken, kept.newer, kept.links, kept.turn,
        )  # fmt: skip
    assert rows(first) == rows(second) != []
    assert whole(first)
    assert whole(second)


def test_a_clock_that_is_set_forward_takes_nobodys_time(exam: Exam, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over midnight, and four hours past the end: the first answer after it is kept, since the gap was an outage of ours."""
    attempt, now = attempt_of(exam, "anna"), clock.now()
    beat(now=now)
    store = Here()
    store.many(Begin(attempt.key, now))
    ahead = now + timedelta(hours=5)
    monkeypatch.setattr(clock, "now", lambda: ahead)
    (kept,) = store.many(Keep(attempt.key, ahead, (Given(DEVICE, 1, "1", ("A",), now),)))
    assert isinstance(kept, Kept), kept
    attempt.refresh_from_db()
    assert attempt.ends_at is not None
    assert attempt.ends_at > ahead
    assert Outage.objects.get().until_at == ahead


def test_a_batch_does_each_order_and_one_broken_order_spoils_no_other(
    exam: Exam, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, now = Here(), clock.now()
    keys = [attempt_of(exam, name).key for name in ("anna", "bea", "carl")]
    begun = store.many(*(Begin(key, now) for key in reversed(keys)), Begin("none", now))
    assert [isinstance(one, Begun) for one in begun] == [True, True, True, False]

    def save(key: str, turn: int, device: str = DEVICE) -> Keep:
        return Keep(key, now, (Given(device, turn, "1", ("A",), now),))

    broken = save(keys[1], 1, "x" * 23)  # longer than its column
    outcomes = store.many(save(keys[0], 1), broken, save(keys[2], 1), save(keys[0], 2), save(keys[0], 1))
    assert [type(one).__name__ for one in outcomes] == [
        "Kept", "StringDataRightTruncation", "Kept", "Kept", "Kept",
    ]  # fmt: skip
    assert [len(rows(attempt_of(exam, name))) for name in ("anna", "bea", "carl")] == [2, 0, 1]

    def away(*_arguments: object) -> None:
        raise psycopg.OperationalError("gone")

    monkeypatch.setattr("zhifa.sittings.live.store.carry_out", away)
    refusal = store.many(save(keys[0], 3))[0]
    assert isinstance(refusal, Refusal)
    assert refusal.status == 503
    assert len(rows(attempt_of(exam, "anna"))) == 2


def asked(
    application: Sittings, method: str, path: str, shown: str = "", body: bytes = b""
) -> tuple[int, dict[str, Any], dict[bytes, bytes]]:
    """One request to the application: status, JSON, headers."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"authorization", f"Bearer {shown}".encode("latin-1"))] if shown else []
    headers += [(b"content-length", str(len(body)).encode())]
    scope = {"type": "http", "method": method, "path": PREFIX + path, "headers": headers}
    asyncio.run(application(scope, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"]), dict(sent[0]["headers"])


def test_the_wire_says_who_speaks_and_refuses_by_default(exam: Exam) -> None:
    application = Sittings()
    application.store = Here()
    attempt, other = attempt_of(exam, "anna"), attempt_of(exam, "bea")
    shown = ticket_for(attempt)
    refusals = [
        asked(application, "GET", f"{attempt.key}/receipt"),
        asked(application, "POST", f"{attempt.key}/start", "a.b.c"),
        asked(application, "POST", f"{other.key}/start", shown),
        asked(application, "POST", f"{attempt.key}/paper", shown),
        asked(application, "GET", f"{attempt.key}/../start", shown),
        asked(application, "POST", f"{attempt.key}/save", shown, b'{"saves": []}'),
        asked(application, "POST", f"{attempt.key}/save", shown, b"<html>"),
        asked(application, "POST", f"{attempt.key}/save", shown, b'{"saves": [{}]}'),
        asked(application, "POST", f"{attempt.key}/save", shown, b" " * (BODY_MOST + 1)),
    ]
    assert [(status, told["code"]) for status, told, _headers in refusals] == [
        (401, "no-ticket"), (401, "no-ticket"), (404, "not-found"), (404, "not-found"), (404, "not-found"), (409, "not-started"),
        (422, "bad-input"), (422, "bad-input"), (413, "too-large"),
    ]  # fmt: skip
    assert all(
        told["zhifa"] == "sittings/1" and headers[b"content-type"] == b"application/problem+json"
        for _status, told, headers in refusals
    )
    status, begun, headers = asked(application, "POST", f"{attempt.key}/start", shown)
    assert (status, begun["zhifa"], begun["links"], headers[b"cache-control"]) == (
        200,
        "sittings/1",
        0,
        b"no-store",
    )
    save = {"turn": 1, "position": "7.2", "answer": ["甲"], "device_at": "1999-01-01T00:00:00+08:00"}
    body = json.dumps({"device": DEVICE, "saves": [save, save], "seen": 0}).encode()
    status, kept, _headers = asked(application, "POST", f"{attempt.key}/save", shown, body)
    assert (status, kept["kept"]) == (200, [{"turn": 1, "number": 1, "current": True}] * 2)
    status, again, _headers = asked(application, "POST", f"{attempt.key}/start", shown)
    assert again["answers"] == {"7.2": ["甲"]}
    assert again["head"] == kept["head"]
