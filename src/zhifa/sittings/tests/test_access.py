"""Who sees what of exams that are held, and what plain staff see of the workspace."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from zhifa.kernel.registry import OwnPages, offered


def test_plain_staff_have_a_desk_of_their_own_and_no_more(signed_in: Callable[[str], Client]) -> None:
    anna = signed_in("anna")
    own = {name for pages in offered(OwnPages) for name in pages.url_names}
    opened, menu = set(), anna.get("/work/").content.decode()
    for name in {key for key in get_resolver().reverse_dict if isinstance(key, str)}:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if address.startswith("/work/") and anna.get(address).status_code != 404:
            opened.add(name)
        if address.startswith("/work/") and name not in own:
            assert f'href="{address}"' not in menu, "a menu line that leads nowhere"
    assert {"work", "inbox", "laws_should_know", "learning_mine"} <= opened <= own
    assert '<a href="/exams/mine/"' in menu.replace('class="" ', "")
