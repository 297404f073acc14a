"""What waits for whom: self-scores for the office, checking for another person, the result for the lead. One query each."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.assessment.access import may_check, may_conclude, may_manage
from zhifa.assessment.models import Evaluation
from zhifa.assessment.selectors import waiting
from zhifa.assessment.terms import EVALUATION, State
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.registry import Awaiting, AwaitingItem


def _item(row: Evaluation, title: str, why: str) -> AwaitingItem:
    return AwaitingItem(
        title % {"evaluation": row}, row.get_absolute_url(), why, subject=f"{EVALUATION}:{row.pk}"
    )


def _to_work_on(actor: Actor, _today: date) -> list[AwaitingItem]:
    if actor.is_system or not actor.has_role(Role.OFFICE, Role.LEAD):
        return []
    found = []
    for row in waiting(State.DRAFT, State.CHECKING):
        if row.state == State.DRAFT and may_manage(actor):
            found.append(_item(row, gettext("%(evaluation)s：自评待填"), gettext("您在区普法办")))
        elif row.state == State.CHECKING and may_check(actor, row):
            found.append(_item(row, gettext("%(evaluation)s：待复核"), gettext("自评由别人送出，您可以复核")))
    return found


def _to_sign(actor: Actor, _today: date) -> list[AwaitingItem]:
    if not may_conclude(actor):
        return []
    why = gettext("您是区司法局领导，评估结果由您签署")
    return [_item(row, gettext("%(evaluation)s：结果待签署"), why) for row in waiting(State.CHECKED)]


WAITING = (
    Awaiting("evaluations", _("规划评估"), _to_work_on),
    Awaiting("evaluations-to-sign", _("签署评估结果"), _to_sign),
)
