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


def test_what_looks_like_a_double_is_asked_and_nothing_typed_is_lost(here: Here) -> None:
    client = here.client("liaison")
    client.post("/work/activities/new/", FORM)
    again = {**FORM, "client_key": "k2", "title": "宪法进校园活动"}
    page = client.post("/work/activities/new/", again).content.decode()
    assert "好像已经记过：宪法进校园（2018-03-01" in page
    assert 'value="宪法进校园活动"' in page
    assert Activity.objects.count() == 1
    assert client.post("/work/activities/new/", FORM).status_code == 302, (
        "the same form sent twice is no double"
    )
    assert client.post("/work/activities/new/", {**again, "not_double": "on"}).status_code == 302
    assert Activity.objects.count() == 2
    other = {**FORM, "client_key": "k3", "occurred_on": "2018-03-02"}
    assert client.post("/work/activities/new/", other).status_code == 302, "another day is another deed"


def test_partners_are_chosen_one_list_below_the_other(here: Here) -> None:
    client = here.client("liaison")
    page = client.get("/work/activities/new/").content.decode()
    assert page.count('name="co_organisers"') == 3
    assert "multiple" not in page.partition('name="co_organisers"')[2].partition("</select>")[0]
    client.post("/work/activities/new/", {**FORM, "co_organisers": ["", "U02", ""]})
    activity = Activity.objects.get()
    assert {credit.unit.code for credit in activity.deed.credits.all()} == {"U01", "U02"}
    page = client.get(f"/work/activities/{activity.deed.key}/change/").content.decode()
    assert '<option value="U02" selected>' in page
