"""What the page shell needs on every page: who asks, the menus, the switches, the demonstration mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import STRANGER, Actor
from zhifa.kernel.registry import MenuEntry, offered
from zhifa.kernel.web.elder import is_elder
from zhifa.kernel.web.own import is_open_to

Words = str | Promise

FOOTER: tuple[tuple[str, Words], ...] = (
    ("about_data", _("关于数据")),
    ("complaints", _("投诉与建议")),
    ("responsible_unit", _("主办单位")),
    ("gallery", _("界面构件")),
)
ENTRY_NAMES = frozenset({"account_login", "account_logout"})


@dataclass(frozen=True)
class Link:
    """A line of a menu: words, address, and whether the reader is in that part now."""

    title: Words
    url: str
    current: bool = False


def shell(request: HttpRequest) -> dict[str, Any]:
    """The shell's context. `demonstration` and `district_name` are set on the request by the middleware
    that knows the district; the kernel only shows them."""
    actor: Actor = getattr(request, "actor", STRANGER)
    match = getattr(request, "resolver_match", None)
    return {
        "actor": actor,
        "menu": () if actor.is_stranger else _links(actor, request.path, public=False),
        "public_menu": _links(actor, request.path, public=True),
        "footer_links": _footer(),
        "elder": is_elder(request),
        "demonstration": getattr(request, "demonstration", False),
        "rehearsal": settings.ENVIRONMENT.is_rehearsal,
        "district_name": getattr(request, "district_name", ""),
        "demonstration_accounts": getattr(request, "demonstration_accounts", ()),
        "at_entry": bool(match and match.url_name in ENTRY_NAMES),
    }


def _links(actor: Actor, path: str, *, public: bool) -> tuple[Link, ...]:
    """The entries that this actor uses, by order and then as the ladder offers them; the longest address
    that the path begins with is where the reader is."""
    entries = [e for e in offered(MenuEntry) if e.public is public and (public or e.visible(actor))]
    entries.sort(key=lambda entry: entry.order)
    entries = [one for one in entries if is_open_to(actor, reverse(one.url_name), one.url_name)]
    addresses = [reverse(entry.url_name) for entry in entries]
    here = max((a for a in addresses if path == a or (a != "/" and path.startswith(a))), key=len, default="")
    return tuple(
        Link(entry.title, address, current=address == here)
        for entry, address in zip(entries, addresses, strict=True)
    )


def _footer() -> tuple[Link, ...]:
    """The footer's links, those whose page exists."""
    links = []
    for name, title in FOOTER:
        try:
            links.append(Link(title, reverse(name)))
        except NoReverseMatch:
            continue
    return tuple(links)
