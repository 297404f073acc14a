"""What the portal offers: the two homes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.registry import MenuEntry

OFFERS = (
    MenuEntry("portal", _("首页"), "home", public=True, order=0),
    MenuEntry("portal", _("工作台"), "work", order=0),
    MenuEntry("portal", _("历年对比"), "portal_trends", order=72),
)
