"""What cases offer: the gate, the inbox, search, figures, cases under a provision, menu lines, words of acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.cases.access import may_propose, may_see_desk, public_cases, visible_to
from zhifa.cases.models import Case, CaseCited
from zhifa.cases.selectors import barred, citations_of, citing_cases, named, text_of, use_of, waiting
from zhifa.cases.services.doing import keep_in_step
from zhifa.cases.services.reviewing import SOURCE
from zhifa.cases.terms import CASE, DEED_KIND, CaseKind, ListSort, Move, State
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import ITEMS, PIECES
from zhifa.kernel.registry import (
    ActWords,
    Awaiting,
    AwaitingItem,
    Citation,
    Citer,
    DeedKind,
    FigureOffer,
    FigureSource,
    LawUse,
    MenuEntry,
    Nameable,
    NamedThing,
    OpenActs,
    Publishable,
    PublishableThing,
    Searchable,
    SearchRow,
    SourceField,
    SourceRecord,
)
from zhifa.people.api import district_code
from zhifa.search.api import touch


def _ready() -> QuerySet[Any]:
    rows: QuerySet[Any] = Case.objects.filter(state=State.READY).annotate(
        thing_key=F("key"), thing_group=Value("", CharField()), thing_formed=F("approved_on")
    )
    return rows


def _things(keys: Sequence[str]) -> list[PublishableThing]:
    rows = (
        Case.objects.filter(key__in=keys, state=State.READY).select_related("unit").prefetch_related("cited")
    )
    return [
        PublishableThing(
            key=case.key, title=case.title, text=text_of(case), unit=case.unit.name, unit_path=case.unit.path,
            day=case.decided_on or case.approved_on or date.min, url=reverse("cases_one", args=[case.key]),
            formed_on=case.approved_on,
        )
        for case in rows.order_by("pk")
    ]  # fmt: skip


def _changed(keys: Sequence[str]) -> None:
    """Their records as work done follow, and the search box finds them or does so no more."""
    keep_in_step(keys, now=clock.now())
    touch(CASE, keys)


def case_url(deed: str) -> str:
    """The page of the case that owns a record; none where it was published anew since and owns another."""
    key = Case.objects.filter(deed__key=deed).values_list("key", flat=True).first()
    return reverse("cases_work", args=[key]) if key else ""


WHY = {
    Move.SUBMIT: _("退回给您修改"),
    Move.PASS: _("等单位审核"),
    Move.MASK: _("等逐处脱敏"),
    Move.APPROVE: _("等第二人复核"),
}


def _waiting(actor: Actor, _today: date) -> list[AwaitingItem]:
    """Moves that are the actor's to make."""
    if not may_see_desk(actor) or actor.is_system:
        return []
    return [
        AwaitingItem(
            title=gettext("案例：%(title)s") % {"title": case},
            url=reverse("cases_work", args=[case.key]),
            why=str(WHY[Move(move)]),
            subject=f"{CASE}:{case.key}",
        )
        for case, move in waiting(actor)
    ]


