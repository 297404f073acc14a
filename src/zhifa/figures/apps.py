"""Figures as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    """Definitions, values, composition."""

    name = "zhifa.figures"
    label = "figures"
    verbose_name = _("数字")
