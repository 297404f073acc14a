"""Questions asked of notices."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.calendar import SATURDAY, Override, WorkingCalendar, working_days_between
from zhifa.kernel.calendar import CalendarDay as CalendarDate
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import Awaiting, offered
from zhifa.notices.access import visible_to
from zhifa.notices.models import CalendarDay, Delivery, Notice, Preference
from zhifa.notices.rules.sorting import place_in_line, urgency_of
from zhifa.notices.rules.wording import Saying
from zhifa.notices.terms import MAIL, DeliveryState, Pace, Urgency


@dataclass(frozen=True)
class InboxItem:
    """One thing that waits: what, of which sort, where, why it is yours, until when, and for whom you would act
    (`acting_for` is empty when it is your own). What is due soon says how many working days are left, today and the last
    day inside."""

    code: str
    sort: str | Promise
    title: str
    url: str
    why: str
    due: date | None
    since: date | None
    subject: str
    urgency: Urgency
    days_late: int
    acting_for: str = ""
    working_days_left: int | None = None


def inbox_of(actor: Actor, today: date) -> tuple[InboxItem, ...]:
    """All that waits for an actor, from every mechanism: overdue, due soon, the rest, earliest date first.

    Each `Awaiting` offer is asked once for the actor's own grants, and once more for each person for whom the
    actor stands in; what is the actor's own is not listed again as somebody else's.
    """
    found: dict[tuple[str, str, str], InboxItem] = {}
    for acting_for, principal in _principals(actor):
        for offer in offered(Awaiting):
            for one in offer.find(principal, today):
                item = InboxItem(
                    code=offer.code,
                    sort=offer.title,
                    title=one.title,
                    url=one.url,
                    why=one.why,
                    due=one.due,
                    since=one.since,
                    subject=one.subject,
                    urgency=urgency_of(one.due, today),
                    days_late=(today - one.due).days if one.due and one.due < today else 0,
                    acting_for=acting_for,
                )
                found.setdefault((offer.code, one.subject or one.url, one.title), item)
    return tuple(
        sorted(
            _with_days_left(found.values(), today),
            key=lambda item: place_in_line(item.due, item.since, today),
        )
    )


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """The actor's notices, newest first, each with whether a message about it could not be delivered."""
    lost = Delivery.objects.filter(notice=OuterRef("pk"), state=DeliveryState.GIVEN_UP)
    return visible_to(actor).annotate(undelivered=Exists(lost)).order_by("-created_at", "-pk")


def notice_of(actor: Actor, notice_id: int) -> Notice:
    """One of the actor's notices; 404 otherwise."""
    notice = visible_to(actor).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound(_("没有这条通知"))
    return notice


def unread_count(actor: Actor) -> int:
    """How many notices the actor has not opened."""
    return visible_to(actor).filter(read_at=None).count()


def pace_of(account_id: int, channel: str) -> Pace:
    """How soon an account wants messages by a channel."""
    chosen = Preference.objects.filter(account_id=account_id, channel=channel).first()
    return Pace(chosen.pace) if chosen else default_pace(channel)


def default_pace(channel: str) -> Pace:
    """Mail once a day; another channel only for those who ask for it."""
    return Pace.DAILY if channel == MAIL else Pace.NONE


def saying_of(notice: Notice) -> Saying:
    """What a notice says outside the program, with its full address."""
    return Saying(notice.title, notice.body, settings.ENVIRONMENT.public_url + notice.url, notice.why)


def working_calendar() -> WorkingCalendar:
    """The national calendar with this home's own days over it. One query; ask once and pass it on."""
    return WorkingCalendar({row.day: Override(row.works, row.reason) for row in CalendarDay.objects.all()})


def own_days(year: int) -> QuerySet[CalendarDay]:
    """The days of a year that this home has settled itself."""
    return CalendarDay.objects.filter(day__year=year)


@dataclass(frozen=True)
class Span:
    """Days in a row that the calendar treats alike, for the same reason."""

    since: date
    until: date
    works: bool
    reason: str
    own: bool


@dataclass(frozen=True)
class CalendarYear:
    """A year of the working calendar: its months as weeks from Monday (None where a week lies in another month), and
    all that is not a plain weekday or weekend as spans in order."""

    year: int
    known: bool
    working_days: int
    months: tuple[tuple[date, tuple[tuple[CalendarDate | None, ...], ...]], ...]
    spans: tuple[Span, ...]


def calendar_year(year: int) -> CalendarYear:
    """One year of this home's working calendar. One query."""
    calendar = working_calendar()
    by_month = Calendar(firstweekday=0)
    months = tuple(
        (
            date(year, month, 1),
            tuple(
                tuple(calendar.of(day) if day.month == month else None for day in week)
                for week in by_month.monthdatescalendar(year, month)
            ),
        )
        for month in range(1, 13)
    )
    days = [one for _first, weeks in months for week in weeks for one in week if one is not None]
    return CalendarYear(
        year, calendar.knows(year), sum(one.works for one in days), months, tuple(_spans(days))
    )


def _spans(days: Sequence[CalendarDate]) -> list[Span]:
    """The holidays, make-up days and own days of a year; weekends inside a holiday belong to it."""
    spans: list[Span] = []
    for one in days:
        plain = not one.is_override and one.works == (one.day.weekday() < SATURDAY)
        if plain and (one.works or one.reason == _("周末")):
            continue
        last = spans[-1] if spans else None
        follows = last is not None and one.day - last.until == timedelta(days=1)
        alike = last is not None and (last.works, last.own) == (one.works, one.is_override)
        if last and follows and alike and (not one.is_override or last.reason == one.reason):
            spans[-1] = replace(last, until=one.day)
            continue
        spans.append(Span(one.day, one.day, one.works, one.reason, one.is_override))
    return spans


def _with_days_left(items: Iterable[InboxItem], today: date) -> list[InboxItem]:
    """The items, those due soon with the working days left; one query when there are any."""
    every = list(items)
    if not any(item.urgency == Urgency.SOON for item in every):
        return every
    calendar = working_calendar()
    return [
        replace(item, working_days_left=working_days_between(today, item.due, calendar))
        if item.due is not None and item.urgency == Urgency.SOON
        else item
        for item in every
    ]


def _principals(actor: Actor) -> Iterator[tuple[str, Actor]]:
    """The actor with its own grants, then with the grants of each person it acts for."""
    names = dict.fromkeys(grant.acting_for for grant in actor.grants)
    for name in ("", *(name for name in names if name)):
        own = tuple(grant for grant in actor.grants if grant.acting_for == name)
        yield name, Actor(actor.key, actor.name, actor.account_id, own)
