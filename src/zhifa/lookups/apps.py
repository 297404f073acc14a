"""Lookups as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LookupsConfig(AppConfig):
    """The access log."""

    name = "zhifa.lookups"
    label = "lookups"
    verbose_name = _("查阅记录")
