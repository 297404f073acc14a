"""Looking at a file before it is taken in: size, type, lock, mark; photographs are cleaned."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from zhifa.evidence.errors import (
    FileDamaged,
    FileLocked,
    FileTooLarge,
    FileTypeNotTaken,
    MarkedSecret,
)
from zhifa.evidence.rules.likeness import PhotoMarks
from zhifa.evidence.rules.marks import mark_in_name, mark_in_text
from zhifa.evidence.rules.sniffing import sniff
from zhifa.evidence.services.photos import cleaned
from zhifa.evidence.services.texts import text_of
from zhifa.evidence.terms import ACCEPTED, MEDIA_TYPES, MarkCheck, MediaType


@dataclass(frozen=True)
class Received:
    """A file that may be taken in: the bytes to keep and what is known of them."""

    content: File[bytes]
    size: int
    sha256: str
    upload_sha256: str
    media_type: MediaType
    mark_check: MarkCheck
    photo: PhotoMarks | None = None


def receive(upload: File[bytes], name: str) -> Received:
    """Look at an upload and clean it; raises the refusal that says what is wrong and what to do."""
    upload_sha256 = _checked_size(upload)
    if level := mark_in_name(name):
        raise _marked(level, _("文件名"))
    stream = cast(BinaryIO, upload)
    media_type = _checked_type(stream, name)
    if media_type.is_image:
        photo = cleaned(stream, media_type.name)
        return Received(
            content=ContentFile(photo.content),
            size=len(photo.content),
            sha256=hashlib.sha256(photo.content).hexdigest(),
            upload_sha256=upload_sha256,
            media_type=media_type,
            mark_check=MarkCheck.UNREADABLE,
            photo=photo.marks,
        )
    text = text_of(stream, media_type.ending)
    if text and (level := mark_in_text(text)):
        raise _marked(level, _("正文"))
    return Received(
        content=upload,
        size=upload.size,
        sha256=upload_sha256,
        upload_sha256=upload_sha256,
        media_type=media_type,
        mark_check=MarkCheck.UNREADABLE if text is None else MarkCheck.CLEAR,
    )


def digest_of(upload: File[bytes]) -> str:
    """SHA-256 of what came in, in hex; read in pieces."""
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    return digest.hexdigest()


def _checked_size(upload: File[bytes]) -> str:
    limit = settings.ENVIRONMENT.evidence_max_mb
    if not upload.size:
        raise FileDamaged(_("文件是空的，没有收下"), next_step=_("请检查文件后再上传。"), field="files")
    if upload.size > limit * 1024 * 1024:
        raise FileTooLarge(
            _("文件太大，没有收下"),
            why=_("每个文件不超过 %(limit)s MB，这个文件有 %(size).1f MB。")
            % {"limit": limit, "size": upload.size / 1024 / 1024},
            next_step=_("请压缩图片、拆分文件，或只上传能说明问题的那几页。"),
            field="files",
        )
    return digest_of(upload)


def _checked_type(stream: BinaryIO, name: str) -> MediaType:
    found = sniff(stream, name)
    if found.obstacle == "locked":
        raise FileLocked(
            _("文件设了打开密码，没有收下"),
            why=_("打不开的文件无法核对，也不能作佐证。"),
            next_step=_("请去掉密码后再上传。"),
            field="files",
        )
    if found.obstacle == "damaged":
        raise FileDamaged(
            _("文件打不开，没有收下"),
            why=_("文件不完整或已损坏。"),
            next_step=_("请重新导出或另存一份后再上传。"),
            field="files",
        )
    if found.media_type not in MEDIA_TYPES:
        raise _not_taken(found.obstacle)
    return MEDIA_TYPES[found.media_type]


def _not_taken(obstacle: str) -> FileTypeNotTaken:
    next_steps = {
        "macro": _("请另存为不含宏的格式（如 .docx、.xlsx）后再上传。"),
        "archive": _("请把压缩包里的文件逐个上传。"),
        "heic": _("请在手机相机设置里选“兼容性最佳”，或把照片另存为 JPG 后再上传。"),
    }
    whys = {
        "macro": _("文件里带有宏（可执行的程序）。"),
        "archive": _("压缩包里有什么看不出来。"),
        "heic": _("这种照片格式（HEIC）多数电脑打不开。"),
    }
    return FileTypeNotTaken(
        _("不收这种文件"),
        why=whys.get(obstacle, _("文件的内容不是可以接收的类型，与文件名的后缀无关。")),
        next_step=next_steps.get(obstacle, _("可以上传：%(types)s。") % {"types": ACCEPTED}),
        field="files",
    )


def _marked(level: str, where: str) -> MarkedSecret:
    return MarkedSecret(
        _("文件标有密级，没有收下"),
        why=_("%(where)s中有“%(level)s”标志。本系统不处理国家秘密，文件没有保存，也没有留下副本。")
        % {"where": where, "level": level},
        next_step=_("请按保密规定处理原件；需要佐证的，请换用不涉密的材料。"),
        field="files",
    )
