"""Entering a party regulation or a policy document by its title and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault
from zhifa.kernel.wording import listed
from zhifa.laws.access import may_keep_laws
from zhifa.laws.errors import DocumentAlreadyKept, DocumentIncomplete, LawKeepingNotAllowed
from zhifa.laws.models import Instrument, Version
from zhifa.laws.rules.names import code_of, pinyin_of, short_title
from zhifa.laws.terms import (
    BY_TITLE_ONLY,
    SEARCH_TITLES,
    SUBJECT_KIND,
    InstrumentKind,
    StartBasis,
    VersionStatus,
)
from zhifa.ledger.api import Subject, record
from zhifa.search.api import touch


@dataclass(frozen=True)
class DocumentDraft:
    """A document as its keeper enters it. `effective_on` missing: from the day of publication; `ended_on` is
    its last day, if it has one."""

    kind: str
    title: str
    issuing_body: str
    published_on: date
    effective_on: date | None = None
    ended_on: date | None = None
    document_number: str = ""
    source: str = ""


@transaction.atomic
def add_document(actor: Actor, draft: DocumentDraft, now: datetime) -> Instrument:
    """Keep a party regulation or policy document by title and dates; its text is not taken in.

    Refuses any other kind, a missing title, body or source, dates out of order, and a second document of the
    same title and number.
    """
    if not may_keep_laws(actor):
        raise LawKeepingNotAllowed(_("只有普法办可以维护法规库"))
    title, number = draft.title.strip().strip("《》"), draft.document_number.strip()
    starts = draft.effective_on or draft.published_on
    _check(draft, title, starts)
    if Instrument.objects.filter(title=title, document_number=number).exists():
        raise DocumentAlreadyKept(
            _("《%(title)s》已经在法规库里") % {"title": title},
            next_step=_("同名的另一份文件，请填写文号。"),
            field="title",
        )
    taken = set(Instrument.objects.values_list("code", flat=True))
    instrument = Instrument.objects.create(
        code=code_of(f"{title}{number}" if number else title, taken),
        kind=draft.kind,
        title=title,
        short_title=short_title(title),
        pinyin=pinyin_of(title),
        issuing_body=draft.issuing_body.strip(),
        document_number=number,
    )
    Version.objects.create(
        instrument=instrument,
        published_on=draft.published_on,
        effective_on=starts,
        ended_on=draft.ended_on,
        stated_on=draft.effective_on,
        basis=StartBasis.STATED,
        status=VersionStatus.UNSTATED,
        source=draft.source.strip(),
        source_key="document",
        text_held=False,
    )
    record(
        actor,
        "laws.document.add",
        Subject(SUBJECT_KIND, instrument.code),
        {
            "kind": draft.kind,
            "title": title,
            "issuing_body": instrument.issuing_body,
            "document_number": number,
            "published_on": draft.published_on.isoformat(),
            "effective_on": starts.isoformat(),
            "ended_on": draft.ended_on.isoformat() if draft.ended_on else None,
            "source": draft.source.strip(),
        },
        now=now,
    )
    touch(SEARCH_TITLES, [str(instrument.pk)])
    return instrument


def _check(draft: DocumentDraft, title: str, starts: date) -> None:
    faults = []
    if draft.kind not in BY_TITLE_ONLY:
        kinds = listed(InstrumentKind(kind).label for kind in BY_TITLE_ONLY)
        faults.append(Fault(_("只按标题和日期收录：%(kinds)s") % {"kinds": kinds}, field="kind"))
    if not title:
        faults.append(Fault(_("请填写标题"), field="title"))
    if not draft.issuing_body.strip():
        faults.append(Fault(_("请填写制定机关"), field="issuing_body"))
    if not draft.source.strip():
        faults.append(Fault(_("请填写出处，例如公报期号或网址"), field="source"))
    if starts < draft.published_on:
        faults.append(Fault(_("施行日期早于公布日期"), field="effective_on"))
    if draft.ended_on is not None and draft.ended_on < starts:
        faults.append(Fault(_("失效日期早于施行日期"), field="ended_on"))
    if faults:
        raise DocumentIncomplete(_("这份文件还不能收录"), faults=faults)
