"""Addresses of outreach."""

from __future__ import annotations

from django.urls import path

from zhifa.outreach.web import register, views

urlpatterns = [
    path("activities/", views.published, name="outreach_published"),
    path("programmes/", views.public_programmes, name="outreach_public_programmes"),
    path("places/", views.place_list, name="outreach_places"),
    path("work/activities/new/", views.new, name="outreach_new"),
    path("work/activities/<str:key>/", views.activity, name="outreach_activity"),
    path("work/activities/<str:key>/change/", views.change, name="outreach_change"),
    path("work/programmes/", register.programme_list, name="outreach_programmes"),
    path("work/programmes/new/", register.new_programme, name="outreach_new_programme"),
    path(
        "work/programmes/<str:code>/change/", register.change_one_programme, name="outreach_change_programme"
    ),
    path("work/places/new/", register.new_place, name="outreach_new_place"),
    path("work/places/<int:place>/change/", register.change_one_place, name="outreach_change_place"),
]
