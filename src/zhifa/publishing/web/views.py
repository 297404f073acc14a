"""The pages of the gate for those who work at it: what waits, one publication, its moves, what went out and came back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.accounts.api import Proof, SignatureForm
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.wording import aside
from zhifa.publishing import services
from zhifa.publishing.access import may_keep_gate, may_see_gate, role_for
from zhifa.publishing.models import Publication
from zhifa.publishing.rules.text import Said
from zhifa.publishing.selectors import (
    gate_on,
    kinds,
    post_words,
    publication_by_number,
    published_publications,
    ready_groups,
    ready_keys,
    running,
    waiting_for,
    withdrawn_publications,
)
from zhifa.publishing.selectors.queue import possible_moves, things_of
from zhifa.publishing.selectors.wording import slips_of
from zhifa.publishing.services.reviewing import must_be_clear
from zhifa.publishing.terms import Move, Openness, Standing, State
from zhifa.publishing.web.forms import FORM_OF, LeftForm, ProposeForm, WithdrawForm, show_refusal

ITEMS_SHOWN = 50


def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, what is on its way, what may be proposed."""
    actor, today = reader(request), clock.today()
    mine = {publication.pk for publication, _move in waiting_for(actor, today)}
    return render(
        request,
        "publishing/queue.html",
        {
            "page": Paginator(running(actor), 20).get_page(request.GET.get("page")),
            "mine": mine,
            "groups": ready_groups(actor, today),
            "today": today,
            "may_keep": may_keep_gate(actor),
        },
    )


def published(request: HttpRequest) -> HttpResponse:
    """What is public."""
    page = Paginator(published_publications(reader(request)), 20).get_page(request.GET.get("page"))
    return render(request, "publishing/published.html", {"page": page})


def withdrawn(request: HttpRequest) -> HttpResponse:
    """What was taken back, whole or in part."""
    page = Paginator(withdrawn_publications(reader(request)), 20).get_page(request.GET.get("page"))
    return render(request, "publishing/withdrawn.html", {"page": page})


