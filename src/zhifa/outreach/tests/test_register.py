"""Programmes with their rotas and the register of places, kept by the office on its pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.deeds.api import withdraw_deed
from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput
from zhifa.ledger.api import Subject, entries_of
from zhifa.outreach.api import (
    Activity,
    ActivityDraft,
    PlaceDraft,
    ProgrammeDraft,
    TurnDraft,
    load_activities,
    load_places,
    open_programme,
    places,
    record_activity,
)
from zhifa.outreach.errors import TurnTaken
from zhifa.outreach.models import Place, Programme, Turn
from zhifa.outreach.selectors import rotas, turns_missed
from zhifa.outreach.tests.conftest import SYSTEM, Here

Draft = Callable[..., ActivityDraft]
NOW = clock.now()
RADIO = ProgrammeDraft(
    "radio-1", "radio", "听说法", "某电台", date(2018, 1, 1),
    turns=(TurnDraft(1, "U01", date(2018, 3, 1)), TurnDraft(2, "U02", date(2018, 4, 1)), TurnDraft(3, "U01", date(2098, 4, 1))),
)  # fmt: skip
PARK = PlaceDraft("一街法治文化公园", "park", "S1", "一街 1 号", "U09", date(2017, 5, 1))
FORM = {
    "title": "听说法", "kind": "radio", "partners": "某电台、某报", "since": "2018-01-01", "until": "",
    "turns-TOTAL_FORMS": "2", "turns-INITIAL_FORMS": "0", "turns-0-number": "1", "turns-0-unit": "U01",
    "turns-0-planned_on": "2018-03-01", "turns-1-number": "", "turns-1-unit": "", "turns-1-planned_on": "",
}  # fmt: skip
PLACE = {
    "name": "二街法治长廊", "kind": "corridor", "area": "S1", "address": "二街 2 号", "unit": "U09", "opened_on": "2019-05-01",
    "closed_on": "",
}  # fmt: skip


def test_a_rota_says_what_was_held_missed_and_is_to_come(here: Here, draft: Draft) -> None:
    open_programme(here.clerk, RADIO, now=NOW)
    held = record_activity(here.liaison, draft(kind="radio", programme="radio-1", issue=1), now=NOW)
    (rota,) = rotas(here.liaison, date(2018, 5, 1))
    assert [(line.state, line.deed) for line in rota.lines] == [
        ("held", held.deed.key),
        ("missed", ""),
        ("ahead", ""),
    ]
    assert rota.held == 1
    (theirs,) = rotas(
        here.other, date(2018, 5, 1)
    )  # what it may not see is held all the same, without the way to it
    assert (theirs.lines[0].state, theirs.lines[0].deed) == ("held", "")


def test_an_issue_is_recorded_once_and_given_back_by_a_withdrawal(here: Here, draft: Draft) -> None:
    open_programme(here.clerk, RADIO, now=NOW)
    first = record_activity(here.liaison, draft(kind="radio", programme="radio-1", issue=1), now=NOW)
    with pytest.raises(TurnTaken):
        record_activity(
            here.liaison, draft(kind="radio", title="又一次", programme="radio-1", issue=1), now=NOW
        )
    with pytest.raises(BadInput) as refused:
        load_activities(SYSTEM, [draft(kind="radio", programme="radio-1", issue=1)], sheet="s", now=NOW)
    assert [(fault.row, fault.field) for fault in refused.value.faults] == [(1, "issue")]
    withdraw_deed(here.liaison, first.deed.key, "录错", now=NOW)
    assert [turn.number for turn in turns_missed(date(2018, 3, 15))] == [1]
    again = record_activity(
        here.liaison, draft(kind="radio", title="重录", programme="radio-1", issue=1), now=NOW
    )
    assert (again.issue, Activity.objects.get(pk=first.pk).issue) == (1, None)


def test_the_office_opens_a_programme_and_changes_its_rota(here: Here) -> None:
    clerk = here.client("clerk")
    assert clerk.post("/work/programmes/new/", FORM)["Location"] == "/work/programmes/"
    programme = Programme.objects.get()
    assert [(turn.number, turn.unit.code) for turn in programme.turns.all()] == [(1, "U01")]
    two = {**FORM, "turns-1-number": "1", "turns-1-unit": "U02", "turns-1-planned_on": "2018-04-01"}
    refused = clerk.post(f"/work/programmes/{programme.code}/change/", two).content.decode()
    assert "同一期排了两个单位" in refused
    half = {**two, "turns-1-number": "2", "turns-1-planned_on": ""}
    assert "要都填" in clerk.post(f"/work/programmes/{programme.code}/change/", half).content.decode()
    clerk.post(f"/work/programmes/{programme.code}/change/", {**two, "turns-1-number": "2"})
    assert [(turn.number, turn.unit.code) for turn in programme.turns.all()] == [(1, "U01"), (2, "U02")]
    acts = [entry.act for entry in entries_of(Subject("programme", programme.code))]
    assert acts == ["outreach.open_programme", "outreach.change_programme"]


def test_a_missed_turn_leads_to_a_form_that_knows_it(here: Here) -> None:
    open_programme(here.clerk, RADIO, now=NOW)
    turn = Turn.objects.get(number=1)
    page = here.client("liaison").get(f"/work/activities/new/?turn={turn.pk}").content.decode()
    assert 'value="听说法第1期"' in page
    assert '<option value="radio" selected>' in page
    assert here.client("liaison").get("/work/activities/new/?turn=999999").status_code == 200


def test_a_place_is_registered_put_right_and_closed(here: Here) -> None:
    clerk = here.client("clerk")
    assert clerk.post("/work/places/new/", PLACE)["Location"] == "/places/"
    assert "已有同名的场所" in clerk.post("/work/places/new/", PLACE).content.decode()
    place = Place.objects.get()
    wrong = clerk.post(f"/work/places/{place.pk}/change/", {**PLACE, "closed_on": "2018-01-01"})
    assert "停用日期早于建成日期" in wrong.content.decode()
    clerk.post(
        f"/work/places/{place.pk}/change/", {**PLACE, "address": "二街 3 号", "closed_on": "2020-01-01"}
    )
    assert [row.address for row in places(here.clerk, date(2019, 12, 31))] == ["二街 3 号"]
    assert not places(here.clerk, date(2020, 1, 1)).exists()
    (entry,) = entries_of(Subject("place", str(place.pk)))
    assert (entry.facts["before"]["address"], entry.facts["after"]["closed_on"]) == (
        "二街 2 号",
        "2020-01-01",
    )


def test_a_place_in_an_unknown_area_is_refused_by_its_row(here: Here) -> None:
    elsewhere = PlaceDraft("某长廊", "corridor", "S9", "某处", "U99", date(2017, 5, 1))
    with pytest.raises(BadInput) as refused:
        load_places(here.clerk, [PARK, elsewhere], now=NOW)
    assert [(fault.row, fault.field) for fault in refused.value.faults] == [(2, "area"), (2, "unit")]
    assert not Place.objects.exists()


def test_an_activity_names_the_place_where_it_was_held(here: Here, draft: Draft) -> None:
    load_places(here.clerk, [PARK], now=NOW)
    place = Place.objects.get()
    form = {
        "kind": "lecture", "title": "公园讲座", "occurred_on": "2018-03-01", "unit": "U01", "audience": "public",
        "held_at": str(place.pk), "client_key": "k9", "counts-TOTAL_FORMS": "0", "counts-INITIAL_FORMS": "0",
    }  # fmt: skip
    liaison = here.client("liaison")
    page = liaison.get(liaison.post("/work/activities/new/", form)["Location"]).content.decode()
    assert "一街法治文化公园" in page
    assert Activity.objects.get().held_at == place


def test_nobody_else_keeps_them(here: Here) -> None:
    for address in ("programmes/new/", "places/new/"):
        assert here.client("liaison").get(f"/work/{address}").status_code == 404
        assert Client().get(f"/work/{address}").status_code == 302
    assert "/work/places/new/" not in Client().get("/places/").content.decode()


def test_the_rotas_ask_as_much_for_three_programmes_as_for_one(here: Here) -> None:
    def asked() -> int:
        here.client("clerk").get("/work/programmes/")
        client = here.client("clerk")
        with CaptureQueriesContext(connection) as seen:
            client.get("/work/programmes/")
        return len(seen)

    open_programme(here.clerk, RADIO, now=NOW)
    one = asked()
    for code in ("radio-2", "radio-3"):
        open_programme(
            here.clerk, ProgrammeDraft(code, "radio", code, "", date(2018, 1, 1), turns=RADIO.turns), now=NOW
        )
    assert asked() == one
