"""Numbers and standings as docs/mechanisms/documents.md works them."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.documents.rules.numbers import number_in, written, year_of
from zhifa.documents.rules.standing import standing_on


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("某区普法〔2018〕3号", "某区普法〔2018〕3号"),
        ("某区普法[2018] 3号", "某区普法〔2018〕3号"),
        ("某区普法（2018）3号（示例）", "某区普法〔2018〕3号（示例）"),
        ("普法提示【2018】12号", "普法提示〔2018〕12号"),
        ("", ""),
    ],
)
def test_a_number_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert written(typed) == kept


def test_a_number_counts_in_the_year_that_it_names() -> None:
    assert year_of("某区普法〔2017〕39号", date(2018, 1, 4)) == 2017
    assert year_of("", date(2018, 1, 4)) == 2018


def test_a_number_is_found_in_words() -> None:
    assert number_in("关于报送清单的通知（某区普法[2018]1号）") == "某区普法〔2018〕1号"
    assert number_in("关于报送2016年普法责任清单的通知（示例）") == ""


FROM, UNTIL = date(2018, 4, 1), date(2018, 12, 31)


@pytest.mark.parametrize(
    ("day", "until", "ending", "standing"),
    [
        (date(2018, 3, 31), None, "", "ahead"),
        (FROM, UNTIL, "", "in-force"),
        (UNTIL, UNTIL, "superseded", "in-force"),
        (date(2019, 1, 1), UNTIL, "superseded", "superseded"),
        (date(2019, 1, 1), UNTIL, "repealed", "repealed"),
        (date(2019, 1, 1), UNTIL, "done", "done"),
        (date(2019, 1, 1), UNTIL, "", "expired"),
        (date(2030, 1, 1), None, "", "in-force"),
    ],
)
def test_a_document_stands_by_its_days(day: date, until: date | None, ending: str, standing: str) -> None:
    assert standing_on(day, FROM, until, ending) == standing
