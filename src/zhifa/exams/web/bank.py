"""The bank: the list, one question, writing, a new version, the second person's word, out of use, dead citations."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhifa.exams import services
from zhifa.exams.access import may_draw, may_review, may_see_bank, may_write
from zhifa.exams.models import ItemVersion
from zhifa.exams.rules.questions import doubts_of
from zhifa.exams.selectors import (
    ItemFilter,
    bank,
    cited_of,
    counts,
    dead_citations,
    item_by_key,
    lines,
    topics,
    versions_of,
)
from zhifa.exams.services import ItemDraft
from zhifa.exams.services.flaws import words_of
from zhifa.exams.terms import TONES, Pool, State
from zhifa.exams.web.forms import FilterForm, ItemForm, ReasonForm, RemarksForm, initial_of
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked, pressed


@never_cache
def desk(request: HttpRequest) -> HttpResponseBase:
    """The questions that the reader sees, the newest first, each with where it stands today."""
    actor, today = writer(request), clock.today()
    known = topics(actor)
    form = FilterForm(request.GET or None, topics=known)
    data = form.cleaned_data if form.is_valid() else {}
    rows = bank(actor, ItemFilter(**data, law=request.GET.get("law", "")[:80]), today)
    columns = (
        _("题目"),
        _("题型"),
        _("主题"),
        _("难度"),
        _("引用"),
        _("启用日期"),
        _("有效期至"),
        _("用途"),
        _("状态"),
        _("出卷次数"),
        _("实测得分率"),
        _("作答人次"),
    )
    if sheet := sheet_if_asked(
        request.GET, _("试题目录"), columns,
        lambda: (
            (
                str(one.version), one.version.get_kind_display(), one.version.topic, one.version.get_difficulty_display(),
                "；".join(cited.label for cited in one.version.cited.all()), one.version.active_from, one.version.valid_until or "",
                one.version.item.get_pool_display(), one.standing.label,
                one.version.item.exposure, one.version.item.observed if one.version.item.observed is not None else "",
                one.version.item.observed_n,
            )
            for one in lines(list(rows), today)
        ),
    ):  # fmt: skip
        return sheet
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    shown = [(one, TONES[one.standing], _may_pass(actor, one.version)) for one in lines(list(page), today)]
    context = {
        "page": page, "form": form, "lines": shown, "counts": counts(actor, today), "may_see_bank": may_see_bank(actor),
        "may_draw": may_draw(actor), "filtered": bool(request.GET),
        "formats": (("xlsx", _("表格")), ("docx", _("Word 题库")), ("xml", "Moodle XML")),
    }  # fmt: skip
    return render(request, "exams/desk.html", context)


@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Write a question."""
    actor = writer(request)
    form = ItemForm(request.POST or None, topics=topics(actor))
    made: list[str] = []

    def keep(draft: ItemDraft, **said: Any) -> None:
        made.append(services.write_item(actor, draft, **said).key)

    return asked(
        request, form, lambda: form.act(keep), "exams/write.html",
        back=lambda: reverse("exams_item", args=made), done=_("已存入题库，等第二个人复核。"),
        title=_("写试题"), away=reverse("exams_desk"),
    )  # fmt: skip


@never_cache
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One question: its newest version whole, the ones before, and what the reader may do."""
    actor, today = writer(request), clock.today()
    item = item_by_key(actor, key)
    versions = versions_of(item)
    told = lines(versions[:1], today)[0]
    version = told.version
    context = {
        "item": item, "version": version, "question": version.question, "line": told, "tone": TONES[told.standing], "versions": versions,
        "cited": cited_of(actor, version), "may_pass": _may_pass(actor, version), "remarks": RemarksForm(),
        "own": version.state == State.WAITING and version.author == actor.key and may_review(actor),
        "doubts": [words_of(doubt)[0] for doubt in doubts_of(version.question)],
        "may_retire": may_see_bank(actor) and item.retired_on is None,
        "may_release": may_see_bank(actor) and item.retired_on is not None and item.pool == Pool.EXAM,
        "may_change": item.retired_on is None,
    }  # fmt: skip
    return render(request, "exams/item.html", context)


@never_cache
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Say it anew: a new version from a day on."""
    actor = writer(request)
    item = item_by_key(actor, key)
    last = versions_of(item)[0]
    form = ItemForm(
        request.POST or None, initial=initial_of(last, clock.today()), topics=topics(actor), written=True
    )
    return asked(
        request, form, lambda: form.act(partial(services.change_item, actor, key)), "exams/write.html",
        back=lambda: reverse("exams_item", args=[key]), done=_("新版本已存，等第二个人复核；到启用日 0 点换上。"),
        title=_("改试题"), away=reverse("exams_item", args=[key]), version=last,
    )  # fmt: skip


@never_cache
@require_POST
def review(request: HttpRequest) -> HttpResponse:
    """Pass the ticked questions, or the one whose page it was."""
    actor = writer(request)
    keys = request.POST.getlist("key")[:200]
    passed = services.approve_versions(actor, keys, now=clock.now())
    messages.success(
        request, ngettext("复核通过 %(n)d 道题。", "复核通过 %(n)d 道题。", passed) % {"n": passed}
    )
    return redirect("exams_item", keys[0]) if len(keys) == 1 else redirect("exams_desk")


@never_cache
def send_back(request: HttpRequest, key: str) -> HttpResponse:
    """Give a version back to its author."""
    actor = writer(request)
    item = item_by_key(actor, key)
    form = RemarksForm(request.POST or None)
    return asked(
        request, form, lambda: services.return_version(actor, key, form.cleaned_data["remarks"], now=clock.now()), "exams/form.html",
        back=lambda: reverse("exams_item", args=[key]), done=_("已退回命题人。"),
        title=_("退回试题"), button=_("退回"), away=reverse("exams_item", args=[item.key]),
    )  # fmt: skip


@never_cache
def retire(request: HttpRequest, key: str) -> HttpResponse:
    """Take a question out of use for good."""
    actor = writer(request)
    item = item_by_key(actor, key)
    form = ReasonForm(request.POST or None)
    return asked(
        request, form, lambda: services.retire_item(actor, key, form.cleaned_data["reason"], now=clock.now()), "exams/form.html",
        back=lambda: reverse("exams_item", args=[key]), done=_("已停用。"), title=_("停用试题"), button=_("停用"),
        away=reverse("exams_item", args=[item.key]), lead=_("停用后不再出进新的试卷，已经出好的试卷不变。"),
    )  # fmt: skip


@never_cache
@require_POST
def release(request: HttpRequest, key: str) -> HttpResponse:
    """Put a retired question among the practice."""
    actor = writer(request)
    here = reverse("exams_item", args=[item_by_key(actor, key).key])
    return pressed(
        request, lambda: services.release_item(actor, key, now=clock.now()), done=_("已转作练习题。"), back=here
    )  # fmt: skip


@never_cache
def dead(request: HttpRequest) -> HttpResponse:
    """Questions in force whose law is not."""
    actor = writer(request)
    return render(request, "exams/dead.html", {"found": dead_citations(actor, clock.today())})


def _may_pass(actor: Actor, version: ItemVersion) -> bool:
    return may_review(actor) and version.state == State.WAITING and version.author != actor.key


def writer(request: HttpRequest) -> Actor:
    """Who asks; for others the pages do not exist."""
    actor = asker(request)
    if not may_write(actor):
        raise NotFound(_("没有这个页面"))
    return actor
