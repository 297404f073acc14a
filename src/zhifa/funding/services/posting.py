"""Entering money: release, promise, spend, revise, correct. Each posting is weighed under the lock of its year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zhifa.evidence.api import EvidenceKind, attach
from zhifa.figures.api import touch
from zhifa.funding.access import may_post
from zhifa.funding.errors import MoneyNotThere, PostingUnclear, YearClosed
from zhifa.funding.models import Item, Posting, Year
from zhifa.funding.rules.standing import Lack, Standing, after, counts_on, lack_of
from zhifa.funding.selectors import effective, item_by_number, spent_under, standings, year_by_number
from zhifa.funding.terms import ITEM, MONEY, POSTING, YEAR, Stage
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.publishing.api import recheck

Key = tuple[int, int]  # a year and the number of an item in it
CENT = Decimal("0.01")
MOST = Decimal("999999999999.99")


@dataclass(frozen=True)
class PostingDraft:
    """An amount in 元 with the day and the number of its paper. `contract` is the number of the commitment under which is spent;
    `files` are vouchers, kept as evidence."""

    amount: Decimal
    day: date
    paper: str
    party: str = ""
    purpose: str = ""
    reason: str = ""
    contract: int | None = None
    files: Sequence[File[Any]] = ()


@dataclass(frozen=True)
class CorrectionDraft:
    """What the amount should have been, in 元 (0: the posting was no such thing), and why."""

    amount: Decimal
    reason: str


@transaction.atomic
def release_money(actor: Actor, key: Key, draft: PostingDraft, *, now: datetime) -> Posting:
    """Money of the budget was handed down. Refused: beyond the budget."""
    return _enter(actor, key, Stage.RELEASE, draft, now)


@transaction.atomic
def commit_money(actor: Actor, key: Key, draft: PostingDraft, *, now: datetime) -> Posting:
    """A contract or order binds money, with its party. Refused: beyond the budget, unless the item's control lets it."""
    return _enter(actor, key, Stage.COMMITMENT, draft, now)


@transaction.atomic
def spend_money(actor: Actor, key: Key, draft: PostingDraft, *, now: datetime) -> Posting:
    """Money was paid, by its voucher, under a contract or without one. Refused: beyond the contract, or what is released."""
    return _enter(actor, key, Stage.SPENDING, draft, now)


@transaction.atomic
def revise_budget(actor: Actor, key: Key, draft: PostingDraft, *, now: datetime) -> Posting:
    """The budget becomes larger or smaller by the amount; the original stays beside it. Refused: below what is bound or released."""
    return _enter(actor, key, Stage.REVISION, draft, now)


@transaction.atomic
def correct_posting(actor: Actor, key: Key, number: int, draft: CorrectionDraft, *, now: datetime) -> Posting:
    """The amount was another: the difference is posted with the reason, and the posting stays as it was. The one act that a
    closed year still takes; it is marked there. Refused: without a reason, without a difference, or where money would be missing."""
    item = item_locked(actor, key)
    wrong = Posting.objects.filter(item=item, number=number).select_related("commitment").first()
    if wrong is None:
        raise NotFound(_("没有这笔记录"))
    if wrong.corrects_id is not None:
        raise PostingUnclear(_("更正本身不再更正"), next_step=_("请对原来那笔再作一次更正。"), field="amount")
    if not draft.reason.strip():
        raise PostingUnclear(_("请写明更正的理由"), field="reason")
    difference = _exact(draft.amount, may_be_zero=True) - effective(wrong)
    if difference == 0:
        raise PostingUnclear(_("金额没有变"), next_step=_("请填写正确的金额。"), field="amount")
    if draft.amount < 0 and wrong.stage != Stage.REVISION:
        raise PostingUnclear(_("金额不能小于零"), field="amount")
    if wrong.stage == Stage.COMMITMENT and draft.amount < spent_under(wrong):
        raise _missing(Lack("contract", draft.amount, spent_under(wrong)), wrong.stage)
    if wrong.commitment is not None:
        _must_fit(wrong.commitment, difference)
    made = Posting(
        item=item, stage=wrong.stage, amount=difference, day=wrong.day, counts_on=wrong.counts_on, paper=wrong.paper,
        party=wrong.party, purpose=wrong.purpose, reason=draft.reason.strip()[:200], commitment=wrong.commitment,
        corrects=wrong, is_after_closing=item.year.is_closed,
    )  # fmt: skip
    written = write(actor, "funding.correct_posting", made, now, corrects=wrong.number)
    recheck(actor, YEAR, [str(item.year.year)], corrected=True, now=now)
    return written


