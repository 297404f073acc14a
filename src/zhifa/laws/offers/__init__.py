"""What the law library offers: its menu lines, every provision to the search, what a change of law asks of whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import ITEMS
from zhifa.kernel.registry import (
    ActWords,
    Awaiting,
    AwaitingItem,
    Citer,
    FigureOffer,
    FigureSource,
    MenuEntry,
    OpenActs,
    OwnPages,
    Searchable,
    SourceField,
    SourceRecord,
    offered,
)
from zhifa.laws.access import DECIDERS, decided_by, may_keep_laws
from zhifa.laws.models import RippleChange, RippleTask
from zhifa.laws.offers import asking, standing
from zhifa.laws.offers.publishing import PUBLISHABLE, published
from zhifa.laws.selectors import names_meant, open_tasks, search_rows, title_rows
from zhifa.laws.terms import RIPPLE_SOURCE, SEARCH_KIND, SEARCH_TITLES
from zhifa.people.api import district_code


def _may_see_changes(actor: Actor) -> bool:
    return actor.sees_district or actor.has_role(*DECIDERS)


def _to_review(actor: Actor, today: date) -> list[AwaitingItem]:
    """One line for each change of law that touches what the actor's units keep in use. One query."""
    rows = (
        open_tasks(actor)
        .values("change", "change__instrument__short_title", "change__since", "change__version")
        .annotate(many=Count("pk"), due=Min("due_on"), opened=Min("opened_on"))
        .order_by("due", "change")
    )
    return [
        AwaitingItem(
            title=_line(row["change__instrument__short_title"], row["change__version"] is None, row["many"]),
            url=reverse("laws_change", args=[row["change"]]),
            why=gettext("您的单位还在使用引用了这些条文的内容，请逐件决定"),
            due=row["due"],
            since=row["opened"],
            subject=f"law-change:{row['change']}",
        )
        for row in rows
    ]


def _line(title: str, is_repeal: bool, many: int) -> str:
    told = (
        gettext("《%(title)s》废止：%(many)d 件引用待复核")
        if is_repeal
        else gettext("《%(title)s》修改：%(many)d 件引用待复核")
    )
    return told % {"title": title, "many": many}


def _ripple() -> QuerySet[Any]:
    return RippleChange.objects.annotate(in_district=district_code())


def _ripple_records(keys: Sequence[Any]) -> list[SourceRecord]:
    titles = {citer.kind: str(citer.title) for citer in offered(Citer)}
    rows = RippleTask.objects.filter(pk__in=[int(key) for key in keys]).select_related(
        "change__instrument", "unit"
    )
    return [
        SourceRecord(
            key=str(task.pk),
            title=f"{task.change.instrument.cited_as} {titles.get(task.kind, '')}",
            day=task.opened_on,
            url=reverse("laws_change", args=[task.change_id]),
            amount=task.get_decision_display() if task.decision else str(_("待处理")),
            remark=task.unit.name if task.unit else "",
        )
        for task in rows
    ]


def _hidden_tasks(actor: Actor, keys: Sequence[Any]) -> Collection[str]:
    seen = decided_by(actor).filter(pk__in=[int(key) for key in keys]).values_list("pk", flat=True)
    return {str(key) for key in keys} - {str(pk) for pk in seen}


SOURCE = FigureSource(
    code=RIPPLE_SOURCE,
    title=_("法律变动后的引用复核"),
    queryset=_ripple,
    fields=(
        SourceField(
            "standing", _("情况"), "standing", "code", labels={"open": _("待处理"), "overdue": _("已逾期")}
        ),
        SourceField(
            "kind",
            _("种类"),
            "kind",
            "code",
            words=lambda actor: {citer.kind: citer.title for citer in offered(Citer)},
        ),
        SourceField("day", _("日期"), "day", "day"),
        SourceField("change", _("增减"), "change", "number", unit=ITEMS),
        SourceField("record", _("记录"), "task_id", "key"),
    ),
    day_field="day",
    district_field="in_district",
    records=_ripple_records,
    hidden=_hidden_tasks,
)

DEFINITIONS = FigureOffer(
    "laws",
    tuple(
        {
            "code": f"laws.ripple_{standing}",
            "title": title,
            "statement": f"统计时点{told}，按引用的种类分列。",
            "unit": ITEMS.code,
            "window": "as-at",
            "denominator": "引用的条文在其使用期间有变动的全部内容；记录当日的法律、此后不再使用的，不在内",
            "deduplication": "一次变动里的一件只算一项，不论引用几处",
            "measure": {
                "sum": "change",
                "of": RIPPLE_SOURCE,
                "where": [{"field": "standing", "is": standing}],
            },
            "split": "kind",
        }
        for standing, title, told in (
            ("open", "待复核的引用", "法律变动触及、单位还没有决定怎样处理的引用"),
            ("overdue", "逾期未复核的引用", "过了处理期限仍没有决定怎样处理的引用"),
        )
    ),
)

OFFERS = (
    OwnPages(("laws_should_know",)),
    OpenActs(frozenset({"laws.import", "laws.documents.import", "laws.change.open", "laws.text.correct"})),
    OpenActs(frozenset({"laws.document.add"}), published),
    PUBLISHABLE,
    MenuEntry("laws", _("法规库"), "laws_index", order=40),
    MenuEntry("laws", _("法规库"), "laws_index", public=True, order=40),
    MenuEntry("laws", _("法规库管理"), "laws_desk", visible=may_keep_laws, order=40),
    MenuEntry("laws", _("应知应会清单"), "laws_should_know", order=40),
    MenuEntry("laws", _("法律变动"), "laws_changes", visible=_may_see_changes, order=41),
    Awaiting("laws-ripple", _("法律变动后的复核"), _to_review),
    ActWords(
        {
            "laws.should_know.issue": _("下发应知应会清单"),
            "laws.text.correct": _("更正法律文本"),
            "laws.import": _("装入法律数据包"),
            "laws.document.add": _("收录文件标题"),
            "laws.change.open": _("列出法律变动的影响"),
            "laws.ripple.decide": _("复核受影响的引用"),
            "laws.documents.import": _("导入法律文本"),
        }
    ),
    Searchable(SEARCH_TITLES, _("法律文件"), title_rows, meant=names_meant),
    Searchable(SEARCH_KIND, _("法律条文"), search_rows),
    SOURCE,
    DEFINITIONS,
    asking.SOURCE,
    asking.DEFINITIONS,
    standing.SOURCE,
    standing.DEFINITIONS,
)
