"""Addresses of sittings."""

from __future__ import annotations

from django.urls import path

from zhifa.sittings.web import desk, mine

EXAM = "work/sittings/<slug:key>"

urlpatterns = [
    path("exams/mine/", mine.mine, name="sittings_mine"),
    path("work/sittings/", desk.desk, name="sittings_desk"),
    path("work/sittings/new/", desk.new, name="sittings_new"),
    path(f"{EXAM}/", desk.one, name="sittings_exam"),
    path(f"{EXAM}/change/", desk.change, name="sittings_change"),
    path(f"{EXAM}/announce/", desk.announce, name="sittings_announce"),
    path(f"{EXAM}/extend/", desk.extend, name="sittings_extend"),
    path(f"{EXAM}/cancel/", desk.cancel, name="sittings_cancel"),
]
