"""The shapes of what comes in at the gate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Role
from zhifa.kernel.errors import Refusal
from zhifa.kernel.web.forms import day_field
from zhifa.kernel.wording import sentences
from zhifa.publishing.selectors import post_words
from zhifa.publishing.terms import Move, Openness, WordKind


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=400, help_text=help_text, widget=forms.Textarea(attrs={"rows": 2})
    )


class ProposeForm(forms.Form):
    """What goes out together, under what name."""

    title = forms.CharField(label=_("公开的名称"), max_length=160, help_text=_("例如：2018 年 3 月普法活动"))
    unit = forms.CharField(
        label=_("责任单位"),
        max_length=120,
        required=False,
        help_text=_("不填时，用内容所属的单位；几个单位的，用您的单位"),
    )
    source = forms.CharField(
        label=_("信息来源"), max_length=160, required=False, help_text=_("例如：各单位申报，区普法办确认")
    )


class RemarksForm(forms.Form):
    """Why it goes back."""

    remarks = _words(_("退回意见"))


class LeftForm(forms.Form):
    """Why words of the list stay."""

    remarks = _words(_("用语不改的理由"), _("例如：引用旧文件的原文"))


class OpennessForm(forms.Form):
    """The openness attribute with its reason."""

    openness = forms.ChoiceField(
        label=_("公开属性"), choices=Openness.choices, widget=forms.RadioSelect, initial=Openness.ACTIVE
    )
    remarks = _words(_("理由"), _("例如：属于应当主动公开的普法工作信息"))


class ReleaseForm(forms.Form):
    """What a government site asks for at the moment of publishing."""

    filing_number = forms.CharField(
        label=_("备案号"), max_length=80, required=False, help_text=_("没有的留空；索引号由系统给出")
    )


class WithdrawForm(forms.Form):
    """Why it is taken back; readers see it. Nothing chosen is everything."""

    remarks = _words(_("停止公开的理由"), _("读者会看到；不要写涉密内容和个人信息"))
    keys = forms.MultipleChoiceField(
        label=_("只停止其中几条"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选，就停止公开全部"),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = choices  # type: ignore[attr-defined]
        if len(choices) < 2:
            del self.fields["keys"]


FORM_OF: dict[str, type[forms.Form]] = {
    Move.RETURN: RemarksForm, Move.OPEN: OpennessForm, Move.PUBLISH: ReleaseForm, Move.WITHDRAW: WithdrawForm,
}  # fmt: skip


class WordRuleForm(forms.Form):
    """A line of the office's list of words."""

    kind = forms.ChoiceField(
        label=_("查什么"), choices=WordKind.choices, initial=WordKind.PHRASE, required=False
    )
    phrase = forms.CharField(
        label=_("不写"),
        max_length=60,
        help_text=_("词语：不再写的词。人名与职务：写姓名。领导排序：给这一行起个名"),
    )
    instead = forms.CharField(
        label=_("写作"),
        max_length=200,
        required=False,
        help_text=_("人名与职务：姓名前应写的职务。领导排序：按次序写姓名。几个用顿号隔开"),
    )
    why = forms.CharField(label=_("依据"), max_length=200)
    unless = forms.CharField(
        label=_("除非出现在"),
        max_length=200,
        required=False,
        help_text=_("几个词用顿号隔开；里面出现时不算错"),
    )
    since = day_field(_("起"), required=False)
    until = day_field(_("止"), required=False)

    def clean_kind(self) -> str:
        """A phrase unless said otherwise."""
        return str(self.cleaned_data.get("kind") or WordKind.PHRASE.value)


class GateForm(forms.Form):
    """A dated row of the gate."""

    since = day_field(_("自哪天起"))
    first = forms.MultipleChoiceField(label=_("初审"), widget=forms.CheckboxSelectMultiple)
    second = forms.MultipleChoiceField(label=_("复审"), widget=forms.CheckboxSelectMultiple)
    final = forms.MultipleChoiceField(label=_("终审"), widget=forms.CheckboxSelectMultiple)
    check = forms.MultipleChoiceField(label=_("公开属性与保密审查"), widget=forms.CheckboxSelectMultiple)
    review_source = forms.CharField(label=_("三审的依据"), max_length=200)
    working_days = forms.IntegerField(label=_("几个工作日内公开"), min_value=1, max_value=250)
    clock_source = forms.CharField(label=_("期限的依据"), max_length=200)
    to_confirm = forms.BooleanField(label=_("待核：还没有与依据核对"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, words) for role, words in post_words().items() if role in _REVIEWERS]
        for name in ("first", "second", "final", "check"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


_REVIEWERS = (Role.OFFICE, Role.LEAD, Role.HEAD)


def show_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal beside its field, or above the form; its faults below it."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, sentences(refusal.what, refusal.next_step))
    for fault in refusal.faults:
        form.add_error(None, f"{fault.what}{f' → {fault.mend}' if fault.mend else ''}")
