"""An exam is set, announced with its candidates and papers frozen, given a later end, called off."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.exams.api import Draw, Paper
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound
from zhifa.kernel.wording import listed
from zhifa.ledger.api import Subject, record, record_bulk
from zhifa.notices.api import notify
from zhifa.people.api import Roster, unit_by_code
from zhifa.search.api import touch
from zhifa.sittings.access import may_run, visible_to
from zhifa.sittings.errors import ExamNotReady, PapersTooFew, TermsUnfit
from zhifa.sittings.models import Attempt, Candidate, Exam, ExamPapers
from zhifa.sittings.rules.windows import Flaw, Terms, dealt, flaws_of
from zhifa.sittings.selectors.freezing import Due, Serving, due_at, servings
from zhifa.sittings.services.outages import settle_ends
from zhifa.sittings.terms import EXAM, Counted, MultipleRule, Stage

ROWS = 2_000


@dataclass(frozen=True)
class ExamDraft:
    """An exam to set: organiser, roster, draws and the exam it makes up for by their codes and keys. `papers` names the draw of each class
    of posts; an empty class is for all others. A make-up exam has the roster of the first."""

    title: str
    organiser: str
    roster: str
    opens_at: datetime
    closes_at: datetime
    minutes: int
    papers: Mapping[str, str]
    source: str
    attempts_most: int = 1
    counted: str = Counted.BEST
    multiple_rule: str = MultipleRule.ALL
    pass_share: Decimal = Decimal(60)
    excellent_share: Decimal = Decimal(90)
    grace_minutes: int = 30
    tolerance_share: Decimal = Decimal(20)
    objection_days: int = 5
    make_up_of: str = ""


TERMS = (
    "opens_at", "closes_at", "minutes", "attempts_most", "counted", "multiple_rule", "pass_share", "excellent_share", "grace_minutes",
    "tolerance_share", "objection_days",
)  # fmt: skip
FLAWS = {
    Flaw.ENDS_FIRST: ("closes_at", gettext_lazy("截止要晚于开考"), gettext_lazy("改截止时间。")),
    Flaw.TOO_SHORT: ("closes_at", gettext_lazy("考试开放的时间比答题时长还短"), gettext_lazy("推迟截止，或减少答题时长。")),
    Flaw.ATTEMPTS_OVERLAP: (
        "attempts_most", gettext_lazy("开放的时间里考不完这么多次，前后会重叠"), gettext_lazy("推迟截止，减少次数或答题时长。"),
    ),
    Flaw.ROSTER_LATER: (
        "roster", gettext_lazy("名单是开考以后冻结的"), gettext_lazy("请选开考当天或以前冻结的名单，开考时就要知道应考的是谁。"),
    ),
    Flaw.BEFORE_FIRST_ENDS: (
        "opens_at", gettext_lazy("补考开考时，第一次考试还没有截止"), gettext_lazy("补考要在第一次考试截止以后开考。"),
    ),
}  # fmt: skip


@transaction.atomic
def draft_exam(actor: Actor, draft: ExamDraft, *, now: datetime) -> Exam:
    """Set an exam; nobody hears of it before it is announced. Refused: terms that cannot be kept (`TermsUnfit`, field by field)."""
    _must_run(actor)
    exam = Exam(key=secrets.token_hex(8), secret=secrets.token_bytes(32), by_words=actor.name, made_at=now)
    _fill(exam, draft)
    note(actor, "sittings.draft_exam", exam, _facts(exam, draft), now=now)
    return exam


@transaction.atomic
def change_exam(actor: Actor, key: str, draft: ExamDraft, *, now: datetime) -> Exam:
    """Put other terms in the place of an exam's, while it is a draft; refused as `draft_exam` refuses."""
    exam = locked(actor, key, Stage.DRAFT)
    _fill(exam, draft)
    note(actor, "sittings.change_exam", exam, _facts(exam, draft), now=now)
    return exam


