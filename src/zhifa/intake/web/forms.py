"""The forms of the intake: files, columns, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from zhifa.intake.models import ImportJob
from zhifa.intake.rules.sheets import letters
from zhifa.intake.terms import ACCEPT
from zhifa.kernel.registry import ImportTarget

CONSTANT = "="


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or many files; the value is a list. An empty file is let through, so that the list can say why."""

    widget = FilesInput({"multiple": True, "accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file is judged when it is read; here only whether there is one."""
        files: list[UploadedFile[Any]] = (
            list(data) if isinstance(data, (list, tuple)) else [data] if data else []
        )
        if not files:
            raise forms.ValidationError(_("请选择一个或几个文件。"), code="required")
        return files


class FilesForm(forms.Form):
    """The files to take in."""

    sheets = FilesField(
        label=_("文件"),
        help_text=_(
            "可以一次选很多个。能读 .xlsx .xls .xlsm .xlsb .ods .csv 和 Word 文档（.docx）里的表格，每个最多 20 MB。"
        ),
    )


class SheetForm(forms.Form):
    """One sheet's choices: whether it comes in, and for each column of the target where it is read."""

    included = forms.BooleanField(label=_("导入这张表"), required=False)
    use_required_attribute = False  # a sheet that is left out needs no column

    def __init__(self, table: Mapping[str, Any], target: ImportTarget, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.table = table
        self.target = target
        self.fields["included"].initial = table["included"]
        sources = _sources(table)
        for column in target.columns:
            found = table["mapping"].get(column.code, {})
            source = found.get("source", "")
            constant = source[1:] if source.startswith(CONSTANT) else ""
            self.fields[f"from-{column.code}"] = forms.ChoiceField(
                label=str(column.title), required=column.required, choices=sources,
                initial=CONSTANT if constant else source, help_text=str(found.get("why") or column.help),
                error_messages={"required": _("这是必填的列，请选择它在表里的哪一列。")},
            )  # fmt: skip
            self.fields[f"value-{column.code}"] = forms.CharField(
                label=_("“%(title)s”对所有行都填") % {"title": column.title}, required=False, max_length=200,
                initial=constant,
            )  # fmt: skip

    @property
    def head(self) -> str:
        """Which rows the head takes."""
        return head_words(self.table)

    def pairs(self) -> list[dict[str, Any]]:
        """For each column of the target: the column, its select, and the field for one value for all rows."""
        return [
            {
                "column": column,
                "source": self[f"from-{column.code}"],
                "value": self[f"value-{column.code}"],
                "sure": self.table["mapping"].get(column.code, {}).get("sure", True),
            }
            for column in self.target.columns
        ]

    def clean(self) -> dict[str, Any]:
        """An included sheet has a source for each required column; one value for all rows is written out."""
        data = super().clean() or {}
        if not data.get("included"):
            self.errors.clear()
            return data
        for column in self.target.columns:
            source, value = data.get(f"from-{column.code}", ""), data.get(f"value-{column.code}", "")
            if source == CONSTANT and not value:
                self.add_error(f"value-{column.code}", _("请填写对所有行都一样的值。"))
        return data

    def choice(self) -> dict[str, Any]:
        """The choices as the service takes them."""
        mapping = {}
        for column in self.target.columns:
            source = self.cleaned_data.get(f"from-{column.code}", "")
            if source == CONSTANT:
                source = CONSTANT + self.cleaned_data[f"value-{column.code}"]
            if source:
                mapping[column.code] = source
        return {"included": self.cleaned_data["included"], "mapping": mapping}


def head_words(table: Mapping[str, Any]) -> str:
    """The rows of the head: 2, or 2–3; "" without a head."""
    return "–".join(str(row) for row in dict.fromkeys(table["head_rows"]))


def sheet_forms(job: ImportJob, target: ImportTarget, data: Any = None) -> list[SheetForm]:
    """One form for each table of the file."""
    tables = job.findings.get("tables", [])
    return [SheetForm(table, target, data, prefix=f"s{number}") for number, table in enumerate(tables)]


def _sources(table: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """All that a column may be read from, with a sample."""
    sources: list[tuple[str, Any]] = [("", _("（表里没有，不导入）"))]
    for heading in table["headings"]:
        sample = heading["samples"][0] if heading["samples"] else ""
        label = f"{letters(heading['column'])} · {heading['label']}" + (
            _("（如 %(sample)s）") % {"sample": sample} if sample else ""
        )
        sources.append((f"c{heading['column']}", label))
    for name, value in table["facts"].items():
        sources.append((f"f:{name}", _("表头上方的“%(name)s”（%(value)s）") % {"name": name, "value": value}))
    if table["sections"]:
        sources.append(("s", _("分组行（如“%(sample)s”）") % {"sample": table["sections"][0]}))
    sources.append((CONSTANT, _("所有行都一样，填在下面")))
    return sources


class AnswersForm(forms.Form):
    """Some questions with their answers; each may stay open."""

    def __init__(self, questions: Sequence[Mapping[str, Any]], given: Mapping[str, str], *args: Any) -> None:
        super().__init__(*args)
        self.questions = questions
        for question in questions:
            self.fields[question["key"]] = forms.ChoiceField(
                label=question["what"], required=False, choices=[tuple(pair) for pair in question["answers"]],
                widget=forms.RadioSelect, initial=given.get(question["key"], ""),
            )  # fmt: skip

    def asked(self) -> list[tuple[Mapping[str, Any], forms.BoundField]]:
        """Each question beside its radios."""
        return [(question, self[question["key"]]) for question in self.questions]
