"""Requests for data as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    """填报."""

    name = "zhifa.requests"
    label = "requests"
    verbose_name = _("填报")
    default_auto_field = "django.db.models.BigAutoField"
