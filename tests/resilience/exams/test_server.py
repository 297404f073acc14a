"""The short form of the soak of exams: some seeded faults of the server while papers are answered, counted by a second program."""

from __future__ import annotations

from tests.resilience.exams.soak import ExamSoak
from tests.running import Zhifa

LIGHT, HEAVY = 58, 2


def test_no_acknowledged_answer_is_lost_or_doubled(zhifa: Zhifa) -> None:
    soak = ExamSoak(zhifa, 20261126, "考")
    del soak.light["kill -9 one database backend"]  # all of PostgreSQL goes below, and each costs seconds
    soak.heavy = {kind: soak.heavy[kind] for kind in ("kill -9 web worker", "kill -9 PostgreSQL")}
    result = soak.run(LIGHT, HEAVY)
    assert sum(result.faults.values()) == LIGHT + HEAVY
    assert result.told.acknowledged > 100
    assert result.told.hand_ins == len(soak.seats)
    assert result.is_sound, result.table() + "\n".join(result.wrong)
