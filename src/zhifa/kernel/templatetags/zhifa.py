"""The components and filters that every page may use; a builtin of the template engine.

Each component's markup stands in `templates/kernel/components/`; the gallery shows every one of them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhifa.kernel.clock import SHANGHAI, civil_day, day_in_chinese
from zhifa.kernel.registry import ActWords, DeedKind, offered

register = template.Library()
TONES = {
    "draft": "plain", "submitted": "waiting", "waiting": "waiting", "returned": "late", "late": "late",
    "overdue": "late", "confirmed": "done", "done": "done", "published": "done", "withdrawn": "off", "off": "off",
}  # fmt: skip


# Filters


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in prose: 2026年11月23日; in English 23 Nov 2026. Empty for none."""
    if value is None or value == "":
        return ""
    moment = _civil(value)
    if (translation.get_language() or "").startswith("en"):
        return f"{moment.day} {moment:%b %Y}"
    return day_in_chinese(moment)


@register.filter
def told(words: Any) -> str:
    """Words that are data (a figure's name, its definition) in the reader's language; as written where nobody translated them."""
    return translation.gettext(str(words)) if words else ""


@register.filter
def isoday(value: date | datetime | None) -> str:
    """A day in a table: 2026-11-23. Empty for none."""
    return "" if value is None or value == "" else _civil(value).isoformat()


@register.filter
def moment(value: datetime | None) -> str:
    """An instant as clocks in China show it: 2026-11-23 14:05. Empty for none."""
    return "" if not value else f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@register.filter
def number(value: Any) -> str:
    """A number grouped by thousands, trailing zeros dropped; what is no number stays as it is."""
    if value is None or value == "":
        return ""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def wan(value: Any) -> str:
    """A large number as it is said: 206000 is 20.6 万; below ten thousand, and in English, grouped digits."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if abs(amount) < 10_000 or (translation.get_language() or "").startswith("en"):
        return number(amount)
    return f"{number((amount / 10_000).quantize(Decimal('0.1')))} 万"


@register.filter
def act_words(code: str) -> str:
    """What an act's code is called; a code that nobody named is shown as it is."""
    for offer in offered(ActWords):
        if code in offer.words:
            return str(offer.words[code])
    return code


@register.filter
def deed_kind(code: str) -> str:
    """What a kind of deed is called; a code that nobody owns is shown as it is."""
    return next((str(kind.title) for kind in offered(DeedKind) if kind.code == code), code)


# Components


@register.inclusion_tag("kernel/components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One field of a form: label, help, widget, errors; the widget tells readers of screens about both."""
    described = [f"{bound.id_for_label}-help"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.id_for_label}-error")
    attributes: dict[str, Any] = {}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    kind = getattr(bound.field.widget, "input_type", "")
    if kind == "date":
        bound.field.widget.format = "%Y-%m-%d"  # browsers take no other form
    if kind not in ("checkbox", "radio", "hidden", "file"):
        base = bound.field.widget.attrs.get("class", "")
        plain = "form-select" if kind == "select" else "form-control"
        attributes["class"] = f"{base} {plain}".strip()
    many = getattr(bound.field.widget, "allow_multiple_selected", False)
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attributes),
        "is_check": kind == "checkbox" and not many,
        "is_group": kind == "radio" or (kind == "checkbox" and many),
    }