def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose what goes out together, and begin its way."""
    actor = reader(request)
    offer = kinds().get(kind)
    if offer is None or not offer.may_propose(actor):
        raise NotFound(_("没有这个页面"))
    group = request.GET.get("group")
    things = offer.things(ready_keys(offer, group))
    title = aside(offer.title, group)
    if len(things) == 1:
        title = things[0].title
    together = {one.key for one in things if not one.alone or len(things) == 1}
    form = ProposeForm(request.POST or None, initial={"title": title})
    chosen = set(request.POST.getlist("keys")) if request.method == "POST" else together
    if request.method == "POST" and form.is_valid():
        keys = [one.key for one in things if one.key in chosen]
        try:
            made = services.propose(actor, kind, keys, now=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已起草。核对全文后送审；公开之前外面看不到。"))
            return redirect("publishing_one", made.pk)
    return render(
        request,
        "publishing/propose.html",
        {"form": form, "things": things, "chosen": chosen, "kind": offer},
    )


def publication(request: HttpRequest, number: int) -> HttpResponse:
    """One publication: where it stands, its things with their texts, its steps, and what the reader may do."""
    actor = reader(request)
    found = publication_by_number(actor, number)
    things = things_of(found)
    return render(
        request,
        "publishing/one.html",
        {
            "publication": found,
            "kind": kinds().get(found.kind),
            "page": Paginator(found.items.order_by("position"), ITEMS_SHOWN).get_page(
                request.GET.get("page")
            ),
            "moves": [(move, move.label) for move in possible_moves(actor, found, gate_on(clock.today()))],
            "slips": slips_of(things) if found.state not in (State.PUBLISHED, State.WITHDRAWN) else (),
            "obstacles": _obstacles(found),
            "late": found.published_at is None and found.due_on < clock.today(),
        },
    )


def move(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """Make a move: first the words that it needs, then the exact text and the signature."""
    actor = reader(request)
    found = publication_by_number(actor, number)
    gate = gate_on(clock.today())
    if move not in possible_moves(actor, found, gate):
        raise NotFound(_("这一步现在不能办"))
    form = _form_of(request, found, move)
    context = {"publication": found, "move": move, "title": Move(move).label, "form": form}
    if form is not None and not form.is_valid():
        return render(request, "publishing/move.html", context)
    words: dict[str, Any] = form.cleaned_data if form is not None else {}
    said = _said(words)
    signature = SignatureForm(request, services.words_of_move(found, _move_of(move, said), said))
    if request.method == "POST" and signature.is_valid():
        try:
            _ACTS[move](actor, number, said, signature.proof)
        except Refusal as refusal:
            show_refusal(signature, refusal)
        else:
            messages.success(request, _("已办，签署写进了存证日志。"))
            return redirect("publishing_one", number)
    role = role_for(actor, found, move, gate)
    context |= {"signature": signature, "post": post_words().get(role, "") if role else ""}
    return render(request, "publishing/sign.html", context)


def reader(request: HttpRequest) -> Actor:
    """Who asks; for others the pages do not exist."""
    actor = asker(request)
    if not may_see_gate(actor):
        raise NotFound(_("没有这个页面"))
    return actor


def _form_of(request: HttpRequest, found: Publication, move: str) -> forms.Form | None:
    """The form of the words that a move needs, filled from the address; None when it needs none."""
    asked = request.GET if "asked" in request.GET else None
    if move == Move.SUBMIT:
        return LeftForm(asked) if slips_of(things_of(found)) else None
    if move == Move.WITHDRAW:
        rows = found.items.filter(standing=Standing.PUBLIC).order_by("position")
        return WithdrawForm(asked, choices=list(rows.values_list("key", "title")))
    made = FORM_OF.get(move)
    return made(asked) if made is not None else None


def _said(words: dict[str, Any]) -> Said:
    return Said(
        remarks=words.get("remarks", "").strip(), openness=words.get("openness", ""),
        filing_number=words.get("filing_number", "").strip(), keys=tuple(words.get("keys", ())),
    )  # fmt: skip


def _move_of(move: str, said: Said) -> str:
    """What is not opened on the office's own initiative is kept."""
    return Move.KEEP if move == Move.OPEN and said.openness != Openness.ACTIVE else move


def _obstacles(found: Publication) -> list[str]:
    """What stops a draft in words: a classification mark, and where."""
    if found.state != State.DRAFT:
        return []
    try:
        must_be_clear(things_of(found), reason="-")
    except Refusal as refusal:
        return [fault.what for fault in refusal.faults]
    return []


_Act = Callable[[Actor, int, Said, Proof], Publication]
_ACTS: dict[str, _Act] = {
    Move.SUBMIT: lambda actor, number, said, proof: services.submit(
        actor, number, reason=said.remarks, proof=proof, now=clock.now()
    ),
    Move.PASS: lambda actor, number, said, proof: services.pass_on(
        actor, number, proof=proof, now=clock.now()
    ),
    Move.RETURN: lambda actor, number, said, proof: services.send_back(
        actor, number, said.remarks, proof=proof, now=clock.now()
    ),
    Move.OPEN: lambda actor, number, said, proof: services.decide(
        actor, number, said.openness, said.remarks, proof=proof, now=clock.now()
    ),
    Move.PUBLISH: lambda actor, number, said, proof: services.publish(
        actor, number, filing_number=said.filing_number, proof=proof, now=clock.now()
    ),
    Move.WITHDRAW: lambda actor, number, said, proof: services.withdraw(
        actor, number, said.remarks, keys=said.keys, proof=proof, now=clock.now()
    ),
    Move.DROP: lambda actor, number, said, proof: services.drop(actor, number, proof=proof, now=clock.now()),
}
