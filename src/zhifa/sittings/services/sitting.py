"""What a candidate does: begins, saves answers, hands in. Each is idempotent: a retry finds what the first did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.db import connection, transaction
from django.utils.translation import gettext as _

from zhifa.exams.api import paper_documents
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotFound, Refusal
from zhifa.kernel.secrecy import keyed_mark
from zhifa.ledger.api import Subject, record
from zhifa.sittings.access import may_run
from zhifa.sittings.errors import FileUnfit
from zhifa.sittings.models import Attempt
from zhifa.sittings.rules import tickets
from zhifa.sittings.rules.answers import Malformed, saves_of
from zhifa.sittings.rules.chain import Given, instant
from zhifa.sittings.rules.clock import ON_ITS_WAY, in_grace
from zhifa.sittings.rules.sealing import NotOurs, attempt_in_file, opened_file, sealed_paper
from zhifa.sittings.services.allotting import allot_next
from zhifa.sittings.services.keeping import Begin, Begun, Keep, Kept, carry_out
from zhifa.sittings.terms import ATTEMPT, Ended, Stage

TICKET_AFTER = timedelta(days=1)  # a ticket outlives the exam's window and grace by so much
FILE_SAVES_MOST = 20_000
FILE_BYTES_MOST = 8 * 1024 * 1024


@dataclass(frozen=True)
class Fetched:
    """A sealed paper and the terms that the candidate needs to know before the start."""

    sealed: bytes
    opens_at: datetime
    closes_at: datetime
    minutes: int


@dataclass(frozen=True)
class HandIn:
    """An attempt that is handed in, and what became of the answers of the request."""

    attempt: Attempt
    kept: Kept


def ticket_for(attempt: Attempt) -> str:
    """The ticket of an attempt's player, valid until a day after the last moment at which it can be handed in. Who asks has made sure that
    it is given to the candidate alone."""
    exam = attempt.candidate.exam
    last = max(exam.closes_at, attempt.ends_at or exam.closes_at)
    return tickets.ticket(
        _ticket_key(), attempt.key, last + timedelta(minutes=exam.grace_minutes) + TICKET_AFTER
    )


def attempt_of_ticket(shown: str, now: datetime) -> str | None:
    """The key of the attempt for which a ticket was given; None for any that is not ours or out of date."""
    return tickets.attempt_of(_ticket_key(), shown, now)


def fetch_paper(key: str) -> Fetched:
    """An attempt's paper, sealed; the same bytes each time. 404 before the exam is announced and when it is called off."""
    attempt = Attempt.objects.select_related("candidate__exam", "paper__draw").filter(key=key).first()
    if attempt is None or attempt.candidate.exam.stage not in (Stage.ANNOUNCED, Stage.PUBLISHED):
        raise NotFound(_("没有这份答卷"))
    exam = attempt.candidate.exam
    document, _key = paper_documents(attempt.paper.draw.key, attempt.paper.number, attempt.seed)
    sealed = sealed_paper(bytes(exam.secret), key, document)
    return Fetched(sealed, exam.opens_at, exam.closes_at, exam.minutes + attempt.candidate.extra_minutes)


@transaction.atomic
def start_attempt(key: str, *, now: datetime) -> Begun:
    """Begin an attempt; again, what was said when it began, and what is kept so far. Refused: too early, too late, called off."""
    return _begun(Begin(key, now))


@transaction.atomic
def save_answers(key: str, saves: Sequence[Given], *, now: datetime, seen: int = 0) -> Kept:
    """Keep answers as links of the attempt's chain; those that are kept already change nothing. Refused, all of them: before the start,
    after the end or the hand-in."""
    return _kept(Keep(key, now, tuple(saves), seen))


@transaction.atomic
def hand_in_paper(key: str, saves: Sequence[Given] = (), *, now: datetime, seen: int = 0) -> HandIn:
    """Keep the answers and hand in, in one transaction and one entry, which commits to the chain's head and links. Again: the same. Within
    the exam's grace after the end answers that came late are taken, as from a file, and the attempt is marked late."""
    grace = _grace_of(key)
    kept = _kept(Keep(key, now, tuple(saves), seen, grace, most=None))
    attempt = attempt_whole(key)
    if attempt.handed_at is None:
        end_attempt(candidate_actor(attempt), attempt, Ended.HANDED, late=kept.late, now=now)
    return HandIn(attempt, kept)


