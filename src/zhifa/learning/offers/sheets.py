"""The sheets of learning: who signed at a session, what an outside exam said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ImportColumn, ImportTarget
from zhifa.learning.services.sheets import bind_exam, bind_session
from zhifa.learning.terms import ATTENDANCE_SHEET, RESULT_SHEET
from zhifa.people.api import Unit, unit_named


def _unit(_actor: Actor, text: str) -> Unit | None:
    return unit_named(text)


def _bind_session(actor: Actor, about: Mapping[str, str]) -> ImportTarget:
    return bind_session(actor, about, SIGN_IN)


def _bind_exam(actor: Actor, about: Mapping[str, str]) -> ImportTarget:
    return bind_exam(actor, about, RESULTS)


UNIT_NAMES = ("所在单位", "工作单位", "单位名称", "部门", "所属单位", "参考单位")
PHONE_NAMES = ("手机", "电话", "手机号码", "联系电话", "电话号码", "联系方式")
YES_NO = {
    "yes": "是|√|✓|✔|1|有|已参考|参加|参考|合格|通过|优秀|及格",
    "no": "否|×|✗|0|无|未参考|缺考|未参加|不合格|未通过|不及格|未考",
}
SIGN_IN: Final = ImportTarget(
    code=ATTENDANCE_SHEET,
    title=_("培训签到表"),
    columns=(
        ImportColumn("name", _("姓名"), "text", ("名字", "签到人", "学员", "学员姓名", "参训人员", "人员", "签名")),
        ImportColumn("unit", _("单位"), "unit", UNIT_NAMES, resolve=_unit, help=_("同名的人靠它分清")),
        ImportColumn("mark", _("手机号"), "text", PHONE_NAMES, help=_("有号码的按号码认人，不保存")),
    ),
    may_import=lambda actor: not actor.is_stranger,
    personal=True,
    forgets=True,
    twins=False,
    bind=_bind_session,
    home=lambda about: reverse("learning_session", args=[about["class"], about["number"]]),
    again=lambda about: reverse("learning_session_sheet", args=[about["class"], about["number"]]),
)  # fmt: skip
RESULTS: Final = ImportTarget(
    code=RESULT_SHEET,
    title=_("外部考试成绩"),
    columns=(
        ImportColumn("name", _("姓名"), "text", ("名字", "考生", "考生姓名", "用户姓名"), help=_("一人一行；按单位汇总的表没有这一列")),
        ImportColumn("unit", _("单位"), "unit", UNIT_NAMES, resolve=_unit),
        ImportColumn("mark", _("手机号"), "text", PHONE_NAMES, help=_("有号码的按号码认人，不保存")),
        ImportColumn("sat", _("是否参考"), "choice", ("参考", "参考情况", "考试状态", "是否参加考试"), choices=YES_NO),
        ImportColumn("score", _("成绩"), "number", ("分数", "得分", "考试成绩", "最高分")),
        ImportColumn("passed", _("是否合格"), "choice", ("合格", "是否通过", "合格情况", "考试结果"), choices=YES_NO),
        ImportColumn("excellent", _("是否优秀"), "choice", ("优秀", "是否优秀等次"), choices=YES_NO),
        ImportColumn("n_sat", _("参考人数"), "number", ("实考人数", "参加考试人数", "实际参考人数"), help=_("按单位汇总的表")),
        ImportColumn("n_passed", _("合格人数"), "number", ("通过人数", "及格人数")),
        ImportColumn("n_excellent", _("优秀人数"), "number", ("优秀数",)),
    ),
    may_import=lambda actor: not actor.is_stranger,
    personal=True,
    forgets=True,
    twins=False,
    bind=_bind_exam,
    home=lambda about: reverse("learning_exam", args=[about["exam"]]),
    again=lambda about: reverse("learning_exam_sheet", args=[about["exam"]]),
)  # fmt: skip
