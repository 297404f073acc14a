"""The sheet of past oaths."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ImportColumn, ImportTarget
from zhifa.people.api import Unit, unit_named
from zhifa.plans.access import may_enter_oaths
from zhifa.plans.services import review_oaths, write_oaths
from zhifa.plans.terms import OathForm


def _unit(actor: Actor, text: str) -> Unit | None:
    return unit_named(text)


OATHS_SHEET: Final = ImportTarget(
    code="oaths",
    title=_("宪法宣誓登记"),
    columns=(
        ImportColumn("name", _("姓名"), "text", ("宣誓人", "宣誓人姓名", "任职人员"), required=True),
        ImportColumn("unit", _("单位"), "unit", ("单位名称", "任职单位", "所在单位"), required=True, resolve=_unit),
        ImportColumn("office", _("职务"), "text", ("任职职务", "所任职务"), required=True),
        ImportColumn("appointed_on", _("任职日期"), "day", ("任命日期", "任职时间"), required=True),
        ImportColumn("appointed_by", _("任免机关"), "text", ("任命机关", "任命单位"), required=True),
        ImportColumn("sworn_on", _("宣誓日期"), "day", ("宣誓时间",), help=_("还没有宣誓的不填")),
        ImportColumn("form", _("形式"), "choice", ("宣誓形式",), choices=dict(OathForm.choices)),
        ImportColumn("led_by", _("领誓人"), "text"),
        ImportColumn("witness", _("监誓人"), "text"),
        ImportColumn("place", _("地点"), "text", ("宣誓地点",)),
    ),
    may_import=may_enter_oaths,
    review=review_oaths,
    write=write_oaths,
    personal=True,
)  # fmt: skip
