"""`make drill`: a district is loaded, backed up, lost, and comes back on another machine; how many minutes each step takes.

The figures must be the same, and a report built at the signed head that was published with the lost machine's must have the same bytes.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import Zhifa, installed

UNTIL = "2018-08-24"
WINDOW = ("--from", "2016-01-01", "--until", UNTIL)
SAME = ("report.html", "report.docx", "bundle.json")
KEY = "correct horse battery staple\n"
ADDRESS = "http://zhifa.example"  # doors name the site, which both machines serve
LONG = 900.0  # seconds: a busy machine is no fault
PAGES = ("/", "/laws/", "/api/v1/figures")


@contextmanager
def step(what: str, took: list[tuple[str, float]]) -> Iterator[None]:
    """Say what is done and how long it took."""
    print(f"{what} …", flush=True)
    began = time.monotonic()
    yield
    took.append((what, time.monotonic() - began))


def main() -> int:
    """Every step, or an AssertionError that says which failed."""
    took: list[tuple[str, float]] = []
    folder = Path(tempfile.mkdtemp(prefix="zhifa-drill-"))
    key, archive = folder / "passphrase", folder / "archive"
    key.write_text(KEY, "utf-8")
    key.chmod(0o600)
    try:
        with installed("drill", ZHIFA_PUBLIC_URL=ADDRESS) as lost:
            with step("load the demonstration district", took):
                lost.command("demo", patience=LONG)
            with step("publish a report (it names its signed head)", took):
                lost.command("report", "build", *WINDOW, "--out", str(folder / "published"), patience=LONG)
            with step("back up", took):
                lost.command("backup", "--to", str(archive), "--key-file", str(key))
            figures = lost.command("figures", "--until", UNTIL, "--format", "json").stdout
            with step("back up again, nothing changed", took):
                lost.command("backup", "--to", str(archive), "--key-file", str(key))
        print(f"the first machine is gone; the archive holds {_size(archive) / 1e6:.1f} MB")
        with installed("bare", ZHIFA_PUBLIC_URL=ADDRESS) as bare:
            published = folder / "published" / "bundle.json"
            with step("restore on a bare machine, compare with the published report's head", took):
                bare.command(
                    "restore",
                    "--from",
                    str(archive),
                    "--key-file",
                    str(key),
                    "--checkpoint",
                    str(published),
                    patience=LONG,
                )
            with step("verify the ledger", took):
                bare.command("ledger", "verify")
            with step("compare every figure", took):
                assert bare.command("figures", "--until", UNTIL, "--format", "json").stdout == figures
            with step("build the report at the published head, compare bytes", took):
                _same_report(bare, folder)
            with step("start, and answer pages", took):
                bare.start()
                for path in PAGES:
                    with urllib.request.urlopen(bare.url + path, timeout=30) as answer:
                        assert answer.status == 200, path
            bare.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n| step | minutes |\n|---|---|")
    for what, seconds in took:
        print(f"| {what} | {seconds / 60:.2f} |")
    print(f"| all | {sum(seconds for _, seconds in took) / 60:.2f} |")
    return 0


def _same_report(bare: Zhifa, folder: Path) -> None:
    """A report's bytes depend on the records at a head, and on nothing of the machine."""
    head = json.loads((folder / "published" / "bundle.json").read_text("utf-8"))["checkpoint"]
    size = head.splitlines()[1]
    bare.command(
        "report", "build", *WINDOW, "--checkpoint", size, "--out", str(folder / "again"), patience=LONG
    )
    for name in SAME:
        same = (folder / "published" / name).read_bytes() == (folder / "again" / name).read_bytes()
        assert same, f"{name} differs"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    raise SystemExit(main())
