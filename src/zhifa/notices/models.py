"""Tables of notices. What waits for someone has none: it is asked for each time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.notices.terms import TITLE_LENGTH, DeliveryState, Pace


class Notice(models.Model):
    """One thing said to one account, with the reason why. `key` makes saying it twice impossible: an act's
    notice has one of its own, a reminder that of its rule, subject, date and distance."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=300)
    title = models.CharField(_("标题"), max_length=TITLE_LENGTH)
    body = models.TextField(_("内容"), blank=True)
    url = models.CharField(max_length=300)
    why = models.CharField(_("为什么发给您"), max_length=300)
    subject = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True)

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="notices_said_once")]
        indexes = [models.Index(fields=["account", "-created_at"], name="notices_newest")]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """A notice on its way through one channel. It is written with the notice, so that a failing mail server or
    a stopped process loses nothing; `due_at` moves with every failure."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING, db_index=True
    )
    due_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    last_failure = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("发送")
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notices_delivered_once"),
            models.CheckConstraint(
                condition=models.Q(sent_at=None) ^ models.Q(state=DeliveryState.SENT),
                name="notices_sent_has_time",
            ),
        ]


class Preference(models.Model):
    """How soon an account wants messages by a channel; without a row mail comes once a day, all else never."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20)
    pace = models.CharField(max_length=10, choices=Pace.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "channel"], name="notices_one_preference")]


class ReminderDay(models.Model):
    """A civil day whose reminders have been made, so that a day on which the program was down is made up for."""

    day = models.DateField(primary_key=True)
    finished_at = models.DateTimeField()


class CalendarDay(models.Model):
    """A civil day that this home settles itself over the national calendar: a year not published yet, a holiday extended, a
    closure. The national calendar itself is no table: it comes with the library."""

    day = models.DateField(_("日期"), primary_key=True)
    works = models.BooleanField(_("上班"))
    reason = models.CharField(_("原因或依据"), max_length=120)
    entered_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("工作日历的一天")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"
