"""Questions asked of the files on their way in, always as someone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.intake.access import may_import, visible_to
from zhifa.intake.errors import ImportNotAllowed
from zhifa.intake.models import ImportJob
from zhifa.intake.terms import PAGE_ROWS, JobState
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import AwaitingItem, ImportTarget, offered

NEEDS_SOMEONE = (JobState.MAPPING, JobState.OPEN, JobState.READY)


def target_of(code: str) -> ImportTarget:
    """The target of that code; `NotFound` when nothing offers it."""
    for target in offered(ImportTarget):
        if target.code == code:
            return target
    raise NotFound(_("没有这一种导入"))


def target_for(actor: Actor, code: str, about: Mapping[str, str]) -> ImportTarget:
    """The same, for someone who may import into it, and bound to what the sheet is about where it must be."""
    target = target_of(code)
    if not may_import(actor, target):
        raise ImportNotAllowed(str(target.title))
    return target if target.bind is None else target.bind(actor, about)


@dataclass(frozen=True)
class FirstStep:
    """A sheet with which a district begins, and how much of it stands already."""

    number: int
    code: str
    title: str
    count: int
    is_done: bool
    is_next: bool = False


def first_steps(actor: Actor) -> list[FirstStep]:
    """The sheets with which a district begins, as far as the actor may bring them in; the first that is missing comes next.
    One count each."""
    found: list[FirstStep] = []
    targets = [one for one in offered(ImportTarget) if one.step and one.standing and may_import(actor, one)]
    for number, target in enumerate(sorted(targets, key=lambda one: one.step), start=1):
        count = target.standing() if target.standing else 0
        is_done = count >= target.least
        is_next = not is_done and all(step.is_done for step in found)
        found.append(FirstStep(number, target.code, str(target.title), count, is_done, is_next))
    return found


def job_of(actor: Actor, job_id: int) -> ImportJob:
    """One of the actor's jobs."""
    job = visible_to(actor).filter(pk=job_id).first()
    if job is None:
        raise NotFound(_("没有这个文件"))
    return job


def jobs_of(actor: Actor) -> QuerySet[ImportJob]:
    """The actor's jobs, latest first."""
    return visible_to(actor).defer("answers", "sheets", "salt")


def drop_of(actor: Actor, drop: UUID) -> list[ImportJob]:
    """The files that were dropped in together, in the order of their names."""
    jobs = list(visible_to(actor).filter(drop=drop).order_by("pk"))
    if not jobs:
        raise NotFound(_("没有这一批文件"))
    return jobs


def next_in_drop(actor: Actor, drop: UUID, *, after: int = 0) -> ImportJob | None:
    """The next file of a drop that waits for a choice or an answer, going round."""
    waiting = visible_to(actor).filter(drop=drop, state__in=(JobState.MAPPING, JobState.OPEN)).order_by("pk")
    return waiting.filter(pk__gt=after).first() or waiting.exclude(pk=after).first()


def rows_page(job: ImportJob, number: int) -> tuple[Paginator[Any], Sequence[dict[str, Any]]]:
    """One page of the rows as the last reading saw them."""
    total = job.findings.get("counts", {}).get("rows", 0)
    paginator = Paginator(range(total), PAGE_ROWS)
    page = job.pages.filter(number=number).first()
    return paginator, page.rows if page else []


def waiting_for(actor: Actor, _today: date) -> Sequence[AwaitingItem]:
    """The files that wait for the actor, for the inbox; one query."""
    jobs = (
        visible_to(actor).filter(state__in=NEEDS_SOMEONE).only("pk", "name", "state", "target", "created_at")
    )
    words = {
        JobState.MAPPING: _("导入“%(name)s”：列还没有对应"),
        JobState.OPEN: _("导入“%(name)s”：有错误或问题待处理"),
        JobState.READY: _("导入“%(name)s”：检查完毕，还没有写入"),
    }
    return [
        AwaitingItem(
            title=words[JobState(job.state)] % {"name": job.name},
            url=reverse("intake_job", args=[job.pk]),
            why=_("这个文件是您上传的；没有写入之前不会计入任何数字。"),
            since=civil_day(job.created_at),
            subject=f"import:{job.pk}",
        )
        for job in jobs[:200]
    ]
