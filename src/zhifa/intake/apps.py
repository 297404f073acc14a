"""The intake as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Sheets in, lists out."""

    name = "zhifa.intake"
    label = "intake"
    verbose_name = _("导入")