@register.inclusion_tag("kernel/components/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """All fields of a form, in order."""
    return {"form": form}


@register.inclusion_tag("kernel/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong, at the top, each line leading to its field; nothing while nothing is wrong."""
    lines = [
        (
            form[name].id_for_label if name in form.fields else "",
            form[name].label if name in form.fields else "",
            text,
        )
        for name, errors in form.errors.items()
        for text in errors
    ]
    return {"lines": lines}


@register.inclusion_tag("kernel/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Pages of a list; the rest of the address is kept."""
    request: HttpRequest = context["request"]
    return {
        "page": page,
        "before": _changed(request, page=page.previous_page_number()) if page.has_previous() else "",
        "after": _changed(request, page=page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("kernel/components/empty.html")
def empty(title: str, body: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    """What will stand here, and how to begin."""
    return {"title": title, "body": body, "url": url, "action": action}


@register.inclusion_tag("kernel/components/status.html")
def status(code: str, words: str, tone: str = "") -> dict[str, Any]:
    """A state in a word and a shape: plain, waiting, done, late, off."""
    return {"tone": tone or TONES.get(code, "plain"), "words": words}


@register.inclusion_tag("kernel/components/figure_door.html")
def figure_door(amount: str, unit: str, url: str, title: str = "", definition: str = "") -> dict[str, Any]:
    """A published number: dotted underline, its unit, its definition on hover; it opens its page."""
    return {"amount": amount, "unit": unit, "url": url, "title": title, "definition": definition}


@register.inclusion_tag("kernel/components/seal.html")
def seal(sealed_at: datetime | None) -> dict[str, Any]:
    """The small seal mark: sealed since when, or waiting to be sealed."""
    return {"sealed_at": sealed_at}


@register.inclusion_tag("kernel/components/bars.html")
def bars(rows: Sequence[Sequence[Any]], title: str) -> dict[str, Any]:
    """Horizontal bars from a zero baseline with direct labels; `rows` are (label, number, text), or with an address as
    their fourth part, which the bar and its label open."""
    most = max((float(row[1]) for row in rows), default=0) or 1
    shown = [
        (row[0], max(0, round(100 * float(row[1]) / most, 1)), row[2], row[3] if len(row) > 3 else "")
        for row in rows
    ]
    return {"rows": shown, "title": title}


@register.inclusion_tag("kernel/components/chart.html")
def chart(kind: str, title: str, rows: Sequence[Sequence[Any]], door: str = "") -> dict[str, Any]:
    """A figure that is drawn in the browser and stands as a table without it.

    `kind` is `calendar` (labels are days 2026-11-23 or months 2026-11), `bars` (amounts from zero) or `progress`
    (amounts against targets). Each row is (label, amount, text) and for progress (label, amount, text, target);
    `text` is the amount as it is read, with its unit. `door` is an address in which `{}` stands for a row's label: each
    amount opens it.
    """
    drawn = [[str(row[0]), float(row[1]), str(row[2]), *(float(part) for part in row[3:4])] for row in rows]
    return {
        "title": title,
        "spec": json.dumps(
            {"kind": kind, "title": str(title), "rows": drawn, "door": door}, ensure_ascii=False
        ),
        "rows": [
            (row[0], row[2], row[3] if len(row) > 3 else "", door.replace("{}", quote(str(row[0]))))
            for row in rows
        ],
        "first_column": _("日期") if kind == "calendar" else _("项目"),
        "has_targets": kind == "progress",
    }


@register.simple_tag
def lasting(since: date, until: date | None = None) -> str:
    """From when to when something holds, in a table: 2016-01-01 起，2018-07-04 止; open while `until` is none."""
    if until:
        return _("%(since)s 起，%(until)s 止") % {"since": isoday(since), "until": isoday(until)}
    return _("%(since)s 起") % {"since": isoday(since)}


@register.inclusion_tag("kernel/components/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Where this page lies: title, address, title, address …; the last address may be empty."""
    return {"links": list(zip(parts[::2], parts[1::2], strict=False))}


@register.inclusion_tag("kernel/components/export.html", takes_context=True)
def export(context: template.Context) -> dict[str, Any]:
    """The way to the same list as a sheet, whole and as it is narrowed now."""
    return {"address": _changed(context["request"], page="", format="xlsx")}


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> SafeString:
    """The address's query string with changes; an empty value takes the name away."""
    return mark_safe(_changed(context["request"], **changes))  # noqa: S308 - urlencoded


def _changed(request: HttpRequest, **changes: Any) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def _civil(value: date | datetime) -> date:
    return civil_day(value) if isinstance(value, datetime) else value
