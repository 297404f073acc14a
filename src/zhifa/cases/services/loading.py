"""Approved cases of a district are brought in at its founding: already anonymous, written without anybody in them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.cases.models import Case, CaseCited, Original
from zhifa.cases.rules.spans import spans_in
from zhifa.cases.selectors import lines_of
from zhifa.cases.services.reviewing import SOURCE
from zhifa.cases.services.writing import CaseDraft
from zhifa.cases.terms import CASE, Consent, ListSort, State
from zhifa.figures.api import touch
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed
from zhifa.ledger.api import Subject, record_bulk
from zhifa.people.api import Unit


@transaction.atomic
def load_cases(actor: Actor, drafts: Sequence[CaseDraft], *, now: datetime) -> list[Case]:
    """Bring in approved cases; only the program itself does. Refused as a whole: one in which a span is found."""
    if not actor.is_system:
        raise NotAllowed(_("案例要逐件审定，不能成批导入"))
    faults = [
        Fault(_("“%(title)s”里还有要隐去的内容") % {"title": draft.text.title}, row=row)
        for row, draft in enumerate(drafts, start=1)
        if spans_in(draft.text.parts())
    ]
    if faults:
        raise BadInput(_("有的案例没有脱敏"), faults=faults)
    today = clock.civil_day(now)
    needing, topics = lines_of(ListSort.CONSENT, today), lines_of(ListSort.TOPIC, today)
    faults = [
        Fault(_("“%(title)s”没有写明当事人同意公开") % {"title": draft.text.title}, row=row)
        for row, draft in enumerate(drafts, start=1)
        if draft.kind in needing and draft.consent != Consent.GIVEN
    ]
    if faults:
        raise BadInput(_("有的案例要当事人同意才能公开"), faults=faults)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[draft.unit for draft in drafts])}
    made = [_loaded(draft, units[draft.unit], topics[draft.topic].words, actor, now) for draft in drafts]
    rows = [{"kind": one.kind, "topic": one.topic, "unit": one.unit.code, "title": one.title} for one in made]
    record_bulk(
        actor, "cases.load", Subject("sheet", "cases"), rows, {"rows": len(rows)}, now=now,
        members=[Subject(CASE, one.key) for one in made],
    )  # fmt: skip
    touch(SOURCE, {today})
    return made


def _loaded(draft: CaseDraft, unit: Unit, topic_words: str, actor: Actor, now: datetime) -> Case:
    today: date = clock.civil_day(now)
    text = draft.text
    case = Case.objects.create(
        key=secrets.token_hex(8), kind=draft.kind, topic=draft.topic, topic_words=topic_words,
        unit=unit, body=draft.body, source=draft.source,
        decided_on=draft.decided_on, state=State.READY, no_stops=True, title=text.title, subtitle=text.subtitle,
        facts=text.facts, handling=text.handling, analysis=text.analysis, meaning=text.meaning,
        more=[asdict(one) for one in text.more], author=actor.key, author_words=unit.name, masker=actor.key, written_at=now,
        approved_on=today, consent=draft.consent, consent_on=draft.consent_on, consent_kept=draft.consent_kept,
    )  # fmt: skip
    Original.objects.create(case=case, words=text.as_data())
    CaseCited.objects.bulk_create(
        CaseCited(case=case, version_id=one.version_id, text_id=one.provision_text_id, label=one.label)
        for one in draft.citations
    )
    return case
