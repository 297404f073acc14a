"""What was merged is considered, signed for issue as an official document, and from its day on it is the list."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhifa.accounts.api import Proof, sign
from zhifa.deeds.api import rematch
from zhifa.duties.access import may_issue, may_manage
from zhifa.duties.errors import LineIncomplete, NothingMerged, VersionAlreadyIssued, VersionOutOfOrder
from zhifa.duties.models import Duty, DutyLaw, DutyYear, ListVersion, UnitList
from zhifa.duties.rules.content import canonical, list_text, read
from zhifa.duties.rules.lines import LineDraft, faults_of
from zhifa.duties.selectors import content_of, use_of
from zhifa.duties.selectors.lists import LAWS
from zhifa.duties.services.drafting import fill, laws_of, moved, new_line, subject_of
from zhifa.duties.services.proving import touch_nodes
from zhifa.duties.services.registering import register_version
from zhifa.duties.terms import DUTY, VERSION, ConsideredBy, Issuer, ListState, Move
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.laws.api import all_recited
from zhifa.ledger.api import Subject, record
from zhifa.search.api import touch as search_touch

COPIED = [
    field.attname
    for field in Duty._meta.concrete_fields
    if field.name
    not in ("id", "version", "is_current", "done", "proven_on", "is_proven", "is_late", "by_rule", "verdict", "remarks", "origin")
]  # fmt: skip


@dataclass(frozen=True)
class Consideration:
    """Who considered the merged list, when, and by which record; who will issue it."""

    by: str
    on: date
    record: str
    issuer: str = Issuer.GOVERNMENT.value


@dataclass(frozen=True)
class Issue:
    """The document number, the day of issue, the day from which the list holds."""

    document_number: str
    issued_on: date
    effective_on: date


@transaction.atomic
def consider(actor: Actor, year: int, said: Consideration, *, now: datetime) -> ListVersion:
    """Fix what was merged as the version that was considered; one that is not issued yet is replaced. Refused: nothing merged."""
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以登记审议"))
    duty_year = _year(year)
    ListVersion.objects.filter(duty_year=duty_year, issued_on=None).delete()
    if not UnitList.objects.filter(duty_year=duty_year, unit__isnull=False, state=ListState.MERGED).exists():
        raise NothingMerged(
            _("还没有并入任何单位的清单"), next_step=_("请先审核各单位的清单，并入后再登记审议。")
        )
    version = _new_version(duty_year, said)
    _copy_lines(version, _lines_now(duty_year))
    version.content = canonical(_content(version, said.on))
    version.save()
    facts = {
        "by": said.by,
        "on": said.on,
        "record": said.record,
        "number": version.number,
        "issuer": said.issuer,
    }
    record(actor, "duties.consider", _subject(version), facts, now=now)
    return version


def issue_text(version: ListVersion, issue: Issue) -> str:
    """What the lead signs: the whole list with number and days."""
    head = f"文号：{issue.document_number}\n印发日期：{issue.issued_on}\n生效日期：{issue.effective_on}\n"
    return head + list_text(read(version.content))


@transaction.atomic
def issue_version(actor: Actor, pk: int, issue: Issue, *, proof: Proof, now: datetime) -> ListVersion:
    """The lead signs the considered list for issue; from its day on it is the list, and deeds are matched with it.

    Refused: another post, twice, a day before its consideration or before the version that it follows.
    """
    if not may_issue(actor):
        raise NotAllowed(_("只有区司法局领导可以签发责任清单"))
    version = (
        ListVersion.objects.select_for_update(of=("self",)).select_related("duty_year").filter(pk=pk).first()
    )
    if version is None:
        raise NotFound(_("没有这个版本"))
    digest = sign(actor, issue_text(version, issue), _subject(version), role=Role.LEAD, proof=proof, now=now)
    _put_in_force(version, issue, now)
    facts = {
        **vars(issue),
        "text_sha256": digest,
        "content_sha256": version.sha256,
        "duties": version.duties.count(),
    }
    record(actor, "duties.issue_version", _subject(version), facts, now=now)
    register_version(actor, version, issue.issued_on, issue.effective_on, now=now)
    return version


@transaction.atomic
def load_issued(
    actor: Actor, year: int, lines: Sequence[tuple[str, LineDraft]], said: Consideration, issue: Issue, *, now: datetime,
) -> ListVersion:  # fmt: skip
    """Enter a list that was issued on paper in an earlier year: (unit code, line) each. Neither a signature nor a day of handing in
    is claimed for it. Refused: an empty field, days that contradict, a unit that was not called."""
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以补录已印发的清单"))
    called = UnitList.objects.filter(duty_year__year=year, unit__isnull=False).select_related("unit")
    from_units = {row.unit.code: row for row in called if row.unit}
    if unknown := sorted({code for code, _draft in lines} - set(from_units)):
        raise BadInput(
            _("这些单位不在 %(year)s 年的征集范围：%(units)s") % {"year": year, "units": "、".join(unknown)}
        )
    if faults := faults_of([(row, draft) for row, (_code, draft) in enumerate(lines, start=1)], year):
        raise LineIncomplete(_("有几项还没有写完，未写入"), why=_("整批未写入。"), faults=faults)
    made = []
    for number, (code, draft) in enumerate(lines):
        line = new_line(from_units[code])
        fill(line, draft)
        line.position = number
        made.append((line, draft))
    Duty.objects.bulk_create(line for line, _draft in made)
    DutyLaw.objects.bulk_create(law for line, draft in made for law in laws_of(line, draft))
    UnitList.objects.filter(pk__in={line.unit_list_id for line, _draft in made}).update(
        state=ListState.MERGED
    )
    version = consider(actor, year, said, now=now)
    _put_in_force(version, issue, now)
    facts = {**vars(issue), "content_sha256": version.sha256, "duties": len(made)}
    record(actor, "duties.load_issued", _subject(version), facts, now=now)
    register_version(actor, version, issue.issued_on, issue.effective_on, now=now)
    return version


@transaction.atomic
def reopen_list(actor: Actor, pk: int, reason: str, *, now: datetime) -> UnitList:
    """Give a merged list back to its unit for the next version, saying why (a law changed, a body was merged)."""
    unit_list = moved(actor, pk, Move.REOPEN)
    if not reason.strip():
        raise BadInput(_("请写明为什么要改"), field="remarks")
    unit_list.remarks = reason.strip()
    unit_list.signed_text, unit_list.signed_at = "", None
    unit_list.save()
    record(actor, "duties.reopen_list", subject_of(unit_list), {"reason": reason.strip()}, now=now)
    return unit_list


def _put_in_force(version: ListVersion, issue: Issue, now: datetime) -> None:
    _must_be_in_order(version, issue)
    content = read(version.content) | {
        "document_number": issue.document_number, "issued_on": issue.issued_on.isoformat(),
        "effective_on": issue.effective_on.isoformat(),
    }  # fmt: skip
    version.content = canonical(content)
    version.sha256 = hashlib.sha256(version.content.encode()).hexdigest()
    version.document_number, version.issued_on, version.effective_on = (
        issue.document_number,
        issue.issued_on,
        issue.effective_on,
    )
    version.save()
    before = Duty.objects.filter(is_current=True, version__duty_year=version.duty_year)
    dropped = list(before.exclude(key__in=version.duties.values("key")).values_list("key", flat=True))
    nodes = set(before.values_list("node_on", flat=True))
    before.update(is_current=False)
    version.duties.update(is_current=True)
    laws = DutyLaw.objects.filter(duty__version=version).select_related("duty__unit", "version")
    by_key: dict[str, list[Any]] = {key: [] for key in dropped}
    for law in laws:
        by_key.setdefault(law.duty.key, []).append(use_of(law))
    all_recited(DUTY, by_key, now=now)
    search_touch(DUTY, list(by_key))
    year = version.duty_year.year
    rematch(date(year, 1, 1), date(year, 12, 31))
    touch_nodes(nodes | set(version.duties.values_list("node_on", flat=True)))


def _must_be_in_order(version: ListVersion, issue: Issue) -> None:
    if version.issued_on is not None:
        raise VersionAlreadyIssued(
            _("这一版已经印发"), next_step=_("印发的清单不再改动；要调整，请重新起草后印发新的版本。")
        )
    if not issue.document_number.strip():
        raise BadInput(_("请填写文号"), field="document_number")
    if issue.effective_on < issue.issued_on or issue.issued_on < version.considered_on:
        raise VersionOutOfOrder(
            _("日期先后不对"),
            why=_("先审议，再印发，然后生效。"),
            next_step=_("请核对日期。"),
            field="effective_on",
        )
    last = (
        ListVersion.objects.filter(duty_year=version.duty_year, issued_on__isnull=False)
        .order_by("-number")
        .first()
    )
    if last and last.effective_on and issue.effective_on <= last.effective_on:
        raise VersionOutOfOrder(
            _("新版本的生效日期要在上一版（%(day)s）之后") % {"day": last.effective_on.isoformat()},
            field="effective_on",
        )


def _year(year: int) -> DutyYear:
    found = DutyYear.objects.select_for_update().filter(year=year).first()
    if found is None:
        raise NotFound(_("%(year)s 年还没有开始征集责任清单") % {"year": year})
    return found


def _new_version(year: DutyYear, said: Consideration) -> ListVersion:
    if not said.record.strip():
        raise BadInput(_("请写明审议记录"), field="record")
    number = ListVersion.objects.filter(duty_year=year).count() + 1
    return ListVersion.objects.create(
        duty_year=year, number=number, issuer=Issuer(said.issuer), considered_by=ConsideredBy(said.by), considered_on=said.on,
        considered_record=said.record.strip(),
    )  # fmt: skip


def _lines_now(year: DutyYear) -> list[Duty]:
    """The lines of merged lists, and of those that were issued and are being written anew the lines as they stand."""
    merged = UnitList.objects.filter(duty_year=year, unit__isnull=False, state=ListState.MERGED)
    rows = list(Duty.objects.filter(version=None, unit_list__in=merged))
    standing = Duty.objects.filter(is_current=True, unit_list__duty_year=year).exclude(unit_list__in=merged)
    standing = standing.exclude(
        key__in=[row.key for row in rows]
    )  # what a merged body handed over stands with its heir
    chosen = [row.pk for row in rows] + list(standing.values_list("pk", flat=True))
    return list(
        Duty.objects.filter(pk__in=chosen)
        .select_related("unit")
        .prefetch_related(LAWS)
        .order_by("unit__path", "position", "pk")
    )


def _copy_lines(version: ListVersion, lines: Sequence[Duty]) -> None:
    copies = [
        Duty(version=version, **{name: getattr(line, name) for name in COPIED} | {"position": number})
        for number, line in enumerate(lines)
    ]
    Duty.objects.bulk_create(copies)
    DutyLaw.objects.bulk_create(
        DutyLaw(duty=copy, version_id=law.version_id, text_id=law.text_id, label=law.label)
        for copy, line in zip(copies, lines, strict=True)
        for law in line.laws.all()
    )


def _content(version: ListVersion, on: date) -> dict[str, Any]:
    lines = list(version.duties.select_related("unit").prefetch_related(LAWS).order_by("position"))
    with override("zh-hans"):
        considered = {
            "by": {"code": version.considered_by, "name": str(version.get_considered_by_display())},
            "on": version.considered_on.isoformat(), "record": version.considered_record,
        }  # fmt: skip
    content = content_of(version.duty_year.title, considered, lines, on)
    return content | {"year": version.duty_year.year, "number": version.number}


def _subject(version: ListVersion) -> Subject:
    return Subject(VERSION, str(version.pk))
