"""Who sees what of exams that are held, and what plain staff see of the workspace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from zhifa.kernel import clock
from zhifa.kernel.actor import Role
from zhifa.kernel.registry import OwnPages, offered
from zhifa.people.api import (
    AreaDraft,
    AreaKind,
    HoldingDraft,
    PersonDraft,
    Unit,
    UnitDraft,
    UnitKind,
    freeze_roster,
    load_areas,
    load_people,
    load_units,
)
from zhifa.sittings.tests.world import SINCE, SYSTEM, make_draw, make_exam


def test_who_answers_for_a_street_or_a_community_sees_its_candidates_and_no_others(
    signed_in: Callable[[str], Client],
) -> None:
    """A street by its branch and by its area, a community its own; an agency that only has its seat there is not the street's."""
    now = clock.now()
    load_areas(
        SYSTEM,
        [
            AreaDraft("990001001", "东街", AreaKind.STREET, "990001", SINCE, "测试"),
            AreaDraft("990001001001", "东街第一社区", AreaKind.COMMUNITY, "990001001", SINCE, "测试"),
        ],
        now=now,
    )
    load_units(
        SYSTEM,
        [
            UnitDraft("S1", "东街街道办事处", UnitKind.STREET, SINCE, area="990001001"),
            UnitDraft("C1", "东街第一社区", UnitKind.COMMUNITY, SINCE, area="990001001001"),
            UnitDraft("U4", "区园林局", UnitKind.GOVERNMENT, SINCE, area="990001001"),
        ],
        now=now,
    )
    people = (
        ("street", "S1", Role.STREET),
        ("mate", "S1", Role.STAFF),
        ("village", "C1", Role.COMMUNITY),
        ("gina", "U4", Role.STAFF),
    )
    load_people(
        SYSTEM,
        [
            PersonDraft(name, f"{name}某", (HoldingDraft(unit, f"{name}的职务", role, SINCE),), username=name)
            for name, unit, role in people
        ],
        now=now,
    )
    freeze_roster(SYSTEM, "R9", "全区", "考试", units=list(Unit.objects.all()), on=clock.today(), now=now)
    exam = make_exam(
        roster="R9", opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=3), draw=make_draw()
    )
    named = {}
    for name in ("street", "village", "head2"):
        page = signed_in(name).get(reverse("sittings_candidates", args=[exam.key])).content.decode()
        named[name] = {one for one in ("street", "mate", "village", "gina", "anna") if f"{one}某" in page}
        assert signed_in(name).get(exam.get_absolute_url()).status_code == 200
    assert named == {"street": {"street", "mate", "village"}, "village": {"village"}, "head2": {"anna"}}
    assert signed_in("mate").get(exam.get_absolute_url()).status_code == 404


def test_plain_staff_have_a_desk_of_their_own_and_no_more(signed_in: Callable[[str], Client]) -> None:
    anna = signed_in("anna")
    own = {name for pages in offered(OwnPages) for name in pages.url_names}
    opened, menu = set(), anna.get("/work/").content.decode()
    for name in {key for key in get_resolver().reverse_dict if isinstance(key, str)}:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if address.startswith("/work/") and anna.get(address).status_code != 404:
            opened.add(name)
        if address.startswith("/work/") and name not in own:
            assert f'href="{address}"' not in menu, "a menu line that leads nowhere"
    assert {"work", "inbox", "laws_should_know", "learning_mine"} <= opened <= own
    assert '<a href="/exams/mine/"' in menu.replace('class="" ', "")
