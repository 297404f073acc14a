"""A talk or radio version is kept as somebody edited it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.cases.access import may_write
from zhifa.cases.errors import MoveNotPossible
from zhifa.cases.models import Telling
from zhifa.cases.rules.documents import LONGEST
from zhifa.cases.selectors import case_by_key
from zhifa.cases.terms import CASE, STATES_MASKED, Form
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject, commit_personal, record


@transaction.atomic
def keep_telling(actor: Actor, key: str, form: str, text: str, *, now: datetime) -> Telling:
    """Keep the edited version; an empty text goes back to what the record says. Refused before the case is anonymous."""
    case = case_by_key(actor, key)
    if not may_write(actor):
        raise NotAllowed(_("您的职务不能改宣讲稿和广播稿"))
    if case.state not in STATES_MASKED:
        raise MoveNotPossible(_("脱敏以后才有宣讲稿和广播稿"))
    if len(text) > LONGEST:
        raise BadInput(_("全文超过六万字"), field="text")
    kept, _made = Telling.objects.update_or_create(
        case=case, form=Form(form), defaults={"text": text.strip(), "by_words": actor.name, "at": now}
    )
    facts = {"form": form, "words": commit_personal(f"{CASE}:{key}", text)}
    record(actor, "cases.tell", Subject(CASE, key), facts, now=now)
    return kept
