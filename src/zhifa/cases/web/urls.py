"""Addresses of cases."""

from __future__ import annotations

from django.urls import path

from zhifa.cases.web import desk, lists, masking, public, recommending, tellings

urlpatterns = [
    path("cases/", public.listing, name="cases_public"),
    path("cases/<slug:key>/", public.one, name="cases_one"),
    path("work/cases/", desk.desk, name="cases_desk"),
    path("work/cases/new/", desk.new, name="cases_new"),
    path("work/cases/import/", desk.bring_in, name="cases_import"),
    path("work/cases/lists/", lists.lists, name="cases_lists"),
    path("work/cases/lists/<slug:sort>/", lists.line, name="cases_line_new"),
    path("work/cases/lists/<slug:sort>/<slug:code>/", lists.line, name="cases_line"),
    path("work/cases/recommended/", recommending.listing, name="cases_recommended"),
    path("work/cases/recommended/<int:pk>/", recommending.outcome, name="cases_outcome"),
    path("work/cases/<slug:key>/", desk.work, name="cases_work"),
    path("work/cases/<slug:key>/original/", desk.original, name="cases_original"),
    path("work/cases/<slug:key>/change/", desk.change, name="cases_change"),
    path("work/cases/<slug:key>/masking/", masking.masking, name="cases_masking"),
    path("work/cases/<slug:key>/telling/<slug:form>/", tellings.telling, name="cases_telling"),
    path("work/cases/<slug:key>/recommend/", recommending.send_on, name="cases_recommend"),
    path("work/cases/<slug:key>/paper/", recommending.paper, name="cases_paper"),
    path("work/cases/<slug:key>/move/<slug:move>/", desk.move, name="cases_move"),
]
