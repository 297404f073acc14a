"""When an attempt ends: only by the server's clock, and with the time of our outages given back by one rule.

    min(started + minutes + extra, window's end) + time given back

An attempt's clock stands still while an outage of ours goes on. Spans that overlap count once. Worked: 60 minutes from 09:00, an outage
09:30–09:35: ends 10:05. Started 09:40 in a window until 10:00: ends 10:00. An outage 09:55–10:10 of the first: five minutes were left
when it came, so the end is 10:15.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

ON_ITS_WAY = timedelta(seconds=10)  # what was sent in time may arrive so much later
BEAT_EVERY = timedelta(seconds=2)
GAP_LEAST = timedelta(seconds=6)  # a pulse that stood still so long is an outage


@dataclass(frozen=True)
class Span:
    """From an instant to a later one."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Running:
    """An attempt that is running: when it began, its whole time, the end of its exam's window."""

    started_at: datetime
    minutes: int
    extra_minutes: int
    closes_at: datetime

    @property
    def planned(self) -> datetime:
        """The end without any outage."""
        return min(
            self.started_at + timedelta(minutes=self.minutes + self.extra_minutes),
            max(self.closes_at, self.started_at),
        )


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time as spans that neither overlap nor touch, in order."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: one.since):
        if found and span.since <= found[-1].until:
            found[-1] = Span(found[-1].since, max(found[-1].until, span.until))
        else:
            found.append(span)
    return found


def given_back(running: Running, outages: Iterable[Span]) -> timedelta:
    """How much of the outages fell into the attempt, whose end moves as they are given back."""
    end = running.planned
    for span in merged(outages):
        since = max(span.since, running.started_at)
        if since >= end:
            break
        if span.until > since:
            end += span.until - since
    return end - running.planned


def ends_at(running: Running, outages: Iterable[Span]) -> datetime:
    """When the attempt ends."""
    return running.planned + given_back(running, outages)


def takes_answers(end: datetime, arrived_at: datetime) -> bool:
    """Whether an answer that arrives at that instant is in time: sent by the end, it may be a little longer on its way."""
    return arrived_at <= end + ON_ITS_WAY


def in_grace(end: datetime, grace_minutes: int, at: datetime) -> bool:
    """Whether what was answered without a network may still be handed in without the office."""
    return at <= end + timedelta(minutes=grace_minutes) + ON_ITS_WAY


def gap(beat_at: datetime, now: datetime) -> Span | None:
    """The outage between the last beat of the pulse and this one; None where the pulse went on."""
    return Span(beat_at, now) if now - beat_at >= GAP_LEAST else None
