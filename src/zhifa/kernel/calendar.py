"""The working calendar: which civil days are worked in China, and deadlines counted in working days.

Holidays and make-up days come from the `chinesecalendar` library, which follows the State Council's yearly notice;
over it lies the home's own dated table, given as `overrides`. For a year that the library does not know yet only weekends
are known, and the answer says so (`known=False`).

Counting follows 《民法典》: the day on which a period begins is not counted (Article 201), and a period that would end on a day
of rest ends on the next working day (Article 203).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, in_lieu_days, workdays
from django.utils.translation import gettext as _

ONE_DAY = timedelta(days=1)
SATURDAY = 5
KNOWN_YEARS = frozenset(day.year for day in holidays)
FURTHEST = 3660  # days; a search that goes further has a calendar without working days


@dataclass(frozen=True)
class Override:
    """A day that the home's own table settles: worked or not, and why (a notice, a local closure)."""

    works: bool
    reason: str


@dataclass(frozen=True)
class CalendarDay:
    """What the calendar says of one civil day.

    `known` is False where the library does not know the year and the home's table not the day: then a weekday counts as
    worked and a weekend does not. `is_makeup`: a weekend day worked in exchange for a holiday.
    """

    day: date
    works: bool
    known: bool
    reason: str
    is_makeup: bool = False
    is_override: bool = False


@dataclass(frozen=True)
class WorkingCalendar:
    """The national calendar under a home's own days."""

    overrides: Mapping[date, Override] = field(default_factory=dict)

    def of(self, day: date) -> CalendarDay:
        """What this calendar says of a day."""
        if own := self.overrides.get(day):
            makeup = own.works and day.weekday() >= SATURDAY
            return CalendarDay(day, own.works, True, own.reason, is_makeup=makeup, is_override=True)
        return _national(day)

    def knows(self, year: int) -> bool:
        """Whether the year's holidays stand in the library; single days of the home's table do not make a year known."""
        return year in KNOWN_YEARS


NATIONAL = WorkingCalendar()


def is_working_day(day: date, calendar: WorkingCalendar = NATIONAL) -> bool:
    """Whether a civil day is worked."""
    return calendar.of(day).works


def add_working_days(day: date, count: int, calendar: WorkingCalendar = NATIONAL) -> date:
    """The `count`-th working day after `day`, which itself is not counted; a negative count goes back.

    Zero is `day` itself when it is worked, else the next working day. Friday 2026-02-13 and 1 is Saturday 02-14, a make-up
    day; and 2 is 02-24, the first working day after Spring Festival.
    """
    if count == 0:
        return next(one for one in _from(day, ONE_DAY) if is_working_day(one, calendar))
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    for one in _from(day + step, step):
        left -= is_working_day(one, calendar)
        if left == 0:
            return one
    raise AssertionError("the search is bounded by an error of its own")


def working_days_between(since: date, until: date, calendar: WorkingCalendar = NATIONAL) -> int:
    """How many working days lie from `since` to `until`, both inside; 0 when `until` comes first."""
    days = (until - since).days + 1
    return sum(is_working_day(since + timedelta(days=offset), calendar) for offset in range(max(0, days)))


def rest_days_around(day: date, calendar: WorkingCalendar = NATIONAL) -> tuple[date, ...]:
    """A working day with the days of rest that touch it, in order; nothing for a day of rest.

    What should be said on a day of rest is said on the working day before it; what was entered too late for that, on the
    working day after. The days that a working day speaks for are those between its two working neighbours.
    """
    if not is_working_day(day, calendar):
        return ()
    first = add_working_days(day, -1, calendar) + ONE_DAY
    last = add_working_days(day, 1, calendar) - ONE_DAY
    return tuple(first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _national(day: date) -> CalendarDay:
    weekend = day.weekday() >= SATURDAY
    if day.year not in KNOWN_YEARS:
        return CalendarDay(day, not weekend, False, _("周末") if weekend else "")
    if day in holidays:
        words = _holiday_words()[Holiday(holidays[day]).value]
        reason = _("%(holiday)s调休") % {"holiday": words} if day in in_lieu_days else words
        return CalendarDay(day, False, True, reason)
    if day in workdays:
        words = _holiday_words()[Holiday(workdays[day]).value]
        return CalendarDay(day, True, True, _("%(holiday)s调班") % {"holiday": words}, is_makeup=True)
    return CalendarDay(day, not weekend, True, _("周末") if weekend else "")


def _holiday_words() -> Mapping[str, str]:
    """The library's holidays by its own names, in the reader's language."""
    return {
        Holiday.new_years_day.value: _("元旦"),
        Holiday.spring_festival.value: _("春节"),
        Holiday.tomb_sweeping_day.value: _("清明节"),
        Holiday.labour_day.value: _("劳动节"),
        Holiday.dragon_boat_festival.value: _("端午节"),
        Holiday.mid_autumn_festival.value: _("中秋节"),
        Holiday.national_day.value: _("国庆节"),
        Holiday.anti_fascist_70th_day.value: _("抗战胜利纪念日"),
    }


def _from(day: date, step: timedelta) -> Iterator[date]:
    for offset in range(FURTHEST):
        yield day + step * offset
    raise ValueError(f"no working day within {FURTHEST} days of {day}")
