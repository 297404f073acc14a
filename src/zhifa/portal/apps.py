"""The portal as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """门户."""

    name = "zhifa.portal"
    label = "portal"
    verbose_name = _("门户")
