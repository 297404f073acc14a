"""How soon to be told; how a day of the calendar is settled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.web.forms import day_field
from zhifa.notices.services import active_channels
from zhifa.notices.terms import Pace


class PaceForm(forms.Form):
    """One question for each channel of this home."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, channel in active_channels().items():
            self.fields[code] = forms.ChoiceField(
                label=str(channel.title), choices=Pace.choices, widget=forms.RadioSelect
            )


class DayForm(forms.Form):
    """A day of the working calendar, whether it is worked, and why."""

    day = day_field(label=_("日期"))
    works = forms.TypedChoiceField(
        label=_("这一天"),
        choices=[("0", _("休息")), ("1", _("上班"))],
        coerce=lambda value: value == "1",
        initial="0",
    )
    reason = forms.CharField(
        label=_("原因或依据"),
        max_length=120,
        help_text=_("例如：国务院办公厅关于 2027 年部分节假日安排的通知。"),
    )
