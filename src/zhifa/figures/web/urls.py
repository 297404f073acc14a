"""Addresses of figures."""

from __future__ import annotations

from django.urls import path

from zhifa.figures.web import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/<str:code>/", views.figure, name="figure"),
    path("figures/<str:code>/figure.json", views.figure_json, name="figure_json"),
    path("figures/<str:code>/records.csv", views.records_csv, name="figure_records"),
]
