"""Addresses of figures."""

from __future__ import annotations

from django.urls import path

from zhifa.figures.web import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/<slug:code>/", views.figure, name="figure"),
    path("figures/<slug:code>/figure.json", views.figure_json, name="figure_json"),
    path("figures/<slug:code>/records.csv", views.records_csv, name="figure_records"),
]
