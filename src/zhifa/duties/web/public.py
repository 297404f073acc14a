"""The list as everyone reads it: in force on a day, each version, the difference between two, one duty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zhifa.deeds.api import Audience, kinds
from zhifa.duties.access import standing_told, visible_duties
from zhifa.duties.models import Duty, ListVersion
from zhifa.duties.rules.content import COLUMNS, read, table
from zhifa.duties.selectors import (
    compared,
    deeds_behind,
    duty_by_key,
    duty_lines,
    repealed_among,
    version_by_key,
    version_on,
    versions,
)
from zhifa.duties.services.document import docx
from zhifa.duties.terms import NEW_LAW_MONTHS, VERSION, Category
from zhifa.evidence.api import EvidenceKind
from zhifa.intake.api import stream_table
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.laws.api import cited_views
from zhifa.ledger.api import demonstration_mark
from zhifa.publishing.api import imprint_of, tell_if_withdrawn

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A_PAGE = 40


@login_not_required
def in_force(request: HttpRequest) -> HttpResponseBase:
    """The list that was in force on a day (today, unless one is named)."""
    actor = asker(request)
    day = _day(request.GET.get("on", "")) or clock.today()
    found = version_on(actor, day)
    if found is None:
        return render(request, "duties/empty.html", {"day": day, "versions": list(versions(actor))})
    return _shown(request, found, day)


@login_not_required
def version(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One version, whenever it was in force."""
    actor = asker(request)
    if actor.is_stranger:
        tell_if_withdrawn(VERSION, str(pk))
    return _shown(request, version_by_key(actor, pk), None)


def _shown(request: HttpRequest, found: ListVersion, day: date | None) -> HttpResponseBase:
    actor = asker(request)
    content = read(found.content)
    if fmt := request.GET.get("format"):
        return _file(found, fmt)
    view, unit, words = (request.GET.get(name, "") for name in ("view", "unit", "q"))
    duties = [
        duty for duty in content["duties"]
        if (not unit or duty["unit"]["code"] == unit) and (not words or _holds(duty, words)) and _in_view(duty, view, content["year"])
    ]  # fmt: skip
    if view == "nodes":
        duties.sort(key=lambda duty: duty["node_on"])
    page = Paginator(duties, A_PAGE).get_page(request.GET.get("page"))
    earlier = list(versions(actor).filter(effective_on__lt=found.effective_on or date.max)[:1])
    return render(
        request, "duties/version.html",
        {
            "version": found, "content": content, "day": day, "view": view, "unit": unit, "q": words,
            "page": page, "gone": repealed_among(page, clock.today()),
            "units": list({duty["unit"]["code"]: duty["unit"] for duty in content["duties"]}.values()),
            "versions": list(versions(actor)), "before": earlier[0] if earlier else None,
            "imprint": imprint_of(VERSION, str(found.pk)),
            "views": (("", _("按单位")), ("nodes", _("按时间节点")), ("topic", _("专题")), ("new", _("新法"))),
            "live": set(visible_duties(actor).filter(version=found).values_list("key", flat=True)),
        },
    )  # fmt: skip


def _holds(duty: Mapping[str, Any], words: str) -> bool:
    told = (duty["measure"], duty["unit"]["name"], duty["effect"], *(law["label"] for law in duty["laws"]))
    return any(words in one for one in told)


def _in_view(duty: Mapping[str, Any], view: str, year: int) -> bool:
    """Views of the one list: the special topics, the law that is new."""
    if view == "topic":
        return str(duty["category"]["code"]) == Category.TOPIC
    if view == "new":
        newest = (date(year, 12, 31) - timedelta(days=NEW_LAW_MONTHS * 30)).isoformat()
        return any(law["in_force_since"] >= newest for law in duty["laws"])
    return True


@login_not_required
def download(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """A version as a file: json, xlsx, csv, docx. Made from its content alone, so the same bytes on any day."""
    actor = asker(request)
    if actor.is_stranger:
        tell_if_withdrawn(VERSION, str(pk))
    return _file(version_by_key(actor, pk), form)


def _file(found: ListVersion, form: str) -> HttpResponseBase:
    content = read(found.content)
    name, mark = f"{content['title']}-{found.number}", demonstration_mark()
    if form in ("xlsx", "csv"):
        return stream_table(name, COLUMNS, table(content), form, mark)
    if form == "json":
        return _answer(found.content.encode(), "application/json; charset=utf-8", f"{name}.json")
    if form == "docx":
        return _answer(docx(content, mark), WORD, f"{name}.docx")
    raise NotFound(_("没有这种文件"))


def _answer(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_not_required
def compare(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """What a version says otherwise than an earlier one."""
    actor = asker(request)
    before, after, changed = compared(actor, old, new)
    return render(
        request, "duties/compare.html",
        {
            "before": before, "after": after, "changed": [one for one in changed if one.how == "changed"],
            "added": [one for one in changed if one.how == "added"], "dropped": [one for one in changed if one.how == "dropped"],
            "versions": list(versions(actor)),
        },
    )  # fmt: skip


@login_not_required
def duty(request: HttpRequest, key: str) -> HttpResponse:
    """One duty: what is owed, how it stands, and the records behind it."""
    actor = asker(request)
    found = duty_by_key(actor, key)
    (line,) = duty_lines(actor, Q(key=key), clock.today())
    known = kinds()
    return render(
        request, "duties/duty.html",
        {
            "duty": found, "line": line, "laws": cited_views(actor, found.laws.all()),
            "kinds": [known[code].title if code in known else code for code in found.kinds],
            "page": Paginator(deeds_behind(actor, key), 20).get_page(request.GET.get("page")),
            "words": _codes(found), "is_stranger": actor.is_stranger, "is_standing_told": standing_told(actor),
        },
    )  # fmt: skip


def _codes(found: Duty) -> Mapping[str, list[str]]:
    return {
        "audiences": [str(Audience(code).label) for code in found.audiences],
        "evidence": [str(EvidenceKind(code).label) for code in found.evidence],
    }


def _day(given: str) -> date | None:
    try:
        return parse_date(given)
    except ValueError:
        return None
