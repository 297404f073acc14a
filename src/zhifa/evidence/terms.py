"""The words of evidence: what a file may be, and what it may show."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class EvidenceKind(models.TextChoices):
    """What a file shows. None is compulsory anywhere, a photograph least of all (国办函〔2026〕12号)."""

    NOTICE = "notice", _("通知")
    AGENDA = "agenda", _("议程")
    SIGN_IN_SHEET = "sign_in_sheet", _("签到表")
    COUNTERPART_CONFIRMATION = "counterpart_confirmation", _("对方确认")
    PHOTO = "photo", _("照片")
    PLATFORM_EXPORT = "platform_export", _("平台导出")
    DOCUMENT = "document", _("文件材料")
    OTHER = "other", _("其他")


OPEN_KINDS = (EvidenceKind.NOTICE, EvidenceKind.AGENDA)  # every other kind may show persons: a look is noted
KINDS = tuple(EvidenceKind.values)


class MarkCheck(models.TextChoices):
    """What came of looking for a classification mark (密级标志)."""

    CLEAR = "clear", _("已检查，未见密级标志")
    UNREADABLE = "unreadable", _("没有可自动检查的文字，请人工核对密级")


class LikenessAnswer(models.TextChoices):
    """What a person said when asked about two photographs that look alike."""

    OPEN = "", _("待答复")
    SAME_OCCASION = "same_occasion", _("同一场合，可以同用")
    DIFFERENT = "different", _("不是同一张")
    REUSED = "reused", _("误用了旧照片")


@dataclass(frozen=True)
class MediaType:
    """A type of file that is taken in: its name for machines, its ending, its name for people."""

    name: str
    ending: str
    title: str | Promise
    is_image: bool = False


MEDIA_TYPES = {
    kind.name: kind
    for kind in (
        MediaType("application/pdf", "pdf", "PDF"),
        MediaType("image/jpeg", "jpg", _("照片（JPEG）"), True),
        MediaType("image/png", "png", _("图片（PNG）"), True),
        MediaType("image/webp", "webp", _("图片（WebP）"), True),
        MediaType(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
            _("Word 文档"),
        ),
        MediaType("application/msword", "doc", _("Word 文档（97–2003）")),
        MediaType(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", _("Excel 表格")
        ),
        MediaType("application/vnd.ms-excel", "xls", _("Excel 表格（97–2003）")),
        MediaType(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "pptx",
            _("演示文稿"),
        ),
        MediaType("application/vnd.ms-powerpoint", "ppt", _("演示文稿（97–2003）")),
        MediaType("application/vnd.oasis.opendocument.text", "odt", _("开放文档（文字）")),
        MediaType("application/vnd.oasis.opendocument.spreadsheet", "ods", _("开放文档（表格）")),
        MediaType("application/ofd", "ofd", _("OFD 版式文件")),
        MediaType("text/csv", "csv", _("CSV 表格")),
        MediaType("text/plain", "txt", _("纯文本")),
    )
}
ACCEPTED = _("PDF、OFD、图片（JPG、PNG、WebP）、Word、Excel、演示文稿、CSV、纯文本")
