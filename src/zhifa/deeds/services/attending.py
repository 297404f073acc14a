"""Participations as event rows: a sign-in sheet or a platform's log of one deed, one row a participation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from zhifa.deeds.access import may_correct, may_revise
from zhifa.deeds.errors import DeedNotWaiting, ParticipationsAlreadyIn, ReasonMissing
from zhifa.deeds.models import Count, Deed, Participation
from zhifa.deeds.services.correcting import note_correction, state_of
from zhifa.deeds.services.recording import locked
from zhifa.deeds.services.writing import days_changed, subject_of
from zhifa.deeds.terms import Channel, Measure, State
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed
from zhifa.ledger.api import record_bulk
from zhifa.search.api import touch


class Attendance(NamedTuple):
    """One participation: who (a pseudonymous token of at most 24 characters), on which day, whether 60 seconds passed."""

    token: str
    day: date
    stayed: bool = False


@transaction.atomic
def load_participations(
    actor: Actor, deed: Deed, channel: str, source: str, rows: Iterable[Attendance], *, now: datetime
) -> int:
    """Write a deed's participations of one channel by COPY; their number is its count of attendances, the different tokens among
    them its count of people. Answers how many rows.

    The ledger commits to the rows' own root and to their totals. Repeated attendances of one person stay: 人次 counts them, 人
    does not. Refused: whoever may not change the deed; a channel whose rows are in already (`take_attendance` replaces them).
    """
    if not actor.is_system and not may_revise(actor, deed):
        raise NotAllowed(_("只有记录单位可以导入这条记录的参加记录"))
    if _has_rows(deed, channel):
        raise ParticipationsAlreadyIn(
            _("这条记录的%(channel)s参加记录已经导入过") % {"channel": Channel(channel).label},
            why=_("同一渠道的总数只能由一份表给出。"),
            next_step=_("把几份表合成一份，在记录的页面上重新导入，会换下原来的。"),
        )
    return _write(actor, deed, channel, source, list(rows), "deeds.load_participations", now)


@transaction.atomic
def take_attendance(  # noqa: PLR0917 - what a sheet of one deed says of itself
    actor: Actor, key: str, channel: str, source: str, rows: Sequence[Attendance], reason: str = "", *,
    at_least: int | None = None, now: datetime,
) -> int:  # fmt: skip
    """Put the rows of a sheet in the place of whatever this channel's counts of the deed were. Answers how many rows.

    The different tokens are the most people that came; where some of them may be one person, `at_least` says the least.

    Before closing whoever may record for the unit; afterwards it is a correction, by whoever may correct, with a reason that
    readers see. Rows that stood before go, and the ledger holds both roots. Refused for a deed that was withdrawn.
    """
    deed = locked(actor, key)
    must_take(actor, deed, reason)
    before = state_of(deed)
    act = "deeds.replace_participations" if _has_rows(deed, channel) else "deeds.load_participations"
    Participation.objects.filter(deed=deed, channel=channel).delete()
    Count.objects.filter(deed=deed, channel=channel, from_events=True).delete()
    written = _write(actor, deed, channel, source, rows, act, now, at_least)
    if deed.closed_at is not None:
        note_correction(actor, deed, before, reason.strip(), now=now)
    touch("deed", [deed.key])
    return written


def must_take(actor: Actor, deed: Deed, reason: str) -> None:
    """Refuse whoever may not give this deed its rows now, and a closed one without a reason."""
    if deed.state == State.WITHDRAWN:
        raise DeedNotWaiting(_("这条记录已经撤回，不能再导入参加记录"))
    if deed.closed_at is None:
        if not may_revise(actor, deed):
            raise NotAllowed(_("只有记录单位可以导入这条记录的参加记录"))
        return
    if not may_correct(actor, deed):
        raise NotAllowed(
            _("这条记录已经封账，只有本单位负责人和区普法办可以更正"),
            next_step=_("请本单位负责人用签到表更正，并写明理由。"),
        )
    if not reason.strip():
        raise ReasonMissing(_("请写明更正的理由"), field="reason")


def _has_rows(deed: Deed, channel: str) -> bool:
    return Count.objects.filter(deed=deed, channel=channel, from_events=True).exists()


def _write(  # noqa: PLR0917 - as above
    actor: Actor, deed: Deed, channel: str, source: str, rows: Sequence[Attendance], act: str, now: datetime,
    at_least: int | None = None,
) -> int:  # fmt: skip
    """The rows by COPY, their counts, one entry with their root and totals; rows of people who stayed count as such."""
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY {Participation._meta.db_table} (deed_id, channel, token, day, stayed) FROM STDIN"
        ) as copy,
    ):
        for row in rows:
            copy.write_row((deed.pk, channel, row.token, row.day, row.stayed))
    counted = {
        Measure.ATTENDANCES: len(rows),
        Measure.DISTINCT: len({row.token for row in rows}),
        Measure.STAYED: sum(row.stayed for row in rows),
    }
    people = counted[Measure.DISTINCT]
    least = at_least if at_least is not None and at_least < people else None
    for measure, value in counted.items():
        if value or measure != Measure.STAYED:
            Count.objects.update_or_create(
                deed=deed, measure=measure, channel=channel,
                defaults={
                    "source": source, "value": value, "read_on": deed.occurred_on, "from_events": True,
                    "is_final": True, "method": "", "at_least": least if measure == Measure.DISTINCT else None,
                },
            )  # fmt: skip
    record_bulk(
        actor, act, subject_of(deed),
        ({"token": row.token, "day": row.day.isoformat(), "stayed": row.stayed} for row in rows),
        {
            "channel": channel, "source": source, "times": counted[Measure.ATTENDANCES],
            "stayed": counted[Measure.STAYED], "people": people,
            **({} if least is None else {"people_least": least}),
        },
        now=now, keep=False,
    )  # fmt: skip
    if deed.state == State.CONFIRMED:
        days_changed([deed.occurred_on])
    return len(rows)
