"""The shapes of what comes in on the pages of money."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.evidence.api import EvidenceField
from zhifa.funding.models import Item, Posting
from zhifa.funding.selectors import contracts_of
from zhifa.funding.services import CorrectionDraft, ItemDraft, PostingDraft
from zhifa.funding.terms import Control, Kind, Source, Stage
from zhifa.kernel.web.forms import day_field
from zhifa.people.api import Unit


def unit_field(label: Any) -> forms.ModelChoiceField[Unit]:
    """A body of the district that stands today."""
    rows = Unit.objects.filter(valid_until=None).exclude(kind="community").order_by("pinyin")
    return forms.ModelChoiceField(label=label, queryset=rows, to_field_name="code")


def money_field(label: Any, **more: Any) -> forms.DecimalField:
    """An amount in 元, to the 分."""
    return forms.DecimalField(
        label=label,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        **more,
    )


class YearForm(forms.Form):
    """A year to begin."""

    year = forms.IntegerField(label=_("年度"), min_value=1986, max_value=2100)
    finance = unit_field(_("财政部门"))


class StandardForm(forms.Form):
    """A standard per head."""

    since = forms.IntegerField(label=_("从哪一年起"), min_value=1986, max_value=2100)
    per_head = forms.DecimalField(
        label=_("人均标准（元/人）"),
        max_digits=8,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    document = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件名称和文号"))


class ItemForm(forms.Form):
    """A budget item with its approved budget."""

    kind = forms.ChoiceField(
        label=_("经费类别"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.PUBLICITY,
        help_text=_("各类经费分开记账，不能互相调剂；算人均和增长时只用普法经费"),
    )  # fmt: skip
    source = forms.ChoiceField(label=_("来源"), choices=Source.choices, initial=Source.LOCAL)
    unit = unit_field(_("使用单位"))
    title = forms.CharField(label=_("项目"), max_length=120, help_text=_("例如：普法宣传专项"))
    budget = money_field(_("批复的预算（元）"), min_value=0, help_text=_("没有预算的写 0"))
    document = forms.CharField(label=_("批复文号"), max_length=120)
    approved_on = day_field(_("批复日期"))
    aim = forms.CharField(label=_("绩效目标"), max_length=200, required=False)
    control = forms.ChoiceField(label=_("超出预算时"), choices=Control.choices, initial=Control.STOP)

    def draft(self) -> ItemDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return ItemDraft(
            Kind(data["kind"]), Source(data["source"]), data["unit"].code, data["title"], data["budget"], data["document"],
            data["approved_on"], data["aim"], Control(data["control"]),
        )  # fmt: skip


ENTERED = (Stage.RELEASE, Stage.COMMITMENT, Stage.SPENDING, Stage.REVISION)


class PostingForm(forms.Form):
    """One amount: what it is, how much, by which paper."""

    stage = forms.ChoiceField(
        label=_("事项"), choices=[(one.value, one.label) for one in ENTERED], widget=forms.RadioSelect,
        initial=Stage.SPENDING,
    )  # fmt: skip
    amount = money_field(_("金额（元）"), help_text=_("预算调减的写负数"))
    day = day_field(_("日期"))
    paper = forms.CharField(label=_("文号、合同号或凭证号"), max_length=120)
    party = forms.CharField(
        label=_("对方"), max_length=120, required=False, help_text=_("合同约定须写明；写单位名称")
    )
    purpose = forms.CharField(
        label=_("用途"), max_length=200, required=False, help_text=_("支出须写明钱用在什么上")
    )
    contract = forms.TypedChoiceField(
        label=_("按哪份合同支出"), coerce=int, empty_value=None, required=False,
        help_text=_("没有合同的支出不选"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("理由"), max_length=200, required=False, help_text=_("预算调整或超出预算时写明")
    )
    uploads = EvidenceField(required=False, label=_("凭证"))

    def __init__(self, *args: Any, item: Item, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = today
        contracts = contracts_of(item)
        if contracts:
            told = [(row.number, _contract_words(row)) for row in contracts]
            self.fields["contract"].choices = [("", _("没有合同")), *told]  # type: ignore[attr-defined]
        else:
            del self.fields["contract"]

    def draft(self) -> PostingDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return PostingDraft(
            data["amount"], data["day"], data["paper"], data["party"], data["purpose"], data["reason"], data.get("contract"),
            tuple(data["uploads"] or ()),
        )  # fmt: skip


class CorrectionForm(forms.Form):
    """What the amount should have been."""

    amount = money_field(_("正确的金额（元）"), help_text=_("根本没有这笔的写 0"))
    reason = forms.CharField(label=_("理由"), max_length=200)

    def draft(self) -> CorrectionDraft:
        """The draft that the valid form describes."""
        return CorrectionDraft(self.cleaned_data["amount"], self.cleaned_data["reason"])


class VoucherForm(forms.Form):
    """Files for a posting."""

    uploads = EvidenceField(required=True, label=_("凭证"))


def _contract_words(row: Posting) -> str:
    return f"{row.paper} {row.party} · {row.left:,.2f}"  # type: ignore[attr-defined]  # set by contracts_of
