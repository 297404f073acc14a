"""The signed-in home: what needs me, what is late, what changed; constant queries, and nothing that is not mine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhifa.accounts.api import Account
from zhifa.deeds.api import CountDraft, DeedDraft, confirm_deed, record_deed, submit_deed
from zhifa.figures.api import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import (
    BackboneDraft,
    HoldingDraft,
    PersonDraft,
    UnitDraft,
    actor_of,
    add_person,
    appoint_backbone,
    load_units,
    open_district,
)
from zhifa.plans.api import PlanDraft, open_plan

SYSTEM, NOW, TODAY = Actor.system("test"), clock.now(), clock.today()
SINCE = date(2016, 1, 1)
SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(client: Client, db: None) -> SignIn:
    """A district with a clerk and the liaisons and heads of two agencies."""
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=NOW)
    ensure_definitions(now=NOW)
    load_units(SYSTEM, [UnitDraft(f"U0{n}", f"测试{n}局", "government", SINCE) for n in (1, 2, 9)], now=NOW)
    for name, unit, role in (
        ("clerk", "U09", Role.OFFICE), ("liaison", "U01", Role.LIAISON), ("head", "U01", Role.HEAD),
        ("other", "U02", Role.LIAISON), ("lead", "U09", Role.LEAD),
    ):  # fmt: skip
        held = HoldingDraft(unit, name, role, SINCE)
        add_person(SYSTEM, PersonDraft(name, name, (held,), username=name), now=NOW)

    def enter(username: str) -> Client:
        account = Account.objects.get(username=username)
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
        return client

    return enter


def actor(username: str) -> Actor:
    return actor_of(Account.objects.get(username=username), TODAY)


def record(number: int) -> str:
    """A lecture of the liaison's agency that waits for its head."""
    draft = DeedDraft(
        kind="lecture", title=f"第{number}场宪法讲座", occurred_on=TODAY - timedelta(days=number), unit="U01",
        audience="staff", counts=(CountDraft("attendances", "onsite", "sign_in", 100 + number),),
    )  # fmt: skip
    deed = record_deed(actor("liaison"), draft, now=NOW)
    submit_deed(actor("liaison"), deed.key, now=NOW)
    return str(deed.key)


def serve(number: int) -> None:
    """Someone whose term ends soon, or ended long ago."""
    draft = BackboneDraft("expert", SINCE, TODAY + timedelta(days=number), name=f"专家{number}")
    appoint_backbone(actor("clerk"), draft, now=NOW)


def page_of(client: Client) -> str:
    answer = client.get("/work/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_waits_stands_on_the_home_of_whom_it_waits_for(sign_in: SignIn) -> None:
    record(1)
    assert "确认：第1场宪法讲座" in page_of(sign_in("head"))
    for someone in ("other", "clerk"):
        assert "确认：第1场宪法讲座" not in page_of(sign_in(someone))


def test_what_changed_is_told_to_those_who_may_see_it(sign_in: SignIn) -> None:
    key = record(1)
    confirm_deed(actor("head"), key, now=NOW)
    told = page_of(sign_in("liaison"))
    assert 'id="block-changed"' in told
    assert "第1场宪法讲座" in told
    assert "第1场宪法讲座" not in page_of(sign_in("other"))


def test_what_is_late_stands_apart(sign_in: SignIn) -> None:
    open_plan(SYSTEM, PlanDraft("p", "测试规划", SINCE, TODAY + timedelta(days=30), "某文件"), now=NOW)
    late = page_of(sign_in("lead")).partition('id="block-late"')[2].partition("</section>")[0]
    assert "测试规划还没有签发" in late
    assert "逾期" in late
    serve(5)
    page = page_of(sign_in("clerk"))
    assert "专家5聘期将满" in page
    assert 'id="block-late"' not in page


def test_the_home_asks_a_constant_number_of_queries(
    sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in("clerk")
    record(1)
    serve(1)
    page_of(client)
    with django_assert_num_queries(57):
        page_of(client)
    for number in (2, 3):
        confirm_deed(actor("head"), record(number), now=NOW)
        serve(number)
    page_of(client)
    with django_assert_num_queries(57):
        page = page_of(client)
    assert "专家3聘期将满" in page


def test_a_person_without_a_post_sees_an_empty_home(sign_in: SignIn) -> None:
    Account.objects.create_user("nobody", None, display_name="某")
    page = page_of(sign_in("nobody"))
    assert "现在没有等您办的事" in page
    assert "block-changed" not in page
