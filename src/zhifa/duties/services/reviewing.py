"""The head signs; the office reviews line by line, and merges or sends back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import Proof, sign
from zhifa.duties.access import may_manage
from zhifa.duties.errors import LineNotReviewed, MoveNotPossible
from zhifa.duties.models import Duty, UnitList
from zhifa.duties.selectors import lines_of, text_to_sign
from zhifa.duties.services.drafting import locked_list, moved, subject_of
from zhifa.duties.terms import LineVerdict, ListState, Move
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import Fault, NotAllowed
from zhifa.ledger.api import record


@transaction.atomic
def sign_list(actor: Actor, pk: int, *, proof: Proof, now: datetime) -> UnitList:
    """The head signs the very text of the unit's list, and it goes to the office. Refused: another post, a text changed meanwhile."""
    unit_list = moved(actor, pk, Move.SIGN)
    text = text_to_sign(unit_list)
    digest = sign(actor, text, subject_of(unit_list), role=Role.HEAD, proof=proof, now=now)
    unit_list.signed_text, unit_list.signed_at = text, now
    unit_list.submitted_on = unit_list.submitted_on or clock.civil_day(now)
    unit_list.save()
    unit_list.lines.filter(version=None).update(verdict=LineVerdict.OPEN, remarks="")
    record(actor, "duties.sign_list", subject_of(unit_list), {"text_sha256": digest}, now=now)
    return unit_list


@transaction.atomic
def review_lines(
    actor: Actor, pk: int, verdicts: Mapping[str, tuple[str, str]], *, now: datetime
) -> UnitList:
    """Give verdicts on lines, by key: (accepted or returned, remarks). Refused: a line sent back without saying why."""
    unit_list = locked_list(actor, pk)
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以审核清单"))
    if unit_list.state != ListState.REVIEW:
        raise MoveNotPossible(
            _("这份清单是“%(state)s”，不能审核") % {"state": unit_list.get_state_display()},
            why=_("可能别人刚刚处理过。"), next_step=_("请刷新页面看最新状态。"),
        )  # fmt: skip
    lines = lines_of(unit_list)
    faults = [
        Fault(_("退改的一项没有写意见"), _("写明要改什么"), f"remarks-{line.key}", row)
        for row, line in enumerate(lines, start=1)
        if verdicts.get(line.key, ("", ""))[0] == LineVerdict.RETURNED and not verdicts[line.key][1].strip()
    ]
    if faults:
        raise LineNotReviewed(_("有几项退改没有写意见"), faults=faults)
    for line in lines:
        if line.key in verdicts:
            verdict, remarks = verdicts[line.key]
            line.verdict, line.remarks = LineVerdict(verdict), remarks.strip()
    Duty.objects.bulk_update(lines, ["verdict", "remarks"])
    facts = {
        "verdicts": [{"line": line.key, "verdict": line.verdict, "remarks": line.remarks} for line in lines]
    }
    record(actor, "duties.review_lines", subject_of(unit_list), facts, now=now)
    return unit_list


@transaction.atomic
def finish_review(actor: Actor, pk: int, *, now: datetime) -> UnitList:
    """Merge the list when every line is accepted; when any is to be changed, send it back with the remarks. Refused: a line
    without a verdict, a list that another officer has just finished."""
    found = locked_list(actor, pk)
    lines = lines_of(found)
    returned = [line for line in lines if line.verdict == LineVerdict.RETURNED]
    unit_list = moved(actor, pk, Move.RETURN if returned else Move.MERGE)
    if waiting := [row for row, line in enumerate(lines, start=1) if not line.verdict]:
        raise LineNotReviewed(
            _("还有 %(count)s 项没有审") % {"count": len(waiting)}, next_step=_("每项选“同意”或“退改”。")
        )
    if returned:
        unit_list.remarks = _("%(count)s 项需要修改，意见写在各项下面") % {"count": len(returned)}
        unit_list.signed_text, unit_list.signed_at = "", None
    unit_list.save()
    act = "duties.return" if returned else "duties.merge"
    record(actor, act, subject_of(unit_list), {"lines": len(lines), "returned": len(returned)}, now=now)
    return unit_list
