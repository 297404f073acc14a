"""What duties offer: what deeds may serve, figures, what waits for whom, what cites law, lists at the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.duties.access import may_draft, may_issue, may_manage, may_sign, visible_duties, visible_lists
from zhifa.duties.models import DutyLaw, ListVersion
from zhifa.duties.offers.figures import DEFINITIONS, DUTIES, PROMPTS
from zhifa.duties.offers.naming import NAMED
from zhifa.duties.offers.publishing import PUBLISHABLE
from zhifa.duties.offers.searching import FOUND
from zhifa.duties.offers.sheets import POWERS_SHEET
from zhifa.duties.selectors import current_year, duty_titles, prompts, served_duties, use_of
from zhifa.duties.services import settle
from zhifa.duties.terms import DUTY, RULE, SAID, ListState, PromptState
from zhifa.figures.api import values
from zhifa.kernel import clock
from zhifa.kernel.actor import STRANGER, Actor
from zhifa.kernel.registry import (
    ActWords,
    Awaiting,
    AwaitingItem,
    Block,
    Citation,
    Citer,
    LawUse,
    MenuEntry,
    OpenActs,
    Purpose,
)
from zhifa.kernel.web.asking import asker
from zhifa.people.api import district


def _lists_waiting(actor: Actor, today: date) -> list[AwaitingItem]:
    """Lists that wait for their unit, its head, or the office. One query."""
    if actor.is_system:
        return []
    rows = (
        visible_lists(actor)
        .filter(unit__isnull=False)
        .exclude(state__in=(ListState.MERGED, ListState.HANDED))
    )
    found = []
    for row in rows.select_related("unit", "duty_year"):
        told = {"unit": row.unit.name if row.unit else "", "year": row.duty_year.year}
        if row.state in (ListState.DRAFTING, ListState.LEGAL) and may_draft(actor, row.unit):
            title = (
                gettext("%(year)s 年普法责任清单待起草")
                if row.state == ListState.DRAFTING
                else gettext("%(year)s 年普法责任清单待法制审核")
            )
            why, url = gettext("您是%(unit)s的联络员或负责人"), "duties_list"
        elif row.state == ListState.SIGNING and may_sign(actor, row.unit):
            title, why, url = (
                gettext("%(year)s 年普法责任清单待您签署"),
                gettext("您是%(unit)s的负责人"),
                "duties_sign",
            )
        elif row.state == ListState.REVIEW and may_manage(actor):
            title, why, url = (
                gettext("%(unit)s报送的责任清单待审核"),
                gettext("您在区普法办"),
                "duties_review",
            )
        else:
            continue
        found.append(
            AwaitingItem(
                title % told,
                reverse(url, args=[row.pk]),
                why % told,
                due=row.duty_year.due_on,
                subject=f"duty-list:{row.pk}",
            )
        )
    return found


def _versions_waiting(actor: Actor, today: date) -> list[AwaitingItem]:
    """Considered lists that wait for the lead's signature. One query."""
    if not may_issue(actor):
        return []
    return [
        AwaitingItem(
            gettext("%(list)s待您签发") % {"list": row.duty_year.title},
            reverse("duties_issue", args=[row.pk]), gettext("您是区司法局领导，责任清单由您签发"), since=row.considered_on,
            subject=f"duty-version:{row.pk}",
        )
        for row in ListVersion.objects.filter(issued_on=None).select_related("duty_year")
    ]  # fmt: skip


def _prompts_waiting(actor: Actor, today: date) -> list[AwaitingItem]:
    """Prompts that wait for the unit's answer, or for the office to close them. One query."""
    if actor.is_system or actor.is_stranger:
        return []
    found = []
    rows = prompts(actor).filter(
        state__in=[PromptState.ISSUED, PromptState.RECEIVED, PromptState.PLANNED, PromptState.REPORTED]
    )
    for row in rows:
        of_unit = row.state != PromptState.REPORTED
        if not (may_draft(actor, row.unit) if of_unit else may_manage(actor)):
            continue
        title = gettext("普法提示待反馈：%(duty)s") if of_unit else gettext("普法提示待办结：%(duty)s")
        why = gettext("您是%(unit)s的联络员或负责人") if of_unit else gettext("您在区普法办")
        told = {"duty": row.subject, "unit": row.unit.name}
        url = reverse("duties_prompt", args=[row.pk])
        found.append(
            AwaitingItem(title % told, url, why % told, due=row.due_on, subject=f"duty-prompt:{row.pk}")
        )
    return found


