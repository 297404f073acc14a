"""What plans are called, for mechanisms below that know them by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import Nameable, NamedThing
from zhifa.plans.access import visible_plans
from zhifa.plans.terms import PLAN


def _plans(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    rows = visible_plans(actor).filter(code__in=keys)
    return {row.code: NamedThing(row.title, reverse("plans_plan", args=[row.code])) for row in rows}


NAMED: Final = Nameable(PLAN, _("规划"), _plans)
