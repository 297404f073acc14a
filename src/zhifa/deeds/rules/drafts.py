"""What a draft of a deed must say before it can stand."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhifa.deeds.rules.counting import CountDraft, faults_of
from zhifa.deeds.terms import Audience
from zhifa.kernel.errors import Fault


@dataclass(frozen=True)
class CreditDraft:
    """A unit's part, by its code."""

    unit: str
    role: str


@dataclass(frozen=True)
class CiteDraft:
    """A citation: the ids of a version and of the text of an article in it (None: the whole, or not held)."""

    version: int
    text: int | None
    label: str


@dataclass(frozen=True)
class DeedDraft:
    """A deed to record. Units and areas by code; `reported_on` only where a sheet says when it was reported."""

    kind: str
    title: str
    occurred_on: date
    unit: str
    audience: str
    area: str = ""
    place: str = ""
    summary: str = ""
    counts: tuple[CountDraft, ...] = ()
    credits: tuple[CreditDraft, ...] = ()
    cites: tuple[CiteDraft, ...] = ()
    reported_on: date | None = None
    is_opening: bool = False
    client_key: str = ""


def draft_faults(draft: DeedDraft, *, kinds: Container[str], today: date) -> list[Fault]:
    """Everything wrong with a draft that needs no table to see; empty when it can stand."""
    faults: list[Fault] = []
    if draft.kind not in kinds:
        faults.append(Fault(_("没有这种工作"), _("从列表中选择种类"), "kind"))
    if not draft.title.strip():
        faults.append(Fault(_("没有填写名称"), _("写明做了什么，例如“宪法进社区讲座”"), "title"))
    if draft.occurred_on > today:
        faults.append(
            Fault(
                _("日期 %(day)s 还没有到") % {"day": draft.occurred_on},
                _("做完之后再记录；核对年份"),
                "occurred_on",
            )
        )
    if draft.reported_on and not draft.occurred_on <= draft.reported_on <= today:
        faults.append(Fault(_("申报日应在活动之后、今天之前"), _("核对申报日"), "reported_on"))
    if draft.audience not in Audience.values:
        faults.append(Fault(_("没有选择对象"), _("选择为谁开展"), "audience"))
    if any(credit.unit == draft.unit for credit in draft.credits):
        faults.append(Fault(_("主办单位不必再列为协办"), _("从协办单位中去掉"), "credits"))
    if len({credit.unit for credit in draft.credits}) != len(draft.credits):
        faults.append(Fault(_("同一单位列了两次"), _("只保留一次"), "credits"))
    return faults + faults_of(draft.counts, occurred_on=draft.occurred_on)
