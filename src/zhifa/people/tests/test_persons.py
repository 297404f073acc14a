"""Persons: terms, hand-over, standing in, phones, rosters, those who carry law publicity, and what waits for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound, Unavailable
from zhifa.kernel.registry import Awaiting, ReminderRule, Searchable, offered
from zhifa.ledger.api import Subject, entries_of
from zhifa.notices.api import unread_count
from zhifa.people.errors import (
    ActingOverlaps,
    LastAdministrator,
    PostAlreadyHeld,
    PostEnforcesOtherwise,
    PostRoleDiffers,
    ServiceOverlaps,
)
from zhifa.people.models import ActingFor, Backbone, Holding, Person, Post, Unit
from zhifa.people.rules.phones import masked, plain_number
from zhifa.people.rules.posts import class_of
from zhifa.people.selectors import backbone_on, posts_ending
from zhifa.people.services import (
    BackboneDraft,
    HoldingDraft,
    appoint,
    appoint_backbone,
    end_holding,
    end_standing_in,
    freeze_roster,
    hand_over,
    leave_backbone,
    mark_enforcing,
    merge_unit,
    note_training,
    register_phone,
    renew_backbone,
    reveal_phone,
    stand_in,
)
from zhifa.people.terms import PostClass
from zhifa.people.tests.conftest import NOW

As = Callable[[str], Actor]
Who = Callable[[str], Person]
TODAY = clock.today()
WEEK = timedelta(days=7)


def holding_of(code: str) -> Holding:
    return Holding.objects.get(person__code=code)


def window(since: date, until: date | None = None) -> clock.Window:
    return clock.Window(since, until)


def test_hand_over_passes_post_rights_and_open_work_in_one_act(as_actor: As, person: Who) -> None:
    admin = as_actor("admin")
    hand_over(admin, holding_of("price").pk, person("east"), on=TODAY, now=NOW)
    assert not as_actor("price").grants
    east = as_actor("east")
    assert east.unit_paths(Role.LIAISON) == ("/S01/", "/U003/")
    assert unread_count(east) == 1
    (entry,) = entries_of(Subject("post", str(Holding.objects.filter(post__unit__code="U003")[0].post_id)))
    assert entry.facts == {"from": "price", "to": "east", "on": TODAY.isoformat()}


def test_what_was_done_for_the_former_holder_stays_on_record(as_actor: As, person: Who) -> None:
    admin, held = as_actor("admin"), holding_of("price")
    stand_in(admin, held.pk, person("edu"), window=window(TODAY - WEEK, TODAY + WEEK), reason="休假", now=NOW)
    stand_in(
        admin,
        held.pk,
        person("edu"),
        window=window(TODAY + 2 * WEEK, TODAY + 3 * WEEK),
        reason="学习",
        now=NOW,
    )
    hand_over(admin, held.pk, person("east"), on=TODAY, now=NOW)
    (acted,) = ActingFor.objects.all()
    assert (acted.valid_from, acted.valid_until) == (TODAY - WEEK, TODAY - timedelta(days=1))
    assert as_actor("edu").unit_paths(Role.LIAISON) == ("/U002/",)


def test_a_post_carries_one_role_whoever_holds_it(as_actor: As) -> None:
    admin = as_actor("admin")
    end_holding(admin, holding_of("price").pk, last_day=TODAY - timedelta(days=1), now=NOW)
    with pytest.raises(PostRoleDiffers, match="登记的角色是普法联络员"):
        appoint(admin, "edu", HoldingDraft("U003", "联络员", Role.HEAD, TODAY), now=NOW)
    appoint(admin, "edu", HoldingDraft("U003", "联络员", Role.LIAISON, TODAY), now=NOW)
    assert not as_actor("edu").has_role(Role.HEAD)


@pytest.mark.parametrize(
    ("role", "enforces", "told"),
    [
        (Role.HEAD, False, "leader"), (Role.LEAD, True, "leader"), (Role.LIAISON, True, "enforcer"),
        (Role.COMMUNITY, True, "enforcer"), (Role.COMMUNITY, False, "community"), (Role.STAFF, False, "staff"), ("", False, "staff"),
    ],
)  # fmt: skip
def test_the_class_of_a_post(role: str, enforces: bool, told: str) -> None:
    assert class_of(role, enforces=enforces) == told


def test_a_post_that_enforces_law_is_said_to_and_a_frozen_list_keeps_its_class(as_actor: As) -> None:
    admin, unit = as_actor("admin"), Unit.objects.get(code="U003")
    before = freeze_roster(admin, "R1", "以前", "", units=[unit], on=TODAY, now=NOW)
    post = holding_of("price").post
    assert mark_enforcing(admin, "U003", {post.pk: True}, now=NOW) == 1
    assert mark_enforcing(admin, "U003", {post.pk: True}, now=NOW) == 0, "said already"
    (entry,) = (one for one in entries_of(Subject("unit", "U003")) if one.act == "people.mark_enforcing")
    assert entry.facts == {"enforcing": ["联络员"], "no_longer": []}
    after = freeze_roster(admin, "R2", "以后", "", units=[unit], on=TODAY, now=NOW)
    assert [roster.members.get().post_class for roster in (before, after)] == ["staff", "enforcer"]
    with pytest.raises(PostEnforcesOtherwise):
        appoint(
            admin, "edu", HoldingDraft("U003", "联络员", Role.LIAISON, TODAY + WEEK, enforces=False), now=NOW
        )
    appoint(admin, "edu", HoldingDraft("U003", "执法员", Role.STAFF, TODAY, enforces=True), now=NOW)
    assert Post.objects.get(title="执法员").post_class == PostClass.ENFORCER
    with pytest.raises(NotAllowed):
        mark_enforcing(as_actor("clerk"), "U003", {post.pk: False}, now=NOW)
    with pytest.raises(NotFound):
        mark_enforcing(admin, "U002", {post.pk: False}, now=NOW)


def test_a_post_has_one_holder_a_day(as_actor: As) -> None:
    with pytest.raises(PostAlreadyHeld):
        appoint(as_actor("admin"), "edu", HoldingDraft("U003", "联络员", Role.LIAISON, TODAY), now=NOW)


def test_rights_end_with_the_post_that_day(as_actor: As) -> None:
    admin = as_actor("admin")
    end_holding(admin, holding_of("edu").pk, last_day=TODAY, now=NOW)
    assert as_actor("edu").has_role(Role.LIAISON)  # the last day is inside
    end_holding(admin, holding_of("edu").pk, last_day=TODAY - timedelta(days=1), now=NOW)
    assert not as_actor("edu").grants
    with pytest.raises(BadInput):
        end_holding(admin, holding_of("east").pk, last_day=date(2015, 1, 1), now=NOW)


def test_the_last_administrator_stays(as_actor: As, person: Who) -> None:
    admin, held = as_actor("admin"), holding_of("admin")
    with pytest.raises(LastAdministrator):
        end_holding(admin, held.pk, last_day=TODAY, now=NOW)
    with pytest.raises(LastAdministrator):
        merge_unit(as_actor("clerk"), "U001", ["U002"], on=TODAY, document="", now=NOW)
    assert as_actor("admin").has_role(Role.ADMINISTRATOR)
    nobody = Person.objects.create(code="nobody", name="某", pinyin="mou")  # has no account
    with pytest.raises(LastAdministrator):
        hand_over(admin, held.pk, nobody, on=TODAY, now=NOW)
    hand_over(admin, held.pk, person("edu"), on=TODAY, now=NOW)
    assert as_actor("edu").has_role(Role.ADMINISTRATOR)


def test_standing_in_gives_the_rights_for_its_days_and_says_for_whom(as_actor: As, person: Who) -> None:
    admin = as_actor("admin")
    held = holding_of("edu")
    acting = stand_in(
        admin, held.pk, person("east"), window=window(TODAY, TODAY + WEEK), reason="出差", now=NOW
    )
    grant = [grant for grant in as_actor("east").grants if grant.acting_for]
    assert [(one.acting_for, one.unit_path) for one in grant] == [("教某", "/U002/")]
    for days in (window(TODAY + WEEK, TODAY + WEEK), window(date(2010, 1, 1), date(2010, 2, 1))):
        with pytest.raises(ActingOverlaps):
            stand_in(admin, held.pk, person("price"), window=days, reason="出差", now=NOW)
    for who, days in (("price", window(TODAY)), ("edu", window(TODAY + 2 * WEEK, TODAY + 3 * WEEK))):
        with pytest.raises(BadInput):
            stand_in(admin, held.pk, person(who), window=days, reason="出差", now=NOW)
    end_standing_in(admin, acting.pk, on=TODAY, now=NOW)
    assert not [grant for grant in as_actor("east").grants if grant.acting_for]


def test_a_phone_number_lies_encrypted_and_looking_at_it_is_an_act(as_actor: As) -> None:
    clerk = as_actor("clerk")
    register_phone(clerk, "edu", "138 7123-4567", now=NOW)
    kept = Person.objects.get(code="edu")
    assert b"13871234567" not in bytes(kept.phone_cipher or b"")
    assert reveal_phone(clerk, "edu", now=NOW) == "13871234567"
    entries = entries_of(Subject("person", "edu"))
    assert [entry.act for entry in entries][-2:] == ["people.register_phone", "people.reveal_phone"]
    assert "1387" not in str([entry.facts for entry in entries])
    with pytest.raises(NotAllowed):
        reveal_phone(as_actor("price"), "edu", now=NOW)
    with pytest.raises(BadInput):
        register_phone(clerk, "edu", "12345", now=NOW)
    register_phone(clerk, "edu", "", now=NOW)
    with pytest.raises(NotFound):
        reveal_phone(clerk, "edu", now=NOW)


def test_a_number_under_a_lost_key_says_so(as_actor: As, settings: Any) -> None:
    register_phone(as_actor("clerk"), "edu", "13871234567", now=NOW)
    settings.FIELD_KEY = "another home's key"
    assert Person.objects.get(code="edu").phone_shown == "解不开，请重新登记"
    with pytest.raises(Unavailable):
        reveal_phone(as_actor("clerk"), "edu", now=NOW)


@pytest.mark.parametrize(
    ("written", "plain", "shown"),
    [
        ("+86 138-7123-4567", "13871234567", "138****4567"),
        ("（027）8577 1234", "02785771234", "027****1234"),
        ("85771234", "85771234", "******34"),
    ],
)
def test_numbers_as_they_are_written_and_shown(written: str, plain: str, shown: str) -> None:
    assert plain_number(written) == plain
    assert masked(plain) == shown


@pytest.mark.parametrize("written", ["12345", "238712345678", "一三八"])
def test_what_is_no_number(written: str) -> None:
    assert plain_number(written) is None


def test_a_roster_does_not_move_with_its_people(as_actor: As, person: Who) -> None:
    admin = as_actor("admin")
    units = [holding_of(code).post.unit for code in ("edu", "price")]
    roster = freeze_roster(admin, "R1", "普法联络员", "年度培训", units=units, on=TODAY, now=NOW)
    hand_over(admin, holding_of("price").pk, person("east"), on=TODAY, now=NOW)
    assert sorted(roster.members.values_list("person__code", flat=True)) == ["edu", "price"]
    (entry,) = entries_of(Subject("roster", "R1"))
    rows = [
        f'{{"class":"{one.post_class}","person":"{one.person.code}","post":"{one.post_title}","unit":"{one.unit.code}"}}'
        for one in roster.members.select_related("person", "unit").order_by("pk")
    ]
    leaves = [sha256(b"\x00" + row.encode()).digest() for row in rows]
    assert entry.facts["root"] == sha256(b"\x01" + b"".join(leaves)).hexdigest(), (
        "the entry commits to every line"
    )
    only = freeze_roster(
        admin,
        "R2",
        "管理员",
        "清点",
        units=list(Unit.objects.all()),
        on=TODAY,
        roles=[Role.ADMINISTRATOR],
        now=NOW,
    )
    assert list(only.members.values_list("person__code", flat=True)) == ["admin"]
    with pytest.raises(BadInput, match="不能晚于今天"):
        freeze_roster(admin, "R3", "以后", "", units=units, on=TODAY + WEEK, now=NOW)


def lecturer(since: date, until: date | None, **more: str) -> BackboneDraft:
    return BackboneDraft("lecturer", since, until, **{"person": "edu", **more})


def test_backbone_service_from_appointment_to_leaving(as_actor: As) -> None:
    clerk = as_actor("clerk")
    since, until = date(2024, 1, 1), date(2026, 12, 31)
    service = appoint_backbone(clerk, lecturer(since, until, unit="U002", document="聘书 1 号"), now=NOW)
    note_training(clerk, service.pk, on=date(2025, 5, 1), now=NOW)
    note_training(clerk, service.pk, on=date(2024, 5, 1), now=NOW)
    renew_backbone(clerk, service.pk, until=date(2027, 12, 31), document="续聘", now=NOW)
    assert backbone_on(clerk, date(2027, 6, 1)).count() == 1
    leave_backbone(clerk, service.pk, last_day=date(2026, 6, 30), reason="调离本区", now=NOW)
    service.refresh_from_db()
    assert (service.trained_on, service.valid_until) == (date(2025, 5, 1), date(2026, 6, 30))
    assert [backbone_on(clerk, date(2026, 6, day)).count() for day in (30,)] == [1]
    assert backbone_on(clerk, date(2026, 7, 1)).count() == 0
    entries = entries_of(Subject("backbone", str(service.pk)))
    assert [entry.act.partition(".")[2] for entry in entries] == [
        "appoint_backbone", "note_training", "note_training", "renew_backbone", "leave_backbone",
    ]  # fmt: skip
    assert "教某" not in str([entry.facts for entry in entries])
    assert "调离" not in str([entry.facts for entry in entries])
    with pytest.raises(BadInput):
        renew_backbone(clerk, service.pk, until=date(2028, 1, 1), document="", now=NOW)


def test_one_serves_once_a_day_in_a_capacity_but_in_several(as_actor: As) -> None:
    clerk = as_actor("clerk")
    appoint_backbone(clerk, lecturer(date(2024, 1, 1), date(2025, 12, 31)), now=NOW)
    with pytest.raises(ServiceOverlaps):
        appoint_backbone(clerk, lecturer(date(2025, 12, 31), None), now=NOW)
    appoint_backbone(clerk, BackboneDraft("expert", date(2024, 1, 1), None, person="edu"), now=NOW)
    appoint_backbone(clerk, BackboneDraft("volunteer", date(2024, 1, 1), None, name="新某"), now=NOW)
    assert Backbone.objects.count() == 3
    with pytest.raises(NotAllowed):
        appoint_backbone(as_actor("edu"), lecturer(date(2027, 1, 1), None), now=NOW)


def waiting_for(actor: Actor) -> dict[str, list[str]]:
    codes = ("posts-ending", "units-without-liaison", "accounts-never-entered", "backbone-ending")
    return {
        offer.code: [item.title for item in offer.find(actor, TODAY)]
        for offer in offered(Awaiting)
        if offer.code in codes
    }


def test_what_waits_for_the_administrator_and_the_clerk(
    as_actor: As, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    admin, clerk = as_actor("admin"), as_actor("clerk")
    end_holding(admin, holding_of("edu").pk, last_day=TODAY + timedelta(days=20), now=NOW)
    appoint_backbone(clerk, lecturer(date(2024, 1, 1), TODAY + WEEK), now=NOW)
    with django_assert_num_queries(5):
        told = waiting_for(admin)
    assert told == {
        "posts-ending": ["教某的测试区教育局联络员任期将满，还没有接任人"],
        "units-without-liaison": ["3 个单位没有普法联络员"],
        "accounts-never-entered": ["5 个账号还没有设置密码"],
        "backbone-ending": ["普法讲师团成员教某聘期将满"],
    }
    assert waiting_for(clerk)["posts-ending"] == waiting_for(clerk)["accounts-never-entered"] == []
    assert set(map(len, waiting_for(as_actor("price")).values())) == {0}


def test_a_term_with_a_successor_does_not_wait(as_actor: As, person: Who) -> None:
    admin = as_actor("admin")
    ends = TODAY + timedelta(days=20)
    hand_over(admin, holding_of("edu").pk, person("east"), on=ends + timedelta(days=1), now=NOW)
    assert not posts_ending(TODAY, ends).exists()


def test_the_holder_and_the_administrators_are_reminded_before_the_end(as_actor: As) -> None:
    ends = TODAY + timedelta(days=30)
    end_holding(as_actor("admin"), holding_of("edu").pk, last_day=ends, now=NOW)
    (rule,) = [rule for rule in offered(ReminderRule) if rule.code == "posts-ending"]
    assert rule.days_before == (30, 7)
    told = {one.account_id: one.title for one in rule.find(TODAY, 30)}
    assert set(told) == {as_actor("edu").account_id, as_actor("admin").account_id}
    assert list(rule.find(TODAY, 7)) == []


def test_the_search_box_finds_units_by_former_names_and_people_only_for_the_district(as_actor: As) -> None:
    found = {
        offer.kind: list(offer.rows(None))
        for offer in offered(Searchable)
        if offer.kind in ("unit", "person")
    }
    assert {row.key: row.scopes for row in found["unit"]}["U002"] == {"signed-in"}
    (edu,) = [row for row in found["person"] if row.key == "edu"]
    assert (edu.body, edu.scopes) == ("测试区教育局联络员", {"district"})
