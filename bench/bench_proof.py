"""The founding report's proof: built, checked by the command and by the page on a phone's width; proofs a second.

The peer of checking is reading: the same bytes parsed as JSON and written back, in the same run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench import fresh

DATABASE = "zhifa_bench_proof"
if __name__ == "__main__":
    os.environ["ZHIFA_DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path[:0] = ["src", "verify"]

SINCE, UNTIL = date(2016, 1, 1), date(2018, 8, 24)
AIMS = {"page_kb": 1000}


def measure() -> dict[str, Any]:
    """Load the founding district, build, check."""
    from django.core.management import call_command

    from zhifa.founding.api import found_district
    from zhifa.kernel import clock
    from zhifa.kernel.actor import Actor
    from zhifa.ledger.api import seal_pending, verifier_key
    from zhifa.reports.api import compose, ensure_outlines
    from zhifa.reports.rules.outline import from_data
    from zhifa.reports.selectors import outline_by_code
    from zhifa.reports.services import bundle, checker
    from zhifa.reports.services.bundle import bundle_rows

    call_command("migrate", verbosity=0, interactive=False)
    found_district(now=clock.now(), say=lambda line: None)
    while seal_pending(now=clock.now()):
        pass
    ensure_outlines(now=clock.now())
    system = Actor.system("bench")
    outline = outline_by_code(system, "article")
    report = compose(system, from_data(outline.blocks), title=outline.title, since=SINCE, until=UNTIL)
    made: dict[str, bytes] = {}
    building = min(timed(lambda: made.update(bundle=bundle(system, report))) for _ in range(2))
    gathering = timed(lambda: made.update(rows=b"".join(bundle_rows(system, report))))
    entries = json.loads(made["bundle"])["entries"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in (
            ("bundle.json", made["bundle"]),
            ("rows.jsonl", made["rows"]),
            ("check.html", checker()),
        ):
            (folder / file).write_bytes(content)
        (folder / "district.pub").write_text(verifier_key() + "\n")
        sizes = {path.name: path.stat().st_size // 1024 for path in folder.iterdir()}
        reading = min(timed(lambda: json.dumps(json.loads(made["bundle"]))) for _ in range(3))
        result = {
            "cores": os.cpu_count(), "figures": len(report.doors), "entries": len(entries), "kb": sizes,
            "page_kb": sizes["check.html"], **proofs(),
            "bundle_build_s": round(building, 2), "rows_build_s": round(gathering, 2),
            "rows": made["rows"].count(b"\n"), "read_and_write_json_s": round(reading, 3),
            "command_s": round(min(command(folder) for _ in range(3)), 2),
            "command_rows_s": round(command(folder, "--rows", "rows.jsonl"), 2),
            "command_sample_200_s": round(command(folder, "--rows", "rows.jsonl", "--sample", "200"), 2),
            **page(folder), "aims": AIMS,
        }  # fmt: skip
    return result


def proofs() -> dict[str, Any]:
    """Inclusion proofs a second, each made and checked alone, every entry of the log in turn."""
    from zhifa_verify.log import head_of, leaf_hash, root_by_path

    from zhifa.ledger.api import Prover
    from zhifa.ledger.models import Leaf

    ids = list(Leaf.objects.order_by("index").values_list("entry_id", flat=True)[:600])
    prover = Prover()
    began = time.perf_counter()
    proven = [one for entry_id in ids for one in prover.entries([entry_id])]
    making = time.perf_counter() - began
    head = head_of(prover.note)
    began = time.perf_counter()
    for one in proven:
        path = [bytes.fromhex(part) for part in one.path]
        assert root_by_path(leaf_hash(one.content.encode()), one.index, head.size, path) == head.root
    checking = time.perf_counter() - began
    return {
        "proofs_made_s": round(len(ids) / making),
        "proofs_checked_s": round(len(ids) / checking),
        "proof_bytes": 32 * max(len(one.path) for one in proven),
    }


def command(folder: Path, *more: str) -> float:
    """Seconds of zhifa-verify in a process of its own; it must find everything right."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "zhifa_verify", "--key", "district.pub", *more, "bundle.json"], cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path("verify").resolve())}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return time.perf_counter() - began


def page(folder: Path) -> dict[str, Any]:
    """Seconds of the page from the click to the verdict, offline, as wide as a phone; nothing without a browser."""
    from playwright.sync_api import sync_playwright

    chromium = next((found for one in ("chromium", "chromium-browser") if (found := shutil.which(one))), "")
    if not chromium:
        return {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(offline=True, viewport={"width": 390, "height": 844}, is_mobile=True)
        opened = context.new_page()
        opened.set_default_timeout(300_000)

        def click(*files: str) -> float:
            opened.goto((folder / "check.html").as_uri())
            opened.fill("#key", (folder / "district.pub").read_text())
            opened.set_input_files("#bundle", folder / "bundle.json")
            for file in files:
                opened.set_input_files("#rows", folder / file)
            began = time.perf_counter()
            opened.click("button[type=submit]")
            opened.wait_for_selector("#verdict")
            taken = time.perf_counter() - began
            assert opened.get_attribute("#verdict", "data-status") == "0"
            return taken

        result = {
            "page_s": round(min(click() for _ in range(3)), 2),
            "page_rows_s": round(click("rows.jsonl"), 2),
        }
        browser.close()
    return result


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    fresh(DATABASE)
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
