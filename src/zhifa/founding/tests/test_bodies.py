"""The demonstration district stands as the scenario says."""

from __future__ import annotations

import pytest

from zhifa.founding.services import found_district
from zhifa.kernel import clock
from zhifa.ledger.api import seal_pending, verify_log
from zhifa.people.api import Area, Person, Unit, district
from zhifa.people.errors import DistrictAlreadyOpen

pytestmark = pytest.mark.django_db


def test_the_district_has_its_bodies() -> None:
    found_district(now=clock.now(), say=lambda line: None)
    here = district()
    assert (here.code, here.is_demonstration) == ("420103", True)
    assert Area.objects.filter(kind="street").count() == 13
    assert Area.objects.filter(kind="zone", needs_service=True).count() == 0
    agencies = Unit.objects.exclude(kind__in=("street", "community"))
    assert agencies.filter(valid_until=None).count() == 60
    assert agencies.exclude(valid_until=None).count() == 2
    assert (
        Unit.objects.filter(kind="community").count() == Area.objects.filter(kind="community").count() == 109
    )
    assert Person.objects.filter(account__is_demonstration=True).count() == 9
    seal_pending(now=clock.now())
    assert verify_log().is_sound


def test_a_second_founding_is_refused() -> None:
    found_district(now=clock.now(), say=lambda line: None)
    with pytest.raises(DistrictAlreadyOpen):
        found_district(now=clock.now(), say=lambda line: None)
