"""Tables of evidence."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.evidence.terms import EvidenceKind, LikenessAnswer, MarkCheck


class Evidence(models.Model):
    """One file, kept once. `sha256` is the hash of the bytes that are kept and served; `upload_sha256` of
    those that came in (a photograph is written anew without its place data), so that the same upload finds
    its file again."""

    sha256 = models.CharField(_("内容摘要"), max_length=64, db_index=True)
    upload_sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("字节数"))
    media_type = models.CharField(_("文件类型"), max_length=100)
    title = models.CharField(_("名称"), max_length=200)
    kind = models.CharField(_("佐证类别"), max_length=30, choices=EvidenceKind.choices)
    storage_name = models.CharField(max_length=200, unique=True)
    mark_check = models.CharField(_("密级检查"), max_length=12, choices=MarkCheck.choices)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("佐证")
        verbose_name_plural = _("佐证")

    def __str__(self) -> str:
        return self.title


class Attachment(models.Model):
    """One thing that a file speaks for. Taken away it stays as a row with its reason, and no longer
    counts."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="attachments")
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=120)
    kind = models.CharField(_("佐证类别"), max_length=30, choices=EvidenceKind.choices)
    attached_at = models.DateTimeField(_("附上时间"))
    attached_by = models.CharField(max_length=80)
    detached_at = models.DateTimeField(_("移除时间"), null=True)
    detached_by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(_("移除理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("附件")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key", "evidence"],
                condition=models.Q(detached_at=None),
                name="evidence_attached_once",
            ),
            models.CheckConstraint(
                condition=models.Q(detached_at=None) | ~models.Q(reason=""),
                name="evidence_detached_with_reason",
            ),
        ]


class PhotoSketch(models.Model):
    """A photograph reduced to at most 96 by 96 greys: enough to lay two over each other."""

    evidence = models.OneToOneField(
        Evidence, on_delete=models.CASCADE, primary_key=True, related_name="photo_sketch"
    )
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    greys = models.BinaryField()


class PhotoHash(models.Model):
    """The perceptual hash of one view of a photograph (`rules.likeness.VIEWS`): view 0 is the whole, the others are its
    cut-outs, so that a cropped copy is found too. 64 bits as a signed number, compared in the database by differing
    bits."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="photo_hashes")
    view = models.PositiveSmallIntegerField()
    bits = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "view"], name="evidence_photo_view")]


class Likeness(models.Model):
    """A question, never a block: the later photograph looks like the earlier one. A person answers."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="likenesses")
    earlier = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")
    distance = models.PositiveSmallIntegerField(_("相差位数"))
    answer = models.CharField(
        _("答复"), max_length=20, choices=LikenessAnswer.choices, default=LikenessAnswer.OPEN, blank=True
    )
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "earlier"], name="evidence_likeness_once")]
