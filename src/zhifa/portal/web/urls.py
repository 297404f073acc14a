"""Addresses of the portal."""

from __future__ import annotations

from django.urls import path

from zhifa.portal.web import asking, views

urlpatterns = [
    path("", views.home, name="home"),
    path("work/", views.work, name="work"),
    path("work/trends/", views.trends, name="portal_trends"),
    path("about/", views.about_data, name="about_data"),
    path("ask/", asking.ask, name="portal_ask"),
    path("ask/suggest/", asking.suggest, name="portal_ask_suggest"),
    path("ask/helped/", asking.helped, name="portal_ask_helped"),
    path("healthz", views.health, name="health"),
]
