"""Definitions and their versions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Definition(models.Model):
    """One version of one definition. A changed body is a new row, never an edit, so that a figure printed last
    year still says by which words it was made. The row without `superseded_at` is the one in use."""

    code = models.CharField(_("代码"), max_length=80, db_index=True)
    version = models.PositiveIntegerField(_("口径版本"))
    body = models.JSONField(_("定义"))
    fingerprint = models.CharField(max_length=64)
    applies_from = models.DateField(_("适用起始日"), null=True, blank=True)
    created_at = models.DateTimeField(_("启用时间"))
    superseded_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="figures_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(superseded_at=None), name="figures_one_definition_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"
