"""The form field with which other mechanisms take files in; it stands here because the door offers it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.evidence.terms import ACCEPTED, MEDIA_TYPES


def _accepted() -> str:
    """Said anew for each reader: a field is made once, when its form is defined."""
    return gettext("可以不传。能收：%(types)s。照片里的位置信息会自动去掉。") % {"types": ACCEPTED}


class EvidenceWidget(forms.ClearableFileInput):
    """Several files at once; a phone offers its camera beside its albums."""

    allow_multiple_selected = True
    template_name = "evidence/upload.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        accept = ",".join(
            ["image/*", *(f".{kind.ending}" for kind in MEDIA_TYPES.values() if not kind.is_image)]
        )
        super().__init__({"accept": accept, "multiple": True, **(attrs or {})})


class EvidenceField(forms.FileField):
    """None, one or several files; the value is a list of uploads. Never required unless said so."""

    widget = EvidenceWidget

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("label", _("佐证"))
        options.setdefault("help_text", lazy(_accepted, str)())
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file is judged as a file; what it holds is judged when it is attached."""
        files: list[UploadedFile[Any]] = (
            list(data) if isinstance(data, (list, tuple)) else [data] if data else []
        )
        if not files:
            super().clean(None, initial)
            return []
        return [super(EvidenceField, self).clean(file, initial) for file in files]
