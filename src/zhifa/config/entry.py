"""The one entry: an ASGI application that hands Django, as WSGI, to a pool of threads.

Hot paths that take thousands of durable writes a second will stand beside Django here as lean ASGI faces
(`<mechanism>/live`), under the same address. Why not a reverse proxy: docs/decisions/0002-one-entry.md.
"""

from __future__ import annotations

import os
import signal

from zhifa.config.processes import end_with_parent
from zhifa.config.threads import ThreadedDjango
from zhifa.config.wsgi import application as django

THREADS = int(os.environ.get("ZHIFA_WEB_THREADS", "8"))

# A worker whose master was killed goes at once: it would share the port with the next one and answer for it, or not at all.
end_with_parent(signal.SIGKILL)
application = ThreadedDjango(django, threads=THREADS)
