"""A question of the practice is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.exams.api import Question, answered_right
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.learning.errors import QuestionChanged
from zhifa.learning.models import Card
from zhifa.learning.rules.spacing import reviewed
from zhifa.learning.selectors.practice import person_of, question_by_key


@dataclass(frozen=True)
class Practised:
    """What came of an answer: the question with its key, whether it was right, when it comes again."""

    question: Question
    right: bool
    due_at: datetime


@transaction.atomic
def practise(
    actor: Actor, key: str, answer: Sequence[str], *, now: datetime, number: int | None = None
) -> Practised:
    """Answer a question for oneself. It says at once what is right, and when the question comes again. An answer before its time says
    so too and moves nothing: whoever has just read the key would only repeat it. No entry of the ledger: nobody else is told.
    Refused: an answer to another version (`number`) than the one in force, which would be judged by a key that its reader never saw."""
    person = person_of(actor)
    if person is None:
        raise NotAllowed(_("没有您的人员档案，练习记不下来"))
    version = question_by_key(key, clock.civil_day(now))
    if number is not None and number != version.number:
        raise QuestionChanged(
            _("这道题刚换了新版本"),
            why=_("新版本从 0 点起用，您看到的是旧的。"),
            next_step=_("请看新题，再答一次。"),
        )
    given = [said.strip() for said in answer if said.strip()]
    if not given:
        raise BadInput(_("还没有作答"), field="answer")
    right = answered_right(version.question, given)
    card = Card.objects.select_for_update().filter(person=person, item=version.item).first()
    if card is not None and card.due_at > now:
        return Practised(version.question, right, card.due_at)
    card = card or Card(person=person, item=version.item, memory=None, asked=0)
    card.memory, card.due_at = reviewed(card.memory, right=right, now=now.astimezone(UTC))
    card.asked, card.missed, card.right, card.told_at = card.asked + 1, card.missed + (not right), right, now
    if right and card.known_at is None:
        card.known_at = now
    card.save()
    return Practised(version.question, right, card.due_at)
