"""Appointees enter the register; their oath is recorded, of one or of many together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound
from zhifa.kernel.wording import listed
from zhifa.ledger.api import Subject, record
from zhifa.plans.access import units_taking_part
from zhifa.plans.errors import AppointeeTwice, NoOathText
from zhifa.plans.models import Oath, OathText
from zhifa.plans.services.planning import must_manage
from zhifa.plans.terms import OATH, OathForm


@dataclass(frozen=True)
class AppointeeDraft:
    """Who takes which office, in which unit (its code), from which day, appointed by whom."""

    name: str
    unit: str
    office: str
    appointed_on: date
    appointed_by: str


@dataclass(frozen=True)
class OathDraft:
    """An oath taken: the day, alone or together, who led, who witnessed, where."""

    sworn_on: date
    form: str
    witness: str
    led_by: str = ""
    place: str = ""


@transaction.atomic
def add_oath_text(actor: Actor, since: date, source: str, words: str, *, now: datetime) -> OathText:
    """The words of the oath from a day on; one version a day."""
    must_manage(actor)
    try:
        with transaction.atomic():
            text = OathText.objects.create(since=since, source=source, words=words)
    except IntegrityError as error:
        raise BadInput(_("这一天已经登记了一个誓词版本"), field="since") from error
    record(
        actor, "plans.add_oath_text", Subject("oath-text", str(text.pk)),
        {"since": since, "source": source, "words": words}, now=now,
    )  # fmt: skip
    return text


@transaction.atomic
def enter_appointee(actor: Actor, draft: AppointeeDraft, *, now: datetime) -> Oath:
    """Enter somebody who took office; until an oath is recorded the register lists the name as without one."""
    unit = units_taking_part(actor).filter(code=draft.unit).first()
    if unit is None:
        raise NotAllowed(_("只能登记本单位的任职人员"))
    if draft.appointed_on > clock.civil_day(now):
        raise BadInput(_("任职日期还没有到"), field="appointed_on")
    try:
        with transaction.atomic():
            oath = Oath.objects.create(**{**asdict(draft), "unit": unit})
    except IntegrityError as error:
        raise AppointeeTwice(
            _("这个人的这一次任职已经登记过"), next_step=_("在名单里找到后登记宣誓即可。"), field="name"
        ) from error
    record(actor, "plans.enter_appointee", Subject(OATH, str(oath.pk)), _office(oath), now=now)
    return oath


@transaction.atomic
def record_oath(actor: Actor, keys: Collection[int], draft: OathDraft, *, now: datetime) -> list[Oath]:
    """Record the oath of those named, all or none; each is bound to the text of its day.

    Refused: nobody named, a day to come or before an appointment, no text held for the day, somebody who has sworn already, an
    oath taken together without who led it."""
    mine = Oath.objects.filter(unit__in=units_taking_part(actor), pk__in=keys).select_related("unit")
    oaths = list(mine.select_for_update(of=("self",)).order_by("pk"))
    if not oaths or len(oaths) != len(set(keys)):
        raise NotFound(_("没有选中任职人员"), next_step=_("在名单里勾选要登记宣誓的人。"))
    text = OathText.objects.filter(since__lte=draft.sworn_on).first()
    if text is None:
        raise NoOathText(
            _("没有登记 %(day)s 适用的誓词") % {"day": draft.sworn_on.isoformat()},
            next_step=_("请区普法办先登记誓词版本和依据文件。"), field="sworn_on",
        )  # fmt: skip
    if faults := _faults(oaths, draft, now):
        raise BadInput(_("宣誓未登记"), why=_("整批未写入。"), faults=faults)
    for oath in oaths:
        for name, value in asdict(draft).items():
            setattr(oath, name, value)
        oath.text = text
        oath.save()
        facts = {
            **_office(oath), "sworn_on": draft.sworn_on, "form": draft.form, "text": text.pk, "together": len(oaths),
        }  # fmt: skip
        record(actor, "plans.record_oath", Subject(OATH, str(oath.pk)), facts, now=now)
    return oaths


def _faults(oaths: list[Oath], draft: OathDraft, now: datetime) -> list[Fault]:
    faults = []
    if draft.sworn_on > clock.civil_day(now):
        faults.append(Fault(_("宣誓日期还没有到"), _("核对日期"), "sworn_on"))
    if not draft.witness.strip():
        faults.append(Fault(_("请写明监誓人"), _("填写监誓人"), "witness"))
    if draft.form == OathForm.TOGETHER and not draft.led_by:
        faults.append(Fault(_("集体宣誓要写明领誓人"), _("填写领誓人"), "led_by"))
    if sworn := [oath.name for oath in oaths if oath.sworn_on]:
        faults.append(Fault(_("%(names)s已经登记过宣誓") % {"names": listed(sworn)}, _("去掉再登记"), "who"))
    if early := [oath.name for oath in oaths if draft.sworn_on < oath.appointed_on]:
        faults.append(
            Fault(_("宣誓日期早于%(names)s的任职日期") % {"names": listed(early)}, _("核对日期"), "sworn_on")
        )
    return faults


def _office(oath: Oath) -> dict[str, object]:
    """What the ledger keeps of an appointment: the office, not the name."""
    return {
        "unit": oath.unit.code, "office": oath.office, "appointed_on": oath.appointed_on,
        "appointed_by": oath.appointed_by,
    }  # fmt: skip
