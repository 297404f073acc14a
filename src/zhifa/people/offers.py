"""What people offers: its menu lines."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.registry import MenuEntry
from zhifa.people.access import may_see_people

OFFERS = (
    MenuEntry("people", _("单位"), "people_units", order=80),
    MenuEntry("people", _("区域与人口"), "people_areas", order=81),
    MenuEntry("people", _("人员与职务"), "people_people", visible=may_see_people, order=82),
)
