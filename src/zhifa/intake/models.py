"""Tables of the intake: files on their way in. No fact of the domain stands here."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.intake.terms import JobState
from zhifa.kernel.sealed import SealedBytes, SealedJSON


class ImportJob(models.Model):
    """One file on its way into one target. Files dropped in together share a `drop`.

    `sheets` holds the choices a sheet (`{name: {"included": bool, "mapping": {column: source}}}`), `answers`
    those given to questions by the question's key: both are saved as one goes, so that nothing chosen is
    lost. `findings` is what the last reading said (counts, faults, questions, notices), never a source of
    rows: writing reads the kept file anew. `about` says to which one thing a bound target's sheet belongs. `salt`
    makes the ledger's commitments to the rows meaningless once it is gone.
    """

    drop = models.UUIDField(db_index=True)
    target = models.CharField(_("导入到"), max_length=60)
    about = models.JSONField(default=dict)
    name = models.CharField(_("文件"), max_length=255)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(_("内容摘要"), max_length=64, db_index=True)
    state = models.CharField(_("状态"), max_length=12, choices=JobState.choices)
    refusal = models.JSONField(default=dict)
    sheets = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    findings = SealedJSON(default=dict, purpose="intake.findings")
    salt = models.BinaryField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    owner_key = models.CharField(max_length=80, db_index=True)
    memory_key = models.CharField(max_length=200)
    created_at = models.DateTimeField(_("上传时间"))
    changed_at = models.DateTimeField(_("最近处理"))
    written_at = models.DateTimeField(_("写入时间"), null=True)
    written = models.PositiveIntegerField(_("写入条数"), default=0)
    ledger_entry = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("导入文件")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="written", written_at__isnull=False)
                | (~models.Q(state="written") & models.Q(written_at=None)),
                name="intake_written_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        """Nothing more can be done to it."""
        return self.state in (JobState.WRITTEN, JobState.DISCARDED, JobState.REFUSED)


class ImportFile(models.Model):
    """The bytes of a job's file, apart from the job so that lists stay light; encrypted, for a sheet may hold phones and names."""

    job = models.OneToOneField(ImportJob, on_delete=models.CASCADE, related_name="file", primary_key=True)
    content = SealedBytes(purpose="intake.file")


class ImportPage(models.Model):
    """A hundred rows as the last reading saw them, for looking through; written anew by each reading."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    rows = SealedJSON(purpose="intake.page")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="intake_page_once")]


class ColumnMemory(models.Model):
    """How a unit mapped a head the last time: the same head is mapped so again without asking."""

    memory_key = models.CharField(max_length=200)
    target = models.CharField(max_length=60)
    signature = models.CharField(max_length=32)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        verbose_name = _("列的对应")
        constraints = [
            models.UniqueConstraint(
                fields=["memory_key", "target", "signature"], name="intake_memory_of_head_once"
            )
        ]
