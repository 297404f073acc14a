"""Duties as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    """责任清单."""

    name = "zhifa.duties"
    label = "duties"
    verbose_name = _("普法责任清单")
