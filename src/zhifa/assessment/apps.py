"""Assessment as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    """考核."""

    name = "zhifa.assessment"
    label = "assessment"
    verbose_name = _("规划评估")
    default_auto_field = "django.db.models.BigAutoField"
