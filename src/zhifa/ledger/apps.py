"""The ledger as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """The append-only record."""

    name = "zhifa.ledger"
    label = "ledger"
    verbose_name = _("存证")
