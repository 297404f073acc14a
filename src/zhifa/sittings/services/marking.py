"""An exam is marked: closed kinds at once, written answers by two people who do not know of each other, and a third between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import record, record_bulk
from zhifa.sittings.access import may_mark, visible_to
from zhifa.sittings.errors import ExamNotReady, MarkTaken
from zhifa.sittings.models import Exam, Mark, Marking, Outcome, WrittenMark
from zhifa.sittings.rules.marking import UNIT, Marked, agreed
from zhifa.sittings.rules.statistics import Sat, exam_figures, item_figures
from zhifa.sittings.selectors.marks import Read, read_attempts
from zhifa.sittings.selectors.results import marked_from
from zhifa.sittings.services.exams import locked, subject_of
from zhifa.sittings.terms import Stage, Turn

FIELDS = ("position", "version", "part", "possible", "got", "chosen", "link", "written")
Row = tuple[str, int, int, int, int | None, str, int | None, bool]  # a mark by FIELDS


@transaction.atomic
def mark_exam(actor: Actor, key: str, *, now: datetime) -> Marking:
    """Mark every attempt that was begun, after its end and the grace for files. Again: only what changed since, and nothing is noted where
    nothing did. Refused: too early, results that are out (a ruling marks those anew), a paper that is not what was frozen."""
    exam = locked(actor, key, Stage.ANNOUNCED)
    if now < (since := marked_from(exam)):
        raise ExamNotReady(
            _("现在还不能评分"), why=_("考生都交了卷，离线交卷的宽限也过了，才能评分。"),
            next_step=_("请在 %(since)s 以后再来。") % {"since": f"{timezone.localtime(since):%Y-%m-%d %H:%M}"},
        )  # fmt: skip
    known = Marking.objects.filter(exam=exam).first()
    marking, changes = mark_anew(actor, exam, now=now)
    if changes or known is None:
        rows = ({"attempt": attempt, "score": after} for attempt, _before, after in changes)
        totals = {"attempts": marking.attempts, "waiting": marking.waiting, "changed": len(changes)}
        record_bulk(actor, "sittings.mark_exam", subject_of(exam), rows, totals, now=now, keep=False)
    return marking


def mark_anew(
    actor: Actor, exam: Exam, *, now: datetime
) -> tuple[Marking, list[tuple[str, int | None, int | None]]]:
    """Bring the marks of an exam in step with answers and rulings, in the caller's transaction; answers the marking and, for each attempt
    whose score changed, its key with the score before and after (hundredths; None: not whole). Written answers keep what people gave,
    unless the answer itself is another one since."""
    before = dict(_scores(exam))
    sat: list[Sat] = []
    changes: list[tuple[str, int | None, int | None]] = []
    attempts = waiting = 0
    for some in read_attempts(exam):
        kept = _kept([one.attempt.pk for one in some])
        outcomes = []
        for one in some:
            rows = _settled([_row(one, mark) for mark in one.marks], kept.get(one.attempt.pk, {}))
            got = [row[4] for row in rows]
            full, open_ = sum(row[3] for row in rows), got.count(None)
            score = None if open_ else sum(mark for mark in got if mark is not None)
            outcomes.append(Outcome(attempt=one.attempt, score=score, full=full))
            if one.attempt.pk not in before or before[one.attempt.pk] != score:
                changes.append((one.attempt.key, before.get(one.attempt.pk), score))
            attempts, waiting = attempts + 1, waiting + open_
            if not open_:
                sat.append(_sat(one.attempt.paper_id, rows))
        Outcome.objects.bulk_create(
            outcomes, update_conflicts=True, unique_fields=["attempt"], update_fields=["score", "full"]
        )
        _write(some, kept)
    marking, _new = Marking.objects.update_or_create(
        exam=exam,
        defaults={
            "marked_at": now,
            "attempts": attempts,
            "waiting": waiting,
            "by_words": actor.name,
            "told": told_of(sat),
        },
    )
    return marking, changes


@transaction.atomic
def mark_written(actor: Actor, exam_key: str, mark_id: int, points: float, *, now: datetime) -> Turn:
    """Give a written answer its points, blind. The second mark settles it, as the mean, if both differ by at most the exam's tolerance;
    else a third person's mark counts. Refused: whoever has read it before, the candidate's own, more points than there are, an answer that
    others have settled meanwhile."""
    exam = visible_to(actor).filter(key=exam_key, stage=Stage.ANNOUNCED).first()
    if exam is None or not may_mark(actor):
        raise NotFound(_("没有要评的答卷"))
    mark = (
        Mark.objects.select_for_update(of=("self",))
        .select_related("attempt__candidate__person")
        .filter(pk=mark_id, attempt__candidate__exam=exam, written=True)
        .first()
    )
    if mark is None:
        raise NotFound(_("没有这份答案"))
    if actor.account_id is not None and mark.attempt.candidate.person.account_id == actor.account_id:
        raise NotAllowed(_("自己的答卷不能自己评"))
    readings = list(mark.readings.all())
    if mark.got is not None or any(one.marker == actor.key for one in readings):
        raise MarkTaken(_("这份答案已经评过了"), next_step=_("请评下一份。"))
    got = round(points * UNIT)
    if not 0 <= got <= mark.possible:
        raise BadInput(_("得分在 0 到 %(n)s 之间") % {"n": f"{mark.possible / UNIT:g}"}, field="points")
    turn = Turn(len(readings) + 1)
    WrittenMark.objects.create(
        mark=mark, turn=turn, marker=actor.key, marker_words=actor.name, got=got, marked_at=now
    )
    if turn == Turn.SECOND:
        mark.got = agreed(readings[0].got, got, mark.possible, float(exam.tolerance_share))
    elif turn == Turn.ARBITER:
        mark.got = got
    facts = {
        "attempt": mark.attempt.key,
        "position": mark.position,
        "turn": int(turn),
        "got": got,
        "settled": mark.got,
    }
    record(actor, "sittings.mark_written", subject_of(exam), facts, now=now)
    if mark.got is not None:
        mark.save(update_fields=["got"])
        _settle(exam, mark)
    return turn


def told_of(sat: Sequence[Sat]) -> dict[str, Any]:
    """What the answers say, as it is kept: of the exam, and of each question under `<version>.<part>`."""
    exam = exam_figures(sat)
    items = item_figures(sat)
    return {
        "exam": asdict(exam) if exam else None,
        "items": {f"{version}.{part}": asdict(one) for (version, part), one in items.items()},
    }


def marks_told(exam: Exam) -> list[Sat]:
    """Every attempt that is marked whole, as the statistics read it. One query."""
    rows = Mark.objects.filter(attempt__candidate__exam=exam, attempt__outcome__score__isnull=False).order_by(
        "attempt", "pk"
    )
    found: dict[int, tuple[int, dict[tuple[int, int], tuple[int, int, str]]]] = {}
    names = ("attempt", "attempt__paper", "version", "part", "got", "possible", "chosen")
    for attempt, paper, version, part, got, possible, chosen in rows.values_list(*names).iterator(20_000):
        found.setdefault(attempt, (paper, {}))[1][version, part] = (got, possible, chosen)
    return [Sat(paper, marks) for paper, marks in found.values()]


def _scores(exam: Exam) -> Iterable[tuple[int, int | None]]:
    return Outcome.objects.filter(attempt__candidate__exam=exam).values_list("attempt", "score")


def _row(one: Read, mark: Marked) -> Row:
    version = one.versions[mark.place]
    return (mark.position, version, mark.part, mark.possible, mark.got, mark.chosen, mark.link, mark.written)


def _kept(attempts: Sequence[int]) -> dict[int, dict[str, Row]]:
    found: dict[int, dict[str, Row]] = {}
    rows = Mark.objects.filter(attempt__in=attempts).order_by()
    for attempt, *row in rows.values_list("attempt", *FIELDS):
        found.setdefault(attempt, {})[row[0]] = tuple(row)
    return found


def _settled(rows: Sequence[Row], kept: Mapping[str, Row]) -> list[Row]:
    """The rows, with what people gave a written answer that is still the same one."""
    return [
        (*row[:4], kept[row[0]][4], *row[5:])
        if row[4] is None and row[0] in kept and kept[row[0]][6:] == row[6:]
        else row
        for row in rows
    ]


def _sat(paper: int, rows: Sequence[Row]) -> Sat:
    return Sat(paper, {(row[1], row[2]): (row[4] or 0, row[3], row[5]) for row in rows})


def _write(some: Sequence[Read], kept: Mapping[int, Mapping[str, Row]]) -> None:
    """New marks by one COPY; those that changed by one statement for some thousand."""
    fresh: list[tuple[int, Row]] = []
    changed: list[Mark] = []
    reread: list[Mark] = []
    for one in some:
        known = kept.get(one.attempt.pk, {})
        for row in _settled([_row(one, mark) for mark in one.marks], known):
            was = known.get(row[0])
            if was is None:
                fresh.append((one.attempt.pk, row))
            elif was != row:
                changed.append(Mark(attempt=one.attempt, **dict(zip(FIELDS, row, strict=True))))
                if was[6] != row[6]:
                    reread.append(changed[-1])
    for mark in reread:  # people read another answer
        WrittenMark.objects.filter(mark__attempt=mark.attempt, mark__position=mark.position).delete()
    Mark.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["attempt", "position"], update_fields=FIELDS[1:], batch_size=5_000
    )  # fmt: skip
    if fresh:
        names = ", ".join(("attempt_id", *FIELDS))
        with connection.cursor() as cursor, cursor.copy(f"COPY sittings_mark ({names}) FROM STDIN") as copy:
            for attempt, row in fresh:
                copy.write_row((attempt, *row))


def _settle(exam: Exam, mark: Mark) -> None:
    """The outcome of the attempt, and the exam's statistics once nothing waits."""
    rows = list(Mark.objects.filter(attempt=mark.attempt_id).values_list("got", flat=True))
    if None not in rows:
        Outcome.objects.filter(attempt=mark.attempt_id).update(
            score=sum(one for one in rows if one is not None)
        )
    marking = Marking.objects.select_for_update().get(exam=exam)
    marking.waiting = Mark.objects.filter(attempt__candidate__exam=exam, written=True, got=None).count()
    if not marking.waiting:
        marking.told = told_of(marks_told(exam))
    marking.save(update_fields=["waiting", "told"])
