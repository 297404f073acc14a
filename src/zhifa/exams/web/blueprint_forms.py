"""The shapes of a blueprint: its head, its lines, one after a should-know list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.exams.models import Blueprint
from zhifa.exams.rules.assembly import Line
from zhifa.exams.selectors.papers import law_titles
from zhifa.exams.services import BlueprintDraft
from zhifa.exams.terms import LINE_MOST, LINES_MOST, TITLE_MOST, Difficulty, Kind
from zhifa.laws.api import CitationsField, Version
from zhifa.people.api import PostClass

ROWS, MORE = 4, 4  # empty lines of a new form, and of a press of the button
USUAL = {Kind.SINGLE: 2, Kind.MULTIPLE: 3, Kind.JUDGE: 2, Kind.FILL: 2, Kind.CASE: 10, Kind.SHORT: 10}
LAWS = "known-laws"  # id of the page's list of statutes on which there are questions


class BlueprintForm(forms.Form):
    """A blueprint's head: its name, the posts, points a question."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=TITLE_MOST)
    post = forms.ChoiceField(
        label=gettext_lazy("考哪类岗位"),
        choices=[("", gettext_lazy("所有岗位")), *PostClass.choices],
        required=False,
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        for kind in Kind:
            self.fields[f"points_{kind.value}"] = forms.FloatField(
                label=kind.label, min_value=0.5, max_value=100, initial=USUAL[kind], required=False
            )

    def head(self) -> list[forms.BoundField]:
        """What stands above the points."""
        return [self["title"], self["post"]]

    def points(self) -> list[forms.BoundField]:
        """Points a question, by kind."""
        return [self[f"points_{kind.value}"] for kind in Kind]

    def draft(self, lines: tuple[Line, ...]) -> BlueprintDraft:
        """What was written."""
        data = self.cleaned_data
        points = {kind.value: data[f"points_{kind.value}"] for kind in Kind if data[f"points_{kind.value}"]}
        return BlueprintDraft(data["title"], points, lines, data["post"])


class LineForm(forms.Form):
    """One line: how many of what. A line without a number asks nothing."""

    kind = forms.ChoiceField(label=gettext_lazy("题型"), choices=Kind.choices)
    count = forms.IntegerField(label=gettext_lazy("题数"), min_value=1, max_value=LINE_MOST, required=False)
    topic = forms.ChoiceField(label=gettext_lazy("主题"), choices=(), required=False)
    difficulty = forms.TypedChoiceField(
        label=gettext_lazy("难度"), choices=[("", gettext_lazy("任意")), *Difficulty.choices], coerce=int, empty_value=None, required=False,
    )  # fmt: skip
    post = forms.ChoiceField(
        label=gettext_lazy("适用岗位"),
        choices=[("", gettext_lazy("同方案")), *PostClass.choices],
        required=False,
    )
    law = CitationsField(
        label=gettext_lazy("法律"), required=False, help_text="", widget=forms.TextInput(attrs={"list": LAWS, "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: object, known: Sequence[str] = (), **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["topic"].choices = [("", _("任意")), *((one, one) for one in known)]  # type: ignore[attr-defined]

    def clean_law(self) -> str:
        """The statute's code; one statute as a whole, since questions are counted by statutes."""
        refs = self.cleaned_data["law"]
        if not refs:
            return ""
        if len(refs) > 1 or not refs[0].label.endswith("》"):
            raise ValidationError(_("一行写一部法律的名称，不写到条。"))
        return str(Version.objects.values_list("instrument__code", flat=True).get(pk=refs[0].version_id))

    def clean(self) -> dict[str, Any]:
        """A statute asks for a number."""
        data = super().clean() or {}
        if data.get("law") and not data.get("count") and "count" not in self.errors:
            self.add_error("count", _("这部法律考几题？"))
        return data

    def line(self) -> Line | None:
        """What was written, if it asks for anything."""
        data = self.cleaned_data
        if not data.get("count"):
            return None
        return Line(
            data["count"], data["kind"], data["topic"], data["difficulty"] or 0, data["post"], data["law"]
        )


LINES = forms.formset_factory(LineForm, extra=0, max_num=LINES_MOST, validate_max=True)


class ListForm(forms.Form):
    """A blueprint after a should-know list."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=TITLE_MOST)
    post = forms.ChoiceField(label=gettext_lazy("考哪类岗位"), choices=PostClass.choices)
    each = forms.IntegerField(label=gettext_lazy("每部法律考几题"), min_value=1, max_value=20, initial=2)


def head_of(blueprint: Blueprint) -> dict[str, Any]:
    """A blueprint's head as starting values."""
    points = {f"points_{kind}": each for kind, each in blueprint.points.items()}
    return {"title": blueprint.title, "post": blueprint.post, **points}


def rows_of(blueprint: Blueprint) -> list[dict[str, Any]]:
    """A blueprint's lines as starting values. One query."""
    lines = [Line(**line) for line in blueprint.lines]
    titles = law_titles(lines)
    return [
        {
            "kind": line.kind, "count": line.count, "topic": line.topic, "difficulty": line.difficulty or None, "post": line.post,
            "law": f"《{titles.get(line.law, line.law)}》" if line.law else "",
        }
        for line in lines
    ]  # fmt: skip


def typed_in(
    form: forms.Form | type[forms.Form], posted: Mapping[str, Any], prefix: str = ""
) -> dict[str, Any]:
    """What was typed into a form's fields, unread: starting values for the same form with more lines."""
    fields = form.fields if isinstance(form, forms.Form) else form.base_fields
    named = {name: f"{prefix}-{name}" if prefix else name for name in fields}
    return {name: fields[name].widget.value_from_datadict(posted, {}, sent) for name, sent in named.items()}
