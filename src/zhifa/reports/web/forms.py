"""The shapes of what comes in about reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.web.forms import day_field
from zhifa.reports.models import Outline


class NewReportForm(forms.Form):
    """Which outline, which days, under what title."""

    outline = forms.ChoiceField(label=_("提纲"))
    title = forms.CharField(label=_("名称"), max_length=120, help_text=_("例如：2018 年上半年普法工作报告"))
    since = day_field(_("起始日"))
    until = day_field(_("截止日"))

    def __init__(self, *args: Any, outlines: list[Outline], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outline"].choices = [(one.code, one.title) for one in outlines]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("截止日早于起始日，请调换两个日期"))
        return data


class ProseForm(forms.Form):
    """The whole prose as text; the revision that was open."""

    text = forms.CharField(
        label=_("正文"),
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}),
        help_text=_("一行一段。标题前写 #，下一级写 ##；表格每行以 | 开头；数字写成 {{名称}}。"),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class WordForm(forms.Form):
    """A Word document edited outside."""

    file = forms.FileField(
        label=_("Word 文件（.docx）"), widget=forms.ClearableFileInput(attrs={"accept": ".docx"})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class NumberForm(forms.Form):
    """Under which number, by whom and when a 定稿 was issued."""

    number = forms.CharField(label=_("文号"), max_length=80, required=False, help_text=_("没有文号的不填"))
    issuer = forms.CharField(label=_("发文机关"), max_length=80, help_text=_("照文件落款写"))
    issued_on = day_field(_("印发日期"))


class OutlineForm(forms.Form):
    """The office's own outline."""

    title = forms.CharField(label=_("名称"), max_length=120)
    file = forms.FileField(
        label=_("Word 提纲（.docx）"),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        help_text=_("标题用 Word 的标题样式，或一、（一）1. 这样的编号；要填数字的地方写 {{数字的名称}}。"),
    )
