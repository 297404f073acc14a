"""A form is composed, questioned, sent out, answered; and what it cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhifa.figures.api import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.registry import Searchable, offered
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import Unit
from zhifa.publishing.tests.passing import publish_all
from zhifa.requests import services
from zhifa.requests.errors import (
    AnswerUnreadable,
    FieldBarred,
    FormIncomplete,
    FormIsOut,
    NoSuchForm,
    QuestionOpen,
)
from zhifa.requests.models import Asked, Clause, Form
from zhifa.requests.selectors import fields_of, form_by_key, minutes_asked, questions, waiting_for
from zhifa.requests.terms import REQUEST, About, Grain, Kind, Rule
from zhifa.requests.tests.conftest import actor, composed, with_field

pytestmark = pytest.mark.usefixtures("district")


def against(form: Form, field: int) -> list[Any]:
    return questions(form, fields_of(form), clock.today())[field]


def issued(form: Form) -> Form:
    return services.issue_form(actor("clerk"), form.key, now=clock.now())


def test_what_the_system_holds_is_taken_and_not_asked() -> None:
    form = composed()
    field = with_field(form, "今年举办法治宣讲场次", About.ACTIVITY, unit="events")
    (asked,) = [one for one in against(form, field) if one.held and "outreach.lecture" in one.other]
    with pytest.raises(QuestionOpen) as caught:
        issued(form)
    assert "法治讲座" in str(caught.value.faults[0].mend)
    services.take_held(actor("clerk"), form.key, field, asked.other, now=clock.now())
    out = issued(form)
    assert [(row.fields, row.minutes) for row in Asked.objects.filter(form=out)] == [(0, Decimal("0.00"))] * 2
    with pytest.raises(FormIsOut):
        with_field(form, "另一项")


def test_what_another_form_asks_needs_a_reason() -> None:
    first = composed("甲表")
    with_field(first, "阵地开放天数", unit="days")
    issued(first)
    second = composed("乙表", of=("U3",))
    field = with_field(second, "阵地开放的天数", unit="days")
    (asked,) = against(second, field)
    assert "“甲表”已经要了“阵地开放天数”" in asked.because
    assert "1 个单位两边都要填" in asked.because
    with pytest.raises(FormIncomplete):
        services.ask_anyway(actor("clerk"), second.key, field, asked.other, "要", now=clock.now())
    services.ask_anyway(
        actor("clerk"), second.key, field, asked.other, "甲表只要到六月，缺下半年", now=clock.now()
    )
    assert not against(second, field)[0].is_open
    issued(second)
    acts = [entry.act for entry in entries_of(Subject(REQUEST, second.key))]
    assert acts == [
        "requests.compose_form",
        "requests.add_field",
        "requests.ask_anyway",
        "requests.issue_form",
    ]


def test_other_years_and_withdrawn_forms_are_no_repeats() -> None:
    last = composed("去年的表", year=2024)
    with_field(last, "阵地开放天数", unit="days")
    issued(last)
    taken_back = composed("错发的表")
    with_field(taken_back, "阵地开放天数", unit="days")
    issued(taken_back)
    services.withdraw_form(actor("clerk"), taken_back.key, now=clock.now())
    form = composed("今年的表")
    assert against(form, with_field(form, "阵地开放天数", unit="days")) == []


def test_a_clause_in_force_bars_a_field_and_one_that_ended_does_not() -> None:
    form = composed()
    field = with_field(form, "公众号关注人数", About.PEOPLE, unit="people")
    (bar,) = [one for one in against(form, field) if one.bar]
    assert "〔2026〕12号" in bar.because
    assert "待核" in bar.because
    with pytest.raises(FieldBarred):
        issued(form)
    with pytest.raises(NotFound):
        services.ask_anyway(actor("clerk"), form.key, field, bar.other, "领导要求必须填", now=clock.now())
    row = Clause.objects.get(rule=Rule.NO_INSTALLS)
    services.settle_clause(
        actor("clerk"), row.pk, rule=row.rule, place="", words=row.words, source=row.source, since=row.since,
        until=date(2026, 1, 26), to_confirm=False, now=clock.now(),
    )  # fmt: skip
    assert against(form, field) == []


def test_every_rule_has_its_shipped_clause_that_waits_to_be_confirmed() -> None:
    assert set(Clause.objects.filter(to_confirm=True).values_list("rule", flat=True)) == set(Rule.values)


def test_a_unit_answers_and_sees_only_what_was_sent_to_it() -> None:
    form = composed(of=("U2",))
    of_both = composed("两家都填")
    with_field(of_both, "阵地面积")
    number = with_field(form, "阵地开放天数", unit="days", grain=Grain.QUARTER)
    note = with_field(form, "存在的困难", About.UNIT, Kind.TEXT, required=False)
    with pytest.raises(NoSuchForm):
        form_by_key(actor("liaison"), form.key)  # a draft
    issued(form)
    assert [(found.title, unit.code) for found, unit in waiting_for(actor("liaison"))] == [(form.title, "U2")]
    assert waiting_for(actor("other")) == []
    issued(of_both)
    assert {(found.title, unit.code) for found, unit in waiting_for(actor("liaison"))} == {
        (form.title, "U2"),
        (of_both.title, "U2"),
    }
    services.withdraw_form(actor("clerk"), of_both.key, now=clock.now())
    with pytest.raises(NoSuchForm):
        form_by_key(actor("other"), form.key)
    unit = Unit.objects.get(code="U2")
    given = {(number, f"2025-Q{quarter}"): str(quarter * 10) for quarter in (1, 2, 3)}
    with pytest.raises(AnswerUnreadable) as caught:
        services.hand_in(
            actor("liaison"), form.key, unit, {**given, (number, "2025-Q4"): "二十天"}, now=clock.now()
        )
    assert [fault.field for fault in caught.value.faults] == [f"f{number}-2025-Q4"]
    for value in ("40", "1,041"):  # answered again: replaced
        handed = services.hand_in(
            actor("liaison"),
            form.key,
            unit,
            {**given, (number, "2025-Q4"): value, (note, ""): "人手少"},
            minutes=6,
            now=clock.now(),
        )
    assert sorted(handed.answers.values_list("part", "value")) == [
        ("", "人手少"), ("2025-Q1", "10"), ("2025-Q2", "20"), ("2025-Q3", "30"), ("2025-Q4", "1041"),
    ]  # fmt: skip
    assert waiting_for(actor("liaison")) == []
    assert "人手少" not in str([entry.facts for entry in entries_of(Subject(REQUEST, form.key))])
    with pytest.raises(NotFound):
        services.hand_in(actor("other"), form.key, unit, given, now=clock.now())


def test_minutes_are_an_estimate_until_timed() -> None:
    form = composed()
    with_field(form, "阵地开放天数", unit="days", grain=Grain.QUARTER)
    issued(form)
    today = clock.today()
    told = minutes_asked(actor("lead"), today, today)
    assert [(one.unit, one.fields, one.minutes, one.is_estimate) for one in told] == [
        ("U2局", 1, Decimal("1.33"), True), ("U3局", 1, Decimal("1.33"), True),
    ]  # fmt: skip
    assert [one.unit for one in minutes_asked(actor("liaison"), today, today)] == ["U2局"]


@pytest.mark.parametrize("who", ["lead", "liaison", "admin"])
def test_only_the_office_composes(who: str) -> None:
    form = composed()
    for act in (
        lambda: services.issue_form(actor(who), form.key, now=clock.now()),
        lambda: services.remove_field(actor(who), form.key, 1, now=clock.now()),
        lambda: services.settle_time(
            actor(who),
            kind=Kind.TEXT,
            since=clock.today(),
            seconds=5,
            basis="estimate",
            source="估",
            now=clock.now(),
        ),
    ):
        with pytest.raises(Refusal):
            act()


def test_the_pages_from_composing_to_the_sheet(signed_in: Callable[[str], Client]) -> None:
    clerk, liaison = signed_in("clerk"), signed_in("liaison")
    head = {
        "title": "阵地情况",
        "why": "写年度报告",
        "since": "2025-01-01",
        "until": "2025-12-31",
        "due_on": "2099-01-01",
        "groups": "agencies",
    }
    page = clerk.post("/work/requests/new/", head, follow=True)
    form = Form.objects.get()
    assert "还没有一项" in page.content.decode()
    field = {
        "fact": "开展法治讲座场次",
        "about": "activity",
        "kind": "number",
        "unit": "events",
        "grain": "once",
        "required": "on",
    }
    clerk.post(f"/work/requests/{form.key}/", field)
    clerk.post(f"/work/requests/{form.key}/", {**field, "fact": "阵地数", "about": "place", "unit": "places"})
    lecture, places = fields_of(form)
    refused = clerk.post(f"/work/requests/{form.key}/move/issue/").content.decode()
    assert "处疑问还没有处理" in refused
    clerk.post(f"/work/requests/{form.key}/fields/{lecture.pk}/take/", {"other": "held:outreach.lecture"})
    for one in against(form, lecture.pk):
        clerk.post(
            f"/work/requests/{form.key}/fields/{lecture.pk}/ask/",
            {"other": one.other, "reason": "另作核对之用"},
        )
    assert "已下发" in clerk.post(f"/work/requests/{form.key}/move/issue/", follow=True).content.decode()
    assert liaison.get("/work/requests/new/").status_code == 404
    address = f"/work/requests/{form.key}/answer/U2/"
    asked = liaison.get(address).content.decode()
    assert "系统里已有，不用填" in asked
    wrong = liaison.post(address, {f"f{places.pk}": "很多"}).content.decode()
    assert "要填数字" in wrong
    assert "很多" in wrong
    assert "已报送" in liaison.post(address, {f"f{places.pk}": "3"}, follow=True).content.decode()
    sheet = b"".join(clerk.get(f"/work/requests/{form.key}/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "U2局" in sheet
    assert signed_in("other").get(address).status_code == 404
    for path in (
        "/work/requests/",
        "/work/requests/clauses/",
        "/work/requests/times/",
        "/work/requests/minutes/",
    ):
        assert clerk.get(path).status_code == 200
    assert signed_in("admin").get("/work/requests/").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_a_list_asks_the_same_however_long(
    many: int, signed_in: Callable[[str], Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        form = composed(f"表{number}")
        for fact in range(many):
            with_field(form, f"{'甲乙丙'[fact]}类阵地{number}")
    client = signed_in("clerk")
    with django_assert_max_num_queries(16):
        client.get("/work/requests/")
    with django_assert_max_num_queries(6):
        assert client.get("/api/v1/requests").json()["total"] == many
    with django_assert_max_num_queries(30):
        client.get(f"/work/requests/{form.key}/")


def test_programs_and_the_search_box_see_what_the_asker_sees(signed_in: Callable[[str], Client]) -> None:
    form = composed("阵地情况", of=("U2",))
    with_field(form, "阵地开放天数", unit="days")
    draft = composed("没有下发的表")
    issued(form)
    clerk, liaison, here = signed_in("clerk"), signed_in("liaison"), f"/api/v1/requests/{form.key}"
    assert [one["title"] for one in clerk.get("/api/v1/requests").json()["forms"]] == [
        draft.title,
        form.title,
    ]
    told = liaison.get("/api/v1/requests").json()
    assert [(one["title"], one["asked_of"], one["answered"]) for one in told["forms"]] == [("阵地情况", 1, 0)]
    assert [one["fact"] for one in liaison.get(here).json()["fields"]] == ["阵地开放天数"]
    year = clock.today().year
    (month,) = liaison.get(f"/api/v1/requests/minutes/{year}").json()
    assert (month["unit"], month["minutes"], month["is_estimate"]) == ("U2局", "0.33", True)
    assert signed_in("other").get(here).status_code == 404
    assert signed_in("other").get(f"/api/v1/requests/minutes/{year}").json() == []
    for who in (Client(), signed_in("admin")):
        for address in ("/api/v1/requests", here, f"/api/v1/requests/minutes/{year}"):
            assert who.get(address).status_code == 404
    (search,) = [one for one in offered(Searchable) if one.kind == REQUEST]
    (row,) = search.rows(None)
    assert (row.title, row.scopes) == ("阵地情况", {"district", f"unit:{Unit.objects.get(code='U2').path}"})
    services.withdraw_form(actor("clerk"), form.key, now=clock.now())
    assert list(search.rows([form.key])) == []
    sheet = b"".join(clerk.get("/work/requests/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "没有下发的表,草稿" in sheet


def test_the_minutes_asked_go_out_by_a_decision_of_their_own(signed_in: Callable[[str], Client]) -> None:
    ensure_definitions(now=clock.now())
    clerk, here = signed_in("clerk"), "/figures/requests.minutes/"
    page = clerk.get("/work/publishing/propose/figure/").content.decode()
    assert 'value="deeds.confirmed" checked' in page
    assert 'value="requests.minutes" checked' not in page
    assert "要单独送审" in page
    publish_all("figure")
    assert Client().get(here).status_code == 404
    publish_all("figure", ["requests.minutes"])
    told = Client().get(here).content.decode()
    assert "区普法办没有决定公开" in told
