"""The long form: `python -m tests.resilience.exams --faults 1000 --kills 200 --seed 7` (`make soak`).

One installation; an exam whose window spans the edge of a month and one whose window spans New Year, half of the faults in each, a real
browser among the candidates of both. The table is printed and left in tests/out/soak-exams.md. With `--outage 30` instead: real minutes
without a network.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from datetime import date
from pathlib import Path

from playwright.sync_api import BrowserType, sync_playwright

from tests.resilience.exams.browsers import killable
from tests.resilience.exams.outage import cut_off
from tests.resilience.exams.soak import ExamSoak, Result, next_edges
from tests.resilience.strikes import OUT, Strikes, battlefield
from tests.running import installed

HEAVY, EDITS, EDGES = 6, 6, 80  # of so many faults of the server one ends a part of it, is an edit, an edge

PAUSE = 0.2  # seconds between a player's requests on average: an attempt of an hour has thousands of answers, not tens of thousands


def one_exam(
    strikes: Strikes, chromium: BrowserType, seed: int, edge: date, faults: tuple[int, int]
) -> Result:
    """An exam with so many faults, and so many of them kills of a browser."""
    server, kills = faults[0] - faults[1], faults[1]
    heavy, edits = server // HEAVY, server // EDITS
    edges = max(2, server // EDGES) if strikes.clock is not None else 0
    soak = ExamSoak(strikes, seed, f"考{edge.month}", edge=edge if edges else None, seats=1, pause=PAUSE)
    try:
        with killable(strikes.zhifa, chromium, soak.seats[-1], seed) as soak.browser:
            return soak.run(server - heavy - edits - edges, heavy, edits, edges, kills)
    finally:
        soak.close()


def outage(minutes: float) -> int:
    """Real minutes; see `outage`."""
    OUT.mkdir(parents=True, exist_ok=True)
    with (
        installed("outage") as zhifa,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
    ):
        zhifa.begin()
        table, sound = cut_off(zhifa, playwright.chromium, minutes, Path(folder))
    print(table)
    (OUT / "soak-outage.md").write_text(table, "utf-8")
    return 0 if sound else 1


def main() -> int:
    """Both exams, and their sum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=200, help="of the faults so many kill a real browser")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--outage", type=float, help="instead: so many real minutes without a network")
    chosen = parser.parse_args()
    if chosen.outage:
        return outage(chosen.outage)
    first = (chosen.faults // 2, chosen.kills // 2)
    halves = (first, (chosen.faults - first[0], chosen.kills - first[1]))
    load = os.getloadavg()[0]
    with battlefield("soak-exams", chosen.seed) as strikes, sync_playwright() as playwright:
        results = []
        for n, edge in enumerate(next_edges(date.today())):  # noqa: DTZ011 - which edges come next
            results.append(one_exam(strikes, playwright.chromium, chosen.seed + n, edge, halves[n]))
            print(results[-1].table(), flush=True)  # it stands, whatever becomes of the next
    whole = sum(results[1:], results[0])
    machine = f"{os.cpu_count()} cores, load average {load:.1f} before and {os.getloadavg()[0]:.1f} after"
    told = f"{whole.table()}\nOn {date.today()}, {machine}.\n"  # noqa: DTZ011 - the day of the run
    print(told)
    for line in whole.wrong[:20]:
        print(line)
    (OUT / "soak-exams.md").write_text(told, "utf-8")
    return 0 if whole.is_sound else 1


if __name__ == "__main__":
    raise SystemExit(main())
