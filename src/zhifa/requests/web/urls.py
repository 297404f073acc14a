"""Addresses of requests for data."""

from __future__ import annotations

from django.urls import path

from zhifa.requests.web import answering, composing, rows

urlpatterns = [
    path("work/requests/", composing.forms_page, name="requests_forms"),
    path("work/requests/new/", composing.head, name="requests_new"),
    path("work/requests/clauses/", rows.clauses, name="requests_clauses"),
    path("work/requests/clauses/<int:number>/", rows.clause, name="requests_clause"),
    path("work/requests/minutes/", rows.minutes, name="requests_minutes"),
    path("work/requests/times/", rows.times_page, name="requests_times"),
    path("work/requests/<slug:key>/", composing.form, name="requests_form"),
    path("work/requests/<slug:key>/head/", composing.head, name="requests_head"),
    path("work/requests/<slug:key>/fields/<int:number>/remove/", composing.remove, name="requests_remove"),
    path("work/requests/<slug:key>/fields/<int:number>/take/", composing.take, name="requests_take"),
    path("work/requests/<slug:key>/fields/<int:number>/ask/", composing.ask, name="requests_ask"),
    path("work/requests/<slug:key>/move/<slug:move>/", composing.move, name="requests_move"),
    path("work/requests/<slug:key>/answer/<slug:unit>/", answering.answer, name="requests_answer"),
]
