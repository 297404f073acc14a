"""A question is written, changed into a new version, brought in with many others, taken out of use."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.exams.access import may_see_bank, may_write, visible_to
from zhifa.exams.errors import LooksAlike, NothingToCite, QuestionRetired
from zhifa.exams.models import Item, ItemCited, ItemVersion, Paper
from zhifa.exams.rules.questions import Question, tidied
from zhifa.exams.selectors import near_across, repealed_names, use_of, uses
from zhifa.exams.services.flaws import must_be_sound, near_words
from zhifa.exams.terms import (
    ITEM,
    REASON_MOST,
    SOURCE,
    TITLE_MOST,
    TOPIC_MOST,
    Difficulty,
    Pool,
    State,
)
from zhifa.figures.api import touch
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.kernel.registry import PapersInUse, offered
from zhifa.laws.api import CitationRef, recited
from zhifa.ledger.api import Subject, record, record_bulk
from zhifa.people.api import PostClass


@dataclass(frozen=True)
class ItemDraft:
    """What an author writes. `active_from` None: from the day of writing."""

    question: Question
    topic: str
    difficulty: int = Difficulty.MEDIUM
    post_classes: tuple[str, ...] = ()
    citations: Sequence[CitationRef] = ()
    active_from: date | None = None
    valid_until: date | None = None
    pool: str = Pool.EXAM


@transaction.atomic
def write_item(actor: Actor, draft: ItemDraft, *, now: datetime, despite: bool = False) -> Item:
    """Put a new question into the bank; it waits for the second person. Refused: a flawed one, one that names law that no longer
    stands, days that do not follow each other; one that says nearly what one of the other pool says, unless `despite` that."""
    if not may_write(actor):
        raise NotAllowed(_("您的职务不能命题"))
    draft = _fit(draft, now)
    if not despite:
        _must_not_leak(draft.question, draft.pool)
    item = Item.objects.create(key=secrets.token_hex(8), made_at=now, pool=draft.pool)
    version = _write_version(actor, item, 1, draft, now)
    record(actor, "exams.write_item", Subject(ITEM, item.key), _facts(version, draft), now=now)
    return item


@transaction.atomic
def change_item(
    actor: Actor, key: str, draft: ItemDraft, *, now: datetime, despite: bool = False
) -> ItemVersion:
    """Say a question anew: a version that nobody has approved yet is replaced by its own author, else a new one waits for the second
    person and takes effect at 00:00 of its day. Papers that are drawn already keep theirs."""
    item = locked(actor, key)
    if item.retired_on is not None:
        raise QuestionRetired(_("这道题已经停用，不能再改"), next_step=_("要再考这一点，请另写一道题。"))
    draft = _fit(draft, now)
    if not despite:
        _must_not_leak(draft.question, item.pool)
    last = item.versions.order_by("-number").first()
    number = 1 if last is None else last.number + 1
    if last is not None and last.state != State.APPROVED:
        if last.author != actor.key and not may_see_bank(actor):
            raise NotAllowed(_("别人写的题，由他自己或区普法办来改"))
        number = last.number
        last.delete()
    version = _write_version(actor, item, number, draft, now)
    record(actor, "exams.change_item", Subject(ITEM, key), _facts(version, draft), now=now)
    tell_ripple(item, now)
    return version


@transaction.atomic
def retire_item(actor: Actor, key: str, reason: str, *, now: datetime) -> Item:
    """Take a question out of use for good, from that day on; it stays in the papers that hold it. Needs a reason."""
    if not may_see_bank(actor):
        raise NotAllowed(_("停用试题由区普法办来办"))
    item = locked(actor, key)
    if item.retired_on is not None:
        raise QuestionRetired(_("这道题早就停用了"))
    if not reason.strip():
        raise BadInput(_("请写停用的原因"), field="reason")
    item.retired_on, item.retired_why = clock.civil_day(now), reason.strip()[:REASON_MOST]
    item.save(update_fields=["retired_on", "retired_why"])
    record(actor, "exams.retire_item", Subject(ITEM, key), {"reason": item.retired_why}, now=now)
    recited(ITEM, key, [], now=now)
    count([item])
    return item


@transaction.atomic
def release_item(actor: Actor, key: str, *, now: datetime) -> Item:
    """Put a question that is out of use for exams among the practice, for good. Refused: one still in use, and one in a paper of
    an exam whose results are not out."""
    if not may_see_bank(actor):
        raise NotAllowed(_("把试题转作练习由区普法办来办"))
    item = locked(actor, key)
    if item.pool == Pool.PRACTICE:
        raise QuestionRetired(_("这道题已经是练习题"))
    if item.retired_on is None:
        raise QuestionRetired(
            _("还在用的试题不能转作练习"),
            why=_("练过的人会先看到答案。"),
            next_step=_("先停用，再转作练习。"),
        )
    versions = list(item.versions.values_list("pk", flat=True))
    waiting = {key for offer in offered(PapersInUse) for key in offer.draws()}
    if Paper.objects.filter(draw__key__in=waiting, versions__overlap=versions).exists():
        raise QuestionRetired(
            _("有场考试的试卷里还有这道题"), why=_("考试还没有结束，答案不能先公开。"), next_step=_("等那场考试的成绩公布以后再转。")
        )  # fmt: skip
    near = near_across(item.versions.latest("number").question, Pool.PRACTICE)
    if near is not None:
        raise LooksAlike(
            _("还在用的一道考试题和它差不多，拿来练习就泄露了考题"), why=_("那道题：%(stem)s") % {"stem": near.stem[:TITLE_MOST]},
            next_step=_("先停用那道题。"),
        )  # fmt: skip
    item.pool, item.retired_on, item.retired_why = Pool.PRACTICE, None, ""
    item.save(update_fields=["pool", "retired_on", "retired_why"])
    record(actor, "exams.release_item", Subject(ITEM, key), {}, now=now)
    tell_ripple(item, now)
    count([item])
    return item


@transaction.atomic
def load_items(
    actor: Actor, drafts: Sequence[ItemDraft], *, now: datetime, reviewer: Actor | None = None
) -> list[Item]:
    """Bring in many questions by one entry; they wait for the second person, unless the program itself brings them in with the
    word of a `reviewer`. Refused as a whole where one is flawed."""
    if not may_write(actor):
        raise NotAllowed(_("您的职务不能命题"))
    if reviewer is not None and not actor.is_system:
        raise NotAllowed(_("成批导入的题要由第二人复核"))
    bare = next((draft for draft in drafts if reviewer is not None and not draft.citations), None)
    if bare is not None:
        raise NothingToCite(
            _("“%(title)s”没有引用法律，不能通过") % {"title": bare.question.stem[:TITLE_MOST]}
        )
    fit = [_fit(draft, now, named=False) for draft in drafts]
    items = Item.objects.bulk_create(
        Item(key=secrets.token_hex(8), made_at=now, pool=draft.pool) for draft in fit
    )
    versions = ItemVersion.objects.bulk_create(
        _version(actor, item, 1, draft, now, reviewer=reviewer)
        for item, draft in zip(items, fit, strict=True)
    )
    ItemCited.objects.bulk_create(
        row for version, draft in zip(versions, fit, strict=True) for row in _cites(version, draft)
    )
    rows = [_facts(version, draft) for version, draft in zip(versions, fit, strict=True)]
    record_bulk(
        actor, "exams.load_items", Subject("sheet", "exams"), rows, {"rows": len(rows)}, now=now, keep=False,
        members=[Subject(ITEM, item.key) for item in items],
    )  # fmt: skip
    count(items)
    return items


def locked(actor: Actor, key: str) -> Item:
    """The question, locked, when the actor sees it."""
    found = visible_to(actor).select_for_update(of=("self",)).filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这道题"))
    return found


def tell_ripple(item: Item, now: datetime) -> None:
    """Bring what a change of law asks in step with what the question cites now."""
    rows = uses(ItemCited.objects.filter(item_version__item=item))
    recited(ITEM, item.key, [use_of(row) for row in rows], now=now)


def count(items: Sequence[Item]) -> None:
    """Let the figures know that the bank changed: a question counts on the day on which it came in."""
    touch(SOURCE, {clock.civil_day(item.made_at) for item in items})


def _must_not_leak(question: Question, pool: str) -> None:
    """Whether to ask the same in practice and in exams is for a person to say; who does not say so is asked."""
    near = near_across(question, pool)
    if near is not None:
        stem = question.stem.replace("\n", " ")[:TITLE_MOST]
        raise LooksAlike(
            near_words(stem, pool, near.pool), why=_("那道题：%(stem)s") % {"stem": near.stem[:TITLE_MOST]},
            next_step=_("换一道题；确实不是同一道的，勾上再存。"), field="despite",
        )  # fmt: skip


def _fit(draft: ItemDraft, now: datetime, *, named: bool = True) -> ItemDraft:
    question = tidied(draft.question)
    must_be_sound(question)
    since = draft.active_from or clock.civil_day(now)
    topic = draft.topic.strip()
    if not topic or len(topic) > TOPIC_MOST:
        raise BadInput(_("请写主题，最多 %(n)d 个字") % {"n": TOPIC_MOST}, field="topic")
    if draft.difficulty not in Difficulty.values:
        raise BadInput(_("难度从 1 到 5"), field="difficulty")
    if not set(draft.post_classes) <= set(PostClass.values):
        raise BadInput(_("没有这一类岗位"), field="post_classes")
    if draft.valid_until is not None and draft.valid_until < since:
        raise BadInput(_("有效期在启用之前就结束了"), field="valid_until")
    if named:
        (dead,) = repealed_names([question.words()], since)
        if dead is not None:
            raise BadInput(dead[0], next_step=dead[1] or _("按现行法律改写。"), field="stem")
    return ItemDraft(
        question,
        topic,
        draft.difficulty,
        draft.post_classes,
        draft.citations,
        since,
        draft.valid_until,
        draft.pool,
    )


def _version(
    actor: Actor, item: Item, number: int, draft: ItemDraft, now: datetime, *, reviewer: Actor | None = None
) -> ItemVersion:
    assert draft.active_from is not None  # noqa: S101 - `_fit` has set it
    read = {} if reviewer is None else {
        "state": State.APPROVED, "reviewer": reviewer.key, "reviewer_words": reviewer.name, "reviewed_at": now,
    }  # fmt: skip
    return ItemVersion(
        item=item, number=number, kind=draft.question.kind, content=draft.question.as_data(), topic=draft.topic,
        post_classes=list(draft.post_classes), difficulty=draft.difficulty, active_from=draft.active_from,
        valid_until=draft.valid_until, author=actor.key, author_words=actor.name, written_at=now, **read,
    )  # fmt: skip


def _cites(version: ItemVersion, draft: ItemDraft) -> list[ItemCited]:
    refs = {ref.label: ref for ref in draft.citations}.values()
    return [
        ItemCited(item_version=version, version_id=ref.version_id, text_id=ref.provision_text_id, label=ref.label) for ref in refs
    ]  # fmt: skip


def _write_version(actor: Actor, item: Item, number: int, draft: ItemDraft, now: datetime) -> ItemVersion:
    version = _version(actor, item, number, draft, now)
    version.save()
    ItemCited.objects.bulk_create(_cites(version, draft))
    return version


def _facts(version: ItemVersion, draft: ItemDraft) -> dict[str, Any]:
    """What the ledger keeps: what it is about, and of its words and key a hash only; a bank that may be read in the log is none."""
    words = json.dumps([version.item.key, version.content], ensure_ascii=False, sort_keys=True)
    return {
        "version": version.number, "kind": version.kind, "topic": version.topic, "active_from": version.active_from.isoformat(),
        "difficulty": version.difficulty, "cites": [ref.label for ref in draft.citations],
        "words": "sha256:" + hashlib.sha256(words.encode()).hexdigest(),
    }  # fmt: skip
