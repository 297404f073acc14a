"""What people already tells of every unit, so that no form asks for it again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Role
from zhifa.kernel.quantities import RESIDENTS
from zhifa.kernel.registry import HeldField
from zhifa.people.selectors import holders_named, populations_held

HELD = (
    HeldField(
        "people.head",
        _("负责人姓名"),
        "unit",
        holders_named(Role.HEAD),
        names=(_("单位主要负责人"), _("分管领导姓名")),
    ),
    HeldField(
        "people.liaison",
        _("联络员姓名"),
        "unit",
        holders_named(Role.LIAISON),
        names=(_("普法联络员"), _("填报联系人姓名")),
    ),
    HeldField(
        "people.population",
        _("人口数"),
        "area",
        populations_held,
        RESIDENTS.code,
        (_("辖区常住人口"), _("人口总数")),
    ),
)
