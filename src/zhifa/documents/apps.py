"""The register of documents as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """文件登记."""

    name = "zhifa.documents"
    label = "documents"
    verbose_name = _("文件登记")
    default_auto_field = "django.db.models.BigAutoField"
