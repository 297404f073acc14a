"""Recording a deed, changing it before it closes, handing it in, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from zhifa.deeds.access import may_record, may_revise, may_withdraw, visible_to
from zhifa.deeds.errors import DeedAlreadyClosed, DeedIncomplete, DeedNotWaiting, ReasonMissing
from zhifa.deeds.models import Cited, Count, Credit, Deed
from zhifa.deeds.rules.confirming import levels_of, may_move
from zhifa.deeds.rules.drafts import DeedDraft, draft_faults
from zhifa.deeds.services.writing import (
    cited_of,
    counts_of,
    credits_of,
    days_changed,
    draft_facts,
    kinds,
    new_deed,
    note_no_longer_counts,
    recite,
    subject_of,
)
from zhifa.deeds.terms import DEED, State
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault, NotAllowed, NotFound
from zhifa.ledger.api import record
from zhifa.people.api import Area, Unit, UnitKind, area_by_code
from zhifa.publishing.api import end
from zhifa.search.api import touch


@transaction.atomic
def record_deed(actor: Actor, draft: DeedDraft, *, submit: bool = False, now: datetime) -> Deed:
    """Record a deed, and hand it in at once when `submit`.

    A draft with a `client_key` that this account has sent before answers the deed already recorded: a phone
    on a shaky line may send twice. Refused as a whole with every fault named.
    """
    if draft.client_key:
        before = _sent_before(actor, draft.client_key)
        if before is not None:
            return before
    units, area = _checked(actor, draft, now)
    deed = new_deed(draft, units[draft.unit], area, recorder=actor.account_id, now=now)
    deed.save()
    Credit.objects.bulk_create(credits_of(deed, draft, units))
    Count.objects.bulk_create(counts_of(deed, draft))
    Cited.objects.bulk_create(cited_of(deed, draft))
    record(actor, "deeds.record_deed", subject_of(deed), draft_facts(draft), now=now)
    if submit:
        _submit(actor, deed, now)
    touch("deed", [deed.key])
    return deed


@transaction.atomic
def revise_deed(actor: Actor, key: str, draft: DeedDraft, *, now: datetime) -> Deed:
    """Put a new draft in the place of the old, before closing; both states stand in the ledger."""
    deed = locked(actor, key)
    if deed.closed_at is not None:
        raise DeedAlreadyClosed(
            _("这条记录已经封账，不能直接修改"),
            next_step=_("请用“更正”，并写明理由；读者会看到更正前后的内容。"),
        )
    if not may_revise(actor, deed):
        raise NotAllowed(_("只有记录单位可以修改这条记录"))
    units, area = _checked(actor, draft, now, held_by_rows(deed, draft))
    deed.kind, deed.title, deed.occurred_on = draft.kind, draft.title.strip(), draft.occurred_on
    deed.unit, deed.area, deed.place = units[draft.unit], area, draft.place
    deed.audience, deed.summary = draft.audience, draft.summary
    deed.reported_on = max(deed.reported_on, draft.occurred_on)
    deed.save()
    deed.credits.all().delete()
    deed.counts.filter(from_events=False).delete()
    Credit.objects.bulk_create(credits_of(deed, draft, units))
    Count.objects.bulk_create(counts_of(deed, draft))
    deed.cited.all().delete()
    Cited.objects.bulk_create(cited_of(deed, draft))
    recite(deed, now=now)
    record(actor, "deeds.revise_deed", subject_of(deed), draft_facts(draft), now=now)
    touch("deed", [deed.key])
    return deed


@transaction.atomic
def submit_deed(actor: Actor, key: str, *, now: datetime) -> Deed:
    """Hand a deed in for confirmation at its first level."""
    deed = locked(actor, key)
    if not may_record(actor, deed.unit):
        raise NotAllowed(_("只有记录单位可以提交这条记录"))
    _submit(actor, deed, now)
    return deed


@transaction.atomic
def withdraw_deed(actor: Actor, key: str, reason: str, *, now: datetime) -> Deed:
    """Take a deed back with its reason: it stays readable to its unit and reaches no figure.

    Before closing whoever may record takes it back; afterwards, when others have vouched for it, its head or the office.
    """
    deed = locked(actor, key)
    if not may_withdraw(actor, deed):
        raise NotAllowed(
            _("只有记录单位可以撤回这条记录")
            if deed.closed_at is None
            else _("已经封账的记录，由本单位负责人或区普法办撤回")
        )
    if not reason.strip():
        raise ReasonMissing(_("请写明撤回的理由"), field="reason")
    _move(deed, State.WITHDRAWN)
    deed.waits_for = ""
    deed.save(update_fields=["state", "waits_for"])
    if deed.confirmed_at is not None:
        note_no_longer_counts([deed.pk])
        days_changed([deed.occurred_on])
    recite(deed, now=now)
    record(actor, "deeds.withdraw_deed", subject_of(deed), {"reason": reason.strip()}, now=now)
    end(actor, DEED, [deed.key], reason.strip(), now=now)
    touch("deed", [deed.key])
    return deed


def locked(actor: Actor, key: str) -> Deed:
    """The deed for changing, locked; 404 when it does not exist for this actor."""
    deed = (
        visible_to(actor)
        .filter(key=key)
        .select_for_update(of=("self",))
        .select_related("unit__area", "area")
        .first()
    )
    if deed is None:
        raise NotFound(_("没有这条记录"))
    return deed


def _sent_before(actor: Actor, client_key: str) -> Deed | None:
    """What this account sent under that key already. Two copies that arrive at one moment wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [client_key])
    before = Deed.objects.filter(client_key=client_key).first()
    if before is not None and before.recorder_id != actor.account_id:
        raise NotAllowed(
            _("这份表单已由另一个账号提交过"), next_step=_("请重新打开“记录活动”再填；填过的内容都还在本机。")
        )
    return before


