"""The ASGI application under `/live/sittings/`: the wire of docs/mechanisms/sittings.md.

Nothing is answered without a ticket; a ticket opens one attempt. Every answer, refusals included, says `{"zhifa": "sittings/1", "now"}`.
Nothing of a request goes into a log.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput, NotFound, Refusal
from zhifa.sittings.errors import NoTicket, TooEarly, TooLarge
from zhifa.sittings.live.handing import Seals, in_thread
from zhifa.sittings.live.store import Store, told_without_words
from zhifa.sittings.models import Attempt
from zhifa.sittings.rules.answers import Malformed, saves_of, seen_of
from zhifa.sittings.rules.chain import instant
from zhifa.sittings.selectors.attempts import receipts_of
from zhifa.sittings.services.keeping import Begin, Begun, Keep, Kept, Said, fate_data
from zhifa.sittings.services.sitting import attempt_of_ticket, fetch_paper, hand_in_paper

PREFIX = "/live/sittings/"
SPEAKS = "sittings/1"
BODY_MOST = 1024 * 1024
BODY_SECONDS = 30
RETRY_SECONDS = {503: 2, 425: 1}

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Told = Mapping[str, Any]


class Sittings:
    """The application; `start` it when the server has started."""

    def __init__(self) -> None:
        self.store = Store()
        self.seals = Seals()
        self._acts: dict[tuple[str, str], Callable[[str, Told, datetime], Awaitable[dict[str, Any]]]] = {
            ("GET", "paper"): self._paper,
            ("POST", "start"): self._start,
            ("POST", "save"): self._save,
            ("POST", "hand-in"): self._hand_in,
            ("GET", "receipt"): self._receipt,
        }

    def start(self) -> None:
        """Begin to write, and to beat the pulse."""
        self.store.start()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one HTTP request under the prefix."""
        self.store.start()
        now = clock.now()
        try:
            status, told = 200, await self._answer(scope, receive, now)
        except Refusal as refusal:
            status, told = refusal.status, dict(refusal.as_problem(scope["path"]))
        except Exception as error:  # noqa: BLE001 - a player gets an answer whatever happens
            told_without_words(error)
            status, told = (
                500,
                {"type": "about:blank", "title": "server error", "status": 500, "code": "failure"},
            )
        await _send(send, status, {"zhifa": SPEAKS, "now": instant(clock.now()), **told})

    async def _answer(self, scope: Message, receive: Receive, now: datetime) -> dict[str, Any]:
        attempt, _slash, act = scope["path"].removeprefix(PREFIX).partition("/")
        ticketed = attempt_of_ticket(_bearer(scope["headers"]), now)
        if ticketed is None:
            raise NoTicket(_("没有有效的考试凭证"), next_step=_("请从“我的考试”重新进入。"))
        work = self._acts.get((scope["method"], act))
        if ticketed != attempt or work is None:
            raise NotFound(_("没有这份答卷"))
        body = await _body(scope["headers"], receive) if scope["method"] == "POST" else {}
        try:
            return await work(attempt, body, now)
        except Malformed as error:
            raise BadInput(_("请求读不懂"), why=str(error)) from error

    async def _paper(self, attempt: str, _body: Told, _now: datetime) -> dict[str, Any]:
        fetched = await in_thread(lambda: fetch_paper(attempt))
        return {
            "sealed": base64.b64encode(fetched.sealed).decode(), "opens_at": instant(fetched.opens_at),
            "closes_at": instant(fetched.closes_at), "minutes": fetched.minutes,
        }  # fmt: skip

    async def _start(self, attempt: str, body: Told, now: datetime) -> dict[str, Any]:
        begun = await self.store.order(Begin(attempt, now, seen_of(body)))
        assert isinstance(begun, Begun)  # noqa: S101 - what the order asks for
        return {
            "key": base64.b64encode(begun.key).decode(), "file_key": base64.b64encode(begun.file_key).decode(),
            "started_at": instant(begun.started_at), "ends_at": instant(begun.ends_at), "head": begun.head.hex(), "links": begun.links,
            "turn": begun.turn, "answers": begun.answers, "broadcasts": _told(begun.broadcasts), "handed": _or_none(begun.handed_at),
        }  # fmt: skip

    async def _save(self, attempt: str, body: Told, now: datetime) -> dict[str, Any]:
        kept = await self.store.order(Keep(attempt, now, saves_of(body), seen_of(body)))
        assert isinstance(kept, Kept)  # noqa: S101 - what the order asks for
        return _kept_data(kept)

    async def _hand_in(self, attempt: str, body: Told, now: datetime) -> dict[str, Any]:
        saves, seen = saves_of(body), seen_of(body)
        handed = await in_thread(lambda: hand_in_paper(attempt, saves, now=now, seen=seen))
        told = _kept_data(handed.kept) | {"handed": _or_none(handed.attempt.handed_at)}
        return told | await self.seals.receipt_or_promise(handed.attempt)

    async def _receipt(self, attempt: str, _body: Told, _now: datetime) -> dict[str, Any]:
        def made() -> dict[str, dict[str, Any]]:
            return receipts_of(Attempt.objects.filter(key=attempt))

        found = await in_thread(made)
        if attempt not in found:
            raise TooEarly(_("还没有回执"), next_step=_("交卷后过一两秒再取。"))
        return {"receipt": found[attempt]}


