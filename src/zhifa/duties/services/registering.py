"""What duties issue enters the register of documents in the same transaction; nothing is typed twice."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import override

from zhifa.documents.api import DocumentDraft, Kind, number_in, office_name, register
from zhifa.duties.models import DutyYear, ListVersion, Prompt
from zhifa.duties.terms import PROMPT, VERSION, YEAR
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject
from zhifa.people.api import district

IN_CHINESE = "zh-hans"  # as the paper is, whoever issues it


def register_version(
    actor: Actor, version: ListVersion, issued_on: date, effective_on: date, *, now: datetime
) -> None:
    """An issued list holds to the end of its year, or until the next version begins."""
    former = (
        ListVersion.objects.filter(duty_year=version.duty_year, issued_on__isnull=False)
        .exclude(pk=version.pk)
        .order_by("-number")
        .first()
    )
    with override(IN_CHINESE):
        issuer = f"{district().name}（{version.get_issuer_display()}）"
    draft = DocumentDraft(
        Kind.LIST, version.duty_year.title, issuer, issued_on, version.document_number,
        f"第{version.number}版，{version.duties.count()}项普法责任。", effective_on,
        max(date(version.duty_year.year, 12, 31), effective_on),
    )  # fmt: skip
    takes_place_of = Subject(VERSION, str(former.pk)) if former else None
    register(actor, draft, Subject(VERSION, str(version.pk)), now=now, takes_place_of=takes_place_of)


def register_prompt(actor: Actor, prompt: Prompt, bureau: str, *, now: datetime) -> None:
    """A prompt is known to the unit to which it went, and to the district's roles."""
    assert prompt.issued_on  # noqa: S101 - it was issued just now
    draft = DocumentDraft(
        Kind.PROMPT, f"普法提示：{prompt.subject}", bureau or office_name() or district().name, prompt.issued_on,
        prompt.document_number,
    )  # fmt: skip
    register(actor, draft, Subject(PROMPT, str(prompt.pk)), now=now, addressee=prompt.unit)


def register_call(actor: Actor, year: DutyYear, *, now: datetime) -> None:
    """The notice of a year's call, if it is named: by its title, by its number, or by both."""
    notice = year.notice
    if not notice:
        return
    titled = "通知" in notice
    draft = DocumentDraft(
        Kind.NOTICE, notice if titled else f"关于报送{year.title}的通知", office_name() or district().name, year.called_on,
        number_in(notice) if titled else notice, valid_until=year.due_on,
    )  # fmt: skip
    register(actor, draft, Subject(YEAR, str(year.year)), now=now)
