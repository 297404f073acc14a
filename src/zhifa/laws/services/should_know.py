"""Issuing an edition of a should-know list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput
from zhifa.laws.access import may_keep_laws
from zhifa.laws.errors import LawKeepingNotAllowed
from zhifa.laws.models import ShouldKnow, ShouldKnowLine
from zhifa.laws.selectors import CitationRef
from zhifa.laws.terms import SHOULD_KNOW
from zhifa.ledger.api import Subject, record
from zhifa.people.api import PostClass


@dataclass(frozen=True)
class ShouldKnowDraft:
    """An edition: for whom, from when, by which document, and what it names."""

    post_class: str
    effective_on: date
    document: str
    refs: Sequence[CitationRef]


@transaction.atomic
def issue_should_know(actor: Actor, draft: ShouldKnowDraft, *, now: datetime) -> ShouldKnow:
    """Issue an edition; the one before holds until the day before. Refused: a class that there is not, no law named, a second
    edition for one day."""
    if not may_keep_laws(actor):
        raise LawKeepingNotAllowed(_("只有普法办可以维护应知应会清单"))
    if draft.post_class not in PostClass.values:
        raise BadInput(_("没有这个职务类别"), field="post_class")
    if not draft.refs:
        raise BadInput(_("清单里还没有法律"), field="refs")
    if ShouldKnow.objects.filter(post_class=draft.post_class, effective_on=draft.effective_on).exists():
        raise BadInput(
            _("这一天已经有一版清单"), next_step=_("下发过的清单不改；要改，请定新的起用日期。"), field="effective_on"
        )  # fmt: skip
    edition = ShouldKnow.objects.create(
        post_class=draft.post_class, effective_on=draft.effective_on, document=draft.document.strip()
    )
    lines = {ref.label: ref for ref in draft.refs}
    ShouldKnowLine.objects.bulk_create(
        ShouldKnowLine(edition=edition, version_id=ref.version_id, text_id=ref.provision_text_id, label=label)
        for label, ref in lines.items()
    )
    facts = {"document": edition.document, "lines": list(lines)}
    subject = Subject(SHOULD_KNOW, f"{draft.post_class}-{draft.effective_on}")
    record(actor, "laws.should_know.issue", subject, facts, now=now)
    return edition
