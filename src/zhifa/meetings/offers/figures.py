"""Figures about meetings: how many were held, who came, what became of what was decided."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.evidence.api import kinds_of
from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import ITEMS, OCCASIONS, PERCENT, PLACES
from zhifa.kernel.registry import FigureOffer, FigureSource, SourceField, SourceRecord
from zhifa.ledger.api import Subject, sealed_times
from zhifa.meetings.access import may_see_meetings
from zhifa.meetings.models import ActionItem, Attendance, Meeting
from zhifa.meetings.terms import MEETING, ActionState, MeetingKind, MeetingState, Proof, Seat
from zhifa.people.api import district_code

HELD = (MeetingState.HELD, MeetingState.CIRCULATED, MeetingState.ISSUED)


def _meetings() -> QuerySet[Any]:
    return Meeting.objects.filter(state__in=HELD).annotate(in_district=district_code())


def _meeting_records(keys: Sequence[Any]) -> list[SourceRecord]:
    rows = list(Meeting.objects.filter(pk__in=keys).select_related("series"))
    kinds = kinds_of(Subject(MEETING, row.key) for row in rows)
    sealed = sealed_times([Subject(MEETING, row.key) for row in rows])
    return [
        SourceRecord(
            key=str(row.pk), title=str(row), day=row.held_on, url=row.get_absolute_url(),
            amount=str(row.get_state_display()), evidence=kinds[Subject(MEETING, row.key)],
            sealed_at=sealed.get(Subject(MEETING, row.key)),
            remark=str(_("补登：召开时没有使用本系统")) if row.is_registered else "",
        )
        for row in rows
    ]  # fmt: skip


def _seats() -> QuerySet[Any]:
    rows = Attendance.objects.filter(meeting__state__in=HELD).exclude(state="")
    return rows.annotate(in_district=district_code())


def _seat_records(keys: Sequence[Any]) -> list[SourceRecord]:
    rows = Attendance.objects.filter(pk__in=keys).select_related("meeting__series", "unit")
    return [
        SourceRecord(
            key=str(row.pk), title=f"{row.meeting} {row.unit.name}", day=row.meeting.held_on, url=row.meeting.get_absolute_url(),
            amount=str(row.get_state_display()),
        )
        for row in rows
    ]  # fmt: skip


def _actions() -> QuerySet[Any]:
    rows = ActionItem.objects.filter(line__meeting__state=MeetingState.ISSUED)
    return rows.annotate(in_district=district_code())


def _action_records(keys: Sequence[Any]) -> list[SourceRecord]:
    rows = ActionItem.objects.filter(pk__in=keys).select_related("line__meeting__series", "unit")
    return [
        SourceRecord(
            key=str(row.pk), title=f"{row.unit.name}：{row.text}", day=row.line.meeting.held_on,
            url=reverse("meetings_action", args=[row.pk]), amount=str(row.get_state_display()),
            remark=str(_("时限 %(day)s") % {"day": row.due_on}),
        )
        for row in rows
    ]  # fmt: skip


def _hidden(actor: Actor, keys: Sequence[Any]) -> Collection[str]:
    return () if may_see_meetings(actor) else {str(key) for key in keys}


SOURCES = (
    FigureSource(
        code="meetings.meetings",
        title=_("联席会议"),
        queryset=_meetings,
        fields=(
            SourceField("kind", _("会议类型"), "kind", "code", labels=dict(MeetingKind.choices)),
            SourceField("day", _("日期"), "held_on", "day"),
            SourceField("series", _("联席会议"), "series__code", "code"),
        ),
        day_field="held_on",
        district_field="in_district",
        records=_meeting_records,
        hidden=_hidden,
    ),
    FigureSource(
        code="meetings.seats",
        title=_("到会情况"),
        queryset=_seats,
        fields=(
            SourceField("state", _("到会情况"), "state", "code", labels=dict(Seat.choices)),
            SourceField("day", _("日期"), "meeting__held_on", "day"),
        ),
        day_field="meeting__held_on",
        district_field="in_district",
        records=_seat_records,
        hidden=_hidden,
    ),
    FigureSource(
        code="meetings.actions",
        title=_("督办事项"),
        queryset=_actions,
        fields=(
            SourceField("state", _("办理情况"), "state", "code", labels=dict(ActionState.choices)),
            SourceField("proof", _("证明办法"), "proof", "code", labels=dict(Proof.choices)),
            SourceField("day", _("议定日期"), "line__meeting__held_on", "day"),
        ),
        day_field="line__meeting__held_on",
        district_field="in_district",
        records=_action_records,
        hidden=_hidden,
    ),
)

EACH_ONCE = "一个事项只算一次；退回后再议定的是新的事项"
ALL_ACTIONS = "时段内召开、纪要已签发的会议议定的全部督办事项"


def _counted(code: str, title: str, statement: str, states: Sequence[ActionState]) -> dict[str, Any]:
    return {
        "code": f"meetings.{code}", "title": title, "statement": statement, "unit": ITEMS.code, "window": "span",
        "denominator": ALL_ACTIONS, "deduplication": EACH_ONCE,
        "measure": {"count": "meetings.actions", "where": [{"field": "state", "in": [one.value for one in states]}]},
        "split": "proof",
    }  # fmt: skip


DEFINITIONS = FigureOffer(
    "meetings",
    (
        {
            "code": "meetings.held",
            "title": "召开联席会议",
            "statement": "时段内召开的联席会议次数，取消的不算。",
            "unit": OCCASIONS.code,
            "window": "span",
            "denominator": "登记的全部联席会议",
            "deduplication": "一次会议只算一次",
            "measure": {"count": "meetings.meetings"},
            "split": "kind",
        },
        {
            "code": "meetings.attended_share",
            "title": "联席会议到会率",
            "statement": "时段内各次联席会议到会（出席和委托出席）的单位占应到单位的百分比。",
            "unit": PERCENT.code,
            "window": "span",
            "denominator": "各次会议应到单位的席位，请假和缺席都在内",
            "deduplication": "一个单位一次会议一个席位",
            "measure": {
                "ratio": {
                    "over": {
                        "count": "meetings.seats",
                        "where": [{"field": "state", "in": [Seat.PRESENT.value, Seat.DELEGATE.value]}],
                        "unit": PLACES.code,
                    },
                    "under": {"count": "meetings.seats", "unit": PLACES.code},
                }
            },
        },
        {
            "code": "meetings.actions",
            "title": "议定督办事项",
            "statement": "时段内召开、纪要已签发的联席会议议定的督办事项，按办理情况分列。",
            "unit": ITEMS.code,
            "window": "span",
            "denominator": ALL_ACTIONS,
            "deduplication": EACH_ONCE,
            "measure": {"count": "meetings.actions"},
            "split": "state",
        },
        _counted(
            "actions_proven", "有证明的办结事项",
            "时段内议定的督办事项中，会议定下的证明办法已经达到的；单位自己说的不算。", (ActionState.PROVEN,),
        ),
        _counted(
            "actions_word", "凭说明的办结事项",
            "时段内议定的督办事项中，会议定为凭单位说明、单位已说明办结的；没有别的证明，与有证明的分开计。",
            (ActionState.WORD,),
        ),
        _counted(
            "actions_open", "办理中的督办事项", "时段内议定的督办事项中，时限未到、还没有证明的。", (ActionState.OPEN,)
        ),
        _counted(
            "actions_overdue", "逾期未证明的督办事项",
            "时段内议定的督办事项中，时限已过没有证明、已退回议程的；单位报了办结而没有证明的也在内。",
            (ActionState.RETURNED,),
        ),
    ),
)  # fmt: skip
