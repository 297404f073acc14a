"""Reports as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """报告."""

    name = "zhifa.reports"
    label = "reports"
    verbose_name = _("报告")
