"""Outlines, reports, and the files of a 定稿."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.reports.terms import ReportState


class Outline(models.Model):
    """One version of an outline. A new upload under the same code is the next version; reports keep theirs.

    The text is kept as blocks and not as a file: the layout is that of GB/T 9704 whatever the upload looked like,
    and a field is found by reading, not by position in a file.
    """

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=120)
    blocks = models.JSONField()
    is_shipped = models.BooleanField(default=False)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("code", "-version")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="reports_outline_version"),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Report(models.Model):
    """One report over a window of days: its own prose, begun from an outline. Figures are computed when it is
    read, until it is 定稿; then what was printed stands in `frozen` and in its files."""

    outline = models.ForeignKey(Outline, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField()
    blocks = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=60)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)
    finalised_at = models.DateTimeField(null=True, blank=True)
    frozen = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("-started_at",)
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="reports_window"),
            models.CheckConstraint(
                condition=models.Q(state="draft", finalised_at=None, frozen=None)
                | models.Q(state="final", finalised_at__isnull=False, frozen__isnull=False),
                name="reports_final_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_final(self) -> bool:
        """Whether it is a 定稿."""
        return self.state == ReportState.FINAL


class ReportFile(models.Model):
    """One file of a 定稿, kept byte for byte; its hash stands in the ledger entry that finalised the report."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(_("格式"), max_length=8)  # html, docx, pdf, json (the proof bundle)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("form",)
        constraints = [models.UniqueConstraint(fields=["report", "form"], name="reports_file_once")]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.form}"
