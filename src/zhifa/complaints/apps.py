"""Complaints as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    """投诉建议."""

    name = "zhifa.complaints"
    label = "complaints"
    verbose_name = _("投诉建议")
    default_auto_field = "django.db.models.BigAutoField"
