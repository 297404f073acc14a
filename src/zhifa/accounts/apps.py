"""Accounts as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Sign-in."""

    name = "zhifa.accounts"
    label = "accounts"
    verbose_name = _("登录身份")