def _search_rows(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    rows = public_cases().select_related("unit").prefetch_related("cited")
    if keys is not None:
        rows = rows.filter(key__in=keys)
    for case in rows.order_by("pk"):
        body = "\n".join(
            [case.subtitle, case.facts, case.handling, case.analysis, case.meaning, *citations_of(case)]
        )
        yield SearchRow(
            case.key,
            case.title,
            body,
            reverse("cases_one", args=[case.key]),
            frozenset({"public"}),
            case.decided_on,
        )


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    mine = set(visible_to(actor).filter(key__in=keys).values_list("key", flat=True))
    public = dict(public_cases().filter(key__in=keys).values_list("key", "title"))
    named = {key: NamedThing(title, reverse("cases_one", args=[key])) for key, title in public.items()}
    for case in Case.objects.filter(key__in=mine):
        named[case.key] = NamedThing(str(case), reverse("cases_work", args=[case.key]))
    return named


def _citing(text_ids: Sequence[int]) -> Iterable[Citation]:
    """Public cases that explain these texts and that nothing holds back."""
    for row in citing_cases(text_ids, clock.today())[:200]:
        case = row.case
        yield Citation(
            f"{CASE}:{case.key}",
            case.title,
            reverse("cases_one", args=[case.key]),
            case.unit.name,
            case.decided_on,
        )


def _uses(texts: QuerySet[Any], versions: QuerySet[Any]) -> Iterator[LawUse]:
    """Every citing of these by cases that are neither stopped nor recalled. One query, streamed."""
    rows = CaseCited.objects.filter(Q(text__in=texts) | Q(text=None, version__in=versions))
    rows = rows.exclude(case__state__in=(State.STOPPED, State.RECALLED)).select_related("case__unit")
    return map(use_of, rows.iterator())


def _approved() -> QuerySet[Any]:
    return Case.objects.filter(state=State.READY).annotate(in_district=district_code())


def _records(keys: Sequence[str]) -> list[SourceRecord]:
    rows = Case.objects.filter(pk__in=keys).select_related("unit")
    return [
        SourceRecord(
            key=str(case.pk), title=str(case), day=case.approved_on or date.min,
            url=reverse("cases_one", args=[case.key]), remark=case.unit.name,
        )
        for case in rows
    ]  # fmt: skip


def _hidden(actor: Actor, keys: Sequence[Any]) -> set[str]:
    """Approved cases that are not public are read by those who see them at work."""
    seen = set(public_cases().filter(pk__in=keys).values_list("pk", flat=True))
    seen |= set(visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    return {str(key) for key in keys} - {str(pk) for pk in seen}


APPROVED = FigureSource(
    code=SOURCE,
    title=_("审定的案例"),
    queryset=_approved,
    fields=(
        SourceField("kind", _("类别"), "kind", "code", labels=dict(CaseKind.choices)),
        SourceField("topic", _("主题"), "topic", "code", words=lambda actor: named(ListSort.TOPIC)),
        SourceField("unit", _("报送单位"), "unit__name", "code"),
        SourceField("day", _("审定日期"), "approved_on", "day"),
    ),
    day_field="approved_on",
    district_field="in_district",
    records=_records,
    hidden=_hidden,
)


def _definition(code: str, title: str, split: str, by: str) -> dict[str, Any]:
    return {
        "code": code,
        "title": title,
        "statement": f"经单位审核、脱敏和第二人复核后审定的以案释法案例件数，按{by}分列；撤回的不算。",
        "unit": ITEMS.code,
        "window": "span",
        "denominator": "全部审定的案例",
        "deduplication": "一个案例只算一次，不论公开和宣讲多少次",
        "measure": {"count": SOURCE},
        "split": split,
    }


DEFINITIONS = FigureOffer(
    "cases",
    (
        _definition("cases.by_kind", "以案释法案例", "kind", "类别"),
        _definition("cases.by_unit", "各单位的以案释法案例", "unit", "报送单位"),
    ),
)

OFFERS = (
    OpenActs(frozenset({"cases.load"})),
    MenuEntry("cases", _("案例库"), "cases_desk", visible=may_see_desk, order=35),
    MenuEntry("cases", _("以案释法"), "cases_public", public=True, order=45),
    DeedKind(DEED_KIND, _("以案释法"), "cases", PIECES, case_url),
    Publishable(CASE, _("案例"), _ready, _things, may_propose, _changed),
    Awaiting("cases", _("案例"), _waiting),
    Searchable(CASE, _("案例"), _search_rows, barred=lambda: barred(clock.today())),
    Nameable(CASE, _("案例"), _names),
    Citer(CASE, _("以案释法案例"), _citing, _uses, holds=True),
    APPROVED,
    DEFINITIONS,
    ActWords(
        {
            "cases.write": _("起草案例"), "cases.change": _("修改案例"), "cases.submit": _("案例送单位审核"),
            "cases.pass": _("案例单位审核通过"), "cases.return": _("退回案例"), "cases.decide": _("登记脱敏决定"),
            "cases.mask": _("案例脱敏完成"), "cases.approve": _("案例复核通过"), "cases.stop": _("停止案例"),
            "cases.recall": _("撤回案例"), "cases.reopen": _("重新起草案例"), "cases.tell": _("保存宣讲稿或广播稿"),
            "cases.load": _("成批导入案例"), "cases.keep_line": _("登记案例的主题、情形或同意的要求"),
            "cases.recommend": _("推送好案例"), "cases.note_outcome": _("登记推送的结果"),
        }
    ),
)  # fmt: skip
