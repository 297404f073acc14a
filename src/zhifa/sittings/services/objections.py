"""A candidate objects to how a question was marked; the office answers with a reason and, where it is right, for everybody who had it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.exams.api import CHOICE, Kind, Question, version_questions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.ledger.api import Subject, commit_personal, record
from zhifa.notices.api import notify
from zhifa.sittings.access import may_run
from zhifa.sittings.errors import ObjectionAnswered, ObjectionsClosed
from zhifa.sittings.models import Exam, Mark, Objection
from zhifa.sittings.selectors.results import objections_until, own_attempts_marked, own_result
from zhifa.sittings.services.exams import locked
from zhifa.sittings.services.results import RulingDraft, rule_on
from zhifa.sittings.terms import OBJECTION, Stage, Verdict

WORDS_MOST = 500


@transaction.atomic
def file_objection(actor: Actor, candidate: str, mark_id: int, words: str, *, now: datetime) -> Objection:
    """Object to the marks of a question of one's own attempt, within the exam's days. Refused: after them, twice, without a reason."""
    result = own_result(actor, candidate)
    exam = result.candidate.exam
    until = objections_until(exam)
    if until is None or clock.civil_day(now) > until:
        raise ObjectionsClosed(
            _("异议期已过"), why=_("成绩公布以后 %(n)d 天内可以提出异议。") % {"n": exam.objection_days}
        )
    mark = Mark.objects.filter(pk=mark_id, attempt__in=own_attempts_marked(actor, result)).first()
    if mark is None:
        raise NotFound(_("没有这道题"))
    if not words.strip() or len(words) > WORDS_MOST:
        raise BadInput(_("请写明理由，最多 %(n)d 个字") % {"n": WORDS_MOST}, field="words")
    if Objection.objects.filter(mark=mark).exists():
        raise ObjectionAnswered(_("这道题您已经提过异议"), next_step=_("请等答复；答复会通知您。"))
    found = Objection.objects.create(key=secrets.token_hex(8), mark=mark, words=words.strip(), filed_at=now)
    facts = {
        "exam": exam.key, "attempt": result.attempt.key, "version": mark.version, "part": mark.part,
        "words": commit_personal(f"{OBJECTION}:{found.key}", found.words),
    }  # fmt: skip
    record(actor, "sittings.file_objection", Subject(OBJECTION, found.key), facts, now=now)
    return found


@dataclass(frozen=True)
class Remedy:
    """What the office does about a question: "" nothing, `strike`, `replace` (the key was wrong) or `also` (another answer counts as well),
    the last two with the key; and why."""

    kind: str
    why: str
    key: Sequence[str] = ()


@transaction.atomic
def answer_objection(actor: Actor, key: str, draft: Remedy, *, now: datetime) -> Objection:
    """Answer it, finally. Upheld, the remedy holds for everybody who had the question, and they are marked anew. Refused: without a reason,
    one that is answered, a key that the question cannot have."""
    if not may_run(actor):
        raise NotFound(_("没有这条异议"))
    found = (
        Objection.objects.select_for_update(of=("self",))
        .select_related("mark__attempt__candidate__exam", "mark__attempt__candidate__person")
        .filter(key=key)
        .first()
    )
    if found is None:
        raise NotFound(_("没有这条异议"))
    if found.verdict != Verdict.OPEN:
        raise ObjectionAnswered(_("这条异议已经答复"))
    if not draft.why.strip():
        raise BadInput(_("请写明答复的理由"), field="why")
    mark = found.mark
    exam = mark.attempt.candidate.exam
    changed = 0
    if draft.kind:
        exam = locked(actor, exam.key, Stage.PUBLISHED)
        ruling = ruling_of(exam, (mark.version, mark.part), draft)
        changed = rule_on(actor, exam, ruling, now=now)
    found.verdict = Verdict.UPHELD if draft.kind else Verdict.REJECTED
    found.answer, found.by_words, found.answered_at = draft.why.strip()[:WORDS_MOST], actor.name, now
    found.save(update_fields=["verdict", "answer", "by_words", "answered_at"])
    facts = {
        "exam": exam.key,
        "verdict": found.verdict,
        "remedy": draft.kind,
        "changed": changed,
        "answer": found.answer,
    }
    record(actor, "sittings.answer_objection", Subject(OBJECTION, key), facts, now=now)
    account = mark.attempt.candidate.person.account_id
    if account is not None:
        notify(
            [account], title=_("对“%(title)s”的异议已答复") % {"title": exam.title}, body=found.answer,
            url=reverse("sittings_own_result", args=[mark.attempt.candidate.key]), why=_("您提出了异议"),
            subject=Subject(OBJECTION, key), now=now,
        )  # fmt: skip
    return found


@transaction.atomic
def rule_question(
    actor: Actor, exam_key: str, place: tuple[int, int], remedy: Remedy, *, now: datetime
) -> int:
    """Strike a question (version and part), or correct its key, without anybody's objection, before or after results are out; answers how
    many attempts came out otherwise. Refused: an exam that is not marked, no reason, a key that the question cannot have."""
    exam = locked(actor, exam_key, Stage.ANNOUNCED, Stage.PUBLISHED)
    if not remedy.why.strip():
        raise BadInput(_("请写明理由"), field="why")
    version, part = place
    if not Mark.objects.filter(attempt__candidate__exam=exam, version=version, part=part).exists():
        raise NotFound(_("这场考试没有人做过这道题"))
    return rule_on(actor, exam, ruling_of(exam, place, remedy), now=now)


def ruling_of(exam: Exam, place: tuple[int, int], remedy: Remedy) -> RulingDraft:
    """A remedy as a ruling: `also` keeps the keys that count so far."""
    version, part = place
    why = remedy.why.strip()[:200]
    if remedy.kind == "strike":
        return RulingDraft(version, part, True, (), why)
    whole = version_questions([version])[version]
    question = whole.parts[part - 1] if part else whole
    told = must_be_key(question, remedy.key)
    known = exam.rulings.filter(version=version, part=part).first()
    before = [tuple(one) for one in known.keys] if known and known.keys else [question.key]
    keys = [told] if remedy.kind == "replace" else list(dict.fromkeys([*before, told]))
    return RulingDraft(version, part, False, keys, why)


def must_be_key(question: Question, key: Sequence[str]) -> tuple[str, ...]:
    """The key, if the question can have it; people's marks of prose are no matter of keys."""
    told = tuple(one.strip() for one in key if one.strip())
    if question.kind in CHOICE:
        told = tuple(sorted(set(told)))
        letters = {chr(ord("A") + place) for place in range(len(question.options))}
        fits = bool(told) and set(told) <= letters and (question.kind == Kind.MULTIPLE or len(told) == 1)
    elif question.kind == Kind.JUDGE:
        fits = told in {("T",), ("F",)}
    else:
        fits = question.kind == Kind.FILL and len(told) == len(question.key)
    if not fits:
        raise BadInput(
            _("这道题不能是这个答案"), next_step=_("选择题写选项字母（题库里的顺序），判断题写 T 或 F，填空题每空一行。"), field="key"
        )  # fmt: skip
    return told
