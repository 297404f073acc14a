"""选优推送: a good published case is chosen and sent on, and what became of it is written down."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.cases.access import may_recommend, public_cases
from zhifa.cases.errors import CaseNotToBeRecommended
from zhifa.cases.models import Recommendation
from zhifa.cases.selectors import case_by_key, held
from zhifa.cases.terms import CASE, Outcome
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, record


@transaction.atomic
def recommend(actor: Actor, key: str, to: str, reason: str, *, now: datetime) -> Recommendation:
    """Send a case on, with the reason why it is a good one. Refused: a case that readers do not see today (not public, recalled, held back
    by a change of law), the same addressee twice, no addressee or reason."""
    case = case_by_key(actor, key)
    if not may_recommend(actor):
        raise NotAllowed(_("您的职务不能推荐案例"))
    today = clock.civil_day(now)
    for name, value in (("to", to), ("reason", reason)):
        if not value.strip():
            raise BadInput(_("请写明推送给谁、为什么推荐"), field=name)
    if not public_cases().filter(pk=case.pk).exists() or held([case], today):
        raise CaseNotToBeRecommended(
            _("这个案例现在不能推送"), why=_("只推送读者今天看得到的案例。"), next_step=_("请等它公开、复核以后再推送。")
        )  # fmt: skip
    if Recommendation.objects.filter(case=case, to=to.strip()).exists():
        raise CaseNotToBeRecommended(_("已经推送给“%(to)s”") % {"to": to.strip()}, field="to")
    made = Recommendation.objects.create(
        case=case, to=to.strip(), reason=reason.strip(), on=today, by_words=actor.name
    )
    record(
        actor, "cases.recommend", Subject(CASE, key), {"to": made.to, "reason": made.reason, "on": today}, now=now
    )  # fmt: skip
    return made


@transaction.atomic
def note_outcome(
    actor: Actor, pk: int, outcome: str, on: date, words: str, *, now: datetime
) -> Recommendation:
    """What became of it there; said again, the later word counts. Refused: none of the outcomes, a day before it was sent or to come."""
    if not may_recommend(actor):
        raise NotAllowed(_("您的职务不能推荐案例"))
    found = (
        Recommendation.objects.select_for_update(of=("self",)).select_related("case").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound(_("没有这次推送"))
    if outcome not in (Outcome.TAKEN, Outcome.DECLINED):
        raise BadInput(_("请选结果"), field="outcome")
    if not found.on <= on <= clock.civil_day(now):
        raise BadInput(_("结果的日期要在推送之后、今天之前"), field="outcome_on")
    found.outcome, found.outcome_on, found.outcome_words = outcome, on, words.strip()
    found.save(update_fields=["outcome", "outcome_on", "outcome_words"])
    record(
        actor, "cases.note_outcome", Subject(CASE, found.case.key), {"to": found.to, "outcome": outcome, "on": on}, now=now
    )  # fmt: skip
    return found
