"""The one entry: an ASGI application that hands Django, as WSGI, to a pool of threads.

Hot paths that take thousands of durable writes a second stand beside Django here as lean ASGI faces (`<mechanism>/live`), under the same
address. Why not a reverse proxy: docs/decisions/0002-one-entry.md.
"""

from __future__ import annotations

import os
import signal

from zhifa.config.processes import end_with_parent
from zhifa.config.threads import Message, Receive, Send, ThreadedDjango
from zhifa.config.wsgi import application as django
from zhifa.sittings.live import PREFIX, Sittings

THREADS = int(os.environ.get("ZHIFA_WEB_THREADS", "8"))


class Entry:
    """Sends each request to its face; the lean ones begin with the server."""

    def __init__(self) -> None:
        self._pages = ThreadedDjango(django, threads=THREADS)
        self._sittings = Sittings()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request, or the server's own beginning and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(PREFIX):
            await self._sittings(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._sittings.start()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return


# A worker whose master was killed goes at once: it would share the port with the next one and answer for it, or not at all.
end_with_parent(signal.SIGKILL)
application = Entry()
