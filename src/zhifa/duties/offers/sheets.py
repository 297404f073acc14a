"""The sheet of units' power lists."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from zhifa.duties.access import may_manage
from zhifa.duties.services import review_powers, write_powers
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ImportColumn, ImportTarget
from zhifa.people.api import Unit, unit_named


def _unit(actor: Actor, text: str) -> Unit | None:
    return unit_named(text)


POWERS_SHEET: Final = ImportTarget(
    code="powers",
    title=_("权责事项"),
    columns=(
        ImportColumn("unit", _("单位"), "unit", ("实施主体", "责任单位", "行使主体", "单位名称"), required=True, resolve=_unit),
        ImportColumn("name", _("事项"), "text", ("事项名称", "职权名称", "权力名称", "权责事项"), required=True),
        ImportColumn("sort", _("类型"), "text", ("职权类型", "权力类型", "事项类型", "职权类别")),
        ImportColumn("law", _("法律依据"), "text", ("设定依据", "实施依据", "依据"), required=True, help=_("几处用分号隔开，写到条")),
    ),
    may_import=may_manage,
    review=review_powers,
    write=write_powers,
)  # fmt: skip
