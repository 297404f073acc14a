"""The shapes of what comes in, from anyone and from those who handle it."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhifa.complaints.errors import NotAPageHere
from zhifa.complaints.terms import CONTACT_MOST, REMARKS_MOST, TEXT_LEAST, TEXT_MOST, Kind
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Refusal
from zhifa.kernel.web.forms import day_field
from zhifa.kernel.wording import sentences
from zhifa.people.api import Unit, visible_units

PRIVATE = ("/work/", "/accounts/", "/complaints/")  # no public pages that something could be wrong with
ABOUT_MOST = 300


def page_here(given: str, host: str) -> str:
    """The path (with its query) of a public page of this site, from what was typed or where the visitor came from.

    Empty for nothing. Refused: another site's address, an address without a page, a page of the workspace.
    """
    text = given.strip()
    if not text:
        return ""
    parts = urlsplit(text)
    path = parts.path or "/"
    refused = NotAPageHere(
        _now("这不是本站公开网页的地址"), next_step=_now("请复制浏览器里的网址，或者留空。"), field="about"
    )
    if (parts.netloc and parts.netloc != host) or path.startswith(PRIVATE):
        raise refused
    try:
        resolve(path)
    except Resolver404 as error:
        raise refused from error
    query = f"?{parts.query}" if parts.query and not path.startswith("/search/") else ""
    return f"{path}{query}"[:ABOUT_MOST]


class ComplaintForm(forms.Form):
    """What anyone writes. `website` is there for machines: people neither see nor fill it."""

    kind = forms.ChoiceField(
        label=_("您要"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.COMPLAINT
    )
    about = forms.CharField(
        label=_("哪个网页"),
        required=False,
        max_length=ABOUT_MOST,
        help_text=_("从那个网页来的，已经填好；也可以复制网址"),
    )
    text = forms.CharField(
        label=_("内容"),
        help_text=_("哪里不对，您希望怎么办。10 到 2,000 个字；不要写国家秘密，不必写姓名和证件号码"),
        widget=forms.Textarea(attrs={"rows": 6, "minlength": TEXT_LEAST, "maxlength": TEXT_MOST}),
    )
    contact = forms.CharField(
        label=_("联系方式"),
        required=False,
        help_text=_("手机或邮箱，加密保存，只有承办人能看，每次查看都留痕。不留也能凭回执号查答复"),
        widget=forms.TextInput(attrs={"maxlength": CONTACT_MOST, "autocomplete": "off"}),
    )
    website = forms.CharField(
        label=_("请把这一栏留空"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    sent_as = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, host: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.host = host
        self.fields["sent_as"].initial = uuid.uuid4

    def clean_about(self) -> str:
        """A page of this site."""
        try:
            return page_here(self.cleaned_data["about"], self.host)
        except Refusal as refusal:
            raise forms.ValidationError(sentences(refusal.what, refusal.next_step)) from refusal

    def clean_website(self) -> str:
        """Nothing."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_now("没有收下：请把“请把这一栏留空”清空后再提交。"))
        return ""

    def clean_sent_as(self) -> uuid.UUID:
        """The form's token; a new one for whoever sends none."""
        return self.cleaned_data["sent_as"] or uuid.uuid4()


class FollowForm(forms.Form):
    """A receipt number."""

    receipt = forms.CharField(
        label=_("回执号"),
        max_length=40,
        help_text=_("例如 12-7K3M-9QXF-2HWT"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class AnswerForm(forms.Form):
    """The answer, which the bearer of the receipt number reads."""

    words = forms.CharField(
        label=_("答复"),
        max_length=TEXT_MOST,
        help_text=_("凭回执号查询的人会看到；不要写涉密内容和别人的个人信息"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class CloseForm(forms.Form):
    """Why it gets no answer of its own."""

    words = forms.CharField(
        label=_("理由"),
        max_length=REMARKS_MOST,
        help_text=_("凭回执号查询的人会看到。例如：与第 12 号是同一件事，见那一件的答复"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class GiveBackForm(forms.Form):
    """Why it is not this unit's matter."""

    words = forms.CharField(
        label=_("为什么退回"), max_length=REMARKS_MOST, widget=forms.Textarea(attrs={"rows": 2})
    )


class HandForm(forms.Form):
    """To which unit, with a word to it."""

    unit = forms.ModelChoiceField(label=_("责任单位"), queryset=Unit.objects.none(), to_field_name="code")
    words = forms.CharField(
        label=_("交代"),
        required=False,
        max_length=REMARKS_MOST,
        help_text=_("只有承办人看得到"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, actor: Actor, responsible: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        units = visible_units(actor).filter(valid_until=None).order_by("pinyin")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if responsible:
            found = units.filter(name=responsible).values_list("code", flat=True).first()
            self.fields["unit"].initial = found


class KeepingForm(forms.Form):
    """A dated row of the keeping time."""

    since = day_field(label=_("自哪天起"), initial=clock.today)
    months = forms.IntegerField(label=_("办结后保存几个月"), min_value=1, max_value=600)
    source = forms.CharField(label=_("依据"), max_length=200)
    to_confirm = forms.BooleanField(label=_("待核：还没有与依据核对"), required=False)


class TimeForm(forms.Form):
    """A dated row of the time to answer."""

    since = day_field(label=_("自哪天起"), initial=clock.today)
    working_days = forms.IntegerField(label=_("几个工作日内答复"), min_value=1, max_value=250)
    source = forms.CharField(label=_("依据"), max_length=200)
    to_confirm = forms.BooleanField(label=_("待核：还没有与依据核对"), required=False)
