"""What figures offers: its place in the menus."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.registry import MenuEntry

OFFERS = (
    MenuEntry("figures", _("数字"), "figures", order=70),
    MenuEntry("figures", _("数字"), "figures", public=True, order=30),
)
