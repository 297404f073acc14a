"""Addresses of publishing."""

from __future__ import annotations

from django.urls import path

from zhifa.publishing.web import public, rules, views, words

urlpatterns = [
    path("publications/", public.publications, name="publishing_public"),
    path("publications/<int:number>/", public.publication, name="publishing_public_one"),
    path("work/publishing/", views.queue, name="publishing"),
    path("work/publishing/published/", views.published, name="publishing_published"),
    path("work/publishing/withdrawn/", views.withdrawn, name="publishing_withdrawn"),
    path("work/publishing/propose/<slug:kind>/", views.new, name="publishing_propose"),
    path("work/publishing/words/", words.words, name="publishing_words"),
    path("work/publishing/words/<int:rule_id>/drop/", words.drop, name="publishing_word_drop"),
    path("work/publishing/rules/", rules.gate, name="publishing_rules"),
    path("work/publishing/<int:number>/", views.publication, name="publishing_one"),
    path("work/publishing/<int:number>/<slug:move>/", views.move, name="publishing_move"),
]
