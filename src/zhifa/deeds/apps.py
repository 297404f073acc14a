"""Deeds as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeedsConfig(AppConfig):
    """履职记录."""

    name = "zhifa.deeds"
    label = "deeds"
    verbose_name = _("履职记录")
