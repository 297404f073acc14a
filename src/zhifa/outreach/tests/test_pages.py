"""The pages of outreach: recording in a few fields, what it served, what the public sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.deeds.api import confirm_deeds
from zhifa.kernel import clock
from zhifa.outreach.api import Activity, ActivityDraft, load_activities
from zhifa.outreach.tests.conftest import SYSTEM, Here
from zhifa.plans.api import CampaignDraft, open_campaign
from zhifa.publishing.tests.passing import publish_all

Draft = Callable[..., ActivityDraft]
FORM = {
    "kind": "lecture", "title": "宪法进校园", "occurred_on": "2018-03-01", "unit": "U01", "audience": "youth",
    "client_key": "k1", "counts-TOTAL_FORMS": "1", "counts-INITIAL_FORMS": "0", "counts-0-measure": "attendances",
    "counts-0-value": "86", "counts-0-channel": "onsite", "counts-0-source": "sign_in", "counts-0-method": "",
}  # fmt: skip


def test_recorded_in_a_few_fields_and_seen_what_it_served(here: Here) -> None:
    campaign = CampaignDraft(
        "c1", "constitution-school", "宪法学习进校园", date(2018, 1, 1), date(2018, 12, 31), words=("宪法",)
    )
    open_campaign(SYSTEM, campaign, now=clock.now())
    answer = here.client("liaison").post("/work/activities/new/", FORM)
    activity = Activity.objects.get()
    assert answer["Location"] == f"/work/activities/{activity.deed.key}/"
    page = here.client("liaison").get(answer["Location"]).content.decode()
    assert "宪法学习进校园" in page
    assert "名称含“宪法”" in page


def test_a_wrong_field_keeps_what_was_typed(here: Here) -> None:
    answer = here.client("liaison").post("/work/activities/new/", {**FORM, "occurred_on": "2099-01-01"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "error-summary" in page
    assert 'value="宪法进校园"' in page
    assert not Activity.objects.exists()


def test_another_unit_does_not_see_what_is_not_public(here: Here, draft: Draft) -> None:
    (deed,) = load_activities(SYSTEM, [draft()], sheet="s", now=clock.now())
    address = f"/work/activities/{deed.key}/"
    assert here.client("liaison").get(address).status_code == 200
    assert here.client("other").get(address).status_code == 404
    assert "宪法进机关讲座" not in Client().get("/activities/").content.decode()
    confirm_deeds(SYSTEM, now=clock.now())
    publish_all("deed")
    assert "宪法进机关讲座" in Client().get("/activities/").content.decode()


def test_the_public_list_asks_as_much_for_three_as_for_one(here: Here, draft: Draft) -> None:
    def asked() -> int:
        confirm_deeds(SYSTEM, now=clock.now())
        publish_all("deed")
        Client().get("/activities/")
        with CaptureQueriesContext(connection) as seen:
            Client().get("/activities/")
        return len(seen)

    load_activities(SYSTEM, [draft()], sheet="1", now=clock.now())
    one = asked()
    load_activities(SYSTEM, [draft(title="二"), draft(title="三", unit="U02")], sheet="2", now=clock.now())
    assert asked() == one


def test_the_sheet_page_tells_its_columns(here: Here, settings: Any) -> None:
    page = here.client("liaison").get("/work/intake/new/activities/").content.decode()
    assert "参加人次" in page
    assert here.client("auditor").get("/work/intake/new/activities/").status_code in (403, 404)