@transaction.atomic
def announce_exam(actor: Actor, key: str, *, now: datetime) -> Exam:
    """Freeze candidates, papers and terms and tell the candidates. Whoever is moved afterwards stays where the roster's date put them. The
    draws' papers are shuffled by a seed that the entry keeps, and dealt round robin in the order of units and names.

    Refused: nobody to sit, a class of posts without a draw, a draw with too few papers, a window that is over, a make-up exam before the
    first's results are out.
    """
    exam = locked(actor, key, Stage.DRAFT)
    if exam.closes_at <= now:
        raise ExamNotReady(_("这场考试的截止时间已经过了"), next_step=_("先改开考和截止时间。"))
    if exam.make_up_of is not None and exam.make_up_of.stage != Stage.PUBLISHED:
        raise ExamNotReady(
            _("第一次考试的成绩还没有公布"), why=_("成绩公布了才知道谁要补考。"), next_step=_("先公布第一次的成绩，再发布补考。")
        )  # fmt: skip
    due = due_at(exam)
    if not due:
        raise ExamNotReady(_("没有应考的人"), next_step=_("请换一份有人的名单。"))
    if faults := paper_faults(found := servings(exam, due)):
        raise PapersTooFew(_("试卷不够，还不能发布"), faults=faults)
    seed = secrets.token_hex(16)
    candidates = Candidate.objects.bulk_create(
        (
            Candidate(
                exam=exam, key=secrets.token_hex(8), person_id=one.person, unit_id=one.unit, post_title=one.post_title,
                post_class=one.post_class,
            )
            for one in due
        ),
        batch_size=ROWS,
    )  # fmt: skip
    papers = deal(candidates, found, seed)
    attempts = Attempt.objects.bulk_create(
        (
            Attempt(
                candidate=one, number=1, key=secrets.token_hex(8), paper=paper, seed=secrets.token_hex(16)
            )
            for one, paper in zip(candidates, papers, strict=True)
        ),
        batch_size=ROWS,
    )
    exam.stage, exam.announced_at = Stage.ANNOUNCED, now
    exam.save(update_fields=["stage", "announced_at"])
    rows = [
        {"candidate": one.candidate.key, "unit": told.unit_code, "post_class": told.post_class, "attempt": one.key,
         "paper": one.paper.digest}
        for one, told in zip(attempts, due, strict=True)
    ]  # fmt: skip
    totals = {"candidates": len(rows), "seed": seed, "roster": exam.roster.code}
    record_bulk(actor, "sittings.announce_exam", subject_of(exam), rows, totals, now=now)
    touch(EXAM, [exam.key])
    tell(exam, due, _("请参加考试：%(title)s") % {"title": exam.title}, window_words(exam), now=now)
    return exam


def deal(candidates: Sequence[Candidate], found: Sequence[Serving], seed: str) -> list[Paper]:
    """The paper of each candidate, who stand in the order of their units. One query a draw."""
    packs: dict[str, tuple[int, list[Paper]]] = {}
    for number, serving in enumerate(found):
        pack = Paper.objects.filter(draw=serving.draw).select_related("draw").defer("versions")
        shuffled = sorted(pack, key=lambda one: hashlib.sha256(f"{seed}/{one.digest}".encode()).digest())
        packs |= dict.fromkeys(serving.classes, (number, shuffled))
    turns: dict[int, list[int]] = {}
    for place, one in enumerate(candidates):
        turns.setdefault(packs[one.post_class][0], []).append(place)
    given: dict[int, Paper] = {}
    for places in turns.values():
        papers = packs[candidates[places[0]].post_class][1]
        given |= {
            place: papers[turn] for place, turn in zip(places, dealt(len(places), len(papers)), strict=True)
        }
    return [given[place] for place in range(len(candidates))]


