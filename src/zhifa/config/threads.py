"""Hands a WSGI application to a pool of threads behind an ASGI server: the bridge of the one entry.

Small on purpose. The request body is read whole up to a limit before a thread is taken (a slow sender
never holds one); an answer of one piece goes out in one message; a longer one streams piece by piece, so
that an export of a million rows never stands in memory.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Wsgi = Callable[..., Iterable[bytes]]

SPOOL_BYTES = 1024 * 1024


class ThreadedDjango:
    """An ASGI application that answers every HTTP request by calling a WSGI application in a thread."""

    def __init__(self, wsgi: Wsgi, *, threads: int) -> None:
        self._wsgi = wsgi
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="django")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one HTTP request; other scopes are not ours."""
        if scope["type"] != "http":
            return
        body = await _whole_body(receive)
        loop = asyncio.get_running_loop()
        status, headers, first, rest = await loop.run_in_executor(self._pool, self._begin, scope, body)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        try:
            while rest is not None:
                await send({"type": "http.response.body", "body": first, "more_body": True})
                first, rest = await loop.run_in_executor(self._pool, _next_piece, rest)
            await send({"type": "http.response.body", "body": first})
        finally:
            await loop.run_in_executor(self._pool, _close, rest)

    def _begin(
        self, scope: Message, body: IO[bytes]
    ) -> tuple[int, list[tuple[bytes, bytes]], bytes, _Pieces | None]:
        """Run the application to its first piece; `rest` is None when that was the last."""
        started: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _exc_info: object = None) -> None:
            started[:] = [int(status[:3]), headers]

        pieces = _Pieces(self._wsgi(environ_of(scope, body), start_response))
        first, rest = _next_piece(pieces)
        code, headers = started
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return code, raw, first, rest


class _Pieces:
    """An answer's pieces with one looked ahead, so that the last is known to be the last."""

    def __init__(self, answer: Iterable[bytes]) -> None:
        self.answer = answer
        self.iterator: Iterator[bytes] = iter(answer)
        self.ahead: bytes | None = next(self.iterator, None)


def _next_piece(pieces: _Pieces) -> tuple[bytes, _Pieces | None]:
    current = pieces.ahead if pieces.ahead is not None else b""
    pieces.ahead = next(pieces.iterator, None)
    if pieces.ahead is None:
        _close(pieces)
        return current, None
    return current, pieces


def _close(pieces: _Pieces | None) -> None:
    close = getattr(pieces.answer, "close", None) if pieces is not None else None
    if close is not None:
        close()


async def _whole_body(receive: Receive) -> IO[bytes]:
    """The request's body; beyond a megabyte it lies on disk, not in memory."""
    message = await receive()
    if not message.get("more_body"):
        return io.BytesIO(message.get("body", b""))
    spool: IO[bytes] = tempfile.SpooledTemporaryFile(SPOOL_BYTES)  # noqa: SIM115 - handed on to the request, which closes it
    spool.write(message.get("body", b""))
    while message.get("more_body"):
        message = await receive()
        spool.write(message.get("body", b""))
    spool.seek(0)
    return spool


def environ_of(scope: Message, body: IO[bytes]) -> dict[str, Any]:
    """The WSGI environment (PEP 3333) of an ASGI HTTP scope."""
    host, port = scope.get("server") or ("127.0.0.1", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        key = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ
