"""The shapes of what comes in on the pages of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhifa.documents.models import Document
from zhifa.documents.services import DocumentDraft
from zhifa.documents.terms import Kind, Standing
from zhifa.evidence.api import EvidenceField
from zhifa.kernel.web.forms import day_field
from zhifa.kernel.wording import aside


class FilterForm(forms.Form):
    """What is looked for; how a document stands is asked of a day."""

    words = forms.CharField(label=_("文号、标题、机关"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("种类"), choices=[("", _("全部")), *Kind.choices], required=False)
    year = forms.TypedChoiceField(label=_("年度"), coerce=int, empty_value=None, required=False)
    standing = forms.ChoiceField(
        label=_("状态"), choices=[("", _("全部")), *Standing.choices], required=False
    )
    on = day_field(_("截至哪一天"), required=False)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("全部")), *((one, str(one)) for one in years)]  # type: ignore[attr-defined]


class DocumentForm(forms.Form):
    """A document as it stands on paper."""

    kind = forms.ChoiceField(label=_("种类"), choices=Kind.choices)
    title = forms.CharField(label=_("标题"), max_length=200)
    number = forms.CharField(
        label=_("文号"),
        max_length=80,
        required=False,
        help_text=_("例如：某区普法〔2018〕3号；没有文号的不填"),
    )
    issuer = forms.CharField(label=_("发文机关"), max_length=80, help_text=_("照文件落款写"))
    issued_on = day_field(_("印发日期"))
    valid_from = day_field(_("生效日期"), required=False, help_text=_("不填的，自印发之日起有效"))
    valid_until = day_field(_("有效期至"), required=False, help_text=_("文件没有写有效期的不填"))
    about = forms.CharField(
        label=_("主要内容"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def draft(self) -> DocumentDraft:
        """The draft that the valid form describes."""
        data = self.cleaned_data
        return DocumentDraft(**{name: data[name] for name in DocumentDraft.__dataclass_fields__})


class NewForm(DocumentForm):
    """One entered by hand, with its scan."""

    uploads = EvidenceField(required=False, label=_("文件扫描件"))


class CorrectForm(DocumentForm):
    """The same entry put right."""

    reason = forms.CharField(label=_("为什么更正"), max_length=200)


class SupersedeForm(forms.Form):
    """Which document took its place."""

    successor = forms.ModelChoiceField(
        label=_("由哪份文件替代"), queryset=Document.objects.none(),
        help_text=_("新文件要先登记；旧文件有效到新文件生效的前一天"),
    )  # fmt: skip

    def __init__(self, *args: Any, among: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        field.queryset = among  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: aside(one.title, one.number)  # type: ignore[attr-defined]


class RepealForm(forms.Form):
    """From when it holds no longer, and by what."""

    from_day = day_field(_("自哪一天起废止"))
    reason = forms.CharField(label=_("废止的依据"), max_length=300, help_text=_("宣布废止的文件名称和文号"))
