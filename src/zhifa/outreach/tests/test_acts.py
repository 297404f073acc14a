"""Recording activities: one deed each, in one transaction, once; programmes with their rota; what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from zhifa.deeds.api import Deed
from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput, NotAllowed
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
    revise_activity,
)
from zhifa.outreach.errors import TurnTaken
from zhifa.outreach.selectors import last_activity, turns_missed
from zhifa.outreach.tests.conftest import SYSTEM, Here

Draft = Callable[..., ActivityDraft]
NOW = clock.now()
RADIO = ProgrammeDraft(
    "radio-1", "radio", "听说法", "某电台", date(2018, 1, 1),
    turns=(TurnDraft(1, "U01", date(2018, 3, 1)), TurnDraft(2, "U02", date(2018, 4, 1))),
)  # fmt: skip


def test_an_activity_is_one_deed_and_two_entries(here: Here, draft: Draft) -> None:
    activity = record_activity(here.liaison, draft(speaker_rank="judge"), submit=True, now=NOW)
    assert Deed.objects.count() == 1
    assert (activity.deed.state, activity.speaker_rank) == ("submitted", "judge")
    acts = [entry.act for entry in entries_of(Subject("deed", activity.deed.key))]
    assert acts[0] == "deeds.record_deed"
    assert "outreach.record_activity" in acts


def test_sent_twice_it_is_recorded_once(here: Here, draft: Draft) -> None:
    one = record_activity(here.liaison, draft(client_key="phone-1"), now=NOW)
    again = record_activity(here.liaison, draft(client_key="phone-1"), now=NOW)
    assert one.pk == again.pk
    assert Activity.objects.count() == 1


def test_a_kind_that_is_not_ours_is_refused(here: Here, draft: Draft) -> None:
    with pytest.raises(BadInput):
        record_activity(here.liaison, draft(kind="training"), now=NOW)
    assert not Deed.objects.exists()


def test_revised_before_it_closes(here: Here, draft: Draft) -> None:
    activity = record_activity(here.liaison, draft(), now=NOW)
    changed = revise_activity(
        here.liaison,
        activity.deed.key,
        draft(title="改名的讲座", speaker_rank="lawyer"),
        submit=True,
        now=NOW,
    )
    changed.deed.refresh_from_db()
    assert (changed.deed.title, changed.deed.state, changed.speaker_rank) == (
        "改名的讲座",
        "submitted",
        "lawyer",
    )


def test_the_last_one_is_where_the_next_begins(here: Here, draft: Draft) -> None:
    record_activity(here.liaison, draft(title="第一场"), now=NOW)
    record_activity(here.liaison, draft(title="第二场"), now=NOW)
    last = last_activity(here.liaison, ["U01"])
    assert last is not None
    assert last.deed.title == "第二场"
    assert last_activity(here.other, ["U02"]) is None


def test_a_rota_gives_each_issue_to_one_unit(here: Here, draft: Draft) -> None:
    open_programme(here.clerk, RADIO, now=NOW)
    record_activity(here.liaison, draft(kind="radio", title="第一期", programme="radio-1", issue=1), now=NOW)
    assert [turn.number for turn in turns_missed(date(2018, 5, 1))] == [2]
    doubled = ProgrammeDraft(
        "radio-2", "radio", "重", "", date(2018, 1, 1), turns=(RADIO.turns[0], RADIO.turns[0])
    )
    with pytest.raises(TurnTaken):
        open_programme(here.clerk, doubled, now=NOW)
    with pytest.raises(NotAllowed):
        open_programme(here.liaison, RADIO, now=NOW)


def test_places_stand_from_their_opening_day(here: Here) -> None:
    place = PlaceDraft("一街法治文化公园", "park", "S1", "一街 1 号", "U09", date(2017, 5, 1))
    assert load_places(here.clerk, [place], now=NOW) == 1
    load_places(here.clerk, [place], now=NOW)
    assert [row.name for row in places(here.clerk, date(2018, 1, 1))] == ["一街法治文化公园"]
    assert not places(here.clerk, date(2017, 4, 30)).exists()


def test_a_sheet_with_an_unknown_programme_enters_not_at_all(here: Here, draft: Draft) -> None:
    with pytest.raises(BadInput) as refusal:
        load_activities(SYSTEM, [draft(), draft(title="另一场", programme="没有")], sheet="s", now=NOW)
    assert refusal.value.faults[0].row == 2
    assert not Deed.objects.exists()
