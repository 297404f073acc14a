"""Items and postings: the history of an item, one entry form, one posting with its vouchers, correcting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.evidence.api import evidence_of, kinds_of
from zhifa.funding.access import may_post
from zhifa.funding.models import Item
from zhifa.funding.rules.standing import Standing
from zhifa.funding.selectors import (
    contracts_of,
    effective,
    item_by_number,
    posting_by_number,
    postings_of,
    standings,
    year_by_number,
)
from zhifa.funding.services import (
    add_vouchers,
    commit_money,
    correct_posting,
    open_item,
    release_money,
    revise_budget,
    spend_money,
)
from zhifa.funding.terms import ITEM, POSTING, Stage
from zhifa.funding.web.asking import asked, office_of
from zhifa.funding.web.forms import CorrectionForm, ItemForm, PostingForm, VoucherForm
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.wording import sentences
from zhifa.ledger.api import Subject, entries_of

ACTS = {
    Stage.RELEASE: release_money, Stage.COMMITMENT: commit_money, Stage.SPENDING: spend_money, Stage.REVISION: revise_budget,
}  # fmt: skip


def new_item(request: HttpRequest, year: int) -> HttpResponse:
    """Add a budget item."""
    actor = office_of(request)
    found = year_by_number(actor, year)
    form, here = ItemForm(request.POST or None), found.get_absolute_url()
    return asked(
        request, form, lambda: open_item(actor, year, form.draft(), now=clock.now()), title=_("登记预算项目"),
        back=lambda: here, away=here, lead=_("%(year)s 年") % {"year": year},
    )  # fmt: skip


def item(request: HttpRequest, year: int, number: int) -> HttpResponseBase:
    """One item: where it stands, each contract with what it leaves, every posting."""
    actor = asker(request)
    found = item_by_number(actor, year, number)
    rows = list(postings_of(found))
    columns = (
        _("序号"), _("日期"), _("事项"), _("金额（元）"), _("文号、合同号或凭证号"), _("对方"), _("用途"), _("更正哪一笔"), _("理由"),
    )  # fmt: skip
    if exported := sheet_if_asked(
        request.GET, found.title, columns,
        lambda: (
            (row.number, row.day, row.get_stage_display(), row.amount, row.paper, row.party, row.purpose,
             row.corrects.number if row.corrects else "", row.reason)
            for row in rows
        ),
    ):  # fmt: skip
        return exported
    kinds = kinds_of(Subject(POSTING, row.key) for row in rows)
    return render(
        request, "funding/item.html",
        {
            "item": found, "standing": standings([found]).get(found.pk, Standing()),
            "rows": [(row, bool(kinds[Subject(POSTING, row.key)])) for row in rows[::-1]], "contracts": contracts_of(found),
            "may_post": may_post(actor, found.year) and not found.year.is_closed,
            "entries": entries_of(Subject(ITEM, found.key)),
        },
    )  # fmt: skip


def new_posting(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The one entry form."""
    actor, found = _keeper(request, year, number)
    form = PostingForm(request.POST or None, request.FILES or None, item=found, today=clock.today())
    here = found.get_absolute_url()

    def act() -> object:
        enter = ACTS[Stage(form.cleaned_data["stage"])]
        return enter(actor, (year, number), form.draft(), now=clock.now())

    standing = standings([found]).get(found.pk, Standing())
    return asked(
        request, form, act, title=_("记一笔"), back=lambda: here, away=here, lead=found.title, done=_("已记入。"),
        standing=standing,
    )  # fmt: skip


def posting(request: HttpRequest, year: int, number: int, posting: int) -> HttpResponse:
    """One posting with its vouchers and corrections."""
    actor = asker(request)
    found = posting_by_number(actor, year, number, posting)
    subject = Subject(POSTING, found.key)
    may_keep = may_post(actor, found.item.year)
    return render(
        request, "funding/posting.html",
        {
            "posting": found, "item": found.item, "files": evidence_of([subject])[subject],
            "corrections": list(found.corrections.select_related("item__year")), "now_is": effective(found),
            "may_keep": may_keep, "may_correct": may_keep and found.corrects is None, "form": VoucherForm(),
        },
    )  # fmt: skip


def correct(request: HttpRequest, year: int, number: int, posting: int) -> HttpResponse:
    """Correct a posting."""
    actor, _item = _keeper(request, year, number)
    found = posting_by_number(actor, year, number, posting)
    form = CorrectionForm(request.POST or None, initial={"amount": effective(found)})
    here = found.get_absolute_url()
    return asked(
        request, form,
        lambda: correct_posting(actor, (year, number), posting, form.draft(), now=clock.now()),
        title=_("更正一笔"), back=lambda: here, away=here, done=_("已更正，原来那笔留在账上。"),
        lead=_("原来那笔不改，差额另记一笔，写明理由。"),
    )  # fmt: skip


@require_POST
def vouchers(request: HttpRequest, year: int, number: int, posting: int) -> HttpResponse:
    """Attach papers."""
    actor, _item = _keeper(request, year, number)
    form = VoucherForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_vouchers(actor, (year, number), posting, form.cleaned_data["uploads"], now=clock.now())
        except Refusal as refusal:
            if refusal.status == NotFound.status:
                raise
            messages.error(request, sentences(refusal.what, refusal.why, refusal.next_step))
        else:
            messages.success(request, _("凭证已附上。"))
    else:
        messages.error(request, _("没有选择文件。"))
    return redirect(reverse("funding_posting", args=[year, number, posting]))


def _keeper(request: HttpRequest, year: int, number: int) -> tuple[Actor, Item]:
    """Who asks and the item, for those who keep its books; for others the page does not exist."""
    actor = asker(request)
    found = item_by_number(actor, year, number)
    if not may_post(actor, found.year):
        raise NotFound(_("没有这个页面"))
    return actor, found
