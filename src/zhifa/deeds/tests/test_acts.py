"""The acts of deeds: state, ledger entry, and what each refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from procrastinate.contrib.django import app

from zhifa.deeds import jobs
from zhifa.deeds.api import (
    Attendance,
    CountDraft,
    CreditDraft,
    Deed,
    DeedAlreadyClosed,
    DeedDraft,
    DeedIncomplete,
    DeedNotWaiting,
    Level,
    OwnDeedNotConfirmed,
    Participation,
    ReasonMissing,
    close_counts,
    confirm_deed,
    confirm_deeds,
    correct_deed,
    deed_records,
    doubles_of,
    load_deeds,
    load_participations,
    record_deed,
    return_deed,
    revise_deed,
    submit_deed,
    visible_to,
    withdraw_deed,
)
from zhifa.deeds.models import Confirmation, Correction
from zhifa.deeds.tests.conftest import SYSTEM, District
from zhifa.evidence.api import attach, attach_existing_many, detach
from zhifa.figures.api import ensure_definitions, value_of
from zhifa.kernel import clock
from zhifa.kernel.actor import STRANGER, Grant, Role
from zhifa.kernel.clock import Window
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.ledger.api import Subject, entries_of, seal_pending
from zhifa.publishing.tests.passing import publish_all

Draft = Callable[..., DeedDraft]
NOW = clock.now()


def acts_of(deed: Deed) -> list[str]:
    return [entry.act for entry in entries_of(Subject("deed", deed.key))]


def test_a_deed_passes_every_level(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    assert (deed.state, deed.waits_for) == ("submitted", "unit")
    confirm_deed(here.head, deed.key, now=NOW)
    deed.refresh_from_db()
    assert (deed.state, deed.waits_for) == ("submitted", "district")
    with pytest.raises(DeedAlreadyClosed):
        revise_deed(here.liaison, deed.key, draft(), now=NOW)
    confirm_deed(here.clerk, deed.key, now=NOW)
    deed.refresh_from_db()
    assert (deed.state, deed.waits_for) == ("confirmed", "")
    assert deed.closed_at is not None
    assert acts_of(deed) == [
        "deeds.record_deed", "deeds.submit_deed", "deeds.confirm_deed", "deeds.confirm_deed",
    ]  # fmt: skip


def test_what_a_community_did_passes_its_street(here: District, draft: Draft) -> None:
    deed = record_deed(here.writer, draft(unit="C01", area="S1C1"), submit=True, now=NOW)
    confirm_deed(here.secretary, deed.key, now=NOW)
    with pytest.raises(NotAllowed):
        confirm_deed(here.clerk, deed.key, now=NOW)
    confirm_deed(here.street, deed.key, now=NOW)
    confirm_deed(here.clerk, deed.key, now=NOW)
    deed.refresh_from_db()
    assert [row.level for row in deed.confirmations.all()] == ["unit", "area", "district"]


def test_in_bulk_every_level_is_noted_and_the_office_gives_the_last(here: District, draft: Draft) -> None:
    drafts = [draft(), draft(unit="C01", area="S1C1")]
    made = load_deeds(here.clerk, [*drafts, draft(title="另一场讲座")], sheet="s", now=NOW)
    Deed.objects.filter(pk=made[2].pk).update(recorder=None)
    assert confirm_deeds(here.clerk, now=NOW) == 0  # all wait for their units
    assert confirm_deeds(SYSTEM, until=Level.AREA, now=NOW) == 3
    assert confirm_deeds(SYSTEM, until=Level.AREA, now=NOW) == 0
    assert set(Deed.objects.values_list("state", "waits_for")) == {("submitted", "district")}
    assert not Deed.objects.filter(closed_at=None).exists()
    assert confirm_deeds(here.clerk, now=NOW) == 1  # the two others are the clerk's own records
    assert [row.level for row in made[1].confirmations.all()] == ["unit", "area"]
    assert [(row.level, row.by) for row in made[2].confirmations.all()] == [
        ("unit", SYSTEM.key),
        ("district", here.clerk.key),
    ]


def test_nobody_confirms_what_they_recorded(here: District, draft: Draft) -> None:
    deed = record_deed(here.head, draft(), submit=True, now=NOW)
    with pytest.raises(OwnDeedNotConfirmed):
        confirm_deed(here.head, deed.key, now=NOW)


def test_returned_with_remarks_it_begins_again(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    with pytest.raises(ReasonMissing):
        return_deed(here.head, deed.key, "  ", now=NOW)
    return_deed(here.head, deed.key, "人数请核对签到表", now=NOW)
    revise_deed(here.liaison, deed.key, draft(title="宪法进机关讲座（修订）"), now=NOW)
    deed = submit_deed(here.liaison, deed.key, now=NOW)
    assert (deed.state, deed.waits_for) == ("submitted", "unit")
    with pytest.raises(DeedNotWaiting):
        submit_deed(here.clerk, withdrawn(here, deed).key, now=NOW)


def withdrawn(here: District, deed: Deed) -> Deed:
    return withdraw_deed(here.liaison, deed.key, "重复", now=NOW)


def test_one_record_for_one_client_key(here: District, draft: Draft) -> None:
    first = record_deed(here.liaison, draft(client_key="k-1"), submit=True, now=NOW)
    again = record_deed(here.liaison, draft(client_key="k-1"), submit=True, now=NOW)
    assert first.pk == again.pk
    assert Deed.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"occurred_on": clock.today() + timedelta(days=1)}, "occurred_on"),
        ({"title": " "}, "title"),
        ({"kind": "nothing"}, "kind"),
        ({"audience": "everyone"}, "audience"),
        ({"credits": (CreditDraft("U01", "co_organiser"),)}, "credits"),
        ({"credits": (CreditDraft("U77", "co_organiser"),)}, "unit"),
        ({"counts": (CountDraft("attendances", "onsite", "estimate", 1),)}, "count-attendances-onsite"),
    ],
)
def test_a_draft_is_refused_with_its_fault(
    here: District, draft: Draft, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(DeedIncomplete) as refused:
        record_deed(here.liaison, draft(**changes), now=NOW)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert Deed.objects.count() == 0


def test_nobody_records_for_another_unit(here: District, draft: Draft) -> None:
    with pytest.raises(NotAllowed):
        record_deed(here.other, draft(), now=NOW)


def test_what_is_not_yours_does_not_exist(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    with pytest.raises(NotFound):
        revise_deed(here.other, deed.key, draft(), now=NOW)
    assert not visible_to(STRANGER).exists()
    assert not visible_to(here.other).exists()


def test_a_credited_unit_sees_the_deed(here: District, draft: Draft) -> None:
    record_deed(here.liaison, draft(credits=(CreditDraft("U02", "co_organiser"),)), now=NOW)
    assert visible_to(here.other).count() == 1


def test_after_closing_only_a_correction_with_a_reason(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    assert close_counts(SYSTEM, now=NOW) == 1
    with pytest.raises(DeedAlreadyClosed):
        revise_deed(here.liaison, deed.key, draft(), now=NOW)
    changed = draft(counts=(CountDraft("attendances", "onsite", "sign_in", 118),))
    with pytest.raises(ReasonMissing):
        correct_deed(here.head, deed.key, changed, "", now=NOW)
    correct_deed(here.head, deed.key, changed, "签到表多数了两人", now=NOW)
    (correction,) = deed.corrections.all()
    assert correction.before["counts"][0][3] == 120
    assert correction.after["counts"][0][3] == 118
    assert acts_of(deed)[-1] == "deeds.correct_deed"


def test_a_sheet_enters_whole_or_not_at_all(here: District, draft: Draft) -> None:
    wrong = replace(draft(), unit="U55")
    with pytest.raises(DeedIncomplete) as refused:
        load_deeds(here.clerk, [draft(), wrong], sheet="s", now=NOW)
    assert [(fault.row, fault.field) for fault in refused.value.faults] == [(2, "unit")]
    assert Deed.objects.count() == 0
    deeds = load_deeds(here.clerk, [draft(), draft(title="另一场讲座")], sheet="s", now=NOW)
    assert [deed.state for deed in deeds] == ["submitted", "submitted"]
    assert confirm_deeds(SYSTEM, now=NOW) == 2


def test_participations_count_times_and_keep_people_apart(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(counts=()), submit=True, now=NOW)
    day = date(2018, 3, 1)
    rows = [Attendance("a", day), Attendance("b", day, True), Attendance("a", day)]
    assert load_participations(here.liaison, deed, "wechat", "export", rows, now=NOW) == 3
    assert Participation.objects.filter(deed=deed).count() == 3
    assert {count.measure: count.value for count in deed.counts.all()} == {
        "attendances": 3, "distinct": 2, "stayed": 1,
    }  # fmt: skip


def test_a_record_is_public_by_the_gate_alone(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    assert publish_all("deed") is None, "what is not confirmed cannot be proposed"
    confirm_deeds(SYSTEM, now=NOW)
    assert visible_to(STRANGER).count() == 0
    assert visible_to(here.other).count() == 0
    publish_all("deed")
    assert visible_to(STRANGER).count() == 1
    correct_deed(here.head, deed.key, draft(title="更正后的讲座"), "名称写错", now=NOW)
    assert visible_to(STRANGER).count() == 1, "a correction with its reason stays public"
    correct_deed(here.head, deed.key, draft(summary="机密★十年"), "补内容", now=NOW)
    assert visible_to(STRANGER).count() == 0, "words that would not pass the gate do not"


def test_going_out_leaves_a_record_unaltered_since_before(
    here: District, draft: Draft, client: Client
) -> None:
    """A stranger reads since when a record has not been altered; its publication, alone or in bulk, is no alteration. The door's table
    says of each record how long after its day it was reported."""
    ensure_definitions(now=NOW)
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    while seal_pending(now=NOW):
        pass
    before = deed_records([deed.key])[0].sealed_at
    assert before == NOW
    publish_all("deed")
    publish_all("figure", ["deeds.confirmed"])
    while seal_pending(now=clock.now()):
        pass
    assert deed_records([deed.key])[0].sealed_at == before
    late = (clock.civil_day(NOW) - deed.occurred_on).days
    page = client.get("/figures/deeds.confirmed/?since=2018-01-01&until=2018-12-31").content.decode()
    assert f"发生后 {late} 天申报，补录" in page


def test_a_record_taken_back_is_public_no_more(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    publish_all("deed")
    withdraw_deed(here.head, deed.key, "重复记录", now=NOW)
    assert visible_to(STRANGER).count() == 0
    page = Client().get(f"/deeds/{deed.key}/")
    assert page.status_code == 410
    assert "重复记录" in page.content.decode()
    assert "宪法进机关讲座" not in page.content.decode()


def test_likely_doubles_are_asked(here: District, draft: Draft) -> None:
    record_deed(here.liaison, draft(), now=NOW)
    found = doubles_of([draft(title="举办宪法进机关讲座"), draft(title="消防演练")])
    assert [index for index, _ in found] == [0]


def test_a_return_opens_closed_counts_again(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    close_counts(SYSTEM, now=NOW)
    return_deed(here.head, deed.key, "人数与签到表不符", now=NOW)
    revised = revise_deed(here.liaison, deed.key, draft(title="改过的讲座"), now=NOW)
    assert (revised.title, revised.closed_at) == ("改过的讲座", None)
    (returned,) = [
        entry for entry in entries_of(Subject("deed", deed.key)) if entry.act == "deeds.return_deed"
    ]
    assert returned.facts["opened_again"] is True


def test_counts_close_by_themselves_in_the_evening(here: District, draft: Draft) -> None:
    times = {one.task.name: one.cron for one in app.periodic_registry.periodic_tasks.values()}
    assert times["zhifa.deeds.jobs.close"] == "0 14 * * *"  # ten in the evening in China
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    assert jobs.close(timestamp=0) == 1
    deed.refresh_from_db()
    assert deed.closed_at is not None
    assert jobs.close(timestamp=0) == 0


def test_a_record_behind_a_figure_says_who_else_confirmed_and_what_was_corrected(
    here: District, draft: Draft
) -> None:
    plain, proven = load_deeds(SYSTEM, [draft(), draft(title="有回执的讲座")], sheet="s", now=NOW)
    file = ContentFile("回执：确有此事".encode(), name="回执.txt")
    attach(SYSTEM, Subject("deed", proven.key), file, kind="counterpart_confirmation", now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    changed = draft(title="有回执的讲座", counts=(CountDraft("attendances", "onsite", "sign_in", 118),))
    correct_deed(here.clerk, proven.key, changed, "多数了两人", now=NOW)
    records = {record.key: record for record in deed_records([plain.key, proven.key])}
    assert (records[plain.key].second_party, records[plain.key].corrections) == (False, 0)
    assert (records[proven.key].second_party, records[proven.key].corrections) == (True, 1)
    assert records[proven.key].amount.startswith("118")


def _confirmed_share(code: str) -> object:
    window = Window(date(2018, 1, 1), date(2018, 12, 31))
    return value_of(SYSTEM, f"{code}.second_party", district="999901", window=window).value


def test_the_share_that_the_other_side_confirmed_follows_its_files(here: District, draft: Draft) -> None:
    """It is a figure of its own beside each figure, and every face of it stays true when a file comes or goes."""
    ensure_definitions(now=NOW)
    deeds = load_deeds(SYSTEM, [draft(title=f"第{n}场讲座") for n in range(3)], sheet="s", now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    assert _confirmed_share("deeds.confirmed") == Decimal("0.00")
    first, second, _third = (Subject("deed", deed.key) for deed in deeds)
    file = ContentFile("回执".encode(), name="回执.txt")
    held = attach(SYSTEM, first, file, kind="counterpart_confirmation", now=NOW)
    assert _confirmed_share("deeds.confirmed") == Decimal("33.33")
    attach_existing_many(SYSTEM, held.pk, [second], kind="counterpart_confirmation", now=NOW)
    assert _confirmed_share("deeds.attendances") == Decimal("66.67")
    detach(SYSTEM, held.pk, first, reason="附错了", now=NOW)
    assert _confirmed_share("deeds.confirmed") == Decimal("33.33")


def test_the_door_tells_shares_and_the_reasons_of_corrections(here: District, draft: Draft) -> None:
    """Two records, one with a confirmation of the other side: half of them, both late; reasons of corrections are told."""
    ensure_definitions(now=NOW)
    first = record_deed(here.liaison, draft(), submit=True, now=NOW)
    record_deed(here.liaison, draft(title="另一场讲座"), submit=True, now=NOW)
    file = ContentFile("收到，属实".encode(), name="回执.txt")
    attach(here.liaison, Subject("deed", first.key), file, kind="counterpart_confirmation", now=clock.now())
    confirm_deeds(SYSTEM, now=NOW)
    window = Window(date(2018, 1, 1), date(2018, 12, 31))
    door = value_of(SYSTEM, "deeds.confirmed", district="999901", window=window)
    assert (door.second_party, door.second_party_share, door.late_share) == (1, "50%", "100%")
    assert _confirmed_share("deeds.confirmed") == Decimal("50.00")
    assert _confirmed_share("deeds.attendances") == Decimal("50.00")
    correct_deed(here.head, first.key, draft(title="更正后的讲座"), "名称写错", now=NOW)
    (record,) = deed_records([first.key])
    assert "名称写错" in record.remark


def test_acting_for_someone_is_said_only_where_that_post_was_needed(here: District, draft: Draft) -> None:
    lent = Grant(Role.HEAD, unit_path=here.head.unit_paths(Role.HEAD)[0], acting_for="分管负责人某")
    clerk = replace(here.clerk, grants=(*here.clerk.grants, lent))
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    confirm_deed(clerk, deed.key, now=NOW)
    confirm_deed(clerk, deed.key, now=NOW)
    words = list(Confirmation.objects.order_by("pk").values_list("level", "by_words"))
    assert words == [("unit", f"{clerk.name}（代分管负责人某）"), ("district", clerk.name)]
    correct_deed(clerk, deed.key, draft(title="更正的讲座"), "写错了名称", now=NOW)
    assert Correction.objects.get().by_words == clerk.name
