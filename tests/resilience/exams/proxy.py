"""A real fault proxy: what lies between a phone and the server, with everything that goes wrong there, at seeded moments.

One HTTP request a connection. Each may pass, be dropped on the way there, be dropped on the way back (the server did it and nobody hears),
be sent twice, be delayed (so that a later one overtakes it), be left without an answer (half-open), or be answered by the page of a
captive portal with status 200.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections import Counter
from types import TracebackType
from typing import Self

KINDS = (
    "dropped on the way there",
    "dropped on the way back",
    "sent twice",
    "delayed",
    "half-open",
    "captive portal",
)
PORTAL = "<!doctype html><title>WLAN</title><h1>欢迎使用无线网络</h1><p>请先登录。</p>".encode()
HANGS = 12.0  # seconds, longer than a player's patience
LATE = 1.5


class FaultProxy:
    """Listens on a port of its own in a thread of its own; `rate` is the share of requests that suffer, 0 to 1."""

    def __init__(self, server: int, seed: int) -> None:
        self.server, self.rate, self.cut = server, 0.0, False
        self.faults: Counter[str] = Counter()
        self.port = 0
        self._serving: set[object] = set()  # asyncio itself holds its tasks weakly
        self._random = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def url(self) -> str:
        """Where the browser goes."""
        return f"http://127.0.0.1:{self.port}"

    async def _listen(self) -> None:
        self._listening = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._listening.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        self._listening.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for one in others:
            one.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._serving.add(task := asyncio.current_task())
        with contextlib.suppress(
            OSError,
            asyncio.IncompleteReadError,
            asyncio.LimitOverrunError,
            ValueError,
            asyncio.CancelledError,
        ):
            request = await _request(reader)
            await self._answer(request, writer)
        with contextlib.suppress(OSError):
            writer.close()
        self._serving.discard(task)

    async def _answer(self, request: bytes, writer: asyncio.StreamWriter) -> None:
        kind = self._kind(request)
        if kind is not None:
            self.faults[kind] += 1
        if kind == "dropped on the way there":
            _reset(writer)
        elif kind == "half-open":
            await asyncio.sleep(HANGS)
            _reset(writer)
        elif kind == "captive portal":
            told = (
                "HTTP/1.1 200 OK",
                "Content-Type: text/html; charset=utf-8",
                f"Content-Length: {len(PORTAL)}",
                "Connection: close",
            )
            head = "\r\n".join([*told, "", ""])
            writer.write(head.encode() + PORTAL)
            await writer.drain()
        else:
            if kind == "delayed":
                await asyncio.sleep(self._random.uniform(0.1, LATE))
            answer = await self._forward(request)
            if kind == "sent twice":
                await self._forward(request)
            if kind == "dropped on the way back":
                _reset(writer)
                return
            writer.write(answer)
            await writer.drain()

    def _kind(self, request: bytes) -> str | None:
        """What happens to a request. Scripts and styles arrive: a browser asks for them once."""
        target = request.split(b" ", 2)[1]
        if not target.startswith((b"/live/", b"/exams/")) or self._random.random() >= self.rate:
            return "dropped on the way there" if self.cut else None
        return self._random.choice(KINDS)

    async def _forward(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read(-1)
        finally:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> bytes:
    """One whole request, asked to be the last of its connection."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = [line for line in head[:-4].split(b"\r\n") if not line.lower().startswith(b"connection:")]
    length = next(
        (int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), 0
    )
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + await reader.readexactly(length)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Break off without a farewell."""
    writer.transport.abort()
