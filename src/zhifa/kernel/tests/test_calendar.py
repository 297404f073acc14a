"""The working calendar against three years written out by hand from the State Council's notices."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhifa.kernel.calendar import (
    NATIONAL,
    Override,
    WorkingCalendar,
    add_working_days,
    is_working_day,
    rest_days_around,
    working_days_between,
)

# Holidays (first and last day) and weekend days worked for them, as the notices 国办发明电〔2017〕12号, 〔2019〕16号 with
# 〔2020〕1号 (Spring Festival 2020 extended to 2 February) and the notice for 2026 announce them.
REST = {
    2018: ("0101-0101", "0215-0221", "0405-0407", "0429-0501", "0616-0618", "0922-0924", "1001-1007", "1230-1231"),
    2020: ("0101-0101", "0124-0202", "0404-0406", "0501-0505", "0625-0627", "1001-1008"),
    2026: ("0101-0103", "0215-0223", "0404-0406", "0501-0505", "0619-0621", "0925-0927", "1001-1007"),
}  # fmt: skip
MADE_UP = {
    2018: ("0211", "0224", "0408", "0428", "0929", "0930", "1229"),
    2020: ("0119", "0426", "0509", "0628", "0927", "1010"),
    2026: ("0104", "0214", "0228", "0509", "0920", "1010"),
}  # fmt: skip


def day(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[2:]))


def by_hand(year: int) -> dict[date, bool]:
    """Every day of a year with whether it is worked, from the tables above."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    spans = [(day(year, span[:4]), day(year, span[5:])) for span in REST[year]]
    made_up = {day(year, text) for text in MADE_UP[year]}
    return {
        one: one in made_up or (one.weekday() < 5 and not any(a <= one <= b for a, b in spans))
        for one in days
    }


@pytest.mark.parametrize("year", sorted(REST))
def test_each_day_of_a_year_is_as_the_notice_says(year: int) -> None:
    wanted = by_hand(year)
    assert {one for one in wanted if is_working_day(one) != wanted[one]} == set()
    assert working_days_between(date(year, 1, 1), date(year, 12, 31)) == sum(wanted.values())


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # the Saturday before Spring Festival is worked
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # then nine days of rest
        (date(2026, 2, 24), -1, date(2026, 2, 14)),
        (date(2026, 2, 15), 0, date(2026, 2, 24)),  # a period that ends on a day of rest ends on the next worked one
        (date(2026, 2, 24), 0, date(2026, 2, 24)),
        (date(2020, 1, 23), 1, date(2020, 2, 3)),  # the festival that was extended
        (date(2018, 9, 28), 3, date(2018, 10, 8)),  # Saturday and Sunday worked, then the National Day week
        (date(2026, 11, 23), 7, date(2026, 12, 2)),
    ],
)  # fmt: skip
def test_deadlines_in_working_days(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count) == end


def test_days_between_count_both_ends() -> None:
    assert working_days_between(date(2026, 2, 13), date(2026, 2, 24)) == 3  # 13, 14 and 24 February
    assert working_days_between(date(2026, 2, 24), date(2026, 2, 24)) == 1
    assert working_days_between(date(2026, 2, 15), date(2026, 2, 23)) == 0
    assert working_days_between(date(2026, 2, 24), date(2026, 2, 23)) == 0


def test_a_day_says_why() -> None:
    spring = NATIONAL.of(date(2026, 2, 17))
    assert (spring.works, spring.known, spring.reason) == (False, True, "春节")
    makeup = NATIONAL.of(date(2026, 2, 14))
    assert (makeup.works, makeup.is_makeup, makeup.reason) == (True, True, "春节调班")
    assert NATIONAL.of(date(2026, 11, 22)).reason == "周末"
    assert NATIONAL.of(date(2026, 11, 23)).reason == ""


def test_a_year_that_is_not_published_knows_weekends_only() -> None:
    first_of_may = NATIONAL.of(date(2031, 5, 1))
    assert (first_of_may.works, first_of_may.known) == (True, False)
    assert not is_working_day(date(2031, 5, 3))
    assert (NATIONAL.knows(2031), NATIONAL.knows(2026)) == (False, True)


def test_the_homes_own_days_prevail() -> None:
    calendar = WorkingCalendar(
        {
            date(2031, 5, 1): Override(False, "劳动节"),
            date(2026, 11, 23): Override(False, "雪灾停工"),
            date(2026, 11, 22): Override(True, "补班"),
        }
    )
    assert calendar.of(date(2031, 5, 1)).known
    assert not is_working_day(date(2026, 11, 23), calendar)
    assert calendar.of(date(2026, 11, 22)).is_makeup
    assert add_working_days(date(2026, 11, 20), 2, calendar) == date(2026, 11, 24)
    assert not calendar.knows(2031)


def test_a_working_day_speaks_for_the_rest_around_it() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert rest_days_around(friday) == (friday, date(2026, 11, 21), date(2026, 11, 22))
    assert rest_days_around(monday) == (date(2026, 11, 21), date(2026, 11, 22), monday)
    assert rest_days_around(date(2026, 11, 21)) == ()
    assert rest_days_around(date(2026, 11, 25)) == (date(2026, 11, 25),)


def test_a_calendar_without_working_days_is_an_error_and_no_endless_search() -> None:
    start = date(2031, 1, 1)
    closed = WorkingCalendar({start + timedelta(days=n): Override(False, "停") for n in range(4000)})
    with pytest.raises(ValueError, match="no working day"):
        add_working_days(start, 1, closed)
