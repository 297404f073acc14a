"""Span by span: what the machine proposes on the left, what a person decides on the right; then the signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from zhifa.accounts.api import SignatureForm
from zhifa.cases import services
from zhifa.cases.access import role_for
from zhifa.cases.models import Case
from zhifa.cases.rules.spans import KINDS, Decision, Group, Span, around
from zhifa.cases.rules.text import CaseText, part_label, text_from
from zhifa.cases.selectors import case_by_key, decisions_of, masked_text, proposal, words_of_move
from zhifa.cases.terms import CASE, Move
from zhifa.cases.web.desk import reader
from zhifa.cases.web.forms import AddForm
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.forms import show_as_one
from zhifa.ledger.api import Subject
from zhifa.lookups.api import What, note_lookup
from zhifa.people.api import ROLE_WORDS


@dataclass(frozen=True)
class Place:
    """One span as the page shows it."""

    name: str
    part: str
    before: str
    after: str
    text: str
    replaced: bool


@dataclass(frozen=True)
class Line:
    """A group as the page shows it: proposal and decision."""

    name: str
    kind: str
    text: str
    remark: str
    replacement: str
    reason: str
    places: tuple[Place, ...]


@never_cache
@sensitive_post_parameters()
def masking(request: HttpRequest, key: str) -> HttpResponse:
    """Decide every span; with `sign` in the address, read the result and sign it."""
    actor = reader(request)
    case = case_by_key(actor, key)
    role = role_for(actor, case, Move.MASK)
    if role is None:
        raise NotFound(_("这一步现在不能办"), why=_("可能刚有人办过。"))
    note_lookup(actor, Subject(CASE, key), What.RECORD, now=clock.now())
    if "sign" in request.GET:
        return _sign(request, actor, case, str(ROLE_WORDS[role]))
    words = text_from(case.original.words)
    decided, extra = decisions_of(case)
    groups = proposal(words, extra)
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = decisions_from(request.POST, groups)
        added = form.cleaned_data["words"].strip()
        if added and added not in words.whole():
            form.add_error("words", _("文中没有这几个字，请照原文写。"))
        else:
            more = [*extra, (form.cleaned_data["kind"], added)] if added else extra
            try:
                services.decide(actor, key, told, extra=more, now=clock.now())
            except Refusal as refusal:
                show_as_one(form, refusal)
                decided = told
            else:
                if added or "sign" not in request.POST:
                    messages.success(request, _("已保存。"))
                    return redirect("cases_masking", key)
                return redirect(f"{request.path}?sign=1")
    context = {
        "case": case,
        "lines": lines_of(words, groups, decided),
        "form": form,
        "counts": _counts(groups),
    }
    return render(request, "cases/masking.html", context)


def _sign(request: HttpRequest, actor: Actor, case: Case, post: str) -> HttpResponse:
    """The anonymous text as it will be read, and the signature."""
    decided, _extra = decisions_of(case)
    text = masked_text(text_from(case.original.words), decided)
    signature = SignatureForm(request, words_of_move(case, Move.MASK, text=text))
    if request.method == "POST" and signature.is_valid():
        try:
            services.mask(actor, case.key, proof=signature.proof, now=clock.now())
        except Refusal as refusal:
            show_as_one(signature, refusal)
        else:
            messages.success(request, _("已脱敏，等第二个人复核。"))
            return redirect("cases_work", case.key)
    context = {
        "case": case,
        "title": Move.MASK.label,
        "signature": signature,
        "post": post,
        "from_masking": True,
    }
    return render(request, "cases/sign.html", context)


def lines_of(words: CaseText, groups: Sequence[Group], decided: Sequence[Decision]) -> list[Line]:
    """Groups with what was decided about them so far; what nobody decided yet is proposed to be replaced."""
    parts = words.parts()
    known = {_place(one.span): one for one in decided}
    lines = []
    for index, group in enumerate(groups):
        earlier = [known[_place(span)] for span in group.spans if _place(span) in known]
        instead = next((one.replacement for one in earlier if one.replacement), group.replacement)
        reason = next((one.reason for one in earlier if one.reason), "")
        places = tuple(
            Place(
                f"g{index}.{number}", part_label(span.part), *around(parts[span.part], span), span.text,
                not (_place(span) in known and known[_place(span)].is_kept),
            )
            for number, span in enumerate(group.spans)
        )  # fmt: skip
        lines.append(Line(f"g{index}", KINDS[group.kind], group.text, group.remark, instead, reason, places))
    return lines


def decisions_from(sent: QueryDict, groups: Sequence[Group]) -> list[Decision]:
    """What the page sent: a box a span (ticked: replaced), a replacement and a reason a group."""
    made = []
    for index, group in enumerate(groups):
        instead = sent.get(f"g{index}.instead", "").strip() or group.replacement
        reason = sent.get(f"g{index}.reason", "").strip()
        for number, span in enumerate(group.spans):
            hidden = f"g{index}.{number}" in sent
            made.append(Decision(span, instead if hidden else "", "" if hidden else reason))
    return made


def _place(span: Span) -> tuple[str, int, int, str]:
    return span.part, span.start, span.end, span.text


def _counts(groups: Sequence[Group]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for group in groups:
        found[group.kind] = found.get(group.kind, 0) + len(group.spans)
    return [(KINDS[kind], number) for kind, number in found.items()]
