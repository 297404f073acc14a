"""Addresses of outreach."""

from __future__ import annotations

from django.urls import path

from zhifa.outreach.web import views

urlpatterns = [
    path("activities/", views.published, name="outreach_published"),
    path("places/", views.place_list, name="outreach_places"),
    path("work/activities/new/", views.new, name="outreach_new"),
    path("work/activities/<str:key>/", views.activity, name="outreach_activity"),
    path("work/activities/<str:key>/change/", views.change, name="outreach_change"),
    path("work/programmes/", views.programme_list, name="outreach_programmes"),
]
