"""Files as people send them, made here: documents, sheets, photographs, and what is none of these."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import xlwt
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import IFDRational

GPS = 0x8825
MAKE = 0x010F
ORIENTATION = 0x0112


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    """The bytes as they come in from a form; what the browser says of their type is never believed."""
    return SimpleUploadedFile(name, content, "application/x-whatever")


def text_file(text: str, encoding: str = "utf-8") -> bytes:
    """Plain text."""
    return text.encode(encoding)


def docx(*paragraphs: str, header: str = "") -> bytes:
    """A Word document; every character of the header stands in a run of its own, as editors leave it."""
    document = Document()
    for character in header:
        document.sections[0].header.paragraphs[0].add_run(character)
    for text in paragraphs:
        document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(*cells: str) -> bytes:
    """An Excel sheet with a text in each row."""
    book = Workbook()
    for cell in cells:
        book.active.append([cell])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def xls(*cells: str) -> bytes:
    """A sheet in the format of 1997."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for row, cell in enumerate(cells):
        sheet.write(row, 0, cell)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """A page of text."""
    from weasyprint import HTML

    return bytes(HTML(string=f"<pre>{text}</pre>").write_pdf())


def locked_pdf() -> bytes:
    """A PDF that opens only with a password."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("a-password", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def locked_xlsx() -> bytes:
    """A sheet that opens only with a password."""
    out = BytesIO()
    OOXMLFile(BytesIO(xlsx("签到"))).encrypt("a-password", out)
    return out.getvalue()


def archive(*names: str) -> bytes:
    """An archive with those members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


def scene(seed: int, width: int = 640, height: int = 480) -> Image.Image:
    """Something like a photograph: ground, sky, and shapes of many sizes, different for every seed."""
    chance = random.Random(seed)

    def colour() -> tuple[int, int, int]:
        return chance.randrange(256), chance.randrange(256), chance.randrange(256)

    picture = Image.new("RGB", (width, height), colour())
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, chance.randrange(height // 4, height), width, height), fill=colour())
    for size in (300, 220, 160, 120, 90, 60, 60, 40, 40, 20, 20):
        left, top = chance.randrange(-40, width), chance.randrange(-40, height)
        box = (left, top, left + size, top + chance.randrange(size // 2, size + 1))
        (draw.ellipse if chance.random() < 0.5 else draw.rectangle)(box, fill=colour())
    return picture


def jpeg(picture: Image.Image, quality: int = 92, exif: Image.Exif | None = None) -> bytes:
    """The picture as a phone writes it."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, exif=exif or Image.Exif())
    return out.getvalue()


def placed_exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes beside the picture: its maker, how it was held, and where it stood."""
    exif = Image.Exif()
    exif[MAKE] = "PhoneMaker"
    exif[ORIENTATION] = orientation
    degrees = (IFDRational(30), IFDRational(35), IFDRational(12))
    exif.get_ifd(GPS).update(
        {1: "N", 2: degrees, 3: "E", 4: (IFDRational(114), IFDRational(16), IFDRational(5))}
    )
    return exif
