"""The form field that every mechanism uses to cite law.

Without script it is a plain text box, one citation a line. With script a line typed above it brings suggestions;
a picked one becomes a chip. Both carry the citation as written; the versions are bound when the form is read,
as of the form's own day, so that a day changed after picking cannot leave a text of another day behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.kernel import clock
from zhifa.kernel.errors import Fault
from zhifa.laws.errors import CitationsUnreadable
from zhifa.laws.rules.citations import split_citations
from zhifa.laws.selectors import CitationRef, parse_citations

TYPED = "typed"


@dataclass(frozen=True)
class WrittenLines:
    """What a form sent: the lines and the day beside them, as typed."""

    lines: tuple[str, ...]
    day: str = ""


class CitationsWidget(forms.Widget):
    """Chips of what is cited, a line for searching, a text box for what is typed. `day_field` names the form's
    field with the day as of which to cite."""

    template_name = "laws/picker/widget.html"

    def __init__(self, day_field: str = "", attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs) if attrs else None)
        self.day_field = day_field

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> WrittenLines | None:
        """All lines sent under the field's name, chips and text alike."""
        sent = data.getlist(name) if hasattr(data, "getlist") else data.get(name, ())
        parts = [sent] if isinstance(sent, str) else list(sent)
        parts.append(data.get(f"{name}__{TYPED}") or "")  # typed above and not picked: nothing typed is lost
        lines = [line for part in parts for line in split_citations(part)]
        return WrittenLines(tuple(dict.fromkeys(lines)), str(data.get(self._day_name(name)) or ""))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        """An unticked chip is sent as nothing, so nothing can be taken for left out."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Chips for the lines that are there; after a mistake the lines stand in the box, to be mended."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        typed_again = isinstance(value, WrittenLines)
        lines = lines_of(value)
        context["widget"] |= {
            "chips": () if typed_again else lines,
            "text": "\n".join(lines) if typed_again else "",
            "day_name": self._day_name(name),
            "html_id": context["widget"]["attrs"].get("id") or f"id_{name}",
        }
        return context

    def _day_name(self, name: str) -> str:
        """The day field's name beside ours: a form's prefix stands before both."""
        prefix, dash, _own = name.rpartition("-")
        return f"{prefix}{dash}{self.day_field}" if self.day_field else ""


class CitationsField(forms.Field):
    """Citations as `list[CitationRef]`, bound to the versions of the day in the form's field `day_field`, else
    of `on()`, else of today. A line that cannot be read or found is an error that names it."""

    default_error_messages = {"required": gettext_lazy("请至少引用一部法律。")}

    def __init__(self, *, day_field: str = "", on: Callable[[], date] | None = None, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("引用的法律"))
        options.setdefault(
            "help_text", gettext_lazy("每行一处，例如：《宪法》第二十四条；只写名称表示引用整部法律。")
        )
        options.setdefault("widget", CitationsWidget(day_field))
        super().__init__(**options)
        self.on = on

    def clean(self, value: Any) -> list[CitationRef]:
        """The refs, doubles once; each bad line is an error of its own."""
        written = value if isinstance(value, WrittenLines) else WrittenLines(lines_of(value))
        if not written.lines:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        try:
            return parse_citations(written.lines, self._day(written.day))
        except CitationsUnreadable as refusal:
            raise ValidationError([_fault_words(fault) for fault in refusal.faults]) from refusal

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other lines were sent than stood there."""
        return lines_of(initial) != lines_of(data)

    def _day(self, typed: str) -> date:
        return day_of(typed) or (self.on() if self.on else clock.today())


def lines_of(value: Any) -> tuple[str, ...]:
    """Lines from whatever a form may hold: refs, lines, one text, what was sent, nothing."""
    if isinstance(value, WrittenLines):
        return value.lines
    if isinstance(value, str):
        return tuple(split_citations(value))
    items: Sequence[Any] = value or ()
    return tuple(item.label if isinstance(item, CitationRef) else str(item) for item in items)


def day_of(typed: str) -> date | None:
    """The day typed as YYYY-MM-DD; None for anything else."""
    try:
        return parse_date(typed)
    except ValueError:
        return None


def _fault_words(fault: Fault) -> str:
    line = _("第 %(row)d 处：%(what)s。") % {"row": fault.row or 1, "what": fault.what}
    return f"{line}{fault.mend}"
