"""How soon to be told."""

from __future__ import annotations

from typing import Any

from django import forms

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