def _citing(text_ids: Sequence[int]) -> list[Citation]:
    """Public duties that make these texts known."""
    rows = DutyLaw.objects.filter(text__in=text_ids, duty__in=visible_duties(STRANGER).values("pk"))
    return [
        Citation(
            subject=f"duty:{row.duty.key}", title=row.duty.measure, url=reverse("duties_duty", args=[row.duty.key]),
            owner=row.duty.unit.name if row.duty.unit else "", day=row.duty.since,
        )
        for row in rows.select_related("duty__unit").order_by("-duty__since")[:200]
    ]  # fmt: skip


def _uses(texts: QuerySet[Any], versions: QuerySet[Any]) -> Iterator[LawUse]:
    """Every duty that stands and makes these known. One query."""
    rows = DutyLaw.objects.filter(
        Q(text__in=texts) | Q(text=None, version__in=versions), duty__is_current=True
    )
    return map(use_of, rows.select_related("duty__unit").iterator())


def untyped_block(request: HttpRequest) -> str:
    """How much of what was due is proven, and how much of it without anybody typing more: for those who run the district."""
    actor, today = asker(request), clock.today()
    year = current_year(today) if actor.sees_district else None
    if year is None:
        return ""
    since, until = date(year.year, 1, 1), min(date(year.year, 12, 31), today)
    codes = ["duties.due", "duties.completeness", "duties.timeliness", "duties.untyped"]
    found = values(actor, district=district().code, since=since, until=until, codes=codes)
    doors = [(one, f"{reverse('figure', args=[one.code])}?since={since}&until={until}") for one in found]
    context = {"year": year, "doors": doors, "since": since, "until": until}
    return render_to_string("duties/untyped_block.html", context, request)


def _mend(deed_key: str) -> str:
    return reverse("duties_of_deed", args=[deed_key])


OFFERS = (
    Citer(DUTY, _("普法责任"), _citing, _uses),
    OpenActs(frozenset({"duties.call_year", "duties.issue_version", "duties.load_issued"})),
    Awaiting("duty-lists", _("普法责任清单"), _lists_waiting),
    Awaiting("duty-versions", _("签发责任清单"), _versions_waiting),
    Awaiting("duty-prompts", _("普法提示"), _prompts_waiting),
    MenuEntry("duties", _("普法责任清单"), "duties_public", public=True, order=15),
    MenuEntry("duties", _("普法责任"), "duties_work", order=15),
    MenuEntry("duties", _("普法提示"), "duties_prompts", order=16),
    Purpose(
        DUTY, _("普法责任"), served_duties, duty_titles,
        lambda: {RULE: _("按规则服务于责任"), SAID: _("人工指定服务于责任")}, settle, _mend,
    ),
    *PUBLISHABLE,
    *NAMED,
    POWERS_SHEET,
    FOUND,
    DUTIES,
    PROMPTS,
    DEFINITIONS,
    Block("duties-untyped", _("普法责任"), untyped_block, order=25),
    ActWords(
        {
            "duties.call_year": _("征集责任清单"),
            "duties.keep_line": _("写一项责任"),
            "duties.remove_line": _("删一项责任"),
            "duties.adopt_proposals": _("采用建议的责任"),
            "duties.hand_on": _("送法制审核"),
            "duties.pass_legal": _("法制审核通过"),
            "duties.sign_list": _("签署责任清单"),
            "duties.review_lines": _("审核责任"),
            "duties.merge": _("并入责任清单"),
            "duties.return": _("退回责任清单"),
            "duties.reopen_list": _("重新起草责任清单"),
            "duties.consider": _("登记审议"),
            "duties.issue_version": _("签发责任清单"),
            "duties.load_issued": _("补录已印发的责任清单"),
            "duties.hand_over": _("移交责任"),
            "duties.load_powers": _("登记权责事项"),
            "duties.remove_power": _("删除权责事项"),
            "duties.draw_visits": _("抽取检查单位"),
            "duties.note_visit": _("登记检查情况"),
            "duties.draft_prompt": _("拟普法提示"),
            "duties.issue_prompt": _("发出普法提示"),
            "duties.move_prompt": _("办理普法提示"),
            "duties.say_served": _("更正记录服务的责任"),
        }
    ),
)  # fmt: skip
