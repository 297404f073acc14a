"""The window chooser."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhifa.kernel import clock
from zhifa.kernel.web.forms import day_field


class WindowForm(forms.Form):
    """From when until when, both days inside; left empty: from the beginning, until today."""

    since = day_field(
        label=_("起始日"), required=False, help_text=_("留空：从最早的记录起"),
    )  # fmt: skip
    until = day_field(
        label=_("截止日"), required=False, help_text=_("留空：截至今天"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The window must not end before it begins."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until") or clock.today()
        if since and until < since:
            self.add_error("until", _("截止日早于起始日，请调换。"))
        return cleaned

    @property
    def window(self) -> tuple[date | None, date]:
        """The days asked for; where the form has faults, everything until today."""
        if not self.is_valid():
            return None, clock.today()
        return self.cleaned_data["since"], self.cleaned_data["until"] or clock.today()
