"""Funding as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    """经费."""

    name = "zhifa.funding"
    label = "funding"
    verbose_name = _("经费")
