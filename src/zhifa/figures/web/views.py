"""The list of figures, the door of one, and both for machines."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from zhifa.evidence.api import EvidenceKind
from zhifa.figures.api import (
    HELD_BACK_WORDS,
    STATE_WORDS,
    WINDOW_WORDS,
    FigureValue,
    Range,
    State,
    as_data,
    shown,
    values,
)
from zhifa.figures.rules.telling import days_until_reported, is_late
from zhifa.figures.selectors import definition_rows, share_beside
from zhifa.figures.services import Door, door_of
from zhifa.figures.services.valuing import RECORDS_A_PAGE
from zhifa.figures.terms import DEFINITION_SUBJECT, SHARE_BESIDE
from zhifa.figures.web.forms import WindowForm
from zhifa.kernel.clock import Window
from zhifa.kernel.registry import SourceRecord
from zhifa.kernel.web.asking import asker
from zhifa.ledger.api import demonstration_mark
from zhifa.people.api import district, district_or_none
from zhifa.publishing.api import imprint_of, tell_if_withdrawn

EVIDENCE_WORDS = dict(EvidenceKind.choices)
STATES_WITHOUT_NUMBER = (State.UNMEASURED, State.REFUSED, State.NO_RECORDS)

KEPT = gettext_lazy("各单位各是多少、背后是哪些记录，会点名单位；区普法办没有决定公开。")
BARS = 12  # the largest parts are drawn, all of them stand in the table


@require_safe
@login_not_required
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure that the reader may see, by mechanism, over the chosen days."""
    form = WindowForm(request.GET)
    since, until = form.window
    here = district_or_none()
    found = values(asker(request), district=here.code, since=since, until=until) if here else []
    groups = [
        (apps.get_app_config(mechanism).verbose_name, [_line(value) for value in group])
        for mechanism, group in groupby(found, key=lambda value: value.mechanism)
    ]
    return render(
        request,
        "figures/list.html",
        {"form": form, "groups": groups, "since": since, "until": until, "query": _query(request)},
    )


@require_safe
@login_not_required
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """The door of one figure: how it is made, of what, from which records, and what stands behind them."""
    form = WindowForm(request.GET)
    door = _door(request, code, form)
    value = door.told()
    number = request.GET.get("page", "1")
    page = door.page(int(number) if number.isdecimal() else 1)
    return render(
        request,
        "figures/figure.html",
        {
            "form": form,
            "value": value,
            "line": _line(value),
            "window_words": WINDOW_WORDS[value.window_kind],
            "parts": (parts := _parts(value)),
            "largest": sorted(parts, key=lambda part: -part[1])[:BARS] if len(parts) > BARS else parts,
            "more": max(len(parts) - BARS, 0),
            "parts_title": _("%(name)s的构成（%(unit)s）") % {"name": value.name, "unit": value.unit.label},
            "held_back": [(HELD_BACK_WORDS.get(reason, reason), n) for reason, n in value.held_back],
            "evidence": [(EVIDENCE_WORDS.get(k, k), n) for k, n in value.evidence_kinds or ()],
            "records": [
                (source, record, _evidence(record), days_until_reported(record), is_late(record))
                for source, record in page.records
            ],
            "page": Paginator(range(page.total), RECORDS_A_PAGE).get_page(page.number),
            "keeps_units": door.keeps_units,
            "kept": KEPT,
            "versions": definition_rows(code),
            "beside": share_beside(asker(request), code),
            "query": _query(request),
            "imprint": imprint_of(DEFINITION_SUBJECT, code.removesuffix(SHARE_BESIDE)),
        },
    )


@require_safe
@login_not_required
def figure_json(request: HttpRequest, code: str) -> JsonResponse:
    """The figure for a program."""
    data = as_data(_door(request, code, WindowForm(request.GET)).told())
    if mark := demonstration_mark():
        data["demonstration"] = mark
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "sort_keys": True})


@require_safe
@login_not_required
def records_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The records behind a figure, streamed, however many they are."""
    door = _door(request, code, WindowForm(request.GET))
    writer = csv.writer(_Echo())
    lines = (writer.writerow(row) for row in _csv_rows(door))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}.csv"'
    return response


class _Echo:
    """What the csv writer writes into: it hands the line straight back."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def _csv_rows(door: Door) -> Iterator[list[Any]]:
    value = door.value
    if mark := demonstration_mark():
        yield ["\ufeff" + mark]
        yield [value.name, value.number, value.unit.label, str(value.window)]
    else:
        yield ["\ufeff" + value.name, value.number, value.unit.label, str(value.window)]
    yield [
        _("来源"),
        _("记录"),
        _("日期"),
        _("内容"),
        _("数量"),
        _("佐证"),
        _("录入"),
        _("发生后几天申报"),
        _("封存"),
        _("确认"),
        _("备注"),
    ]
    if door.keeps_units:
        yield [KEPT]
    for source, record in door.records():
        yield [
            source, record.key, record.day.isoformat(), _safe(record.title), record.amount, _evidence(record),
            record.entered_at.isoformat() if record.entered_at else "",
            days_until_reported(record),
            record.sealed_at.isoformat() if record.sealed_at else "",
            _("、").join(record.confirmed_by), _safe(record.remark),
        ]  # fmt: skip


def _safe(text: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _door(request: HttpRequest, code: str, form: WindowForm) -> Door:
    if asker(request).is_stranger:
        tell_if_withdrawn(DEFINITION_SUBJECT, code.removesuffix(SHARE_BESIDE))
    since, until = form.window
    window = Window(since or date.min, until)
    return door_of(asker(request), code, district=district().code, window=window)


def _line(value: FigureValue) -> dict[str, Any]:
    """One figure as a page prints it: a number, or the words for why there is none."""
    told = value.state not in STATES_WITHOUT_NUMBER
    return {
        "value": value,
        "number": value.number if told else STATE_WORDS[value.state],
        "unit": value.unit.label if told else "",
        "told": told,
    }


def _parts(value: FigureValue) -> list[tuple[str, float, str]]:
    """The composition for the bars: label, length, words."""
    return [
        (label, float(part.high if isinstance(part, Range) else part or 0), shown(part))
        for label, part in value.composition
    ]


def _evidence(record: SourceRecord) -> str:
    return _("、").join(str(EVIDENCE_WORDS.get(kind, kind)) for kind in dict.fromkeys(record.evidence))


def _query(request: HttpRequest) -> str:
    """The chosen days as a query string, for links to the same window."""
    kept = request.GET.copy()
    for name in list(kept):
        if name not in ("since", "until") or not kept[name]:
            del kept[name]
    return f"?{kept.urlencode()}" if kept else ""
