"""The sheet of sittings: who need not sit an exam, who has more time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ImportColumn, ImportTarget
from zhifa.people.api import Unit, unit_named
from zhifa.sittings.access import may_run
from zhifa.sittings.services.deciding import bind_candidates
from zhifa.sittings.terms import CANDIDATE_SHEET


def _unit(_actor: Actor, text: str) -> Unit | None:
    return unit_named(text)


def _bind(actor: Actor, about: Mapping[str, str]) -> ImportTarget:
    return bind_candidates(actor, about, CANDIDATES)


EXEMPT = {
    "leave": "病假、产假等请假|请假|病假|产假|事假|休假",
    "seconded": "借调在外|借调|挂职|外派",
    "new": "新入职未满期限|新入职|新进|新录用",
    "other": "其他",
}
CANDIDATES: Final = ImportTarget(
    code=CANDIDATE_SHEET,
    title=_("免考和延长时间"),
    columns=(
        ImportColumn("code", _("编号"), "text", ("人员编号", "考生编号"), help=_("名单导出的表里有；没有就写姓名和单位")),
        ImportColumn("name", _("姓名"), "text", ("名字", "考生", "考生姓名")),
        ImportColumn("unit", _("单位"), "unit", ("所在单位", "工作单位", "单位名称", "部门"), resolve=_unit, help=_("同名的人靠它分清")),
        ImportColumn("mark", _("手机号"), "text", ("手机", "电话", "手机号码", "联系电话"), help=_("有号码的按号码认人，不保存")),
        ImportColumn("kind", _("免考原因"), "choice", ("免考", "免考类别", "免考事由"), choices=EXEMPT),
        ImportColumn("minutes", _("延长（分钟）"), "number", ("延长分钟", "延长时间", "加时", "加时分钟", "延时")),
        ImportColumn("why", _("依据"), "text", ("说明", "原因", "免考依据", "延长原因"), help=_("请假单、借调函等；不要写病情")),
    ),
    may_import=may_run,
    personal=True,
    forgets=True,
    twins=False,
    bind=_bind,
    home=lambda about: reverse("sittings_candidates", args=[about["exam"]]),
    again=lambda about: reverse("sittings_candidate_sheet", args=[about["exam"]]),
)  # fmt: skip
