"""Runs every benchmark, each in a process of its own, and keeps what it prints as JSON under bench/out/."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE / "out"
OUT.mkdir(exist_ok=True)
failed = []
for path in sorted(HERE.glob("bench_*.py")):
    print(f"{path.stem} …", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{path.stem}"], capture_output=True, text=True, check=False
    )
    print(done.stdout or done.stderr[-2000:], flush=True)
    if done.returncode == 0:
        (OUT / f"{path.stem}.json").write_text(done.stdout, encoding="utf-8")
    else:
        failed.append(path.stem)
sys.exit(bool(failed))
