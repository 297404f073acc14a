"""Addresses of meetings. The page of a meeting stands for ever under the series' code and the meeting's number."""

from __future__ import annotations

from django.urls import path

from zhifa.meetings.web import actions, agenda, minutes, seats, series, views

ONE = "work/meetings/<slug:code>/<int:number>"

urlpatterns = [
    path("meetings/", views.public, name="meetings_public"),
    path("meetings/<slug:code>/<int:number>/", views.meeting, name="meetings_meeting"),
    path("meetings/<slug:code>/<int:number>/minutes.docx", minutes.word, name="meetings_word"),
    path("work/meetings/", series.work, name="meetings_work"),
    path("work/meetings/new/", series.new_series, name="meetings_new_series"),
    path("work/meetings/<slug:code>/", series.series, name="meetings_series"),
    path("work/meetings/<slug:code>/change/", series.change_series, name="meetings_change_series"),
    path("work/meetings/<slug:code>/members/new/", series.new_member, name="meetings_new_member"),
    path("work/meetings/members/<int:pk>/end/", series.end_member, name="meetings_end_member"),
    path("work/meetings/<slug:code>/matters/new/", series.new_matter, name="meetings_new_matter"),
    path("work/meetings/matters/<int:pk>/withdraw/", series.withdraw, name="meetings_withdraw_matter"),
    path("work/meetings/<slug:code>/meetings/new/", agenda.new_meeting, name="meetings_new_meeting"),
    path(f"{ONE}/change/", agenda.change, name="meetings_change"),
    path(f"{ONE}/agenda/", agenda.arrange, name="meetings_arrange"),
    path(f"{ONE}/call/", agenda.call, name="meetings_call"),
    path(f"{ONE}/cancel/", agenda.cancel, name="meetings_cancel"),
    path(f"{ONE}/papers/", agenda.add_papers, name="meetings_papers"),
    path(f"{ONE}/links/", agenda.add_link, name="meetings_links"),
    path(f"{ONE}/answer/<str:unit>/", seats.answer, name="meetings_answer"),
    path(f"{ONE}/check-in/<str:unit>/", seats.sign_in, name="meetings_check_in"),
    path(f"{ONE}/roll/", seats.roll, name="meetings_roll"),
    path(f"{ONE}/hold/", seats.hold, name="meetings_hold"),
    path(f"{ONE}/lines/<int:line>/", minutes.decide, name="meetings_decide"),
    path(f"{ONE}/lines/<int:line>/action/", minutes.new_action, name="meetings_new_action"),
    path(f"{ONE}/actions/<int:action>/remove/", minutes.drop_action, name="meetings_remove_action"),
    path(f"{ONE}/preface/", minutes.preface, name="meetings_preface"),
    path(f"{ONE}/circulate/", minutes.circulate, name="meetings_circulate"),
    path(f"{ONE}/recall/", minutes.recall, name="meetings_recall"),
    path(f"{ONE}/agree/<str:unit>/", minutes.agree, name="meetings_agree"),
    path(f"{ONE}/object/<str:unit>/", minutes.disagree, name="meetings_object"),
    path(f"{ONE}/issue/", minutes.issue, name="meetings_issue"),
    path("work/actions/", actions.listing, name="meetings_actions"),
    path("work/actions/<int:pk>/", actions.action, name="meetings_action"),
    path("work/actions/<int:pk>/report/", actions.report, name="meetings_report"),
    path("work/actions/<int:pk>/weigh/", actions.weigh, name="meetings_weigh"),
]