def _kept_data(kept: Kept) -> dict[str, Any]:
    return {
        "kept": [fate_data(one) for one in kept.taken], "newer": kept.newer, "head": kept.head.hex(), "links": kept.links,
        "turn": kept.turn, "ends_at": instant(kept.ends_at), "broadcasts": _told(kept.broadcasts), "handed": _or_none(kept.handed_at),
    }  # fmt: skip


def _told(broadcasts: Sequence[Said]) -> list[dict[str, Any]]:
    return [{"id": one.id, "words": one.words, "said_at": instant(one.said_at)} for one in broadcasts]


def _or_none(moment: datetime | None) -> str | None:
    return instant(moment) if moment else None


def _bearer(headers: Sequence[tuple[bytes, bytes]]) -> str:
    for name, value in headers:
        if name == b"authorization":
            kind, _space, shown = value.decode("latin-1").partition(" ")
            return shown.strip() if kind.lower() == "bearer" else ""
    return ""


async def _body(headers: Sequence[tuple[bytes, bytes]], receive: Receive) -> Told:
    """The request's JSON object, of at most a mebibyte; `{}` for an empty body."""
    for name, value in headers:
        if name == b"content-length" and value.isdigit() and int(value) > BODY_MOST:
            raise TooLarge(_("请求太大"), next_step=_("分几次传。"))
    message = await receive()
    content: bytes = message.get("body", b"")
    if message.get("more_body"):
        try:
            async with asyncio.timeout(BODY_SECONDS):
                content += await _rest(receive, BODY_MOST - len(content))
        except TimeoutError as error:
            raise BadInput(_("请求没有传完"), next_step=_("请再传一次。")) from error
    try:
        told = json.loads(content) if content else {}
    except (ValueError, RecursionError) as error:
        raise BadInput(_("请求读不懂"), why="JSON") from error
    if not isinstance(told, dict):
        raise BadInput(_("请求读不懂"), why="JSON object")
    return told


async def _rest(receive: Receive, most: int) -> bytes:
    rest = b""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadInput(_("请求没有传完"), next_step=_("请再传一次。"))
        rest += message.get("body", b"")
        more = bool(message.get("more_body"))
        if len(rest) > most:
            raise TooLarge(_("请求太大"), next_step=_("分几次传。"))
    return rest


async def _send(send: Send, status: int, told: Mapping[str, Any]) -> None:
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    kind = b"application/json" if status == 200 else b"application/problem+json"
    headers = [
        (b"content-type", kind), (b"content-length", str(len(content)).encode()), (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]  # fmt: skip
    if status in RETRY_SECONDS:
        headers.append((b"retry-after", str(RETRY_SECONDS[status]).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
