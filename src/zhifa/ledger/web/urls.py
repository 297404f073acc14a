"""Addresses of the log."""

from django.urls import path

from zhifa.ledger.web import views

urlpatterns = [
    path("log/checkpoint", views.checkpoint, name="ledger_checkpoint"),
    path("log/tile/<path:address>", views.tile, name="ledger_tile"),
]
