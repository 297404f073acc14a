"""Deny by default: a stranger gets nowhere unless the address stands on this list."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Public address prefixes, each with its reason.
PUBLIC = {
    "": "the public home",
    "accounts/": "signing in",
    "about/": "about the data",
    "ask/": "a plain question is answered with law, which is public",
    "activities/": "published activities",
    "api/v1/": "open data; what is not public is filtered by the actor",
    "campaigns/": "published campaigns",
    "cases/": "published cases",
    "certificates/": "whoever holds a certificate's number and a part of the name checks it",
    "complaints/": "the complaints entry",
    "deeds/": "published deeds",
    "duties/": "published duty lists",
    "evaluations/": "results of plan evaluations that went through the gate",
    "exams/sit/": "the player's bare page, worker and manifest, which say nothing of anybody; an attempt's own page is closed",
    "figures/": "published figures",
    "gallery/": "the components, without data",
    "honours/": "published honours",
    "healthz": "whether the process lives",
    "i18n/": "language switch",
    "log/": "the log for those who may follow it; outside the internal network it is a 404",
    "laws/": "law is public",
    "funding/": "closed years of money that went through the gate",
    "meetings/": "published minutes",
    "trainings/": "published classes",
    "plans/": "published plans",
    "places/": "published places",
    "programmes/": "published programmes",
    "publications/": "the register of what was published",
    "reports/": "published reports",
    "search/": "filtered by the actor",
    "elder/": "elder mode switch",
    "verify/": "the checker of proof bundles; without data but the log's public key",
}


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address pattern with its view."""
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, here)
        else:
            yield here, pattern


def test_public_views_are_listed() -> None:
    """A view that lets strangers in stands under a listed prefix."""
    unlisted = [
        address
        for address, pattern in routes(get_resolver().url_patterns)
        if not getattr(pattern.callback, "login_required", True)
        and not any(address.startswith(prefix) if prefix else address == "" for prefix in PUBLIC)
    ]
    assert unlisted == []


def test_the_workspace_is_closed_to_strangers() -> None:
    """No view under /work/ is marked as open."""
    opened = [
        address
        for address, pattern in routes(get_resolver().url_patterns)
        if address.startswith("work/") and not getattr(pattern.callback, "login_required", True)
    ]
    assert opened == []
