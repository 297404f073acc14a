"""Root addresses: each mechanism owns its pages in `web/urls.py` and writes its own paths in full."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    *(
        path("", include(f"zhifa.{name}.web.urls"))
        for name in settings.MECHANISMS
        if find_spec(f"zhifa.{name}.web") and find_spec(f"zhifa.{name}.web.urls")
    ),
    # Last, so that accounts may answer some of its addresses itself.
    path("accounts/", include("allauth.urls")),
]
if find_spec("zhifa.config.rest"):
    urlpatterns.append(path("api/v1/", import_module("zhifa.config.rest").urls))
handler500 = "zhifa.kernel.web.failures.server_error"
