"""The address of search; public, since every row is filtered by the asker's marks."""

from __future__ import annotations

from django.urls import path

from zhifa.search.web import views

urlpatterns = [path("search/", views.results, name="search")]
