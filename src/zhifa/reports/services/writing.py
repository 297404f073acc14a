"""The acts: taking in an outline, starting a report, writing its prose, making it 定稿."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhifa.figures.api import as_data as value_data
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed
from zhifa.ledger.api import NotSealedYet, Subject, record, seal_pending
from zhifa.publishing.api import WordingUnresolved, wording_of
from zhifa.reports.access import may_write_reports
from zhifa.reports.errors import (
    OutlineNotReadable,
    ReportAlreadyFinal,
    ReportChangedMeanwhile,
    ReportNotSealed,
)
from zhifa.reports.models import Outline, Report, ReportFile
from zhifa.reports.rules.outline import Block, as_data, from_data, from_text
from zhifa.reports.rules.printing import Composed
from zhifa.reports.rules.word import read_docx
from zhifa.reports.selectors import outline_by_code, report_by_id
from zhifa.reports.services.bundle import bundle
from zhifa.reports.services.composing import DOCUMENT, compose, must_be_buildable
from zhifa.reports.services.rendering import FORMS, render
from zhifa.reports.terms import OUTLINE_MAX_MB, OUTLINE_SUBJECT, PROOF_FORM, REPORT_SUBJECT, ReportState

SEALED_AT_MOST = 3  # turns: others record meanwhile, and what they record may stand behind a figure too
SHIPPED = {
    "article": "“七五”工作报告（四部分）", "quarter": "季度工作通报", "congress": "向人大常委会报告（专项工作报告）",
}  # fmt: skip


@transaction.atomic
def ensure_outlines(*, now: datetime) -> list[str]:
    """Make the shipped outlines the ones at hand; answers the codes that changed."""
    changed = []
    for code, title in SHIPPED.items():
        text = (files("zhifa.reports") / "templates" / "reports" / "outlines" / f"{code}.txt").read_text(
            "utf-8"
        )
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        newest = Outline.objects.filter(code=code).order_by("-version").first()
        if newest is not None and newest.sha256 == sha256:
            continue
        _add_outline(
            Actor.system("reports"), code, title, from_text(text), sha256, shipped=True, file_name="", now=now
        )
        changed.append(code)
    return changed


@transaction.atomic
def take_outline(
    actor: Actor, *, title: str, file_name: str, content: bytes, code: str = "", now: datetime
) -> Outline:
    """Take in the office's outline in Word, as a new one or, with `code`, as the next version of that one."""
    _must_write(actor)
    blocks = list(_read(content).blocks)
    if code:
        former = outline_by_code(actor, code)
        if former.is_shipped:
            raise NotAllowed(_("自带的提纲不能改写"), next_step=_("请另起名称上传。"))
    sha256 = hashlib.sha256(content).hexdigest()
    return _add_outline(
        actor,
        code or f"o-{secrets.token_hex(4)}",
        title,
        blocks,
        sha256,
        shipped=False,
        file_name=file_name,
        now=now,
    )


@transaction.atomic
def start_report(
    actor: Actor, *, outline: str, title: str, since: date, until: date, now: datetime
) -> Report:
    """Begin a report over days, with the prose of an outline."""
    _must_write(actor)
    if until < since:
        raise BadInput(_("截止日早于起始日"), next_step=_("请调换两个日期。"), field="until")
    found = outline_by_code(actor, outline)
    report = Report.objects.create(
        outline=found, title=title, since=since, until=until, blocks=found.blocks,
        started_at=now, started_by=actor.name, changed_at=now, changed_by=actor.name,
    )  # fmt: skip
    facts = {"title": title, "outline": found.code, "version": found.version, "since": since, "until": until}
    record(actor, "reports.start_report", Subject(REPORT_SUBJECT, str(report.pk)), facts, now=now)
    return report


@transaction.atomic
def revise_report(
    actor: Actor, report_id: int, *, blocks: Sequence[Block], revision: int, now: datetime
) -> Report:
    """Write the prose anew. `revision` is the one that the writer had open: when somebody else saved meanwhile, this
    is refused and nothing is lost on either side."""
    report = _locked(actor, report_id)
    if report.revision != revision:
        raise ReportChangedMeanwhile(
            _("这份报告刚被 %(name)s 保存过") % {"name": report.changed_by},
            why=_("您打开的是第 %(mine)d 稿，现在是第 %(now)d 稿。")
            % {"mine": revision, "now": report.revision},
            next_step=_("请复制您的改动，重新打开后再改。"),
            field="text",
        )
    if not blocks:
        raise BadInput(_("报告不能是空的"), next_step=_("请至少保留一个标题或一段文字。"), field="text")
    report.blocks, report.revision = as_data(blocks), revision + 1
    report.changed_at, report.changed_by = now, actor.name
    report.save(update_fields=["blocks", "revision", "changed_at", "changed_by"])
    facts = {"revision": report.revision, "text_sha256": _sha256_of(report.blocks)}
    record(actor, "reports.revise_report", Subject(REPORT_SUBJECT, str(report.pk)), facts, now=now)
    return report


def blocks_of_word(content: bytes) -> tuple[list[Block], int]:
    """The blocks of a document edited in Word, and how many pictures could not come along."""
    read = _read(content)
    return list(read.blocks), read.left_out


