"""The forms of the law library."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.web.forms import day_field
from zhifa.laws.terms import BY_TITLE_ONLY, LONGEST_CHECKED, OWNERS_DECIDE, InstrumentKind, Standing


class LibraryFilter(forms.Form):
    """Narrow the list of instruments."""

    q = forms.CharField(label=_("名称或拼音"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部类别")), *InstrumentKind.choices]
    )
    standing = forms.ChoiceField(
        label=_("效力与文本"), required=False, choices=[("", _("全部")), *Standing.choices]
    )
    on = day_field(label=_("以哪一天为准"), required=False)


class DayForm(forms.Form):
    """The day as of which to read."""

    on = day_field(label=_("以哪一天为准"), required=False)
    version = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)


class DocumentForm(forms.Form):
    """A party regulation or policy document by title and dates."""

    kind = forms.ChoiceField(label=_("类别"), choices=[(kind.value, kind.label) for kind in BY_TITLE_ONLY])
    title = forms.CharField(label=_("标题"), max_length=200, help_text=_("写全称，不加书名号也可以。"))
    document_number = forms.CharField(
        label=_("文号"), max_length=80, required=False, help_text=_("同名的文件靠文号区分。")
    )
    issuing_body = forms.CharField(label=_("制定机关"), max_length=120)
    published_on = day_field(label=_("公布日期"))
    effective_on = day_field(
        label=_("施行日期"),
        required=False,
        help_text=_("不填则自公布之日起。"),
    )
    ended_on = day_field(label=_("最后有效的一天"), required=False)
    source = forms.CharField(label=_("出处"), max_length=120, help_text=_("公报期号、网址等，便于核对。"))


class CheckForm(forms.Form):
    """A text whose citations are to be checked."""

    text = forms.CharField(
        label=_("文字"), max_length=LONGEST_CHECKED, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("粘贴一段文字，最多两万字。文字不会保存。"),
    )  # fmt: skip
    on = day_field(
        label=_("以哪一天为准"),
        required=False,
        help_text=_("不填则为今天。"),
    )
    own = forms.CharField(
        label=_("“本法”指哪部法律"), required=False, max_length=100,
        help_text=_("文字里有“本法”“本条例”时填写，例如 治安管理处罚法。"),
    )  # fmt: skip


class CorrectionForm(forms.Form):
    """Why the held text is wrong, by which source."""

    reason = forms.CharField(
        label=_("为什么更正"),
        max_length=200,
        help_text=_("例如：来源漏字，以公报文本为准。改了法律的，请按新版本导入。"),
    )
    source = forms.CharField(label=_("出处"), max_length=120, help_text=_("公报期号、网址等，便于核对。"))


class DecisionForm(forms.Form):
    """What becomes of the ticked things that cite changed law."""

    decision = forms.ChoiceField(
        label=_("怎样处理"),
        choices=[(one.value, one.label) for one in OWNERS_DECIDE],
        widget=forms.RadioSelect,
        help_text=_("“需要修改”的，改引新文本后自动了结；“停止使用”的，请在原处撤下。"),
    )
    remark = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("选“实质不变”时必须写明理由。")
    )
