"""The words and numbers of notices."""

from __future__ import annotations

from datetime import time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

MAIL = "mail"
MORNING = time(8)  # Asia/Shanghai; digests go out then
EVENING = time(21)  # from here until the morning nothing is sent
SOON = 7  # days before its date from which a thing is due soon
CATCH_UP_DAYS = 14  # days without a run of the reminders that are made up for
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
TITLE_LENGTH = 200
PAGE_SIZE = 20


class Pace(models.TextChoices):
    """How soon a message goes out by a channel. The inbox holds it in every case."""

    AT_ONCE = "at_once", _("有通知就发")
    DAILY = "daily", _("每天早上八点汇总一次")
    NONE = "none", _("不发")


class DeliveryState(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", _("待发送")
    SENT = "sent", _("已发送")
    GIVEN_UP = "given_up", _("未能送达")


class Urgency(models.TextChoices):
    """How a thing stands to its date."""

    OVERDUE = "overdue", _("已逾期")
    SOON = "soon", _("快到期")
    REST = "rest", _("其他")
