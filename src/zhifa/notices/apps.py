"""Notices as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """The inbox, reminders, messages."""

    name = "zhifa.notices"
    label = "notices"
    verbose_name = _("待办与提醒")
    default_auto_field = "django.db.models.BigAutoField"
