"""The clock: civil days are days of Asia/Shanghai; services and rules take `now` and `today` as arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This instant, aware, in UTC. Only faces and jobs ask; everything below is told."""
    return datetime.now(UTC)


def today() -> date:
    """This civil day in China."""
    return civil_day(now())


def civil_day(moment: datetime) -> date:
    """The civil day in China on which an aware instant falls."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no civil day")
    return moment.astimezone(SHANGHAI).date()


def day_start(day: date) -> datetime:
    """The first instant of a civil day, aware."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


@dataclass(frozen=True, order=True)
class Window:
    """A span of civil days, both ends inside; an open end is None only for `until`."""

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError(f"a window ends before it begins: {self.since} > {self.until}")

    def __contains__(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: Window) -> bool:
        """Whether at least one civil day lies in both."""
        return (other.until is None or self.since <= other.until) and (
            self.until is None or other.since <= self.until
        )

    def days(self) -> Iterator[date]:
        """Each civil day in order; refuses an open window."""
        if self.until is None:
            raise ValueError("an open window has no last day")
        for offset in range((self.until - self.since).days + 1):
            yield self.since + timedelta(days=offset)

    def __str__(self) -> str:
        return f"{self.since.isoformat()}/{self.until.isoformat() if self.until else '..'}"


def day_in_chinese(day: date) -> str:
    """2018年3月1日: a day in the prose of a document, whose language is Chinese whoever reads it."""
    return f"{day.year}年{day.month}月{day.day}日"
