"""Blueprints: the list, writing one, changing one that nothing was drawn by, taking one out of use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from zhifa.exams import services
from zhifa.exams.access import may_draw
from zhifa.exams.models import Blueprint
from zhifa.exams.selectors import topics
from zhifa.exams.selectors.papers import blueprint_by_key, blueprints, laws_in_bank
from zhifa.exams.services import BlueprintDraft
from zhifa.exams.terms import LINES_MOST
from zhifa.exams.web.blueprint_forms import (
    LAWS,
    LINES,
    MORE,
    ROWS,
    USUAL,
    BlueprintForm,
    LineForm,
    ListForm,
    head_of,
    rows_of,
    typed_in,
)
from zhifa.exams.web.forms import ReasonForm
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked


@never_cache
def plans(request: HttpRequest) -> HttpResponse:
    """All blueprints, those out of use last."""
    actor = office_of(request)
    page = Paginator(blueprints(actor).prefetch_related("draws"), 30).get_page(request.GET.get("page"))
    return render(request, "exams/plans.html", {"page": page})


@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Write a blueprint; `?after=` begins with the lines of another."""
    actor = office_of(request)
    key = request.GET.get("after", "")
    after = blueprint_by_key(actor, key) if key else None
    made: list[str] = []

    def keep(draft: BlueprintDraft) -> None:
        made.append(services.keep_blueprint(actor, draft, now=clock.now(), after=key).key)

    title = _("照着写新方案") if after else _("写组卷方案")
    return _written(
        request, actor, keep, after, title=title, back=lambda: reverse("exams_blueprint", args=made)
    )


@never_cache
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Say a blueprint anew."""
    actor = office_of(request)
    found = blueprint_by_key(actor, key)
    back = reverse("exams_blueprint", args=[key])
    return _written(
        request, actor, lambda draft: services.change_blueprint(actor, key, draft, now=clock.now()), found,
        title=_("改组卷方案"), back=lambda: back, away=back,
    )  # fmt: skip


def _written(
    request: HttpRequest, actor: Actor, act: Callable[[BlueprintDraft], object], first: Blueprint | None, *, back: Callable[[], str],
    **shown: Any,
) -> HttpResponse:  # fmt: skip
    """The form of a blueprint. The button for more lines sends everything, and it comes back with what was typed and empty lines."""
    head, rows = (head_of(first), rows_of(first)) if first else ({}, [])
    known = {"known": topics(actor)}
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "more" in posted:
        count = LINES(posted, prefix="lines", form_kwargs=known).total_form_count()
        head = typed_in(BlueprintForm(), posted)
        rows = [typed_in(LineForm, posted, f"lines-{number}") for number in range(count)]
        posted = None
    empty: list[dict[str, Any]] = [{} for _row in range(max(MORE if rows else ROWS, 0))]
    form = BlueprintForm(posted, initial=head)
    lines = LINES(posted, prefix="lines", form_kwargs=known, initial=[*rows, *empty][:LINES_MOST])

    def keep() -> None:
        if not lines.is_valid():
            raise BadInput(_("有几行没有填对"), next_step=_("见行里的说明。"))
        asks = (one.line() for one in lines)
        act(form.draft(tuple(line for line in asks if line is not None)))

    return asked(
        request, form, keep, "exams/blueprint_form.html", back=back, done=_("方案已存，可以出卷。"), lines=lines,
        laws=laws_in_bank(clock.today()), laws_id=LAWS, **{"away": reverse("exams_papers"), **shown},
    )  # fmt: skip


@never_cache
def from_list(request: HttpRequest) -> HttpResponse:
    """A blueprint after the should-know list of a class of posts; the laws that lack questions are said."""
    actor = office_of(request)
    form = ListForm(request.POST or None)
    made: list[str] = []

    def keep() -> None:
        data = form.cleaned_data
        points = {kind.value: float(each) for kind, each in USUAL.items()}
        kept, _gaps = services.keep_blueprint_of_list(
            actor, data["title"], data["post"], data["each"], points, now=clock.now()
        )
        made.append(kept.key)

    return asked(
        request, form, keep, "exams/form.html", back=lambda: reverse("exams_blueprint", args=made), done=_("方案已存，可以出卷。"),
        title=_("按应知应会清单写方案"), button=_("存方案"), away=reverse("exams_papers"),
        lead=_("清单上每部法律各考几题；题库里没有题的法律会列成缺口。"),
    )  # fmt: skip


@never_cache
def retire(request: HttpRequest, key: str) -> HttpResponse:
    """Take a blueprint out of use."""
    actor = office_of(request)
    found = blueprint_by_key(actor, key)
    form = ReasonForm(request.POST or None)
    here = reverse("exams_blueprint", args=[found.key])
    return asked(
        request, form, lambda: services.retire_blueprint(actor, key, form.cleaned_data["reason"], now=clock.now()), "exams/form.html",
        back=lambda: here, done=_("已停用。"), title=_("停用组卷方案"), button=_("停用"), away=here,
        lead=_("停用后不能再按它出卷；已经出好的试卷不变。"),
    )  # fmt: skip


def office_of(request: HttpRequest) -> Actor:
    """Who asks, if it is the district office; for others the page does not exist."""
    actor = asker(request)
    if not may_draw(actor):
        raise NotFound(_("没有这个页面"))
    return actor
