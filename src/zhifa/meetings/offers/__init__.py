"""What meetings offer to the engines below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ActWords, FileGuard, MenuEntry, Nameable, NamedThing, OpenActs
from zhifa.meetings.access import may_see_meetings, sees_inside, visible_to, with_key
from zhifa.meetings.models import Meeting
from zhifa.meetings.offers.figures import DEFINITIONS, SOURCES
from zhifa.meetings.offers.publishing import PUBLISHABLE
from zhifa.meetings.offers.searching import FOUND
from zhifa.meetings.offers.waiting import WAITING
from zhifa.meetings.terms import MEETING


def _may_read_files(actor: Actor, key: str) -> bool:
    """Papers of a meeting are read by whoever sees it from inside."""
    meeting = with_key(Meeting.objects.all()).filter(thing_key=key).first()
    return meeting is not None and sees_inside(actor, meeting)


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    rows = with_key(visible_to(actor)).filter(thing_key__in=keys).select_related("series")
    return {row.thing_key: NamedThing(str(row), row.get_absolute_url()) for row in rows}


OFFERS = (
    Nameable(MEETING, _("联席会议"), _names),
    MenuEntry("meetings", _("联席会议"), "meetings_work", visible=may_see_meetings, order=22),
    MenuEntry("meetings", _("督办事项"), "meetings_actions", visible=may_see_meetings, order=23),
    MenuEntry("meetings", _("联席会议"), "meetings_public", public=True, order=25),
    *WAITING,
    *SOURCES,
    DEFINITIONS,
    PUBLISHABLE,
    FOUND,
    FileGuard(MEETING, _may_read_files),
    OpenActs(frozenset({"meetings.issue_minutes"})),
    ActWords(
        {
            "meetings.open_series": _("设立联席会议"),
            "meetings.admit_members": _("登记成员单位"),
            "meetings.end_membership": _("结束成员任期"),
            "meetings.raise_matter": _("提出议题"),
            "meetings.withdraw_matter": _("撤销议题"),
            "meetings.plan_meeting": _("安排会议"),
            "meetings.change_meeting": _("修改会议安排"),
            "meetings.put_on_agenda": _("列入议程"),
            "meetings.take_off_agenda": _("移出议程"),
            "meetings.reorder_agenda": _("调整议程顺序"),
            "meetings.call_meeting": _("发出会议通知"),
            "meetings.cancel_meeting": _("取消会议"),
            "meetings.link_paper": _("附上公开信息"),
            "meetings.answer_call": _("答复参会"),
            "meetings.check_in": _("签到"),
            "meetings.record_attendance": _("登记到会情况"),
            "meetings.hold_meeting": _("会议召开"),
            "meetings.decide_line": _("记录议定结果"),
            "meetings.add_action": _("议定督办事项"),
            "meetings.remove_action": _("删除督办事项"),
            "meetings.write_preface": _("填写会议情况"),
            "meetings.circulate_minutes": _("纪要送会签"),
            "meetings.agree_to_minutes": _("会签同意"),
            "meetings.object_to_minutes": _("会签不同意"),
            "meetings.recall_minutes": _("收回纪要修改"),
            "meetings.issue_minutes": _("签发纪要"),
            "meetings.register_meeting": _("补登会议"),
            "meetings.report_action": _("报告办理情况"),
            "meetings.evaluate_action": _("核验督办事项"),
        }
    ),
)
