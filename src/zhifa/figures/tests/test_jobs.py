"""The job of the minute."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.figures import api
from zhifa.figures.jobs import bring_up_to_date
from zhifa.figures.models import Definition, RollUp, RollUpTerm, StaleDay, Touched
from zhifa.figures.tests import world
from zhifa.figures.tests.conftest import offer_only
from zhifa.figures.tests.world import body

DAY = date(2018, 1, 1)


def test_it_takes_definitions_over_computes_what_was_touched_and_forgets_what_nobody_reads(
    world_tables: None, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_only(monkeypatch, body("heads", "person-times", {"sum": "heads", "of": "talks"}))
    assert bring_up_to_date(timestamp=0) == 0
    assert Definition.objects.get().code == "heads"
    world.Talk.objects.create(title="讲", kind="lecture", day=DAY, heads=3)
    api.touch("talks", [DAY])
    assert bring_up_to_date(timestamp=60) == 2  # one day of two terms: the sum, and the count of its records
    assert not Touched.objects.exists()
    offer_only(monkeypatch, body("talks", "events", {"count": "talks"}))
    bring_up_to_date(timestamp=120)
    assert RollUpTerm.objects.count() == 1
    assert set(RollUp.objects.values_list("term", flat=True)) == set(
        RollUpTerm.objects.values_list("pk", flat=True)
    )
    assert not StaleDay.objects.exists()
