"""The sheet of who came to one deed: a sign-in sheet, or a platform's log. Every heading seen in the wild."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.services.attendance_sheets import TARGET, bind_sheet
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ImportColumn, ImportTarget

STAYS: Final = (
    "停留时长", "停留时间", "观看时长", "观看时间长度", "在线时长", "播放时长", "收听时长", "学习时长", "参会时长",
)  # fmt: skip


def _in_unit(*units: str) -> tuple[str, ...]:
    """Headings that say in which unit the numbers below them are."""
    return tuple(f"{stay}（{unit}）" for stay in STAYS for unit in units)


def _bind(actor: Actor, about: Mapping[str, str]) -> ImportTarget:
    return bind_sheet(actor, about, ATTENDANCE)


ATTENDANCE: Final = ImportTarget(
    code=TARGET,
    title=_("参加记录"),
    columns=(
        ImportColumn(
            "name", _("姓名"), "text",
            ("名字", "参会人员", "参加人员", "参加人", "参会人", "签到人", "人员", "学员", "学员姓名", "昵称", "微信昵称", "用户昵称",
             "用户名"),
            help=_("用来认出同一个人，不保存"),
        ),
        ImportColumn(
            "mark", _("手机号或账号"), "text",
            ("手机号", "手机号码", "手机", "电话", "电话号码", "联系电话", "联系方式", "身份证号", "证件号码", "工号", "学号", "用户ID",
             "用户编号", "用户标识", "openid", "会员号", "账号", "设备号", "UID"),
            help=_("有号码的按号码认人，不保存"),
        ),
        ImportColumn(
            "unit", _("所在单位"), "text",
            ("单位", "工作单位", "部门", "所在部门", "单位名称", "班级", "社区", "科室"), help=_("没有号码时，与姓名一起认人，不保存"),
        ),
        ImportColumn(
            "day", _("日期"), "day",
            ("签到时间", "签到日期", "时间", "参加时间", "进入时间", "访问时间", "观看时间", "播放时间", "登录时间", "答题时间",
             "提交时间"),
            help=_("没有这一列就用活动日期"),
        ),
        ImportColumn("stay", _("停留时长"), "text", STAYS[1:], help=_("带单位的时长，如 1分15秒、00:01:15；满 60 秒的另计")),
        ImportColumn(
            "stay_seconds", _("停留秒数"), "text", ("观看秒数", "在线秒数", "播放秒数", *_in_unit("秒", "秒钟", "单位：秒")),
            help=_("只写数的，按秒读"),
        ),
        ImportColumn(
            "stay_minutes", _("停留分钟"), "text",
            ("停留分钟数", "观看分钟数", "在线分钟数", *_in_unit("分钟", "分", "min", "单位：分钟")), help=_("只写数的，按分钟读"),
        ),
    ),
    may_import=lambda actor: not actor.is_stranger,
    personal=True,
    forgets=True,
    twins=False,
    bind=_bind,
    home=lambda about: reverse("deeds_deed", args=[about["deed"]]),
    again=lambda about: reverse("deeds_attendance", args=[about["deed"]]),
)  # fmt: skip
