"""The shapes of what the pages of deeds read; the shared parts of every recording form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.selectors import NOWHERE, DeedFilter, kinds, streets_named
from zhifa.deeds.terms import Channel, Source, State
from zhifa.evidence.api import EvidenceField, EvidenceKind
from zhifa.intake.api import ACCEPT
from zhifa.kernel.web.forms import day_field

COUNT_LINES = 3


class DeedFilterForm(forms.Form):
    """What narrows the list; kept in the address."""

    q = forms.CharField(label=_("名称"), required=False)
    kind = forms.ChoiceField(label=_("种类"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *State.choices])
    channel = forms.ChoiceField(label=_("渠道"), required=False, choices=[("", _("全部")), *Channel.choices])
    area = forms.ChoiceField(label=_("街道"), required=False)
    since = day_field(label=_("从"), required=False)
    until = day_field(label=_("到"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("全部")), *((kind.code, kind.title) for kind in kinds().values())]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        streets = [("", _("全部")), (NOWHERE, _("不分街道")), *streets_named()]
        self.fields["area"].choices = streets  # type: ignore[attr-defined]

    def chosen(self) -> DeedFilter:
        """The filter; what cannot be read narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        return DeedFilter(
            kind=data.get("kind") or "", state=data.get("state") or "", since=data.get("since"),
            until=data.get("until"), words=data.get("q") or "", channel=data.get("channel") or "", area=data.get("area") or "",
        )  # fmt: skip


class ReturnForm(forms.Form):
    """Why a deed goes back."""

    remarks = forms.CharField(label=_("退回说明"), widget=forms.Textarea(attrs={"rows": 2}), max_length=400)


class ReasonForm(forms.Form):
    """Why a closed deed is corrected, or a deed withdrawn."""

    reason = forms.CharField(
        label=_("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("读者会看到")
    )


class EvidenceForm(forms.Form):
    """Files that speak for a record; none is compulsory."""

    kind = forms.ChoiceField(label=_("佐证种类"), choices=EvidenceKind.choices)
    uploads = EvidenceField(required=True)


class AttendanceForm(forms.Form):
    """A sign-in sheet or a platform's log of one record; a closed one is corrected by it, with a reason."""

    source = forms.ChoiceField(
        label=_("这是什么表"), widget=forms.RadioSelect, initial=Source.SIGN_IN,
        choices=[(Source.SIGN_IN.value, _("签到表")), (Source.EXPORT.value, _("平台导出的参加或播放记录"))],
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("渠道"), choices=Channel.choices, initial=Channel.ONSITE)
    sheet = forms.FileField(
        label=_("文件"), allow_empty_file=True, widget=forms.ClearableFileInput({"accept": ACCEPT}),
        help_text=_("一行一个人。几张签到表放在一个文件的几个工作表里，或合成一份；.xlsx .xls .csv .docx 都可以，最多 20 MB。"),
    )  # fmt: skip

    def __init__(self, *args: Any, closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if closed:
            self.fields["reason"] = forms.CharField(
                label=_("更正的理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("这条记录已经封账；读者会看到更正前后的数和理由"),
            )  # fmt: skip
            self.order_fields(["reason"])

    def about(self, key: str) -> dict[str, str]:
        """What the sheet is about, as the intake keeps it."""
        return {
            "deed": key,
            **{name: self.cleaned_data.get(name, "") for name in ("source", "channel", "reason")},
        }
