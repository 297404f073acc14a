"""The check of a text against a small library: 甲法 amended in 2019, 乙法 repealed by it, 丙法 with a gap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhifa.laws.errors import CitationsUnreadable
from zhifa.laws.selectors import checked_text, parse_citations
from zhifa.laws.services import import_packaged
from zhifa.laws.tests.conftest import KEEPER, NOW, SMALL_ARTICLES, SMALL_LAWS

TODAY = date(2026, 11, 24)


def verdicts(text: str, on: date = TODAY, own: str = "") -> list[tuple[str, str]]:
    return [(one.label, one.verdict.value) for one in checked_text(text, on, own=own, today=TODAY).findings]


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("《甲法》第一条", TODAY, [("《甲法》第一条", "fits")]),
        ("《甲法》第一条", date(2018, 12, 31), [("《甲法》第一条", "changed")]),
        ("《甲法》第二条", date(2018, 12, 31), [("《甲法》第二条", "fits")]),
        ("甲法第二条之一", date(2018, 12, 31), [("《甲法》第二条之一", "no_article")]),
        ("《甲法》第九条、第一条", TODAY, [("《甲法》第九条", "no_article"), ("《甲法》第一条", "fits")]),
        ("《甲法》第一条", date(2012, 6, 30), [("《甲法》第一条", "not_held")]),
        ("《甲法》第一条第二款", TODAY, [("《甲法》第一条第二款", "fits")]),
        ("《甲法》第一条第九款", TODAY, [("《甲法》第一条第九款", "no_place")]),
        ("《甲法》第一条第一款第三项", TODAY, [("《甲法》第一条第一款第（三）项", "no_place")]),
        ("《甲法》第一条第二款", date(2018, 12, 31), [("《甲法》第一条第二款", "no_place")]),
        ("《乙法》第一条", date(2018, 12, 31), [("《乙法》第一条", "changed")]),
        ("《乙法》第一条", TODAY, [("《乙法》第一条", "repealed")]),
        ("《乙法》", TODAY, [("《乙法》", "repealed")]),
        ("《丙法》第一条", date(2019, 6, 1), [("《丙法》第一条", "not_held")]),
        ("《丁法》第一条", TODAY, [("《丁法》第一条", "unknown")]),
        ("本法第一条", TODAY, [("本法第一条", "unclear")]),
        ("《甲法》第三条至第一条", TODAY, [("《甲法》第三条至第一条", "unreadable"), ("《甲法》第三条", "no_article")]),
    ],
)  # fmt: skip
def test_the_verdict(small: Path, text: str, on: date, expected: list[tuple[str, str]]) -> None:
    assert verdicts(text, on) == expected


def test_the_own_instrument_can_be_told(small: Path) -> None:
    assert verdicts("本法第二条", own="中华人民共和国甲法") == [("《甲法》第二条", "fits")]


def test_a_repealed_law_names_what_governs(small: Path) -> None:
    (one,) = checked_text("《乙法》第一条", TODAY, today=TODAY).findings
    assert one.mend == "现行的是《甲法》。"


def test_an_unknown_law_names_a_like_one(small: Path) -> None:
    (one,) = checked_text("《中华人民共和国甲甲法》", TODAY, today=TODAY).findings
    assert "是否指《甲法》" in one.mend


def test_anyone_pastes_a_text_and_sees_what_must_be_mended(small: Path, client: Client) -> None:
    html = client.post(
        "/laws/check/", {"text": "依照《甲法》第一条\n和《甲法》第九条办理。", "on": "", "own": ""}
    ).content.decode()
    assert "找到 2 处引用，1 处要改" in html
    assert '<a href="/laws/jiafa/1/">《甲法》第一条</a>' in html
    assert "最后是第二条之一" in html


def test_a_text_without_citations_says_how_they_are_written(small: Path, client: Client) -> None:
    assert "没有找到引用" in client.post("/laws/check/", {"text": "今天天气好。"}).content.decode()


def test_too_long_a_text_is_refused_in_words(db: None, client: Client) -> None:
    html = client.post("/laws/check/", {"text": "法" * 20_001}).content.decode()
    assert "20000" in html.replace(",", "").replace(" ", "")


def test_programs_get_the_same_findings(small: Path, client: Client) -> None:
    answer = client.post(
        "/api/v1/laws/check", {"text": "见《乙法》第一条"}, content_type="application/json"
    ).json()
    (one,) = answer["findings"]
    assert (one["start"], one["end"], one["verdict"], one["must_be_mended"]) == (1, 8, "repealed", True)


def test_the_questions_do_not_grow_with_the_citations(
    small: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for text in ("《甲法》第一条第一款", "《甲法》第一条第二款、第二条第三款，《甲法》第二条之一第一款"):
        with django_assert_num_queries(4):
            checked_text(text, TODAY, today=TODAY)
    before = date(2018, 12, 31)
    for text in ("《甲法》第一条", "《甲法》第一条、第二条，《甲法》第一条第一款"):
        with django_assert_num_queries(6):
            checked_text(text, before, today=TODAY)


def test_a_paragraph_that_an_article_lacks_is_told_everywhere(small: Path, client: Client) -> None:
    words = "第一条没有第九款：共 2 款"
    html = client.post("/laws/check/", {"text": "依照《甲法》第一条第九款。"}).content.decode()
    assert words in html
    assert "1 处要改" in html
    answer = client.post(
        "/api/v1/laws/check", {"text": "《甲法》第一条第九款"}, content_type="application/json"
    ).json()
    (one,) = answer["findings"]
    assert (one["verdict"], one["must_be_mended"], one["note"]) == ("no_place", True, words)
    with pytest.raises(CitationsUnreadable) as caught:
        parse_citations("《甲法》第一条第二款\n《甲法》第一条第一款第（三）项", TODAY)
    (fault,) = caught.value.faults
    assert (fault.row, fault.what) == (2, "《甲法》第一条第一款没有分项")


def test_a_law_that_is_not_held_may_be_known_as_repealed(package: Callable[..., Path], db: None) -> None:
    laws, articles = (
        [row for row in SMALL_LAWS if row[0] != "b1"],
        [row for row in SMALL_ARTICLES if row[0] != "b1"],
    )
    import_packaged(KEEPER, NOW, path=package(laws, articles))
    (one,) = checked_text("《乙法》第一条", TODAY, today=TODAY).findings
    assert (one.verdict.value, one.note, one.mend) == (
        "repealed", "《乙法》没有收录，已于 2019-01-01 废止", "现行的是《甲法》。"
    )  # fmt: skip
    (before,) = checked_text("《乙法》第一条", date(2018, 12, 31), today=TODAY).findings
    assert (before.verdict.value, before.note) == ("not_held", "《乙法》没有收录，自 2019-01-01 起废止")
