"""F146: the text of a day, or that it is not held; never another day's text. And F84: every boundary day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pytest_django import DjangoAssertNumQueries

from zhifa.laws.api import NotHeld, holding_on, library_counts, text_on, version_in_force
from zhifa.laws.models import Instrument, Provision
from zhifa.laws.rules.history import Shortfall
from zhifa.laws.tests.conftest import KEEPER


def law(short: str) -> Instrument:
    return Instrument.objects.get(short_title=short)


def test_a_text_is_that_versions_text(small: Path) -> None:
    article = Provision.objects.get(instrument=law("甲法"), key="1")
    words = {day: text_on(article, day) for day in (date(2018, 12, 31), date(2019, 1, 1))}
    assert [getattr(text, "text", None) for text in words.values()] == ["甲一旧。", "甲一新。\n第二款。"]


def test_an_article_that_the_days_text_lacks_is_not_taken_from_another(small: Path) -> None:
    added = Provision.objects.get(instrument=law("甲法"), key="2-1")
    answer = text_on(added, date(2018, 12, 31))
    assert isinstance(answer, NotHeld)
    assert "没有第二条之一" in answer.reason


def test_before_the_first_known_day_nothing_is_known_in_force(small: Path) -> None:
    assert version_in_force(law("甲法"), date(2012, 6, 30)) is None
    earlier = version_in_force(law("丙法"), date(2018, 1, 1))
    assert earlier is not None
    assert not earlier.text_held


def test_after_repeal_nothing_is_in_force(small: Path) -> None:
    repealed = law("乙法")
    assert version_in_force(repealed, date(2019, 1, 1)) is None
    holding = holding_on(repealed, date(2019, 1, 1))
    assert isinstance(holding, NotHeld)
    assert (holding.code, holding.version) == (Shortfall.REPEALED, None)
    assert "已于 2019-01-01 废止" in holding.reason


def test_one_query_answers(small: Path, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    instrument = law("甲法")
    with django_assert_num_queries(1):
        version_in_force(instrument, date(2020, 1, 1))
    with django_assert_num_queries(1):
        holding_on(instrument, date(2020, 1, 1))


def test_completeness_is_counted(small: Path) -> None:
    assert library_counts(KEEPER, date(2018, 6, 1)).in_force == 3
    assert library_counts(KEEPER, date(2018, 6, 1)).in_force_held == 2
    late = library_counts(KEEPER, date(2020, 1, 1))
    assert (late.instruments, late.texts, late.articles, late.in_force, late.in_force_held) == (3, 4, 7, 2, 1)
