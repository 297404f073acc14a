"""Publishing as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """公开."""

    name = "zhifa.publishing"
    label = "publishing"
    verbose_name = _("公开审核")
