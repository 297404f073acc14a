"""Issuing a plan: its text is signed by the district's lead and from then on stands still."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import Proof, sign
from zhifa.documents.api import DocumentDraft, Kind, office_name, register
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.people.api import district
from zhifa.plans.access import may_issue_plans
from zhifa.plans.errors import PlanAlreadyIssued
from zhifa.plans.models import Plan
from zhifa.plans.selectors import text_of


@transaction.atomic
def issue_plan(actor: Actor, code: str, *, proof: Proof, now: datetime) -> Plan:
    """Sign the plan's text and keep it. Refused: twice, by another post, or when the text changed while it was read."""
    if not may_issue_plans(actor):
        raise NotAllowed(_("只有区司法局领导可以签发规划"))
    plan = Plan.objects.select_for_update().filter(code=code).first()
    if plan is None:
        raise NotFound(_("没有这个规划"))
    if plan.issued_at is not None:
        raise PlanAlreadyIssued(
            _("%(plan)s已经签发") % {"plan": plan.title},
            next_step=_("签发的文本不再改动；要调整，请另立规划。"),
        )
    text = text_of(plan)
    digest = sign(actor, text, Subject("plan", code), role=Role.LEAD, proof=proof, now=now)
    plan.issued_text, plan.issued_at = text, now
    plan.save(update_fields=["issued_text", "issued_at"])
    record(actor, "plans.issue_plan", Subject("plan", code), {"text_sha256": digest}, now=now)
    draft = DocumentDraft(
        Kind.PLAN, plan.title, office_name() or district().name, civil_day(now), valid_from=plan.since, valid_until=plan.until
    )  # fmt: skip
    register(actor, draft, Subject("plan", code), now=now)
    return plan
