"""Counting what residents ask, without what they asked."""

from __future__ import annotations

from datetime import date

from django.core import signing
from django.db import transaction

from zhifa.figures.api import touch
from zhifa.laws.models import AskedQuestion
from zhifa.laws.selectors import LawAnswer
from zhifa.laws.terms import ASKED_SOURCE, Asked

_SALT = "laws.asked"
_DAY = 24 * 60 * 60


@transaction.atomic
def note_asked(answer: LawAnswer, *, today: date) -> str:
    """Count one question by whether provisions in force were shown; answers a token by which whoever asked may say once, within a day,
    whether they helped ("" where nothing was shown). What the database found while the index was away counts as no answer:
    it holds words of the question and was weighed by nothing."""
    shown = bool(answer.provisions) and not answer.degraded
    row = AskedQuestion.objects.create(day=today, outcome=Asked.CITED if shown else Asked.NONE)
    touch(ASKED_SOURCE, [today])
    return signing.dumps(row.pk, salt=_SALT) if shown else ""


@transaction.atomic
def say_helped(token: str, *, helped: bool) -> bool:
    """What whoever asked says of the provisions shown. Answers whether it counted: a token that is old, forged or used does not."""
    try:
        key = signing.loads(token, salt=_SALT, max_age=_DAY)
    except signing.BadSignature:
        return False
    row = AskedQuestion.objects.select_for_update().filter(pk=key, outcome=Asked.CITED).first()
    if row is None:
        return False
    row.outcome = Asked.HELPED if helped else Asked.NOT_HELPED
    row.save(update_fields=["outcome"])
    touch(ASKED_SOURCE, [row.day])
    return True