@transaction.atomic
def extend_window(actor: Actor, key: str, closes_at: datetime, reason: str, *, now: datetime) -> Exam:
    """Give every candidate a later end; who answers has it at once. Refused: an earlier one, after the end, past the opening of a
    make-up exam of this one, no reason."""
    exam = locked(actor, key, Stage.ANNOUNCED)
    if not reason.strip():
        raise BadInput(_("请写明推迟的原因"), field="reason")
    if exam.closes_at <= now:
        raise ExamNotReady(_("这场考试已经截止"), next_step=_("没有考的人可以补考。"), field="closes_at")
    if closes_at <= exam.closes_at:
        raise BadInput(_("新的截止时间要比原来晚"), field="closes_at")
    standing = exam.make_ups.exclude(stage=Stage.CANCELLED).order_by("opens_at").first()
    if standing is not None and standing.opens_at < closes_at:
        raise ExamNotReady(
            _("补考“%(title)s”那时已经开考") % {"title": standing.title}, next_step=_("截止要在补考开考以前。"), field="closes_at"
        )  # fmt: skip
    before, exam.closes_at = exam.closes_at, closes_at
    exam.save(update_fields=["closes_at"])
    moved = settle_ends(Attempt.objects.filter(candidate__exam=exam))
    facts = {"before": before, "closes_at": closes_at, "reason": reason.strip(), "moved": moved}
    note(actor, "sittings.extend_window", exam, facts, now=now)
    tell(
        exam,
        _candidates_told(exam),
        _("考试推迟截止：%(title)s") % {"title": exam.title},
        reason.strip(),
        now=now,
    )
    return exam


@transaction.atomic
def cancel_exam(actor: Actor, key: str, reason: str, *, now: datetime) -> Exam:
    """Call an exam off; its candidates hear why. Refused: one whose results are out, one called off already, no reason."""
    exam = locked(actor, key, Stage.DRAFT, Stage.ANNOUNCED)
    if not reason.strip():
        raise BadInput(_("请写明取消的原因"), field="reason")
    due = _candidates_told(exam)
    exam.stage, exam.cancelled_why = Stage.CANCELLED, reason.strip()
    exam.save(update_fields=["stage", "cancelled_why"])
    note(actor, "sittings.cancel_exam", exam, {"reason": exam.cancelled_why}, now=now)
    tell(exam, due, _("考试取消：%(title)s") % {"title": exam.title}, exam.cancelled_why, now=now)
    return exam


def paper_faults(found: Sequence[Serving]) -> list[Fault]:
    """Classes of posts that lack papers, each with what to do."""
    faults = []
    for one in found:
        told = {
            "posts": listed(one.class_words),
            "n": one.candidates,
            "papers": one.papers,
            "needed": one.needed,
        }
        if one.draw is None:
            faults.append(
                Fault(
                    _("%(posts)s（%(n)d 人）没有选试卷") % told,
                    _("给这类岗位选一批试卷，或者选一批大家通用的。"),
                )
            )
        elif one.lacks:
            faults.append(
                Fault(_("%(posts)s的这批试卷只有 %(papers)d 份，至少要 %(needed)d 份") % told,
                      _("相邻的人和同一人的几次要用不同的卷，请再出一批。"))
            )  # fmt: skip
    return faults


def window_words(exam: Exam) -> str:
    """From when to when, and how long, in words."""
    told = {
        "since": f"{timezone.localtime(exam.opens_at):%Y-%m-%d %H:%M}", "until": f"{timezone.localtime(exam.closes_at):%Y-%m-%d %H:%M}",
        "n": exam.minutes,
    }  # fmt: skip
    return _("%(since)s 至 %(until)s，答题 %(n)d 分钟") % told


def subject_of(exam: Exam) -> Subject:
    """The exam as the ledger knows it."""
    return Subject(EXAM, exam.key)


def note(actor: Actor, act: str, exam: Exam, facts: Mapping[str, object], *, now: datetime) -> None:
    """One entry about an exam; the search hears of it."""
    record(actor, act, subject_of(exam), facts, now=now)
    touch(EXAM, [exam.key])


def locked(actor: Actor, key: str, *stages: Stage) -> Exam:
    """The exam for an act of the office, locked; 404 when it does not exist for this actor; refused for others and at other stages."""
    exam = (
        visible_to(actor)
        .filter(key=key)
        .select_for_update(of=("self",))
        .select_related("roster", "organiser", "make_up_of")
        .first()
    )
    if exam is None:
        raise NotFound(_("没有这场考试"))
    _must_run(actor)
    if exam.stage not in stages:
        raise ExamNotReady(_("这场考试是“%(stage)s”，不能这样做") % {"stage": exam.get_stage_display()})
    return exam


