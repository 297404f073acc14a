"""Addresses of complaints."""

from __future__ import annotations

from django.urls import path

from zhifa.complaints.web import desk, public

urlpatterns = [
    path("complaints/", public.write, name="complaints"),
    path("complaints/follow/", public.follow, name="complaints_follow"),
    path("work/complaints/", desk.desk, name="complaints_desk"),
    path("work/complaints/times/", desk.times, name="complaints_times"),
    path("work/complaints/times/keeping/", desk.settle_keeping, name="complaints_settle_keeping"),
    path("work/complaints/times/erase/", desk.erase, name="complaints_erase"),
    path("work/complaints/<int:number>/", desk.one, name="complaints_one"),
    path("work/complaints/<int:number>/contact/", desk.contact, name="complaints_contact"),
    path("work/complaints/<int:number>/<slug:move>/", desk.move, name="complaints_move"),
]
