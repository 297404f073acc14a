"""Sittings as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SittingsConfig(AppConfig):
    """考试."""

    name = "zhifa.sittings"
    label = "sittings"
    verbose_name = _("考试")