@transaction.atomic
def accept_file(actor: Actor, content: bytes, *, now: datetime, reason: str = "") -> Attempt:
    """Take a hand-in file: by the candidate or the office within the exam's grace, later by the office with a reason; then an attempt
    that was collected is opened once more. Refused (`FileUnfit`): what is no file of an attempt, what comes too late. The same file again
    changes nothing."""
    attempt = _attempt_in(actor, content)
    exam = attempt.candidate.exam
    told = _opened(attempt, content)
    timely = attempt.ends_at is not None and in_grace(attempt.ends_at, exam.grace_minutes, now)
    if not timely:
        if not may_run(actor):
            raise FileUnfit(
                _("交卷宽限期已经过了"), next_step=_("请把这个文件交给区普法办，由区普法办说明原因后接收。")
            )
        if not reason.strip():
            raise BadInput(_("过了宽限期，请写明接收的原因"), field="reason")
    if exam.stage == Stage.PUBLISHED:
        raise FileUnfit(_("成绩已经公布，不能再接收"), next_step=_("请考生在异议期内提出异议。"))
    reopens = not timely and attempt.ended in (Ended.TIME, Ended.FILE)
    before = attempt.links
    kept = _kept(Keep(attempt.key, now, told, lenience=None, reopens=reopens, most=None))
    attempt = attempt_whole(attempt.key)
    if attempt.handed_at is None or attempt.links > before:
        late = kept.late or attempt.late
        end_attempt(
            actor, attempt, Ended.FILE, late=late, now=now, act="sittings.accept_file", reason=reason.strip()
        )
    return attempt


def end_attempt(
    actor: Actor,
    attempt: Attempt,
    ended: Ended,
    *,
    late: bool,
    now: datetime,
    act: str = "sittings.hand_in",
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """Close an attempt whose row the caller holds, with its one entry, and allot the next where the rule has one. `at` is when it was
    handed in, where that is not now."""
    attempt.handed_at, attempt.ended, attempt.late = at or now, ended, late
    facts = {
        "exam": attempt.candidate.exam.key, "candidate": attempt.candidate.key, "number": attempt.number, "paper": attempt.paper.digest,
        "started_at": instant(_known(attempt.started_at)), "head": bytes(attempt.head or b"").hex(), "links": attempt.links,
        "handed_at": instant(attempt.handed_at), "ended": str(ended), "late": late,
    } | ({"reason": reason} if reason else {})  # fmt: skip
    attempt.entry = record(actor, act, Subject(ATTEMPT, attempt.key), facts, now=now)
    attempt.save(update_fields=["handed_at", "ended", "late", "entry"])
    allot_next(attempt, now=now)


def attempt_whole(key: str) -> Attempt:
    """An attempt with what its end needs; its row is locked by the caller's transaction."""
    whole = ("candidate__exam", "candidate__person__account", "paper__draw")
    return Attempt.objects.select_related(*whole).get(key=key)


def candidate_actor(attempt: Attempt) -> Actor:
    """The candidate as the ledger knows who acts."""
    account = attempt.candidate.person.account
    if account is None:
        return Actor(key=f"candidate:{attempt.candidate.key}", name=attempt.candidate.person.name)
    return Actor(key=account.key, name=account.display_name, account_id=account.pk)


@cache
def _ticket_key() -> bytes:
    return bytes.fromhex(keyed_mark("key", "sittings/tickets"))


def _begun(order: Begin) -> Begun:
    outcome = _carried_out(order)
    assert isinstance(outcome, Begun)  # noqa: S101 - what the order asks for
    return outcome


def _kept(order: Keep) -> Kept:
    outcome = _carried_out(order)
    assert isinstance(outcome, Kept)  # noqa: S101 - what the order asks for
    return outcome


def _carried_out(order: Begin | Keep) -> Begun | Kept:
    with connection.cursor() as cursor:
        (outcome,) = carry_out(cursor, [order], {})
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def _grace_of(key: str) -> timedelta:
    """How long after its end an attempt's answers are taken at a hand-in."""
    minutes = Attempt.objects.filter(key=key).values_list("candidate__exam__grace_minutes", flat=True).first()
    return timedelta(minutes=minutes or 0) + ON_ITS_WAY


def _attempt_in(actor: Actor, content: bytes) -> Attempt:
    """The attempt that a file names, if it is the actor's own or the actor is the office."""
    if len(content) > FILE_BYTES_MOST:
        raise FileUnfit(_("文件太大，不是离线交卷文件"))
    try:
        key = attempt_in_file(content)
    except NotOurs as error:
        raise FileUnfit(_("这不是离线交卷文件"), next_step=_("请选考试页面写出的那个文件。")) from error
    found = Attempt.objects.filter(key=key)
    if not may_run(actor):
        found = (
            found.filter(candidate__person__account=actor.account_id) if actor.account_id else found.none()
        )
    if not found.exists():
        raise NotFound(_("没有这份答卷"))
    return attempt_whole(key)


def _opened(attempt: Attempt, content: bytes) -> tuple[Given, ...]:
    try:
        told = opened_file(bytes(attempt.candidate.exam.secret), attempt.key, content)
        return saves_of(told, FILE_SAVES_MOST)
    except (NotOurs, Malformed) as error:
        raise FileUnfit(
            _("这个文件被改动过，或者不完整，打不开"), next_step=_("请用考试页面重新写一个交卷文件。")
        ) from error


def _known(moment: datetime | None) -> datetime:
    assert moment is not None  # noqa: S101 - the caller's attempt was begun
    return moment
