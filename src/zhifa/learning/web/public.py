"""Classes that anyone may see."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhifa.intake.api import sheet_if_asked
from zhifa.learning.selectors import public_class, public_classes
from zhifa.learning.terms import CLASS
from zhifa.publishing.api import imprint_of, tell_if_withdrawn


@login_not_required
def listing(request: HttpRequest) -> HttpResponseBase:
    """The public list."""
    rows = public_classes()
    columns = (_("班名"), _("主题"), _("举办单位"), _("开班"), _("结束"), _("地点"), _("状态"))
    if exported := sheet_if_asked(
        request.GET, _("培训班"), columns,
        lambda: (
            (one.title, one.theme, one.organiser.name, one.since, one.until, one.place, one.get_state_display()) for one in rows
        ),
    ):  # fmt: skip
        return exported
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    return render(request, "learning/public.html", {"page": page})


@login_not_required
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One public class: what is taught when, and nobody's name."""
    tell_if_withdrawn(CLASS, key)
    training = public_class(key)
    return render(
        request, "learning/public_class.html", {"training": training, "imprint": imprint_of(CLASS, key)}
    )