def _submit(actor: Actor, deed: Deed, now: datetime) -> None:
    _move(deed, State.SUBMITTED)
    deed.waits_for = levels_of(by_community=deed.unit.kind == UnitKind.COMMUNITY)[0]
    deed.save(update_fields=["state", "waits_for"])
    record(actor, "deeds.submit_deed", subject_of(deed), {"waits_for": deed.waits_for}, now=now)


def _move(deed: Deed, state: State) -> None:
    """Change the state as the table of moves allows."""
    if not may_move(deed.state, state):
        raise DeedNotWaiting(
            _("这条记录是“%(state)s”，不能改为“%(wanted)s”")
            % {"state": deed.get_state_display(), "wanted": state.label},
            next_step=_("请刷新页面看最新状态。"),
        )
    deed.state = state


def held_by_rows(deed: Deed, draft: DeedDraft) -> list[Fault]:
    """Faults of typed counts that the deed's own rows give already. One query."""
    held = set(deed.counts.filter(from_events=True).values_list("measure", "channel"))
    if all((row.measure, row.channel) not in held for row in draft.counts):
        return []
    told = _("这个渠道的人次由参加记录逐条算出，不能另填")
    return [Fault(told, _("去掉这一行；要改，请重新导入签到表或平台记录"), "counts")]


def _checked(
    actor: Actor, draft: DeedDraft, now: datetime, more: Sequence[Fault] = ()
) -> tuple[dict[str, Unit], Area | None]:
    """The units and area of a draft; refused with every fault when it cannot stand or is not the actor's to record."""
    faults = [*draft_faults(draft, kinds=kinds(), today=clock.civil_day(now)), *more]
    wanted = {draft.unit, *(row.unit for row in draft.credits)}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=wanted).select_related("area")}
    faults += [
        Fault(_("没有代码为 %(code)s 的单位") % {"code": code}, _("从列表中选择"), "unit")
        for code in sorted(wanted - set(units))
    ]
    if faults:
        raise DeedIncomplete(_("还有几处要补正"), why=_("没有保存到系统；填写的内容都还在。"), faults=faults)
    if not may_record(actor, units[draft.unit]):
        raise NotAllowed(
            _("您不能替%(unit)s记录") % {"unit": units[draft.unit].name}, next_step=_("请选择您所在的单位。")
        )
    return units, area_by_code(draft.area) if draft.area else None
