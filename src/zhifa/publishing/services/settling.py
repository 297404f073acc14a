"""What the office keeps: the list of words, and the dated rows of the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.publishing.access import may_keep_gate
from zhifa.publishing.errors import WordRuleTaken
from zhifa.publishing.models import GateRule, WordRule
from zhifa.publishing.terms import WordKind


@dataclass(frozen=True)
class WordDraft:
    """A line of the list; `instead` (of a title or an order) and `unless` part words by 、."""

    phrase: str
    instead: str = ""
    why: str = ""
    unless: str = ""
    since: date | None = None
    until: date | None = None
    kind: str = WordKind.PHRASE.value


@dataclass(frozen=True)
class GateDraft:
    """A dated row of the gate: roles by code."""

    since: date
    first: Sequence[str]
    second: Sequence[str]
    final: Sequence[str]
    check: Sequence[str]
    review_source: str
    working_days: int
    clock_source: str
    to_confirm: bool = False


@transaction.atomic
def keep_word_rule(actor: Actor, draft: WordDraft, *, now: datetime) -> WordRule:
    """Put a line on the list. Refused: an empty phrase, no source, days out of order, a title or an order without names, a
    second line of one phrase from one day."""
    _must_keep(actor)
    if not draft.phrase.strip():
        raise BadInput(_("请写明不写哪个词"), field="phrase")
    if draft.kind != WordKind.PHRASE and not draft.instead.strip():
        raise BadInput(_("请写明正确的职务或次序"), field="instead")
    if not draft.why.strip():
        raise BadInput(_("请写明依据"), next_step=_("写文件名和文号，或说明从哪里核实。"), field="why")
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
    record(actor, "publishing.keep_word_rule", Subject("word-rule", str(row.pk)), asdict(draft), now=now)
    return row


@transaction.atomic
def drop_word_rule(actor: Actor, rule_id: int, *, now: datetime) -> None:
    """Take a line off the list; the ledger keeps what it said."""
    _must_keep(actor)
    row = WordRule.objects.select_for_update().filter(pk=rule_id).first()
    if row is None:
        raise NotFound(_("没有这一条"))
    facts = {"phrase": row.phrase, "instead": row.instead}
    record(actor, "publishing.drop_word_rule", Subject("word-rule", str(row.pk)), facts, now=now)
    row.delete()


@transaction.atomic
def settle_gate(actor: Actor, draft: GateDraft, *, now: datetime) -> GateRule:
    """Settle who reviews and how many working days are given, from a day on; the same day again replaces its row.

    Refused: a stage that nobody reviews, a row without its sources, days that are no clock.
    """
    _must_keep(actor)
    stages = (draft.first, draft.second, draft.final, draft.check)
    if any(not stage or set(stage) - set(Role) for stage in stages):
        raise BadInput(_("每一步都要有人审"), field="first")
    if not draft.review_source.strip() or not draft.clock_source.strip():
        raise BadInput(_("请写明依据"), field="review_source")
    if not 1 <= draft.working_days <= 250:
        raise BadInput(_("期限要在 1 到 250 个工作日之间"), field="working_days")
    values = {
        "first": list(draft.first), "second": list(draft.second), "final": list(draft.final),
        "check_roles": list(draft.check), "review_source": draft.review_source.strip(),
        "working_days": draft.working_days, "clock_source": draft.clock_source.strip(),
        "to_confirm": draft.to_confirm, "settled_at": now,
    }  # fmt: skip
    row, _created = GateRule.objects.update_or_create(since=draft.since, defaults=values)
    facts = {**values, "since": draft.since, "settled_at": now.isoformat()}
    record(actor, "publishing.settle_gate", Subject("gate", draft.since.isoformat()), facts, now=now)
    return row


def _must_keep(actor: Actor) -> None:
    if not may_keep_gate(actor):
        raise NotAllowed(_("只有区普法办可以维护用语表和审核规则"))
