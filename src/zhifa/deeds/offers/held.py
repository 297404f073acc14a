"""What deeds already tell of every unit, so that no form asks for it again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.deeds.selectors import held_attendances, held_deeds
from zhifa.kernel.quantities import EVENTS, TIMES
from zhifa.kernel.registry import HeldField

HELD = (
    HeldField(
        "deeds.deeds",
        _("普法活动场次"),
        "activity",
        held_deeds(),
        EVENTS.code,
        (_("法治宣传教育活动次数"), _("普法宣传活动数量"), _("履职记录条数")),
    ),
    HeldField(
        "deeds.attendances",
        _("参加人次"),
        "activity",
        held_attendances,
        TIMES.code,
        (_("普法活动参加人次"), _("受教育群众人次")),
    ),
)
