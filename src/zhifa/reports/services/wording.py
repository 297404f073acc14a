"""The acts on the office's list of words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.reports.access import may_write_reports
from zhifa.reports.errors import WordRuleTaken
from zhifa.reports.models import WordRule


@dataclass(frozen=True)
class WordDraft:
    """A line of the list; `unless` parts phrases by 、."""

    phrase: str
    instead: str = ""
    why: str = ""
    unless: str = ""
    since: date | None = None
    until: date | None = None


@transaction.atomic
def keep_word_rule(actor: Actor, draft: WordDraft, *, now: datetime) -> WordRule:
    """Put a line on the list. Refused: an empty phrase, days out of order, a second line of one phrase from one day."""
    _must_write(actor)
    if not draft.phrase.strip():
        raise BadInput(_("请写明不写哪个词"), field="phrase")
    if draft.since and draft.until and draft.until < draft.since:
        raise BadInput(_("结束日期早于开始日期"), next_step=_("更正日期"), field="until")
    try:
        with transaction.atomic():
            row = WordRule.objects.create(**asdict(draft), kept_at=now, kept_by=actor.name)
    except IntegrityError as error:
        raise WordRuleTaken(
            _("“%(phrase)s”从这一天起已经有一条") % {"phrase": draft.phrase},
            next_step=_("先去掉原来的一条，或换一个起始日期。"),
            field="phrase",
        ) from error
    record(actor, "reports.keep_word_rule", Subject("word-rule", str(row.pk)), asdict(draft), now=now)
    return row


@transaction.atomic
def drop_word_rule(actor: Actor, rule_id: int, *, now: datetime) -> None:
    """Take a line off the list; the ledger keeps what it said."""
    _must_write(actor)
    row = WordRule.objects.select_for_update().filter(pk=rule_id).first()
    if row is None:
        raise NotFound(_("没有这一条"))
    facts = {"phrase": row.phrase, "instead": row.instead}
    record(actor, "reports.drop_word_rule", Subject("word-rule", str(row.pk)), facts, now=now)
    row.delete()


def _must_write(actor: Actor) -> None:
    if not may_write_reports(actor):
        raise NotAllowed(_("只有区普法办可以维护用语表"))