def item_locked(actor: Actor, key: Key) -> Item:
    """The item, its year locked until the act ends; 404 for whoever does not see it, refused for whoever may not post."""
    year_locked(actor, key[0])
    return item_by_number(actor, *key)


def year_locked(actor: Actor, number: int) -> Year:
    """The year, locked: nobody else posts in it until the act ends."""
    found = year_by_number(actor, number)
    if not may_post(actor, found):
        raise NotAllowed(_("只有区普法办和财政部门的经办人可以记账"))
    return Year.objects.select_for_update(of=("self",)).select_related("finance").get(pk=found.pk)


def write(actor: Actor, act: str, made: Posting, now: datetime, **more: Any) -> Posting:
    """Keep a posting whose consequences are weighed here, with its one entry. The ledger names no payee."""
    item = made.item
    standing = standings([item]).get(item.pk, Standing())
    becomes = after(standing, made.stage, made.amount, by_contract=made.commitment_id is not None)
    lack = lack_of(becomes, item.control, has_reason=bool(made.reason))
    if lack is not None:
        raise _missing(lack, made.stage)
    last = Posting.objects.filter(item=item).aggregate(last=Max("number"))["last"] or 0
    made.number, made.entered_at = last + 1, now
    made.save()
    touch(MONEY, [made.counts_on])
    facts = {
        "posting": {
            "kind": item.kind, "source": item.source, "unit": item.unit.code, "stage": made.stage,
            "amount": f"{made.amount:.2f}", "day": made.counts_on,
        },
        "on": made.day, "paper": made.paper, "reason": made.reason, "number": made.number, **more,
    }  # fmt: skip
    record(actor, act, Subject(ITEM, item.key), facts, now=now)
    return made


_ACTS: dict[Stage, str] = {
    Stage.RELEASE: "funding.release_money", Stage.COMMITMENT: "funding.commit_money", Stage.SPENDING: "funding.spend_money",
    Stage.REVISION: "funding.revise_budget",
}  # fmt: skip


def _enter(actor: Actor, key: Key, stage: Stage, draft: PostingDraft, now: datetime) -> Posting:
    item = item_locked(actor, key)
    if item.year.is_closed:
        raise YearClosed(
            _("%(year)s 年已经封账") % {"year": item.year.year},
            why=_("封账以后不再记新账，人口基数也不再变。"),
            next_step=_("记错的，在那一笔上更正，写明理由。"),
        )
    amount = _exact(draft.amount)
    told = _told(stage, replace(draft, amount=amount), civil_day(now))
    made = Posting(
        item=item, stage=stage, amount=amount, day=told.day, counts_on=counts_on(told.day, item.year.year),
        paper=told.paper.strip(), party=told.party.strip(), purpose=told.purpose.strip(), reason=told.reason.strip(),
        commitment=_contract(item, told) if stage == Stage.SPENDING else None,
    )  # fmt: skip
    posted = write(actor, _ACTS[stage], made, now)
    _attach(actor, posted, draft.files, now)
    return posted


@transaction.atomic
def add_vouchers(
    actor: Actor, key: Key, number: int, files: Sequence[File[Any]], *, now: datetime
) -> Posting:
    """Papers that come in later, also after closing. Each is an act of `evidence`."""
    item = item_locked(actor, key)
    posting = Posting.objects.select_related("item__year").filter(item=item, number=number).first()
    if posting is None:
        raise NotFound(_("没有这笔记录"))
    _attach(actor, posting, files, now)
    return posting


def _attach(actor: Actor, posting: Posting, files: Sequence[File[Any]], now: datetime) -> None:
    for file in files:
        attach(
            actor,
            Subject(POSTING, posting.key),
            file,
            kind=EvidenceKind.DOCUMENT,
            title=file.name or "",
            now=now,
        )


