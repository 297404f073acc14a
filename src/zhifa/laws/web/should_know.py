"""Should-know lists: all editions, and issuing one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked, day_field
from zhifa.laws.access import may_keep_laws
from zhifa.laws.api import CitationsField
from zhifa.laws.selectors import should_know_editions
from zhifa.laws.services import ShouldKnowDraft, issue_should_know
from zhifa.people.api import PostClass

HERE = "/work/laws/should-know/"


class ShouldKnowForm(forms.Form):
    """An edition."""

    post_class = forms.ChoiceField(label=gettext_lazy("职务类别"), choices=PostClass.choices)
    effective_on = day_field(label=gettext_lazy("起用日期"))
    document = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("文件名称和文号")
    )
    refs = CitationsField(
        day_field="effective_on", label=gettext_lazy("应知应会的法律"),
        help_text=gettext_lazy("每行一处；只写名称表示整部，写到条表示只要那一条"),
    )  # fmt: skip


def listing(request: HttpRequest) -> HttpResponseBase:
    """The lists by class of posts, each with its editions."""
    actor, today = asker(request), clock.today()
    rows = list(should_know_editions(actor))
    columns = (_("职务类别"), _("起用日期"), _("依据"), _("应知应会的法律"))

    def lines() -> Iterator[tuple[Any, ...]]:
        for row in rows:
            for line in row.lines.all():
                yield row.get_post_class_display(), row.effective_on, row.document, line.label

    if exported := sheet_if_asked(request.GET, _("应知应会清单"), columns, lines):
        return exported
    holding: dict[str, int] = {}
    for row in rows:
        if row.effective_on <= today:
            holding.setdefault(row.post_class, row.pk)
    shown = {"rows": rows, "holding": set(holding.values()), "may_keep": may_keep_laws(actor), "today": today}
    return render(request, "laws/should_know.html", shown)


def new(request: HttpRequest) -> HttpResponse:
    """Issue an edition."""
    actor = asker(request)
    if not may_keep_laws(actor):
        raise NotFound(_("没有这个页面"))
    form = ShouldKnowForm(request.POST or None, initial={"effective_on": clock.today()})
    return asked(
        request, form, lambda: issue_should_know(actor, ShouldKnowDraft(**form.cleaned_data), now=clock.now()),
        "laws/should_know_new.html", back=lambda: HERE, done=_("已下发。"),
    )  # fmt: skip
