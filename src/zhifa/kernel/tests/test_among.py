"""Rows whose value is one of many."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from zhifa.kernel.among import BETWEEN, FEW

pytestmark = pytest.mark.django_db

FILL = FEW + 50  # so many values that stand in no row


@pytest.mark.parametrize("fill", [0, FILL])
@pytest.mark.parametrize(
    ("field", "others"),
    [
        ("pk", [-number for number in range(1, FILL + 1)]),
        ("model", [f"nothing{number}" for number in range(FILL)]),
        ("model", [f"nothing{BETWEEN}{number}" for number in range(FILL)]),
        ("model", ["", *(f"{{\"'\\,{number}" for number in range(1, FILL))]),
    ],
)
def test_it_is_in_however_many_they_are(field: str, others: list[Any], fill: int) -> None:
    wanted = list(ContentType.objects.order_by("pk").values_list(field, flat=True)[:3])
    asked = [*others[:fill], *wanted, wanted[0]]
    found = ContentType.objects.filter(**{f"{field}__among": asked})
    assert found.count() == 3
    assert set(found) == set(ContentType.objects.filter(**{f"{field}__in": wanted}))
    assert (
        ContentType.objects.exclude(**{f"{field}__among": asked}).count() == ContentType.objects.count() - 3
    )


def test_nothing_is_in_nothing() -> None:
    assert not ContentType.objects.filter(pk__among=[])
