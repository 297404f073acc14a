"""Addresses of the law library. Reading is public; picking and keeping are work."""

from __future__ import annotations

from django.urls import path

import zhifa.kernel.web.converters  # noqa: F401 - makes <day:…> known
from zhifa.laws.web import (
    checking,
    comparing,
    documents,
    imports,
    keeping,
    picker,
    ripple,
    should_know,
    views,
)

urlpatterns = [
    path("laws/", views.index, name="laws_index"),
    path("laws/check/", checking.check, name="laws_check"),
    path("laws/<slug:code>/", views.instrument, name="laws_instrument"),
    path("laws/<slug:code>/@<day:day>/", views.instrument, name="laws_instrument_on"),
    path("laws/<slug:code>/compare/", comparing.compare, name="laws_compare"),
    path("laws/<slug:code>/cited/", views.cited, name="laws_cited"),
    path("laws/<slug:code>/<slug:key>/", views.article, name="laws_article"),
    path("laws/<slug:code>/<slug:key>/@<day:day>/", views.article, name="laws_article_on"),
    path("work/laws/", keeping.desk, name="laws_desk"),
    path("work/laws/<slug:code>/versions/", keeping.versions, name="laws_versions"),
    path("work/laws/should-know/", should_know.listing, name="laws_should_know"),
    path("work/laws/should-know/new/", should_know.new, name="laws_should_know_new"),
    path("work/laws/changes/", ripple.changes, name="laws_changes"),
    path("work/laws/changes/<int:pk>/", ripple.change, name="laws_change"),
    path("work/laws/import/", imports.bring, name="laws_import"),
    path("work/laws/documents/new/", documents.new_document, name="laws_document_new"),
    path("work/laws/pick/", picker.pick, name="laws_pick"),
    path("work/laws/pick/chip/", picker.chip, name="laws_chip"),
]
