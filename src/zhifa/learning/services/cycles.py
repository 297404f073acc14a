"""Setting the cycle of rotation."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.learning.access import may_keep_results
from zhifa.learning.models import Cycle
from zhifa.learning.terms import CYCLE
from zhifa.ledger.api import Subject, record


@transaction.atomic
def set_cycle(actor: Actor, since: date, until: date, document: str, *, now: datetime) -> Cycle:
    """Set a cycle by its document. Refused: one that ends before it begins, or shares a day with another."""
    if not may_keep_results(actor):
        raise NotAllowed(_("只有区普法办可以定轮训周期"))
    if until < since:
        raise BadInput(_("结束日期不能早于开始日期"), field="until")
    if Cycle.objects.filter(since__lte=until, until__gte=since).exists():
        raise BadInput(
            _("这些天已经属于另一个周期"), next_step=_("请从上一个周期结束的第二天开始。"), field="since"
        )
    cycle = Cycle.objects.create(since=since, until=until, document=document.strip())
    facts = {"since": since, "until": until, "document": cycle.document}
    record(actor, "learning.set_cycle", Subject(CYCLE, str(since)), facts, now=now)
    return cycle
