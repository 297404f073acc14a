"""The founding district as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundingConfig(AppConfig):
    """示范区."""

    name = "zhifa.founding"
    label = "founding"
    verbose_name = _("示范区")
