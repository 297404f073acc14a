"""Photographs: written anew without place and device data, and hashed so that a reused one is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from zhifa.evidence.errors import FileDamaged, FileTooLarge

MAX_PIXELS = 100_000_000
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_VIEW_SIDE = 256  # cut-outs are taken from a reduced copy: hashing needs no more
CROPS = (0.9, 0.8)


@dataclass(frozen=True)
class CleanPhoto:
    """A photograph without metadata, and the hashes of its views (see `PhotoHash`)."""

    content: bytes
    hashes: tuple[int, ...]


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
    return CleanPhoto(_encoded(upright, media_type, profile), tuple(_hashes(upright)))


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


def _hashes(image: Image.Image) -> Iterator[int]:
    """64-bit DCT hashes: of the whole, then of cut-outs at the middle, the corners and the edges."""
    import imagehash  # brings scipy, 0.4 s that no process should wait for before its first photograph

    small = image.convert("L")
    small.thumbnail((_VIEW_SIDE, _VIEW_SIDE))
    for box in view_boxes(*small.size):
        bits = int(str(imagehash.phash(small.crop(box))), 16)
        yield bits - (1 << 64) if bits >> 63 else bits


def view_boxes(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    """The whole, and for each share of the sides nine places of a cut-out."""
    yield (0, 0, width, height)
    for share in CROPS:
        wide, high = round(width * share), round(height * share)
        for left in (0, (width - wide) // 2, width - wide):
            for top in (0, (height - high) // 2, height - high):
                yield (left, top, left + wide, top + high)
