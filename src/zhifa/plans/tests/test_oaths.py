"""The register of oaths: whoever took office and has not sworn is listed; an oath is bound to the text of its day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.kernel.registry import ImportRow
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import UnitDraft, UnitKind, load_units, unit_by_code
from zhifa.plans.errors import AppointeeTwice, NoOathText
from zhifa.plans.models import Oath
from zhifa.plans.services import (
    AppointeeDraft,
    OathDraft,
    add_oath_text,
    enter_appointee,
    record_oath,
    review_oaths,
    write_oaths,
)
from zhifa.plans.tests.conftest import SYSTEM, account_of

NOW = clock.now()
DAY = date(2024, 3, 1)
NEW = AppointeeDraft("郑某", "U001", "副局长", DAY, "区人民政府")
OATH = OathDraft(date(2024, 3, 8), "alone", "李某", place="区政府会议厅")
SignedIn = Callable[[str], Client]


@pytest.fixture
def texts(district: None) -> None:
    """Two versions of the words, invented."""
    add_oath_text(account_of("clerk"), date(2016, 1, 1), "某决定", "旧誓词", now=NOW)
    add_oath_text(account_of("clerk"), date(2024, 3, 5), "某修正决定", "新誓词", now=NOW)


def entered(name: str = "郑某") -> Oath:
    return enter_appointee(account_of("liaison"), replace(NEW, name=name), now=NOW)


def test_an_oath_is_bound_to_the_text_of_its_day_and_no_name_enters_the_ledger(texts: None) -> None:
    early, late = entered(), entered("冯某")
    record_oath(account_of("liaison"), [early.pk], replace(OATH, sworn_on=DAY), now=NOW)
    record_oath(account_of("liaison"), [late.pk], OATH, now=NOW)
    assert [one.text.words for one in Oath.objects.order_by("pk") if one.text] == ["旧誓词", "新誓词"]
    kept = [
        str(entry.facts) for key in (early.pk, late.pk) for entry in entries_of(Subject("oath", str(key)))
    ]
    assert len(kept) == 4
    assert not any("郑某" in facts or "冯某" in facts or "李某" in facts for facts in kept)


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (replace(OATH, sworn_on=DAY - timedelta(days=1)), "早于郑某的任职日期"),
        (replace(OATH, sworn_on=clock.today() + timedelta(days=1)), "还没有到"),
        (replace(OATH, form="together"), "写明领誓人"),
    ],
)
def test_an_oath_that_cannot_be(texts: None, draft: OathDraft, words: str) -> None:
    one = entered()
    with pytest.raises(BadInput) as refused:
        record_oath(account_of("liaison"), [one.pk], draft, now=NOW)
    assert any(words in fault.what for fault in refused.value.faults)
    assert Oath.objects.get().sworn_on is None


def test_all_or_none_and_nobody_twice(texts: None) -> None:
    first, second = entered(), entered("冯某")
    record_oath(account_of("liaison"), [first.pk], OATH, now=NOW)
    with pytest.raises(BadInput) as refused:
        record_oath(
            account_of("liaison"),
            [first.pk, second.pk],
            replace(OATH, form="together", led_by="李某"),
            now=NOW,
        )
    assert "郑某已经登记过宣誓" in refused.value.faults[0].what
    assert Oath.objects.filter(sworn_on=None).get().name == "冯某"
    with pytest.raises(AppointeeTwice):
        entered()


def test_without_a_text_nothing_is_sworn(district: None) -> None:
    with pytest.raises(NoOathText):
        record_oath(account_of("liaison"), [entered().pk], OATH, now=NOW)


def test_a_unit_enters_and_sees_its_own(texts: None) -> None:
    load_units(SYSTEM, [UnitDraft("U002", "测试区教育局", UnitKind.GOVERNMENT, date(2010, 1, 1))], now=NOW)
    other = enter_appointee(account_of("clerk"), replace(NEW, unit="U002"), now=NOW)
    with pytest.raises(NotAllowed):
        enter_appointee(account_of("liaison"), replace(NEW, unit="U002", name="冯某"), now=NOW)
    with pytest.raises(NotFound):
        record_oath(account_of("liaison"), [other.pk], OATH, now=NOW)


def test_the_register_by_its_pages(texts: None, signed_in: SignedIn) -> None:
    liaison = signed_in("liaison")
    asked = {"unit": "U001", "office": "科长", "appointed_on": DAY, "appointed_by": "区人大常委会"}
    for name in ("郑某", "冯某", "陈某"):
        assert liaison.post("/work/oaths/new/", {**asked, "name": name}).status_code == 302
    page = liaison.get("/work/oaths/").content.decode()
    assert page.count('name="who"') == 3
    keys = "&".join(f"who={pk}" for pk in Oath.objects.order_by("pk").values_list("pk", flat=True)[:2])
    answer = liaison.post(
        f"/work/oaths/swear/?{keys}",
        {"sworn_on": "2024-03-08", "form": "together", "led_by": "李某", "witness": "周某"},
    )
    assert answer.status_code == 302
    with CaptureQueriesContext(connection) as few:
        page = liaison.get("/work/oaths/").content.decode()
    assert page.count('name="who"') == 1
    assert page.count("某修正决定") >= 2
    for number in range(5):
        entered(f"周{number}")
    with CaptureQueriesContext(connection) as many:
        liaison.get("/work/oaths/")
    assert len(many) == len(few)
    assert liaison.get("/work/oaths/texts/new/").status_code == 404
    assert "宪法宣誓登记" in signed_in("lead").get("/work/oaths/").content.decode()
    assert Client().get("/work/oaths/").status_code == 302


def row(number: int, name: str, **more: object) -> ImportRow:
    values = {
        "name": name, "unit": unit_by_code("U001"), "office": "副局长", "appointed_on": DAY, "appointed_by": "区人民政府", **more,
    }  # fmt: skip
    return ImportRow("Sheet1", number, {}, values)


def test_a_sheet_brings_past_oaths_in_once(texts: None) -> None:
    clerk = account_of("clerk")
    entered()  # stands already, without an oath
    good = [
        row(2, "郑某", sworn_on=OATH.sworn_on, witness="李某"),
        row(3, "冯某", sworn_on=OATH.sworn_on, witness="李某", led_by="王某"),
        row(4, "陈某"),
    ]
    wrong = [
        row(5, "褚某", sworn_on=DAY - timedelta(days=1), witness="李某"),
        row(6, "卫某", sworn_on=OATH.sworn_on, witness="李某", form="together"),
        row(7, "蒋某", sworn_on=OATH.sworn_on),
    ]
    faults = review_oaths(clerk, [*good, *wrong]).faults
    assert [(one.row, one.column) for one in faults] == [(5, "sworn_on"), (6, "led_by"), (7, "witness")]
    assert Oath.objects.count() == 1, "looking writes nothing"
    assert write_oaths(clerk, good, {}) == 3
    assert write_oaths(clerk, good, {}) == 0
    sworn = dict(Oath.objects.exclude(sworn_on=None).values_list("name", "form"))
    assert sworn == {"郑某": "alone", "冯某": "together"}
