"""Cases as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """以案释法."""

    name = "zhifa.cases"
    label = "cases"
    verbose_name = _("以案释法")
