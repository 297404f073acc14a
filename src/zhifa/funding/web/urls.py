"""Addresses of money."""

from __future__ import annotations

from django.urls import path

from zhifa.funding.web import items, public, years

ITEM = "work/funding/<int:year>/<int:number>"

urlpatterns = [
    path("funding/", public.listing, name="funding_public"),
    path("funding/<int:year>/", public.year, name="funding_public_year"),
    path("work/funding/", years.work, name="funding_work"),
    path("work/funding/new/", years.new_year, name="funding_new_year"),
    path("work/funding/standard/", years.standard, name="funding_standard"),
    path("work/funding/<int:year>/", years.year, name="funding_year"),
    path("work/funding/<int:year>/close/", years.close, name="funding_close"),
    path("work/funding/<int:year>/items/new/", items.new_item, name="funding_new_item"),
    path(f"{ITEM}/", items.item, name="funding_item"),
    path(f"{ITEM}/new/", items.new_posting, name="funding_new_posting"),
    path(f"{ITEM}/<int:posting>/", items.posting, name="funding_posting"),
    path(f"{ITEM}/<int:posting>/correct/", items.correct, name="funding_correct"),
    path(f"{ITEM}/<int:posting>/vouchers/", items.vouchers, name="funding_vouchers"),
]
