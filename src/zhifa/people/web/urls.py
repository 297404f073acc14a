"""Addresses of people."""

from django.urls import path

from zhifa.people.web import areas, backbone, erasing, persons, rosters, units

urlpatterns = [
    path("work/units/", units.units, name="people_units"),
    path("work/units/tree/", units.unit_tree, name="people_unit_tree"),
    path("work/units/<str:code>/", units.unit, name="people_unit"),
    path("work/units/<str:code>/place/", units.place, name="people_unit_place"),
    path("work/units/<str:code>/enforcing/", units.enforcing, name="people_unit_enforcing"),
    path("work/units/<str:code>/rename/", units.rename, name="people_unit_rename"),
    path("work/units/<str:code>/merge/", units.merge, name="people_unit_merge"),
    path("work/areas/", areas.areas, name="people_areas"),
    path("work/areas/<str:code>/", areas.area, name="people_area"),
    path(
        "work/areas/<str:code>/populations/<int:population_id>/", areas.population, name="people_population"
    ),
    path("work/people/", persons.people, name="people_people"),
    path("work/people/new/", persons.new_person, name="people_new_person"),
    path("work/people/invite/", persons.invite_several, name="people_invite_several"),
    path("work/people/<str:code>/", persons.person, name="people_person"),
    path("work/people/<str:code>/post/", persons.new_post, name="people_new_post"),
    path("work/people/<str:code>/phone/", persons.phone, name="people_phone"),
    path("work/people/<str:code>/phone/show/", persons.show_phone, name="people_show_phone"),
    path("work/people/<str:code>/invite/", persons.send_invitation, name="people_invite"),
    path("work/people/<str:code>/email/", persons.email, name="people_email"),
    path("work/people/<str:code>/account/new/", persons.new_account, name="people_new_account"),
    path("work/people/<str:code>/account/", persons.switch_account, name="people_switch_account"),
    path("work/people/<str:code>/end/<int:holding_id>/", persons.end_post, name="people_end_post"),
    path("work/people/<str:code>/erase/", erasing.erase, name="people_erase"),
    path(
        "work/people/<str:code>/hand-over/<int:holding_id>/", persons.hand_over_work, name="people_hand_over"
    ),
    path(
        "work/people/<str:code>/stand-in/<int:holding_id>/", persons.arrange_stand_in, name="people_stand_in"
    ),
    path(
        "work/people/<str:code>/stand-in/<int:acting_id>/end/",
        persons.stop_standing_in,
        name="people_end_stand_in",
    ),
    path("work/backbone/", backbone.backbone_list, name="people_backbone"),
    path("work/backbone/new/", backbone.new_service, name="people_backbone_new"),
    path("work/backbone/<int:service_id>/", backbone.service, name="people_backbone_service"),
    path("work/rosters/", rosters.roster_list, name="people_rosters"),
    path("work/rosters/<str:code>/", rosters.roster, name="people_roster"),
    path("work/rosters/<str:code>/members.csv", rosters.roster_csv, name="people_roster_csv"),
]
