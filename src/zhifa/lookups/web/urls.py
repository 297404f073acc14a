"""Addresses of the access log."""

from django.urls import path

from zhifa.lookups.web import views

urlpatterns = [
    path("work/lookups/", views.listing, name="lookups_list"),
    path("work/lookups/keeping/", views.keeping, name="lookups_keeping"),
]
