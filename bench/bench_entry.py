"""Which entry: WSGI alone, one ASGI entry with Django in threads, Django under ASGI, or a proxy before WSGI.

Each variant serves the same JSON view of a bare Django from one granian worker; `wrk` (apt) drives it over
16 persistent connections. The peer of every variant is granian's own WSGI interface in the same run.
Needs `wrk`, and `nginx` for the proxy row; a missing tool leaves its row out and says so.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django
from django.conf import settings

if not settings.configured:
    settings.configure(
        SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], USE_TZ=True
    )
    django.setup()

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path

from zhifa.config.threads import ThreadedDjango


def answer(request: HttpRequest) -> JsonResponse:
    """About as much Python as a small API answer costs."""
    return JsonResponse({"rows": [{"code": f"F{n}", "value": str(n * 7), "unit": "人次"} for n in range(40)]})


urlpatterns = [path("", answer)]
wsgi = get_wsgi_application()
threads = WSGIMiddleware(wsgi, workers=8)
bridge = ThreadedDjango(wsgi, threads=8)
asgi = get_asgi_application()

VARIANTS = {
    "wsgi": ("wsgi", "bench.bench_entry:wsgi"),
    "asgi entry, a2wsgi": ("asginl", "bench.bench_entry:threads"),
    "asgi entry, our bridge": ("asginl", "bench.bench_entry:bridge"),
    "asgi entry, Django in ASGI": ("asginl", "bench.bench_entry:asgi"),
}


def run(scale: float = 1.0) -> dict[str, Any]:
    """Requests per second of every variant and its ratio to plain WSGI; `scale` stretches the seconds."""
    seconds = max(2, round(6 * scale))
    if not shutil.which("wrk"):
        return {"skipped": "wrk is not installed (apt-get install wrk)"}
    rows = {name: _measure(interface, target, seconds) for name, (interface, target) in VARIANTS.items()}
    if shutil.which("nginx"):
        rows["nginx before wsgi"] = _measure("wsgi", VARIANTS["wsgi"][1], seconds, proxy=True)
    peer = rows["wsgi"]["requests_per_second"]
    return {
        "seconds": seconds,
        "connections": 16,
        "cores": os.cpu_count(),
        "rows": {
            name: {**row, "ratio": round(row["requests_per_second"] / peer, 2)} for name, row in rows.items()
        },
    }


def _measure(interface: str, target: str, seconds: int, *, proxy: bool = False) -> dict[str, float]:
    """Serve one variant, drive it, answer requests per second and the 99th percentile in milliseconds."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        interface,
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    if interface == "wsgi":
        command += ["--blocking-threads", "8"]
    with tempfile.TemporaryDirectory() as folder:
        serving = [subprocess.Popen([*command, target], start_new_session=True)]
        front = port
        if proxy:
            front = _free_port()
            serving.append(_nginx(Path(folder), front, port))
        try:
            _wait(front)
            _wrk(front, 1)
            return _wrk(front, seconds)
        finally:
            for process in reversed(serving):
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)


def _nginx(folder: Path, front: int, port: int) -> subprocess.Popen[bytes]:
    """nginx as the plainest reverse proxy with persistent connections to the application."""
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log /dev/null; events {{}} http {{ access_log off;"
        f" upstream app {{ server 127.0.0.1:{port}; keepalive 32; }}"
        f" server {{ listen 127.0.0.1:{front}; location / {{ proxy_pass http://app;"
        ' proxy_http_version 1.1; proxy_set_header Connection ""; } } }'
    )
    return subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])


def _wrk(port: int, seconds: int) -> dict[str, float]:
    told = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", f"http://127.0.0.1:{port}/"],
        check=True, capture_output=True, text=True, timeout=seconds + 20,
    ).stdout  # fmt: skip
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    tail = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    assert rate and tail, told
    milliseconds = float(tail[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[tail[2]]
    return {"requests_per_second": round(float(rate[1]), 1), "p99_ms": round(milliseconds, 2)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=2))
