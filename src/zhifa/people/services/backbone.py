"""Those who carry law publicity besides their post: appointed for a term, trained, appointed again, or leaving."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound, Refusal
from zhifa.kernel.registry import rows_changed
from zhifa.ledger.api import Subject, commit_personal, record, record_bulk
from zhifa.people.access import may_manage_bodies
from zhifa.people.errors import ServiceOverlaps
from zhifa.people.models import Area, Backbone, Person, Unit
from zhifa.people.services.bodies import pinyin_of
from zhifa.people.terms import SEARCH_PEOPLE, BackboneKind
from zhifa.search.api import touch as search_touch

SOURCE = "people.backbone"


@dataclass(frozen=True)
class BackboneDraft:
    """Someone to appoint: a person known by code, or a new one by name; in what capacity, where, from when, until when."""

    kind: str
    valid_from: date
    valid_until: date | None
    person: str = ""
    name: str = ""
    unit: str = ""
    area: str = ""
    document: str = ""
    duty: str = ""


@transaction.atomic
def appoint_backbone(actor: Actor, draft: BackboneDraft, *, now: datetime) -> Backbone:
    """Appoint someone for a term. Refused: days in which the person already serves in that capacity."""
    _must_manage(actor)
    unit = Unit.objects.filter(code=draft.unit).first() if draft.unit else None
    area = Area.objects.filter(code=draft.area).first() if draft.area else None
    service = _appointed(draft, unit, area)
    record(actor, "people.appoint_backbone", _subject(service), _facts(service), now=now)
    rows_changed(SOURCE, [service.valid_from])
    search_touch(SEARCH_PEOPLE, [service.person.code])
    return service


@transaction.atomic
def load_backbone(actor: Actor, drafts: Sequence[BackboneDraft], *, now: datetime) -> int:
    """Appoint a whole sheet by one act and one ledger entry; all or nothing, every wrong row named."""
    _must_manage(actor)
    units = {unit.code: unit for unit in Unit.objects.all()}
    areas = {area.code: area for area in Area.objects.all()}
    faults: list[Fault] = []
    made: list[Backbone] = []
    for row, draft in enumerate(drafts, start=1):
        if draft.unit and draft.unit not in units:
            faults.append(
                Fault(_("没有代码为 %(code)s 的单位") % {"code": draft.unit}, _("先导入单位"), "unit", row)
            )
            continue
        if draft.area and draft.area not in areas:
            faults.append(
                Fault(_("没有代码为 %(code)s 的区域") % {"code": draft.area}, _("先导入区域"), "area", row)
            )
            continue
        try:
            made.append(_appointed(draft, units.get(draft.unit), areas.get(draft.area)))
        except Refusal as refusal:
            faults.append(Fault(refusal.what, refusal.next_step or _("核对这一行"), refusal.field, row))
    if faults:
        raise BadInput(_("有些骨干不能导入"), why=_("整批未写入。"), faults=faults)
    rows = [_facts(service) for service in made]
    members = [_subject(service) for service in made]
    record_bulk(
        actor,
        "people.load_backbone",
        Subject("sheet", "backbone"),
        rows,
        {"rows": len(rows)},
        now=now,
        members=members,
    )
    rows_changed(SOURCE, [service.valid_from for service in made])
    search_touch(SEARCH_PEOPLE, [service.person.code for service in made])
    return len(made)


@transaction.atomic
def charge_backbone(actor: Actor, service_id: int, *, duty: str, now: datetime) -> None:
    """Say what the person is charged with from now on (which community, which subject); each wording stands in the ledger."""
    service = _locked(actor, service_id)
    service.duty = duty.strip()[:200]
    service.save(update_fields=["duty"])
    record(actor, "people.charge_backbone", _subject(service), {"duty": service.duty}, now=now)


@transaction.atomic
def note_training(actor: Actor, service_id: int, *, on: date, now: datetime) -> None:
    """The person was trained on a day; the latest is shown, every one stands in the ledger."""
    service = _locked(actor, service_id)
    if on < service.valid_from or on > clock.civil_day(now):
        raise BadInput(_("培训日期要在聘任之后，并且不晚于今天"), field="on")
    service.trained_on = max(on, service.trained_on or on)
    service.save(update_fields=["trained_on"])
    record(actor, "people.note_training", _subject(service), {"on": on}, now=now)


@transaction.atomic
def renew_backbone(actor: Actor, service_id: int, *, until: date, document: str, now: datetime) -> None:
    """The term runs on until a later day. Refused once the person has left."""
    service = _locked(actor, service_id)
    if service.exit_reason:
        raise BadInput(_("已经退出，不能续聘；请重新聘任"))
    if service.valid_until is None or until <= service.valid_until:
        raise BadInput(_("新的期满日期要晚于现在的期满日期"), field="until")
    service.valid_until = until
    _save_without_overlap(service)
    record(actor, "people.renew_backbone", _subject(service), {"until": until, "document": document}, now=now)


@transaction.atomic
def leave_backbone(actor: Actor, service_id: int, *, last_day: date, reason: str, now: datetime) -> None:
    """The person leaves with a day, for a reason that stays on record; the appointment itself keeps counting."""
    service = _locked(actor, service_id)
    if not reason.strip():
        raise BadInput(_("请写明退出原因"), field="reason")
    if service.exit_reason or last_day < service.valid_from:
        raise BadInput(_("已经退出，或者日期早于聘任日期"), field="last_day")
    service.valid_until, service.exit_reason = last_day, reason.strip()[:200]
    service.save(update_fields=["valid_until", "exit_reason"])
    record(
        actor,
        "people.leave_backbone",
        _subject(service),
        {"last_day": last_day, "reason": commit_personal(f"person:{service.person.code}", reason)},
        now=now,
    )


def _appointed(draft: BackboneDraft, unit: Unit | None, area: Area | None) -> Backbone:
    """The appointment written, without its entry."""
    if draft.kind not in BackboneKind.values:
        raise BadInput(_("没有这一类骨干"), field="kind")
    if draft.valid_until is not None and draft.valid_until < draft.valid_from:
        raise BadInput(_("期满日期早于聘任日期"), field="valid_until")
    service = Backbone(
        person=_person_of(draft),
        kind=draft.kind,
        unit=unit,
        area=area,
        valid_from=draft.valid_from,
        valid_until=draft.valid_until,
        document=draft.document,
        duty=draft.duty.strip()[:200],
    )
    _save_without_overlap(service)
    return service


def _facts(service: Backbone) -> dict[str, Any]:
    """What the ledger keeps of an appointment; the name only as a commitment."""
    return {
        "kind": service.kind,
        "person": service.person.code,
        "name": commit_personal(f"person:{service.person.code}", service.person.name),
        "from": service.valid_from.isoformat(),
        "until": service.valid_until.isoformat() if service.valid_until else None,
        "document": service.document,
        "duty": service.duty,
    }


def _person_of(draft: BackboneDraft) -> Person:
    if draft.person:
        found = Person.objects.filter(code=draft.person).first()
        if found is None:
            raise NotFound(_("没有这个人员"))
        return found
    name = draft.name.strip()
    if not name:
        raise BadInput(_("请选择人员，或者写上姓名"), field="name")
    return Person.objects.create(code=f"P{secrets.token_hex(5)}", name=name[:40], pinyin=pinyin_of(name))


def _save_without_overlap(service: Backbone) -> None:
    try:
        with transaction.atomic():
            service.save()
    except IntegrityError as error:
        raise ServiceOverlaps(
            _("%(name)s在这些天已经是%(kind)s")
            % {"name": service.person.name, "kind": service.get_kind_display()},
            next_step=_("请用“续聘”，或核对日期。"),
            field="valid_from",
        ) from error


def _locked(actor: Actor, service_id: int) -> Backbone:
    _must_manage(actor)
    service = (
        Backbone.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=service_id)
        .first()
    )
    if service is None:
        raise NotFound(_("没有这项聘任"))
    return service


def _subject(service: Backbone) -> Subject:
    return Subject("backbone", str(service.pk))


def _must_manage(actor: Actor) -> None:
    if not may_manage_bodies(actor):
        raise NotAllowed(_("只有区普法办和系统管理员可以维护骨干队伍"))
