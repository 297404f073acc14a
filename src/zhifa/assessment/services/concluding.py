"""The result: signed by the lead, frozen, entered in the register of documents."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import Proof, sign
from zhifa.assessment.access import may_conclude
from zhifa.assessment.models import Evaluation
from zhifa.assessment.rules.text import full_text
from zhifa.assessment.selectors import content_of, evaluation_by_number, sheet_of
from zhifa.assessment.services.evaluating import locked, subject_of
from zhifa.assessment.terms import State
from zhifa.documents.api import DocumentDraft, Kind, office_name, register
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import NotAllowed
from zhifa.ledger.api import record
from zhifa.people.api import district


def text_to_sign(evaluation: Evaluation) -> str:
    """What the lead signs: every line with both scores, and the totals."""
    return full_text(content_of(sheet_of(evaluation)))


@transaction.atomic
def conclude(actor: Actor, pk: int, *, proof: Proof, number: str = "", now: datetime) -> Evaluation:
    """Sign the checked result; what it says is frozen, and it enters the register of documents under its number if it has one. Refused:
    another post, before every line is checked, a text that changed while it was read, a number taken."""
    if not may_conclude(actor):
        raise NotAllowed(_("只有区司法局领导可以签署评估结果"))
    locked(pk, State.CHECKED)
    evaluation = evaluation_by_number(actor, pk)
    content = content_of(sheet_of(evaluation))
    text = full_text(content)
    digest = sign(actor, text, subject_of(evaluation), role=Role.LEAD, proof=proof, now=now)
    evaluation.state, evaluation.text, evaluation.frozen = State.CONCLUDED, text, content
    evaluation.concluded_at = now
    evaluation.save(update_fields=["state", "text", "frozen", "concluded_at"])
    facts = {"text_sha256": digest, "self": content["self"], "checked": content["checked"], "number": number}
    record(actor, "assessment.conclude", subject_of(evaluation), facts, now=now)
    draft = DocumentDraft(
        Kind.EVALUATION, content["title"], office_name() or district().name, civil_day(now), number,
        f"评估{content['since']}至{content['until']}，复核得分{content['checked']['points']}分。",
    )  # fmt: skip
    register(actor, draft, subject_of(evaluation), now=now)
    return evaluation