def _told(stage: Stage, draft: PostingDraft, today: date) -> PostingDraft:
    """The draft, if it tells what its stage asks."""
    asks: Sequence[tuple[Callable[[], bool], str, str]] = (
        (lambda: draft.amount > 0 or stage == Stage.REVISION, "amount", _("金额要大于零")),
        (lambda: bool(draft.paper.strip()), "paper", _("请写明文号、合同号或凭证号")),
        (lambda: draft.day <= today, "day", _("日期还没有到")),
        (lambda: stage != Stage.COMMITMENT or bool(draft.party.strip()), "party", _("请写明合同的对方")),
        (lambda: stage != Stage.SPENDING or bool(draft.purpose.strip()), "purpose", _("请写明钱用在什么上")),
    )
    for holds, field, words in asks:
        if not holds():
            raise PostingUnclear(words, field=field)
    return draft


def _contract(item: Item, draft: PostingDraft) -> Posting | None:
    """The commitment under which is spent, with enough left on it."""
    if draft.contract is None:
        return None
    found = Posting.objects.filter(
        item=item, number=draft.contract, stage=Stage.COMMITMENT, corrects=None
    ).first()
    if found is None:
        raise PostingUnclear(_("这个项目没有这份合同"), field="contract")
    _must_fit(found, draft.amount)
    return found


def _must_fit(contract: Posting, amount: Decimal) -> None:
    """Refuses spending beyond what a contract agreed to."""
    agreed, spent = effective(contract), spent_under(contract)
    if spent + amount > agreed:
        raise _missing(Lack("contract", agreed, spent + amount), Stage.SPENDING)


def _exact(amount: Decimal, *, may_be_zero: bool = False) -> Decimal:
    """The amount at whole 分. Refused: fractions of a 分, numbers beyond a thousand billion, no number at all."""
    if not amount.is_finite() or amount != amount.quantize(CENT) or abs(amount) > MOST:
        raise PostingUnclear(_("金额写到分为止"), next_step=_("例如 1250.50。"), field="amount")
    if amount == 0 and not may_be_zero:
        raise PostingUnclear(_("金额不能为零"), field="amount")
    return amount.quantize(CENT)


def _missing(lack: Lack, stage: str) -> MoneyNotThere:
    """The refusal: what would be exceeded, by how much."""
    amounts = {
        "there": f"{lack.there:,.2f}",
        "needed": f"{lack.needed:,.2f}",
        "more": f"{lack.needed - lack.there:,.2f}",
    }
    over = _("可用 %(there)s 元，记入后为 %(needed)s 元，多出 %(more)s 元。") % amounts
    if stage in (Stage.BUDGET, Stage.REVISION) and lack.what in ("bound", "released"):
        return MoneyNotThere(
            _("预算不能小于已经拨付或约定的钱"), why=_("已经拨付或约定 %(needed)s 元。") % amounts,
            next_step=_("先更正拨付或合同，再调整预算。"), field="amount",
        )  # fmt: skip
    if lack.what in ("bound", "released") and lack.there == 0:
        return MoneyNotThere(
            _("这个项目的预算为零"), why=_("没有预算就不能拨付、签约或支出。"),
            next_step=_("有了批复的，先作预算调整。"), field="amount",
        )  # fmt: skip
    what, next_step = {
        "bound": (_("超出预算"), _("减少金额，或先作预算调整。")),
        "reason": (_("超出预算，须写明理由"), _("在“理由”里写明为什么可以超出。")),
        "released": (_("拨付超出预算"), _("减少金额，或先作预算调整。")),
        "spent": (_("支出超出已拨付的钱"), _("先登记拨付，或减少金额。")),
        "contract": (_("超出合同约定的金额"), _("合同有变更的，先更正合同金额。")),
        "budget": (_("预算不能小于零"), _("请核对调整的金额。")),
        "negative": (_("更正以后会小于零"), _("请核对更正后的金额。")),
    }[lack.what]
    why = over if lack.what not in ("budget", "negative") else ""
    field = "reason" if lack.what == "reason" else "amount"
    return MoneyNotThere(what, why=why, next_step=next_step, field=field)
