"""The founding district: loaded, its report built, its heaviest pages opened.

Pages are asked of Django in this process as their reader sees them; the peer of each is the page that only says that the
process lives, in the same run. The report's peer is the plain SQL of its figures' counts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench import fresh

DATABASE = "zhifa_bench_district"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

SINCE, UNTIL = date(2016, 1, 1), date(2018, 8, 24)
WINDOW = f"since={SINCE}&until={UNTIL}"
PUBLIC = {
    "home": "/",
    "figures": f"/figures/?{WINDOW}",
    "one figure, 1,725 records": f"/figures/deeds.attendances/?{WINDOW}",
    "activities": "/activities/",
    "campaigns": "/campaigns/",
    "law": "/laws/",
}
WORK = {
    "work": "/work/",
    "records": "/work/deeds/",
    "records, last page": "/work/deeds/?page=115",
    "plan of a year": "/work/plans/?year=2018",
    "units": "/work/units/",
    "areas": "/work/areas/",
    "inbox": "/work/inbox/",
}
AIMS = {"load_s": 60.0}


def measure() -> dict[str, Any]:
    """Load, build, open."""
    from django.core.management import call_command
    from django.test import Client

    from zhifa.accounts.api import Account
    from zhifa.deeds.api import Deed, withdraw_deed
    from zhifa.founding.api import found_district
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor
    from zhifa.ledger.api import seal_pending
    from zhifa.reports.api import compose, ensure_outlines
    from zhifa.reports.rules.outline import from_data
    from zhifa.reports.selectors import outline_by_code
    from zhifa.reports.services import build_report, bundle, files_of

    call_command("migrate", verbosity=0, interactive=False)
    load = timed(lambda: found_district(now=clock.now(), say=lambda line: None))
    ensure_outlines(now=clock.now())
    while seal_pending(now=clock.now()):
        pass
    system = Actor.system("bench")
    outline = outline_by_code(system, "article")
    made: dict[str, Any] = {}

    def compose_it() -> None:
        made["report"] = compose(
            system, from_data(outline.blocks), title=outline.title, since=SINCE, until=UNTIL
        )

    composing = min(timed(compose_it) for _ in range(3))
    building = timed(lambda: made.update(files=files_of(system, made["report"])))
    sizes = {name: len(content) // 1024 for name, content in made["files"].items() if "/" not in name}

    proof: dict[str, bytes] = {}
    bundling = timed(lambda: proof.update(made=bundle(system, made["report"])))
    checking = check(proof["made"])

    head = build_report(system, outline="article", since=SINCE, until=UNTIL).head.size
    withdraw_deed(system, Deed.objects.filter(state="confirmed").latest("pk").key, "记错了", now=clock.now())
    while seal_pending(now=clock.now()):
        pass
    rebuilding = timed(
        lambda: build_report(system, outline="article", since=SINCE, until=UNTIL, checkpoint=head)
    )

    stranger, clerk = Client(), Client()
    account = Account.objects.get(username="clerk")
    clerk.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    least = opened(stranger, "/healthz")["ms"]
    pages = {name: opened(stranger, path) for name, path in PUBLIC.items()}
    pages |= {name: opened(clerk, path) for name, path in WORK.items()}
    for page in pages.values():
        page["ratio_to_healthz"] = round(page["ms"] / least, 1)
    heaviest = max(pages, key=lambda name: pages[name]["ms"])
    return {
        "cores": os.cpu_count(),
        "load_s": round(load, 1),
        "report_figures": len(made["report"].doors),
        "report_compose_s": round(composing, 2),
        "report_files_s": round(building, 2),
        "report_kb": sizes,
        "report_rebuilt_at_an_older_head_s": round(rebuilding, 2),
        "bundle_kb": len(proof["made"]) // 1024,
        "bundle_build_s": round(bundling, 2),
        "bundle_check_s": round(checking, 2),
        "healthz_ms": least,
        "heaviest": heaviest,
        "pages": pages,
        "aims": AIMS,
    }


def check(content: bytes) -> float:
    """Seconds that the offline checker takes in a process of its own; it must find everything right."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.json"
        path.write_bytes(content)
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "zhifa_verify", str(path)],
            env={**os.environ, "PYTHONPATH": "verify"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        taken = time.perf_counter() - began
    assert done.returncode == 2, done.stdout  # consistent; no key was given
    return taken


def opened(client: Any, path: str) -> dict[str, Any]:
    """The best of three: milliseconds, queries, kilobytes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times, queries, size = [], 0, 0
    for _ in range(4):
        with CaptureQueriesContext(connection) as seen:
            began = time.perf_counter()
            answer = client.get(path)
            times.append(time.perf_counter() - began)
        assert answer.status_code == 200, (path, answer.status_code)
        queries, size = len(seen), len(answer.content)
    return {"ms": round(min(times) * 1000, 1), "queries": queries, "kb": round(size / 1024)}


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    fresh(DATABASE)
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
