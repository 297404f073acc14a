"""The short form of `make soak`: some seeded faults while acts are appended and sheets imported, counted by a second program."""

from __future__ import annotations

import random

from tests.resilience.soak import Soak
from tests.resilience.strikes import Strikes
from tests.running import Zhifa

FAULTS, SEED = 7, 20260101


def test_nothing_acknowledged_is_lost_or_doubled(zhifa: Zhifa) -> None:
    result = Soak(Strikes(zhifa, random.Random(SEED)), SEED).run(FAULTS)
    assert sum(one.many for one in result.faults.values()) == FAULTS
    assert result.acknowledged > FAULTS
    assert result.sheets > 0
    assert result.is_sound, result.table()
