"""Outages of ours: noticed by the pulse or written down by the office, and given back to whoever was sitting, by one rule."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject, record
from zhifa.sittings.access import may_run
from zhifa.sittings.models import Attempt, Outage, Pulse
from zhifa.sittings.rules.clock import GAP_LEAST, Running, Span, gap, given_back
from zhifa.sittings.terms import OUTAGE

LONGEST = timedelta(hours=24)  # of an outage that the office writes down
SYSTEM = Actor.system("sittings", "考试")


@transaction.atomic
def record_outage(actor: Actor, since: datetime, until: datetime, why: str, *, now: datetime) -> Outage:
    """Write down an outage; whoever was sitting in it and has not handed in gets the time back. The same span again changes nothing.
    Refused: an end that is not after the beginning or not past, more than a day, no reason."""
    if not may_run(actor):
        raise NotAllowed(_("系统中断由区普法办登记"))
    if not since < until <= now:
        raise BadInput(_("中断的止要晚于起，并且已经过去"), field="until_at")
    if until - since > LONGEST:
        raise BadInput(_("一次中断最长登记 24 小时"), field="from_at")
    if not why.strip():
        raise BadInput(_("请写明中断的情况"), field="why")
    found = Outage.objects.filter(from_at=since, until_at=until).first()
    return found or _kept(actor, Span(since, until), why.strip(), noticed=False, now=now)


@transaction.atomic
def beat(*, now: datetime) -> Outage | None:
    """The service works: note when. Where it was silent for too long while somebody was sitting, that was an outage, which is recorded
    before anything else is done; answers it."""
    pulse = Pulse.objects.select_for_update().filter(pk=1).first()
    if pulse is None:
        Pulse.objects.get_or_create(pk=1, defaults={"beat_at": now})
        return None
    silent = gap(pulse.beat_at, now)
    Pulse.objects.filter(pk=1).update(beat_at=now)
    if silent is None or not _sitting_in(silent).exists():
        return None
    found = Outage.objects.filter(from_at=silent.since, until_at=silent.until).first()
    return found or _kept(SYSTEM, silent, _("系统自己发现的中断"), noticed=True, now=now)


def is_alive(*, now: datetime) -> bool:
    """Whether the service was heard of just now; while it was not, nobody's time is over."""
    return Pulse.objects.filter(pk=1, beat_at__gt=now - GAP_LEAST).exists()


def give_back(span: Span) -> int:
    """Work out anew the end of every attempt that was running in a span and is not handed in; answers how many moved."""
    return settle_ends(_sitting_in(span))


def settle_ends(rows: QuerySet[Attempt]) -> int:
    """Work out anew the ends of attempts that were begun and are not handed in, from their terms as they are now and all outages; answers
    how many moved. In the caller's transaction; attempts are locked in the order of their numbers."""
    begun = rows.filter(started_at__isnull=False, handed_at=None)
    attempts = list(begun.select_related("candidate__exam").select_for_update(of=("self",)).order_by("pk"))
    if not attempts:
        return 0
    first = min(one.started_at for one in attempts if one.started_at)
    outages = [
        Span(*row) for row in Outage.objects.filter(until_at__gt=first).values_list("from_at", "until_at")
    ]
    moved = []
    for one in attempts:
        running = running_of(one)
        seconds = -int(-given_back(running, outages).total_seconds() // 1)  # in the candidate's favour
        end = running.planned + timedelta(seconds=seconds)
        if (seconds, end) != (one.given_back, one.ends_at):
            one.given_back, one.ends_at = seconds, end
            moved.append(one)
    Attempt.objects.bulk_update(moved, ["given_back", "ends_at"], batch_size=1_000)
    return len(moved)


def running_of(attempt: Attempt) -> Running:
    """An attempt that was begun, as the clock's rule takes it."""
    if attempt.started_at is None:
        raise ValueError("an attempt that has not begun does not run")
    exam = attempt.candidate.exam
    return Running(attempt.started_at, exam.minutes, attempt.candidate.extra_minutes, exam.closes_at)


def _sitting_in(span: Span) -> QuerySet[Attempt]:
    """Attempts that were running at some moment of a span and are not handed in."""
    begun = Attempt.objects.filter(started_at__isnull=False, handed_at=None)
    return begun.filter(started_at__lt=span.until, ends_at__gt=span.since)


def _kept(actor: Actor, span: Span, why: str, *, noticed: bool, now: datetime) -> Outage:
    outage = Outage.objects.create(
        from_at=span.since,
        until_at=span.until,
        why=why,
        noticed=noticed,
        by_words=actor.name,
        recorded_at=now,
    )
    moved = give_back(span)
    facts = {
        "from_at": span.since,
        "until_at": span.until,
        "noticed": noticed,
        "given_back_to": moved,
        "why": why,
    }
    record(actor, "sittings.record_outage", Subject(OUTAGE, str(outage.pk)), facts, now=now)
    return outage
