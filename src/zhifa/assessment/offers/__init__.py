"""What assessment offers to the engines below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from zhifa.assessment.access import is_leader, may_read_lists, may_see, visible_to
from zhifa.assessment.offers.citing import CITER, list_names
from zhifa.assessment.offers.publishing import PUBLISHABLE
from zhifa.assessment.offers.waiting import WAITING
from zhifa.assessment.terms import EVALUATION, LEADER_TYPE, LINE
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ActWords, FileGuard, MenuEntry, Nameable, NamedThing


def _may_read_files(actor: Actor, key: str) -> bool:
    """Files of a line are read by the district's roles."""
    return may_see(actor)


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    rows = (
        visible_to(actor).filter(pk__in=[key for key in keys if key.isdigit()]).select_related("scheme__plan")
    )
    return {str(row.pk): NamedThing(str(row), row.get_absolute_url()) for row in rows}


OFFERS = (
    MenuEntry("assessment", _("规划评估"), "assessment_work", visible=may_see, order=59),
    MenuEntry("assessment", _("规划评估"), "assessment_public", public=True, order=36),
    MenuEntry("assessment", _("领导职责清单"), "assessment_leaders", visible=may_read_lists, order=60),
    MenuEntry("assessment", _("我的职责清单"), "assessment_own_lists", visible=is_leader, order=60),
    *WAITING,
    CITER,
    PUBLISHABLE,
    Nameable(EVALUATION, _("规划评估"), _names),
    Nameable(LEADER_TYPE, _("法治建设职责清单"), list_names),
    FileGuard(LINE, _may_read_files),
    ActWords(
        {
            "assessment.open_leader_type": _("增加一类领导"),
            "assessment.issue_leader_list": _("下发法治建设职责清单"),
            "assessment.type_posts": _("定领导职务的类型"),
            "assessment.open_scheme": _("起草评估办法"),
            "assessment.change_scheme": _("修改评估办法"),
            "assessment.keep_line": _("写一项评估指标"),
            "assessment.remove_line": _("删一项评估指标"),
            "assessment.settle_scheme": _("评估办法定稿"),
            "assessment.next_version": _("起草评估办法新版次"),
            "assessment.draft_evaluation": _("开始规划评估"),
            "assessment.compute": _("按记录算自评得分"),
            "assessment.answer_line": _("填写自评"),
            "assessment.hand_in": _("自评送复核"),
            "assessment.check_lines": _("复核得分"),
            "assessment.send_back": _("退回自评"),
            "assessment.conclude": _("签署评估结果"),
        }
    ),
)
