"""What requests offer: what waits for a unit, the minutes asked as a figure, menu lines, words of acts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import unit_names
from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import MINUTES_ASKED
from zhifa.kernel.registry import (
    ActWords,
    Awaiting,
    AwaitingItem,
    FigureOffer,
    FigureSource,
    MenuEntry,
    Nameable,
    NamedThing,
    Searchable,
    SearchRow,
    SourceField,
    SourceRecord,
)
from zhifa.people.api import district_code
from zhifa.requests.access import may_see, visible_to
from zhifa.requests.models import Asked, Form
from zhifa.requests.selectors import form_url, waiting_for
from zhifa.requests.services.issuing import ASKED
from zhifa.requests.terms import REQUEST, State


def _waiting(actor: Actor, _today: date) -> list[AwaitingItem]:
    return [
        AwaitingItem(
            title=form.title,
            url=reverse("requests_answer", args=[form.key, unit.code]),
            why=gettext("%(unit)s 要报送") % {"unit": unit.name},
            due=form.due_on,
            subject=f"{REQUEST}:{form.key}:{unit.code}",
        )
        for form, unit in waiting_for(actor)
    ]


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    seen = set(visible_to(actor).filter(key__in=keys).values_list("key", flat=True))
    rows = Form.objects.filter(key__in=keys)
    return {row.key: NamedThing(row.title, form_url(row) if row.key in seen else "") for row in rows}


def _asked() -> QuerySet[Any]:
    return Asked.objects.exclude(form__state=State.WITHDRAWN).annotate(in_district=district_code())


def _records(keys: Sequence[Any]) -> list[SourceRecord]:
    rows = Asked.objects.filter(pk__in=[int(key) for key in keys]).select_related("form", "unit")
    estimate = gettext("估计")
    return [
        SourceRecord(
            key=str(row.pk), title=f"{row.form.title}（{row.unit.name}）", day=row.day, url=form_url(row.form),
            amount=f"{row.minutes} {MINUTES_ASKED.label}", remark=estimate if row.is_estimate else "", entered_at=row.form.issued_at,
        )
        for row in rows
    ]  # fmt: skip


def _hidden(actor: Actor, keys: Sequence[Any]) -> Collection[str]:
    numbers = [int(key) for key in keys]
    seen = Asked.objects.filter(pk__in=numbers, form__in=visible_to(actor)).values_list("pk", flat=True)
    return {str(key) for key in keys} - {str(pk) for pk in seen}


def _found(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    """Forms that are out: whoever runs the district finds all, a unit those that were sent to it."""
    rows = Form.objects.filter(state__in=(State.ISSUED, State.CLOSED)).prefetch_related(
        "fields", "recipients"
    )
    if keys is not None:
        rows = rows.filter(key__in=keys)
    for row in rows.order_by("pk"):
        scopes = {"district", *(f"unit:{unit.path}" for unit in row.recipients.all())}
        words = "\n".join((row.why, *(field.fact for field in row.fields.all())))
        yield SearchRow(row.key, row.title, words, form_url(row), frozenset(scopes), row.due_on)


SOURCE = FigureSource(
    code=ASKED,
    title=_("填报表下发给单位"),
    queryset=_asked,
    fields=(
        SourceField("unit", _("单位"), "unit__code", "code", words=unit_names),
        SourceField("minutes", _("分钟"), "minutes", "number", unit=MINUTES_ASKED),
        SourceField("day", _("日期"), "day", "day"),
    ),
    day_field="day",
    district_field="in_district",
    records=_records,
    hidden=_hidden,
)

DEFINITIONS = FigureOffer(
    "requests",
    (
        {
            "code": "requests.minutes",
            "title": "向各单位要数约用的分钟",
            "statement": "时段内下发的填报表，按每项几秒、项数、时段数和单位数估算；撤回的不算，由系统取数的项不算。",
            "unit": MINUTES_ASKED.code,
            "window": "span",
            "denominator": "时段内下发而没有撤回的填报表",
            "deduplication": "一张表下发给一个单位算一次，报送后再改不另算",
            "measure": {"sum": "minutes", "of": ASKED},
            "split": "unit",
            "apart": True,
            "names_units": True,
        },
    ),
)

OFFERS = (
    MenuEntry("requests", _("填报"), "requests_forms", visible=may_see, order=54),
    Awaiting("requests", _("要您单位填的表"), _waiting),
    Nameable(REQUEST, _("填报表"), _names),
    SOURCE,
    DEFINITIONS,
    Searchable(REQUEST, _("填报表"), _found),
    ActWords(
        {
            "requests.compose_form": _("新建填报表"),
            "requests.change_form": _("修改填报表"),
            "requests.add_field": _("填报表加一项"),
            "requests.remove_field": _("填报表删一项"),
            "requests.take_held": _("填报表的一项改为系统取数"),
            "requests.ask_anyway": _("写明理由，仍要填"),
            "requests.issue_form": _("下发填报表"),
            "requests.close_form": _("填报表截止"),
            "requests.withdraw_form": _("撤回填报表"),
            "requests.hand_in": _("报送填报表"),
            "requests.settle_clause": _("登记填报的规定"),
            "requests.settle_time": _("登记每项几秒"),
        }
    ),
)
