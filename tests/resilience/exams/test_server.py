"""The short form of the soak of exams: sixty seeded faults while papers are answered, real browser kills among them, counted by a second
program."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.resilience.exams.browsers import killable
from tests.resilience.exams.soak import KILL, ExamSoak
from tests.resilience.strikes import Strikes
from tests.running import Zhifa
from tests.stories.conftest import CHROMIUM

SEED, LIGHT, HEAVY, EDITS, EDGES, KILLS = 20261126, 45, 2, 9, 1, 3


def test_no_acknowledged_answer_is_lost_or_doubled(
    zhifa: Zhifa, jumping: tuple[Path | None, dict[str, str]]
) -> None:
    if not CHROMIUM:
        pytest.skip("no Chromium is installed; `make test` as root installs it")
    strikes = Strikes(zhifa, random.Random(SEED), clock=jumping[0])
    edge = None if jumping[0] is None else date(date.today().year + 1, 1, 1)  # noqa: DTZ011 - the next New Year
    soak = ExamSoak(strikes, SEED, "考", edge=edge, seats=1)
    del soak.light["kill -9 one database backend"]  # all of PostgreSQL goes below, and each costs seconds
    soak.heavy = {kind: soak.heavy[kind] for kind in ("kill -9 web worker", "kill -9 PostgreSQL")}
    edges = min(EDGES, len(soak.edges))
    try:
        with (
            sync_playwright() as playwright,
            killable(zhifa, playwright.chromium, soak.seats[-1], SEED) as soak.browser,
        ):
            result = soak.run(LIGHT + EDGES - edges, HEAVY, EDITS, edges, KILLS)
    finally:
        soak.close()
        if jumping[0] is not None:
            strikes.set_clock(0)
    assert sum(result.faults.values()) == LIGHT + HEAVY + EDITS + EDGES + KILLS
    assert result.faults[KILL] == KILLS
    assert result.told.acknowledged > 100
    assert result.told.hand_ins == len(soak.players)
    assert result.told.graded == len(soak.seats)
    assert result.is_sound, result.table() + "\n".join(result.wrong)