def tell(exam: Exam, due: Sequence[Due | Candidate], title: str, body: str, *, now: datetime) -> None:
    """Say something to the candidates who have an account."""
    accounts = {one.account if isinstance(one, Due) else one.person.account_id for one in due}
    heard = [pk for pk in accounts if pk is not None]
    if heard:
        url = reverse("sittings_mine")
        notify(
            heard, title=title, body=body, url=url, why=_("您在应考名单上"), subject=subject_of(exam), now=now
        )


def _candidates_told(exam: Exam) -> list[Candidate]:
    return list(exam.candidates.filter(exempt="", person__account__isnull=False).select_related("person"))


def _must_run(actor: Actor) -> None:
    if not may_run(actor):
        raise NotAllowed(_("考试由区普法办来办"))


def _fill(exam: Exam, draft: ExamDraft) -> None:
    """The draft's words, numbers and things onto the exam and its papers, or refused."""
    if not draft.title.strip():
        raise BadInput(_("没有填写考试名称"), field="title")
    if not draft.source.strip():
        raise BadInput(_("没有填写考试依据"), field="source")
    exam.make_up_of = None
    if draft.make_up_of:
        exam.make_up_of = Exam.objects.filter(key=draft.make_up_of).select_related("roster").first()
        if exam.make_up_of is None or exam.make_up_of.stage not in (Stage.ANNOUNCED, Stage.PUBLISHED):
            raise BadInput(_("没有可以补考的这场考试"), field="make_up_of")
    roster = exam.make_up_of.roster if exam.make_up_of else Roster.objects.filter(code=draft.roster).first()
    if roster is None:
        raise BadInput(_("没有这份名单"), field="roster")
    exam.roster, exam.organiser = roster, unit_by_code(draft.organiser)
    exam.title, exam.source = draft.title.strip(), draft.source.strip()
    for name in TERMS:
        setattr(exam, name, getattr(draft, name))
    _must_fit(exam)
    exam.save()
    _set_papers(exam, draft.papers)


def _must_fit(exam: Exam) -> None:
    first = exam.make_up_of
    terms = Terms(
        exam.opens_at, exam.closes_at, exam.minutes, exam.attempts_most, exam.roster.frozen_on, first.closes_at if first else None
    )  # fmt: skip
    faults = [Fault(str(FLAWS[flaw][1]), str(FLAWS[flaw][2]), FLAWS[flaw][0]) for flaw in flaws_of(terms)]
    if not 0 < exam.pass_share <= exam.excellent_share <= 100:
        faults.append(Fault(_("优秀线不能低于合格线"), _("两条线都在 0 到 100 之间。"), "excellent_share"))
    if faults:
        raise TermsUnfit(_("考试的安排有几处要改"), faults=faults)


def _set_papers(exam: Exam, papers: Mapping[str, str]) -> None:
    draws = {one.key: one for one in Draw.objects.filter(key__in=[key for key in papers.values() if key])}
    if missing := [post_class for post_class, key in papers.items() if key and key not in draws]:
        raise BadInput(_("没有这批试卷"), field=f"papers_{missing[0]}")
    exam.papers.all().delete()
    ExamPapers.objects.bulk_create(
        ExamPapers(exam=exam, post_class=post_class, draw=draws[key])
        for post_class, key in papers.items()
        if key
    )


def _facts(exam: Exam, draft: ExamDraft) -> dict[str, object]:
    told = {
        name: value for name, value in asdict(draft).items() if name not in ("papers", "roster", "make_up_of")
    }
    first = exam.make_up_of.key if exam.make_up_of else None
    papers = {post_class or "all": key for post_class, key in sorted(draft.papers.items()) if key}
    return {**told, "roster": exam.roster.code, "papers": papers, "make_up_of": first}
