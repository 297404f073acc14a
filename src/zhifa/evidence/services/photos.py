"""Photographs: written anew without place and device data, and hashed so that a reused one is noticed."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from zhifa.evidence.errors import FileDamaged, FileTooLarge
from zhifa.evidence.rules.likeness import PhotoMarks

MAX_PIXELS = 100_000_000
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


@dataclass(frozen=True)
class CleanPhoto:
    """A photograph without metadata, and the marks by which it is known again."""

    content: bytes
    marks: PhotoMarks


def cleaned(stream: BinaryIO, media_type: str) -> CleanPhoto:
    """Decode, turn upright, write anew without EXIF, place, device, thumbnail and comments.

    Refused: what does not decode (`FileDamaged`), more than 100 million pixels (`FileTooLarge`).
    """
    stream.seek(0)
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the PDF writer turns it on for the whole process when imported
    try:
        with Image.open(stream, formats=[_FORMATS[media_type]]) as source:
            if source.width * source.height > MAX_PIXELS:
                raise FileTooLarge(
                    _("图片的像素太多，没有收下"),
                    why=_("图片超过一亿像素。"),
                    next_step=_("请缩小图片后再上传。"),
                    field="files",
                )
            source.load()
            profile = source.info.get("icc_profile")
            upright = ImageOps.exif_transpose(source)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FileDamaged(
            _("图片打不开，没有收下"),
            why=_("文件不完整或已损坏。"),
            next_step=_("请重新拍摄或重新导出后再上传。"),
            field="files",
        ) from error
    return CleanPhoto(_encoded(upright, media_type, profile), PhotoMarks.of(upright))


def reduced(stream: BinaryIO, side: int) -> bytes:
    """A picture that is kept already, no larger than `side` pixels either way, as JPEG for showing."""
    with Image.open(stream) as source:
        source.draft("RGB", (side, side))  # a large JPEG is decoded at a part of its size
        source.thumbnail((side, side))
        out = BytesIO()
        source.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def _encoded(image: Image.Image, media_type: str, profile: bytes | None) -> bytes:
    """The pixels and the colour profile, nothing else."""
    bare = Image.new(image.mode, image.size)
    if image.mode == "P" and (palette := image.getpalette()):
        bare.putpalette(palette)
    bare.paste(image)
    out = BytesIO()
    if media_type == "image/jpeg":
        picture = bare if bare.mode in ("L", "RGB", "CMYK") else bare.convert("RGB")
        picture.save(out, "JPEG", quality=90, optimize=True, icc_profile=profile)
    elif media_type == "image/png":
        bare.save(out, "PNG", icc_profile=profile)
    else:
        bare.save(out, "WEBP", quality=90, icc_profile=profile)
    return out.getvalue()
