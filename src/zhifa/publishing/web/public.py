"""What strangers see of the gate: the register of what was published, and of what was taken back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhifa.kernel.errors import NotFound
from zhifa.publishing.selectors import kinds, published_publications, withdrawn_publications
from zhifa.publishing.terms import Standing

TAKEN_BACK_SHOWN = 20


@require_safe
@login_not_required
def publications(request: HttpRequest) -> HttpResponse:
    """Publications of which something is public, the newest first; those taken back by number, day and reason alone."""
    page = Paginator(published_publications(None).filter(public_things__gt=0), 20).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "kinds": {code: kind.title for code, kind in kinds().items()},
        "taken_back": withdrawn_publications(None)[:TAKEN_BACK_SHOWN],
    }
    return render(request, "publishing/public.html", context)


@require_safe
@login_not_required
def publication(request: HttpRequest, number: int) -> HttpResponse:
    """One publication: its imprint and the things of it that are public."""
    found = published_publications(None).filter(pk=number, public_things__gt=0).first()
    if found is None:
        raise NotFound(_("没有这份公开内容"))
    page = Paginator(found.items.filter(standing=Standing.PUBLIC).order_by("position"), 50).get_page(
        request.GET.get("page")
    )
    return render(request, "publishing/public_one.html", {"publication": found, "page": page})
