"""Plans as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """规划."""

    name = "zhifa.plans"
    label = "plans"
    verbose_name = _("规划")
