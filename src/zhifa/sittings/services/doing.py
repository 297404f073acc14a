"""An exam is work done: it owns one record, written when its results are published, with who sat and how many passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import Min

from zhifa.deeds.api import (
    Attendance,
    Audience,
    Channel,
    CiteDraft,
    CountDraft,
    Deed,
    DeedDraft,
    Measure,
    Source,
    State,
    correct_deed,
    load_participations,
    record_deed,
    revise_deed,
)
from zhifa.exams.api import statutes_of
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.secrecy import keyed_mark
from zhifa.laws.api import CitationBook, CitationsUnreadable, parse_citations
from zhifa.people.api import PostClass
from zhifa.sittings.models import Exam
from zhifa.sittings.selectors.marks import sat_attempts
from zhifa.sittings.selectors.results import CandidateOutcome
from zhifa.sittings.terms import DEED_KIND

TOKEN_LENGTH = 24
CHANNEL, SOURCE = Channel.WEB, Source.EXPORT


def record_exam(actor: Actor, exam: Exam, rows: Sequence[CandidateOutcome], *, now: datetime) -> Deed:
    """The exam's record, handed in: of its organiser, on its last day, explaining the statutes that its papers asked about. Who sat stands
    in rows of pseudonymous tokens, which give 人次 and 人; who passed is counted as 测过已掌握."""
    deed = record_deed(actor, _draft(exam, rows), submit=True, now=now)
    load_participations(actor, deed, CHANNEL, SOURCE, _sat(exam), now=now)
    return deed


def follow_deed(
    actor: Actor, exam: Exam, rows: Sequence[CandidateOutcome], why: str, *, now: datetime
) -> None:
    """The record counts those who pass now; once it is closed that is a correction with this reason. Who sat does not change."""
    deed = exam.deed
    if deed is None or deed.state == State.WITHDRAWN:
        return
    stated = deed.counts.filter(measure=Measure.LEARNED, channel=CHANNEL).values_list("value", flat=True)
    if list(stated) == [_passed(rows)]:
        return
    if deed.closed_at is None:
        revise_deed(actor, deed.key, _draft(exam, rows), now=now)
    else:
        correct_deed(actor, deed.key, _draft(exam, rows), why, now=now)


def _draft(exam: Exam, rows: Sequence[CandidateOutcome]) -> DeedDraft:
    leaders = all(one.post_class == PostClass.LEADER for one in rows if one.sat)
    day = clock.civil_day(exam.closes_at)
    return DeedDraft(
        kind=DEED_KIND, title=exam.title, occurred_on=day, unit=exam.organiser.code,
        audience=Audience.LEADERS if leaders else Audience.STAFF, summary=exam.source,
        counts=(CountDraft(Measure.LEARNED, CHANNEL, SOURCE, _passed(rows)),), cites=tuple(_cites(exam, day)),
    )  # fmt: skip


def _passed(rows: Sequence[CandidateOutcome]) -> int:
    return sum(one.passed for one in rows)


def _sat(exam: Exam) -> list[Attendance]:
    """A row for each who sat, on the day on which they first began. One query."""
    begun = sat_attempts(exam).order_by().values("candidate__person__code").annotate(at=Min("started_at"))
    return [
        Attendance(
            keyed_mark(code, "sittings.sat")[:TOKEN_LENGTH],
            clock.civil_day(at),
        )
        for code, at in begun.values_list("candidate__person__code", "at")
    ]


def _cites(exam: Exam, day: date) -> Iterator[CiteDraft]:
    """The statutes that the papers which were sat asked about, each as a whole and as it stood on the exam's last day; one that had been
    repealed by then is left out."""
    papers = sat_attempts(exam).order_by().values_list("paper__versions", flat=True).distinct()
    book = CitationBook()
    for title in statutes_of({pk for versions in papers for pk in versions}):
        try:
            found = parse_citations([title], day, book=book)
        except CitationsUnreadable:
            continue
        yield from (CiteDraft(one.version_id, one.provision_text_id, one.label) for one in found)
