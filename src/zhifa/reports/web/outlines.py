"""The pages of outlines: taking one in, looking at it, taking it out as Word; the figures that a field may name."""

from __future__ import annotations

from itertools import groupby

from django.apps import apps
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhifa.deeds.api import show_refusal
from zhifa.figures.api import values
from zhifa.kernel import clock
from zhifa.kernel.errors import NotAllowed, Refusal
from zhifa.people.api import district
from zhifa.reports.access import may_write_reports
from zhifa.reports.rules.outline import from_data
from zhifa.reports.rules.printing import printed
from zhifa.reports.selectors import outline_by_code, reporting_days
from zhifa.reports.services import compose, take_outline
from zhifa.reports.services.official import outline_docx
from zhifa.reports.services.rendering import FORMS
from zhifa.reports.terms import Style
from zhifa.reports.web.forms import OutlineForm
from zhifa.reports.web.views import _reader, _writer


def new(request: HttpRequest) -> HttpResponse:
    """Take in the office's outline."""
    actor = _writer(request)
    form = OutlineForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            taken = take_outline(
                actor,
                title=form.cleaned_data["title"],
                file_name=upload.name,
                content=upload.read(),
                code=request.GET.get("of", ""),
                now=clock.now(),
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("提纲已收下。下面是读到的标题、段落和数字，请核对。"))
            return redirect("reports_outline", taken.code)
    return render(request, "reports/outline_form.html", {"form": form})


@require_safe
def outline(request: HttpRequest, code: str) -> HttpResponse:
    """An outline as it was read, its fields judged over the latest year with records."""
    actor = _reader(request)
    found = outline_by_code(actor, code)
    blocks, (since, until) = from_data(found.blocks), reporting_days(actor, clock.today())
    composed = compose(actor, blocks, title=found.title, since=since, until=until)
    return render(
        request,
        "reports/outline.html",
        {"outline": found, "blocks": blocks, "composed": composed, "may_write": may_write_reports(actor)},
    )


@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The outline in Word, fields written out, to be edited and taken in again."""
    found = outline_by_code(_reader(request), code)
    response = HttpResponse(outline_docx(from_data(found.blocks)), content_type=FORMS["docx"])
    response["Content-Disposition"] = f'attachment; filename="outline-{found.code}.docx"'
    return response


@require_safe
def field_list(request: HttpRequest) -> HttpResponse:
    """Every figure by the name that a field may call it, with what it means and what a report on the latest year prints."""
    actor = _reader(request)
    since, until = reporting_days(actor, clock.today())
    found = values(actor, district=district().code, since=since, until=until)
    groups = [
        (apps.get_app_config(mechanism).verbose_name, [(one, printed(one, Style.FULL, 0, "").text) for one in group])
        for mechanism, group in groupby(found, key=lambda one: one.mechanism)
    ]  # fmt: skip
    return render(request, "reports/fields.html", {"groups": groups, "since": since, "until": until})
