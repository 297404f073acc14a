"""Addresses of people."""

from django.urls import path

from zhifa.people.web import views

urlpatterns = [
    path("work/units/", views.units, name="people_units"),
    path("work/units/<str:code>/", views.unit, name="people_unit"),
    path("work/areas/", views.areas, name="people_areas"),
    path("work/people/", views.people, name="people_people"),
    path("work/people/<str:code>/", views.person, name="people_person"),
    path("work/people/<str:code>/invite/", views.send_invitation, name="people_invite"),
    path("work/people/<str:code>/account/", views.switch_account, name="people_switch_account"),
    path("work/people/<str:code>/hand-over/<int:holding_id>/", views.hand_over_work, name="people_hand_over"),
]