def finalise_report(actor: Actor, report_id: int, *, reason: str = "", now: datetime) -> Report:
    """Make it 定稿: what it prints today is frozen, with its three files and its proof bundle; their hashes go into the ledger.

    What was recorded a moment ago is sealed first, here, rather than kept without a proof. Refused while a figure is incomplete
    (F127), while words of the office's list stand in the text unless `reason` says why they may (F140), and where sealing is
    held up (`ReportNotSealed`). Numbers that were typed do not stop it; they stay listed."""
    for _turn in range(SEALED_AT_MOST):
        with suppress(NotSealedYet):
            return _finalised(actor, report_id, reason, now)
        while seal_pending(now=now):
            pass
    raise ReportNotSealed(
        _("还不能定稿：报告所依据的记录有的还没有封存，证明包做不出来"),
        why=_("定稿必须连同证明包一起存下。"),
        next_step=_("稍等几秒再点定稿；仍不行的，请系统管理员运行 zhifa doctor 看封存是否停了。"),
    )


@transaction.atomic
def _finalised(actor: Actor, report_id: int, reason: str, now: datetime) -> Report:
    report = _locked(actor, report_id)
    composed = compose(
        actor, from_data(report.blocks), title=report.title, since=report.since, until=report.until
    )
    must_be_buildable(composed)
    slips = wording_of([line.text for line in composed.lines], clock.civil_day(now))
    if slips and not reason.strip():
        raise WordingUnresolved(
            _("正文里有 %(n)d 处用语要改") % {"n": len(slips)},
            next_step=_("改文字，或写明仍要这样写的理由。"),
            field="reason",
            faults=[Fault(f"“{one.phrase}”：……{one.around}……", one.instead, "text") for one in slips],
        )
    with override(DOCUMENT):  # whoever makes it final
        made = {form: render(actor, composed, form, draft=False) for form in FORMS}
        made[PROOF_FORM] = bundle(actor, composed)
    rows = [
        ReportFile(report=report, form=form, content=content, sha256=hashlib.sha256(content).hexdigest())
        for form, content in made.items()
    ]
    ReportFile.objects.bulk_create(rows)
    report.state, report.finalised_at, report.frozen = ReportState.FINAL, now, frozen_of(composed)
    report.save(update_fields=["state", "finalised_at", "frozen"])
    facts = {
        "title": report.title, "revision": report.revision, **{row.form: row.sha256 for row in rows},
        "wording_left": [one.phrase for one in slips], "reason": reason.strip(),
    }  # fmt: skip
    record(actor, "reports.finalise_report", Subject(REPORT_SUBJECT, str(report.pk)), facts, now=now)
    return report


def frozen_of(composed: Composed) -> dict[str, Any]:
    """What a report prints, as it is kept and compared."""
    return {
        "lines": [line.text for line in composed.lines],
        "shapes": [[line.kind, line.level] for line in composed.lines],
        "figures": [
            {
                "code": door.value.code, "name": door.value.name, "window": door.window, "printed": door.printed,
                "version": door.value.definition_version, "value": value_data(door.value),
            }
            for door in composed.doors
        ],
        "uncovered": [one.heading for one in composed.uncovered],
        "typed": [list(one) for one in composed.typed],
    }  # fmt: skip


def _add_outline(
    actor: Actor,
    code: str,
    title: str,
    blocks: list[Block],
    sha256: str,
    *,
    shipped: bool,
    file_name: str,
    now: datetime,
) -> Outline:
    newest = Outline.objects.select_for_update().filter(code=code).order_by("-version").first()
    outline = Outline.objects.create(
        code=code, version=newest.version + 1 if newest else 1, title=title, blocks=as_data(blocks), is_shipped=shipped,
        file_name=file_name[:200], sha256=sha256, added_at=now, added_by=actor.name,
    )  # fmt: skip
    facts = {"title": title, "version": outline.version, "sha256": sha256}
    record(actor, "reports.take_outline", Subject(OUTLINE_SUBJECT, code), facts, now=now)
    return outline


def _read(content: bytes) -> Any:
    if len(content) > OUTLINE_MAX_MB * 1024 * 1024:
        raise OutlineNotReadable(
            _("文档超过 %(limit)d MB，没有收下") % {"limit": OUTLINE_MAX_MB},
            next_step=_("请删去图片和附件后再上传。"),
            field="file",
        )
    return read_docx(content)


def _locked(actor: Actor, report_id: int) -> Report:
    """The report under a lock, still a draft, for someone who may write it."""
    report_by_id(actor, report_id)  # what the actor may not read does not exist
    _must_write(actor)
    report = Report.objects.select_for_update().get(pk=report_id)
    if report.is_final:
        raise ReportAlreadyFinal(
            _("这份报告已经定稿，不再改动"), next_step=_("需要改动的，请以它为底另起一份。")
        )
    return report


def _must_write(actor: Actor) -> None:
    if not may_write_reports(actor):
        raise NotAllowed(_("只有区普法办可以编写报告"))


def _sha256_of(blocks: Any) -> str:
    return hashlib.sha256(json.dumps(blocks, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
