"""Meetings as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """联席会议."""

    name = "zhifa.meetings"
    label = "meetings"
    verbose_name = _("联席会议")
