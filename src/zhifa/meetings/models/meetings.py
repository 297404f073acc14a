"""One meeting: its agenda, who sat, its papers, and who agreed to its minutes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.meetings.models.series import Matter, Series
from zhifa.meetings.terms import ATTENDED, MeetingKind, MeetingState, Outcome, Seat
from zhifa.people.api import Unit


class Meeting(models.Model):
    """One meeting of a series. Its number is never given twice, so its address stands for ever; a meeting that does not
    take place is cancelled and keeps its page.

    `minutes` is the text that was circulated: it is written from agenda, decisions and attendance, and stands still
    while units agree to it; `version` counts circulations. `is_registered` marks a meeting that was held and minuted before
    this system and entered afterwards: nobody signed it here.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(_("次"))
    kind = models.CharField(_("会议类型"), max_length=10, choices=MeetingKind.choices)
    held_on = models.DateField(_("日期"))
    starts = models.TimeField(_("时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=120)
    chair = models.CharField(_("主持人"), max_length=80)
    preface = models.TextField(_("会议情况"), blank=True)
    state = models.CharField(max_length=12, choices=MeetingState.choices, default=MeetingState.PREPARING)
    reason = models.CharField(_("取消理由"), max_length=200, blank=True)
    minutes = models.TextField(blank=True)
    version = models.PositiveSmallIntegerField(default=0)
    circulated_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    is_registered = models.BooleanField(default=False)

    class Meta:
        ordering = ["-held_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="meetings_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=[MeetingState.CIRCULATED, MeetingState.ISSUED]) | ~Q(minutes=""),
                name="meetings_circulated_with_text",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.ISSUED, issued_at__isnull=False)
                | (~Q(state=MeetingState.ISSUED) & Q(issued_at=None)),
                name="meetings_issued_with_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series.title}第{self.number}次会议"

    @property
    def key(self) -> str:
        """What the ledger, the files and the gate call it."""
        return f"{self.series.code}-{self.number}"

    def get_absolute_url(self) -> str:
        """The one address of the meeting, before it and for ever after."""
        return reverse("meetings_meeting", args=[self.series.code, self.number])


class AgendaLine(models.Model):
    """A matter on the agenda of one meeting, and what the meeting did with it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="lines")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(_("序号"))
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, blank=True)
    decision = models.TextField(_("议定内容"), blank=True)

    class Meta:
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "matter"], name="meetings_matter_once_a_meeting")
        ]


class Attendance(models.Model):
    """A unit's seat at a meeting: what it answered, how it attended, who sat there. A delegate sits there by an authority
    that is written down."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("会前答复"), max_length=10, choices=Seat.choices, blank=True)
    state = models.CharField(_("到会情况"), max_length=10, choices=Seat.choices, blank=True)
    name = models.CharField(_("姓名"), max_length=40, blank=True)
    post = models.CharField(_("职务"), max_length=60, blank=True)
    authority = models.CharField(_("委托依据"), max_length=160, blank=True)
    reason = models.CharField(_("请假事由"), max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    checked_in_at = models.DateTimeField(_("签到时间"), null=True, blank=True)

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "unit"], name="meetings_seat_once"),
            models.CheckConstraint(
                condition=~Q(state=Seat.DELEGATE) | (~Q(authority="") & ~Q(name="")),
                name="meetings_delegate_with_authority",
            ),
            models.CheckConstraint(
                condition=~Q(state=Seat.APOLOGY) | ~Q(reason=""), name="meetings_apology_with_reason"
            ),
        ]

    @property
    def attended(self) -> bool:
        """Whether the unit sat there, itself or by a delegate."""
        return self.state in ATTENDED


class Paper(models.Model):
    """A published thing of this site that the meeting reads; files are attached as evidence."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(_("名称"), max_length=200)
    url = models.CharField(_("地址"), max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "url"], name="meetings_paper_once")]


class Countersign(models.Model):
    """What a unit said to one version of the minutes: agreed, with its signature in the ledger, or not, with its reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="countersigns")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    agreed = models.BooleanField()
    remarks = models.CharField(_("意见"), max_length=400, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "unit", "version"], name="meetings_countersign_once"),
            models.CheckConstraint(
                condition=Q(agreed=True) | ~Q(remarks=""), name="meetings_objection_with_reason"
            ),
        ]
