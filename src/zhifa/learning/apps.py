"""Learning as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    """学法."""

    name = "zhifa.learning"
    label = "learning"
    verbose_name = _("学法")
