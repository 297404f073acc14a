"""The shapes of what is asked about duties."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import Audience
from zhifa.duties.models import Duty
from zhifa.duties.rules.lines import LawWords, LineDraft
from zhifa.duties.selectors import kinds_offered
from zhifa.duties.services import CallDraft, Consideration, Issue
from zhifa.duties.terms import Category, ConsideredBy, Issuer
from zhifa.evidence.api import EvidenceKind
from zhifa.kernel.web.forms import day_field
from zhifa.laws.api import CitationsField


class CallForm(forms.Form):
    """The call for a year."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    title = forms.CharField(label=_("清单名称"), max_length=120)
    notice = forms.CharField(label=_("通知文号"), max_length=120, required=False)
    called_on = day_field(_("通知日期"))
    due_on = day_field(_("报送期限"), help_text=_("各单位在这一天以前报送"))

    def draft(self) -> CallDraft:
        """The call as it was filled in."""
        data = self.cleaned_data
        return CallDraft(data["year"], data["title"], data["called_on"], data["due_on"], data["notice"])


class LineForm(forms.Form):
    """One duty. Nothing is compulsory while it is a draft; what is missing is told before the list is handed on."""

    category = forms.ChoiceField(label=_("类别"), choices=Category.choices, initial=Category.OWN)
    laws = CitationsField(
        day_field="since", label=_("宣传的法律"), required=False,
        help_text=_("每行一处，例如：《宪法》第二十四条；至少一部，有条文的可以写到条。"),
    )  # fmt: skip
    measure = forms.CharField(
        label=_("措施"), max_length=160, required=False, help_text=_("做什么，例如：宪法进校园专题讲座")
    )
    kinds = forms.MultipleChoiceField(
        label=_("履职方式"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("用这些方式做的，经确认后自动计入，不用再报"),
    )  # fmt: skip
    quantity = forms.IntegerField(label=_("数量"), required=False, min_value=1, max_value=30_000)
    audiences = forms.MultipleChoiceField(
        label=_("普法对象"), required=False, widget=forms.CheckboxSelectMultiple, choices=Audience.choices
    )
    since = day_field(_("起"), required=False)
    until = day_field(_("止"), required=False)
    node_on = day_field(_("时间节点"), required=False, help_text=_("到这一天应当完成"))
    node_words = forms.CharField(
        label=_("节点说明"), max_length=60, required=False, help_text=_("可以不写，例如：国家宪法日")
    )
    section = forms.CharField(label=_("责任科室"), max_length=60, required=False)
    person = forms.CharField(label=_("责任人"), max_length=40, required=False)
    evidence = forms.MultipleChoiceField(
        label=_("完成凭据"), required=False, widget=forms.CheckboxSelectMultiple, choices=EvidenceKind.choices,
        help_text=_("任选一种以上；照片从来不是必须的"),
    )  # fmt: skip
    effect = forms.CharField(
        label=_("预期效果"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = kinds_offered()
        self.fields["since"].initial = self.fields["since"].initial or date(year, 1, 1)
        self.fields["until"].initial = self.fields["until"].initial or date(year, 12, 31)

    def draft(self, origin: str = "") -> LineDraft:
        """The line as it was filled in."""
        data = dict(self.cleaned_data)
        laws = tuple(LawWords(ref.version_id, ref.provision_text_id, ref.label) for ref in data.pop("laws"))
        for name in ("kinds", "audiences", "evidence"):
            data[name] = tuple(data[name])
        return LineDraft(laws=laws, origin=origin, **data)


def initial_of(line: Duty) -> dict[str, Any]:
    """A line as the form shows it. Read with its laws."""
    names = [name for name in LineForm.base_fields if name != "laws"]
    return {name: getattr(line, name) for name in names} | {"laws": [law.label for law in line.laws.all()]}


class OpinionForm(forms.Form):
    """What the legal section says."""

    opinion = forms.CharField(
        label=_("法制审核意见"),
        max_length=200,
        help_text=_("写明由谁审核、意见是什么，例如：法规科李某，无意见"),
    )


class RemarksForm(forms.Form):
    """Why something is sent back or begun anew."""

    remarks = forms.CharField(label=_("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class ConsiderForm(forms.Form):
    """Who considered the merged list."""

    by = forms.ChoiceField(label=_("审议机构"), choices=ConsideredBy.choices)
    on = day_field(_("审议日期"))
    record = forms.CharField(label=_("审议记录"), max_length=160, help_text=_("会议名称和纪要编号"))
    issuer = forms.ChoiceField(label=_("发文类型"), choices=Issuer.choices, help_text=_("决定公开期限"))

    def said(self) -> Consideration:
        """As it was filled in."""
        data = self.cleaned_data
        return Consideration(data["by"], data["on"], data["record"], data["issuer"])


class IssueForm(forms.Form):
    """Number and days of an issue."""

    document_number = forms.CharField(
        label=_("文号"), max_length=80, help_text=_("例如：〔2018〕3号，前面写机关代字")
    )
    issued_on = day_field(_("印发日期"))
    effective_on = day_field(_("生效日期"))

    def issue(self) -> Issue:
        """As it was filled in."""
        return Issue(**self.cleaned_data)


class SaidForm(forms.Form):
    """A deed serves a duty, or does not, with the reason."""

    duty = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=[("yes", ""), ("no", ""), ("rule", "")], widget=forms.HiddenInput)
    reason = forms.CharField(label=_("理由"), max_length=200, required=False)
