"""Starting: from nothing to the founding district, and the second start, which an administrator waits for.

Each start is `zhifa serve` in a home of its own, timed from the command until the first page answers; the peer is what no
Python program can go below here: an interpreter that imports Django and opens one connection, in the same run. Downloads
are not part of it: packages and the front end are there.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STARTS = 5
PATIENCE = 120.0
AIMS = {"set_up_s": 120.0, "second_start_s": 10.0}
PEER = "import django; django.setup(); from django.db import connection; connection.ensure_connection()"


def measure(home: Path) -> dict[str, Any]:
    """Set up, start again and again, compare."""
    environment = environment_of(home)
    began = time.perf_counter()
    subprocess.run(zhifa("demo"), env=environment, check=True, capture_output=True, timeout=PATIENCE)
    demo = time.perf_counter() - began
    first = started(environment)
    starts = sorted(started(environment) for _ in range(STARTS))
    peers = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", PEER], env=environment, check=True, timeout=PATIENCE)
        peers.append(time.perf_counter() - began)
    return {
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "load_district_s": round(demo, 1),
        "first_start_s": round(first, 1),
        "set_up_s": round(demo + first, 1),
        "second_start_s": round(starts[0], 1),
        "second_start_worst_s": round(starts[-1], 1),
        "import_and_connect_s": round(min(peers), 2),
        "ratio_to_import": round(starts[0] / min(peers), 1),
        "aims": AIMS,
    }


def started(environment: dict[str, str]) -> float:
    """Seconds from `zhifa serve` to the first answer; stopped again, drained."""
    address = f"http://127.0.0.1:{environment['ZHIFA_PORT']}/healthz"
    began = time.perf_counter()
    process = subprocess.Popen(zhifa("serve"), env=environment, stdout=subprocess.DEVNULL)
    try:
        while not answers(address):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise RuntimeError("zhifa serve did not come up")
            time.sleep(0.02)
        return time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def answers(address: str) -> bool:
    """Whether a page answers."""
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=1) as answer:  # noqa: S310 - our own
        return bool(answer.status == 200)
    return False


def zhifa(word: str) -> list[str]:
    """The command."""
    return [sys.executable, "-m", "zhifa.config.cli", word]


def environment_of(home: Path) -> dict[str, str]:
    """A home, a port and a database of its own; nothing of ours from outside."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHIFA_")}
    return {
        **kept, "ZHIFA_HOME": str(home), "ZHIFA_PORT": str(port), "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "zhifa.config.settings",
    }  # fmt: skip


def stop_database(environment: dict[str, str]) -> None:
    """What the last command left running."""
    code = (
        "from zhifa.config.environment import read_environment as read;"
        "from zhifa.config.database import start_embedded, stop_embedded;"
        "start_embedded(read()); stop_embedded(read())"
    )
    subprocess.run([sys.executable, "-c", code], env=environment, check=False, capture_output=True)


if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp(prefix="zhifa-bench-start-"))
    try:
        print(json.dumps(measure(folder / "home"), ensure_ascii=False, indent=2))
    finally:
        stop_database(environment_of(folder / "home"))
        shutil.rmtree(folder, ignore_errors=True)
