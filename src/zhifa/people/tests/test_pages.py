"""The pages of people: what they show to whom, and that their acts answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from zhifa.accounts.api import Account
from zhifa.kernel import clock
from zhifa.kernel.actor import Role
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.models import Backbone, Holding, Person, Population, Roster
from zhifa.people.services import HoldingDraft, PersonDraft, PopulationDraft, load_people, load_populations
from zhifa.people.tests.conftest import NOW, SYSTEM

pytestmark = pytest.mark.usefixtures("small_district")
TODAY = clock.today()
THEN = {"on": "2018-06-30"}


@pytest.fixture
def sign_in(client: Client) -> object:
    def enter(username: str) -> Client:
        client.force_login(
            Account.objects.get(username=username), "django.contrib.auth.backends.ModelBackend"
        )
        return client

    return enter


def text_of(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_which_posts_enforce_law_is_said_on_the_units_page(sign_in: Callable[[str], Client]) -> None:
    address = "/work/units/U003/enforcing/"
    assert sign_in("clerk").get(address).status_code == 404
    admin = sign_in("admin")
    post = Holding.objects.get(person__code="price").post
    assert "哪些是行政执法岗位" in text_of(admin, address)
    assert admin.post(address, {"posts": [post.pk]}).status_code == 302
    page = text_of(admin, "/work/units/U003/")
    assert re.search(r"联络员 <span[^>]*>行政执法岗位", page)
    assert "checked" in text_of(admin, address)
    assert "行政执法岗位" in text_of(admin, "/work/people/price/")
    admin.post(address, {})
    assert not Holding.objects.get(person__code="price").post.enforces


def test_the_office_freezes_a_list_and_sees_who_is_on_it(
    sign_in: Callable[[str], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = sign_in("clerk")
    told = {
        "title": "应考名单",
        "purpose": "学法考试",
        "kind": "government",
        "on": (TODAY + timedelta(days=1)).isoformat(),
    }
    refused = clerk.post("/work/rosters/", told)
    assert "不能晚于今天" in refused.content.decode()
    assert not Roster.objects.exists()
    assert clerk.post("/work/rosters/", {**told, "on": TODAY.isoformat()}).status_code == 302
    frozen = Roster.objects.get()
    assert [entry.actor_key for entry in entries_of(Subject("roster", frozen.code))] == [
        Account.objects.get(username="clerk").key
    ]
    address = f"/work/rosters/{frozen.code}/"
    page = text_of(clerk, address)
    assert "一般工作人员" in page
    assert ("测试区教育局" in page, "东街街道办事处" in page) == (True, False)
    assert "没有符合条件的人" in text_of(clerk, address, post_class="enforcer")
    narrowed = text_of(clerk, address, q="教育局")
    assert ("教某" in narrowed, "物某" in narrowed) == (True, False)
    assert "岗位类别" in text_of(clerk, f"{address}members.csv")
    assert sign_in("edu").get(address).status_code == 404
    assert sign_in("edu").post("/work/rosters/", told).status_code == 404


ADDRESSES = (
    "/work/units/",
    "/work/units/tree/",
    "/work/units/U002/",
    "/work/areas/",
    "/work/areas/990001001/",
    "/work/backbone/",
)
OFFICE_ONLY = (
    "/work/people/",
    "/work/people/edu/",
    "/work/rosters/",
    "/work/units/U002/rename/",
    "/work/units/U002/place/",
    "/work/backbone/new/",
)
ADMIN_ONLY = ("/work/people/new/", "/work/people/edu/post/")


@pytest.mark.parametrize("address", ADDRESSES + OFFICE_ONLY + ADMIN_ONLY)
def test_strangers_are_sent_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_liaison_reads_bodies(sign_in, address: str) -> None:
    text_of(sign_in("edu"), address)


@pytest.mark.parametrize("address", OFFICE_ONLY + ADMIN_ONLY)
def test_for_a_liaison_the_rest_does_not_exist(sign_in, address: str) -> None:
    assert sign_in("price").get(address).status_code == 404


@pytest.mark.parametrize("address", ADMIN_ONLY)
def test_for_the_clerk_accounts_do_not_exist(sign_in, address: str) -> None:
    assert sign_in("clerk").get(address).status_code == 404


def test_units_as_then_and_as_now(sign_in) -> None:
    client = sign_in("clerk")
    form = {"into": ["U004"], "on": "2018-07-01", "document": "某编〔2018〕7号"}
    assert client.post("/work/units/U003/merge/", form).status_code == 302
    renamed = {"name": "测试区教育体育局", "on": "2019-01-01", "document": "某编〔2019〕1号"}
    assert client.post("/work/units/U002/rename/", renamed).status_code == 302
    then = text_of(client, "/work/units/", **THEN)
    assert "测试区物价局" in then
    assert "测试区教育局" in then
    assert "测试区教育体育局（更名）" in then
    assert "（接收）" in then
    assert "测试区物价局" not in text_of(client, "/work/units/", on="2018-07-01")
    assert "测试区教育体育局" in text_of(client, "/work/units/", q="教育局")  # found by its former name
    assert "并入或改设为测试区发展和改革局" in text_of(client, "/work/units/U003/")


def test_a_place_in_the_trees_through_the_pages(
    sign_in, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in("clerk")
    assert "没有登记这种上下级" in text_of(client, "/work/units/tree/", tree="party")
    form = {"tree": "sector", "parent": "U001", "on": "2018-07-01", "document": "某编〔2018〕7号"}
    assert client.post("/work/units/U002/place/", form).status_code == 302
    assert "条线：" in text_of(client, "/work/units/U002/")
    refused = client.post("/work/units/U001/place/", {**form, "parent": "U002"})
    assert "不能倒过来" in str(refused.context["form"].errors["parent"])
    for code in ("U003", "U004"):
        with django_assert_num_queries(9):
            page = text_of(client, "/work/units/tree/", tree="sector", on="2019-01-01")
        client.post(f"/work/units/{code}/place/", form)
    assert "单位的上下级：条线" in page
    assert "这里是 2019年1月1日 的情形" in page
    assert "没有登记这种上下级" in text_of(client, "/work/units/tree/", tree="sector", on="2018-06-30")


def test_an_area_ends_and_a_population_is_corrected_through_the_pages(sign_in) -> None:
    client = sign_in("clerk")
    told = PopulationDraft("990001", "resident", date(2017, 12, 31), date(2018, 5, 15), 729_600, "统计公报")
    load_populations(SYSTEM, [told], now=NOW)
    entered = Population.objects.get()
    address = f"/work/areas/990001/populations/{entered.pk}/"
    assert address in text_of(client, "/work/areas/990001/")
    assert client.post(address, {"value": "729700", "reason": "看错一位"}).status_code == 302
    assert "729,700" in text_of(client, "/work/areas/990001/")
    end = {"last_day": TODAY.isoformat(), "document": "民政厅批复"}
    refused = client.post("/work/areas/990001001/", end)
    assert "东街街道办事处还在这里" in str(refused.context["form"].errors["last_day"])
    merge = {"into": ["S02"], "on": TODAY.isoformat(), "document": "某编〔2026〕1号"}
    assert client.post("/work/units/S01/merge/", merge).status_code == 302
    assert client.post("/work/areas/990001001/", end).status_code == 302
    assert "停用日期" in text_of(client, "/work/areas/990001001/")
    liaison = sign_in("edu")
    assert "停用这个区域" not in text_of(liaison, "/work/areas/990001002/")
    assert liaison.post("/work/areas/990001002/", end).status_code == 404
    assert liaison.get(address).status_code == 404
    assert "东街" in text_of(liaison, "/work/areas/", all="1", q="东")


def test_a_wrong_renaming_is_told_beside_its_field(sign_in) -> None:
    wrong = {"name": "新名称", "on": "2015-01-01", "document": "x"}
    answer = sign_in("clerk").post("/work/units/U002/rename/", wrong)
    assert answer.status_code == 200
    assert "更名日期要在" in str(answer.context["form"].errors["on"])


def test_the_list_of_a_day_asks_a_constant_number_of_queries(
    sign_in, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in("clerk")
    text_of(client, "/work/units/", **THEN)
    for kind in ("street", ""):  # 2 rows, then 6
        with django_assert_num_queries(10):
            text_of(client, "/work/units/", kind=kind, **THEN)


def test_units_without_liaison(sign_in) -> None:
    page = text_of(sign_in("clerk"), "/work/units/", without="liaison")
    assert "西街街道办事处" in page
    assert "测试区教育局" not in page


def test_an_administrator_brings_a_person_in_and_invites(sign_in) -> None:
    client = sign_in("admin")
    form = {
        "name": "西某",
        "unit": "S02",
        "title": "联络员",
        "role": "liaison",
        "valid_from": "2026-01-01",
        "username": "west",
    }
    assert client.post("/work/people/new/", form).status_code == 302
    made = Person.objects.get(name="西某")
    assert "西某" in text_of(client, "/work/people/", account="unset")
    invited = client.post(f"/work/people/{made.code}/invite/").content.decode()
    assert "/accounts/invitation/" in invited
    taken = client.post("/work/people/new/", {**form, "title": "副联络员"})
    assert "已被使用" in str(taken.context["form"].errors["username"])


def test_an_account_and_an_address_for_someone_who_had_none(sign_in) -> None:
    client = sign_in("admin")
    nobody = Person.objects.create(code="nobody", name="某", pinyin="mou")
    assert "开通登录" in text_of(client, "/work/people/nobody/")
    taken = client.post("/work/people/nobody/account/new/", {"username": "edu"})
    assert "已被使用" in str(taken.context["form"].errors["username"])
    form = {"username": "mou", "email": "mou@example.com"}
    assert client.post("/work/people/nobody/account/new/", form).status_code == 302
    nobody.refresh_from_db()
    assert nobody.account is not None
    assert nobody.account.email == "mou@example.com"
    again = client.post("/work/people/nobody/account/new/", {"username": "mou2"})
    assert "已经有账号" in str(again.context["form"].errors["username"])
    refused = client.post("/work/people/edu/email/", {"email": "mou@example.com"})
    assert "登记在另一个账号上" in str(refused.context["form"].errors["email"])
    assert client.post("/work/people/edu/email/", {"email": "edu@example.com"}).status_code == 302
    assert "edu@example.com" in text_of(client, "/work/people/edu/")
    assert sign_in("clerk").get("/work/people/edu/email/").status_code == 404


def test_a_reset_takes_password_and_second_factor(sign_in) -> None:
    account = Account.objects.get(username="edu")
    account.set_password("long-enough-secret")
    account.save()
    page = sign_in("admin").post("/work/people/edu/invite/", {"reset": "1"}).content.decode()
    assert "原密码和动态验证码已经作废" in page
    account.refresh_from_db()
    assert not account.has_usable_password()


def test_hand_over_standing_in_and_ending_through_the_pages(sign_in) -> None:
    client = sign_in("admin")
    held = Holding.objects.get(person__code="edu")
    days = {"since": str(TODAY), "until": str(TODAY + timedelta(days=3)), "person": "east", "reason": "出差"}
    assert client.post(f"/work/people/edu/stand-in/{held.pk}/", days).status_code == 302
    assert "由东某代理（出差）" in text_of(client, "/work/people/edu/")
    acting = held.acting.get()
    assert client.post(f"/work/people/edu/stand-in/{acting.pk}/end/").status_code == 302
    assert not held.acting.exists()
    wrong = client.post(f"/work/people/edu/hand-over/{held.pk}/", {"successor": "price", "on": "2010-01-01"})
    assert "不在任期之内" in str(wrong.context["form"].errors["on"])
    right = client.post(f"/work/people/edu/hand-over/{held.pk}/", {"successor": "price", "on": str(TODAY)})
    assert right.status_code == 302
    assert "已离任" in text_of(client, "/work/people/edu/")
    taken = Holding.objects.get(person__code="price", post=held.post)
    assert client.post(f"/work/people/price/end/{taken.pk}/", {"last_day": str(TODAY)}).status_code == 302


def test_people_of_one_name_are_told_apart_by_their_posts(sign_in) -> None:
    held = Holding.objects.get(person__code="edu")
    page = text_of(sign_in("admin"), f"/work/people/edu/hand-over/{held.pk}/")
    assert "东某（东街街道办事处联络员）" in page


def test_a_phone_is_masked_until_it_is_asked_for(sign_in) -> None:
    client = sign_in("clerk")
    assert client.post("/work/people/edu/phone/", {"phone": "13871234567"}).status_code == 302
    page = text_of(client, "/work/people/edu/")
    assert "138****4567" in page
    assert "13871234567" not in page
    assert "13871234567" in client.post("/work/people/edu/phone/show/").content.decode()
    assert client.get("/work/people/edu/phone/show/").status_code == 405


def test_backbone_through_its_pages(sign_in) -> None:
    client = sign_in("clerk")
    form = {
        "kind": "legal_guide",
        "name": "明某",
        "area": "990001001",
        "valid_from": "2025-01-01",
        "valid_until": "2026-12-31",
        "duty": "联系东街一社区",
    }
    assert client.post("/work/backbone/new/", form).status_code == 302
    made = Backbone.objects.get()
    page = text_of(client, "/work/backbone/")
    assert "法律明白人 1 人" in page
    assert "明某" in page
    assert "联系东街一社区" in page
    assert "其中 1 人一年内没有培训" in page
    address = f"/work/backbone/{made.pk}/"
    assert client.post(address, {"what": "duty", "duty": "讲民法典"}).status_code == 302
    assert "讲民法典" in text_of(client, address)
    assert "明某" in text_of(client, "/work/backbone/", untrained="1")
    assert client.post(address, {"what": "training", "on": "2025-06-01"}).status_code == 302
    yesterday = TODAY - timedelta(days=1)
    assert client.post(address, {"what": "training", "on": str(yesterday)}).status_code == 302
    assert "明某" not in text_of(client, "/work/backbone/", untrained="1")
    assert "没有培训" not in text_of(client, "/work/backbone/").split("筛选")[0].split("<form")[0]
    early = client.post(address, {"what": "renew", "until": "2026-01-01"})
    assert "晚于" in early.content.decode()
    assert (
        client.post(address, {"what": "leave", "last_day": "2026-01-31", "reason": "迁出"}).status_code == 302
    )
    assert "迁出" in text_of(client, address)
    assert "明某" not in text_of(client, "/work/backbone/")
    assert "已退出" in text_of(client, "/work/backbone/", all="1")
    assert client.post(address, {"what": "nonsense"}).status_code == 404


def test_a_liaison_changes_no_service(sign_in) -> None:
    made = Backbone.objects.create(
        person=Person.objects.get(code="edu"), kind="expert", valid_from=date(2025, 1, 1)
    )
    client = sign_in("price")
    assert "参加了培训" not in text_of(client, f"/work/backbone/{made.pk}/")
    assert (
        client.post(f"/work/backbone/{made.pk}/", {"what": "training", "on": "2025-06-01"}).status_code == 404
    )


def test_a_roster_is_frozen_and_downloaded(sign_in) -> None:
    client = sign_in("admin")
    form = {"title": "街道联络员", "purpose": "培训应到人数", "on": str(TODAY), "kind": "street"}
    assert client.post("/work/rosters/", form).status_code == 302
    roster = Roster.objects.get()
    assert "1 人" in text_of(client, f"/work/rosters/{roster.code}/")
    sheet = client.get(f"/work/rosters/{roster.code}/members.csv").content.decode("utf-8-sig")
    assert sheet.splitlines()[1] == f"东某,东街街道办事处,联络员,一般工作人员,{TODAY}"


def test_a_name_that_looks_like_a_formula_is_a_text_in_the_sheet(sign_in) -> None:
    Person.objects.filter(code="east").update(name="=1+1")
    client = sign_in("admin")
    client.post("/work/rosters/", {"title": "街道", "purpose": "x", "on": str(TODAY), "kind": "street"})
    sheet = client.get(f"/work/rosters/{Roster.objects.get().code}/members.csv").content.decode("utf-8-sig")
    assert "'=1+1" in sheet


def bring_in(*names: str) -> None:
    """Liaisons of one street with accounts that nobody has entered."""
    people = [
        PersonDraft(
            name, f"{name}某", (HoldingDraft("S02", f"{name}联络员", Role.LIAISON, date(2026, 1, 1)),), username=name
        )
        for name in names
    ]  # fmt: skip
    load_people(SYSTEM, people, now=NOW)


def test_many_are_invited_at_once_and_each_has_an_entry(sign_in) -> None:
    bring_in("p1", "p2", "p3")
    knows = Person.objects.get(code="edu").account
    assert knows is not None
    knows.set_password("a-password-of-her-own")
    knows.save()
    client = sign_in("admin")
    page = client.post("/work/people/invite/", {"code": ["p1", "p3", "edu"]}).content.decode()
    links = re.findall(r"http://testserver(/accounts/invitation/[^<]+)<", page)
    assert len(links) == 2, "whoever can sign in already is left as he is"
    for link in links:
        assert Client().get(link, follow=True).status_code == 200
    keys = {row.key: row.person.code for row in Account.objects.filter(username__in=["p1", "p2", "p3"])}
    invited = [
        code
        for key, code in keys.items()
        if "accounts.invite" in {one.act for one in entries_of(Subject("account", key))}
    ]
    assert sorted(invited) == ["p1", "p3"]
    everyone = client.post("/work/people/invite/", {"all": "on"}).content.decode()
    assert len(re.findall("/accounts/invitation/", everyone)) >= 3
    assert client.post("/work/people/invite/", {"code": ["edu"]}).status_code == 422
    assert sign_in("clerk").post("/work/people/invite/", {"all": "on"}).status_code in (403, 404)


def test_who_has_an_address_gets_mail_where_there_is_a_mail_server(sign_in, settings, mailoutbox) -> None:
    bring_in("p1", "p2")
    client = sign_in("admin")
    Account.objects.filter(username="p1").update(email="p1@example.gov.cn")
    assert "邮件没有发出" in client.post("/work/people/invite/", {"code": ["p1"]}).content.decode()
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, mail_url="smtp://localhost")
    page = client.post("/work/people/invite/", {"code": ["p1", "p2"]}).content.decode()
    (mail,) = mailoutbox
    assert mail.to == ["p1@example.gov.cn"]
    assert "/accounts/invitation/" in mail.body
    assert page.count("/accounts/invitation/") == 1, "only of the one who has no address"


def test_inviting_three_asks_as_much_as_inviting_one(
    sign_in, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    bring_in("p1", "p2", "p3", "p4")
    client = sign_in("admin")
    with CaptureQueriesContext(connection) as one:
        client.post("/work/people/invite/", {"code": ["p1"]})
    with django_assert_num_queries(len(one)):
        client.post("/work/people/invite/", {"code": ["p2", "p3", "p4"]})
