"""Outreach as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    """活动."""

    name = "zhifa.outreach"
    label = "outreach"
    verbose_name = _("活动")
