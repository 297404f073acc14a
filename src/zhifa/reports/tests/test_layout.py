"""GB/T 9704-2012, checked on rendered pages: the grid of 22 lines of 28 characters, margins, page numbers, the mark on
every page; the PDF as we make it, and the Word file as LibreOffice lays it out."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from zhifa.reports.rules.outline import Block
from zhifa.reports.services import compose
from zhifa.reports.services.official import docx
from zhifa.reports.services.paper import pdf
from zhifa.reports.tests.conftest import SINCE, SYSTEM, UNTIL, Here

MM = 72 / 25.4
PROSE = "法" * (28 * 60)


@dataclass(frozen=True)
class PrintedLine:
    text: str
    left: float
    right: float
    top: float
    bottom: float


def printed_pages(content: bytes, folder: Path) -> list[list[PrintedLine]]:
    """The lines of each page with their places in millimetres from the paper's left and upper edge."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    path = folder / "printed.pdf"
    path.write_bytes(content)
    page_xml = subprocess.run(
        ["pdftotext", "-bbox-layout", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = []
    for page in re.findall(r"<page .*?</page>", page_xml, flags=re.DOTALL):
        lines = []
        for line in re.findall(r"<line .*?</line>", page, flags=re.DOTALL):
            words = re.findall(
                r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', line
            )
            left, top, right, bottom = (
                min(float(w[0]) for w in words), min(float(w[1]) for w in words),
                max(float(w[2]) for w in words), max(float(w[3]) for w in words),
            )  # fmt: skip
            text = "".join(w[4] for w in words)
            lines.append(PrintedLine(text, left / MM, right / MM, top / MM, bottom / MM))
        pages.append(sorted(lines, key=lambda one: one.top))
    return pages


@pytest.fixture
def prose_pdf(here: Here) -> bytes:
    return pdf(compose(SYSTEM, [Block("paragraph", PROSE)], title="题", since=SINCE, until=UNTIL))


@pytest.fixture
def prose_docx(here: Here, tmp_path: Path) -> bytes:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("libreoffice-writer is not installed")
    made = tmp_path / "report.docx"
    made.write_bytes(docx(compose(SYSTEM, [Block("paragraph", PROSE)], title="题", since=SINCE, until=UNTIL)))
    command = [office, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf",
               "--outdir", str(tmp_path), str(made)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (tmp_path / "report.pdf").read_bytes()


Rendered = Callable[[], bytes]


@pytest.mark.parametrize("form", ["prose_pdf", "prose_docx"])
def test_pages_follow_the_standard(form: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    pages = printed_pages(request.getfixturevalue(form), tmp_path)
    body = [[line for line in page if set(line.text) == {"法"}] for page in pages]
    assert [len(lines) for lines in body[:2]] == [22, 22], "22 lines a page (5.2.3)"
    assert [len(line.text) for line in body[0][1:]] == [28] * 21, "28 characters a line (5.2.3)"
    assert len(body[0][0].text) == 26, "two characters of indent"
    for line in body[0][1:] + body[1]:
        assert line.left == pytest.approx(28, abs=0.6), "left margin (5.2.1)"
        assert line.right <= 210 - 26 + 0.6, "type area 156 mm wide (5.2.1)"
    first, last = body[1][0], body[1][-1]
    assert first.top >= 36.5, "upper margin 37 mm ± 1 (5.2.1)"
    assert last.bottom <= 297 - 35 + 1.5, "type area 225 mm high (5.2.1)"
    assert (last.top - first.top) / 21 == pytest.approx(225 / 22, abs=0.05), "one line is 225/22 mm"


@pytest.mark.parametrize("form", ["prose_pdf", "prose_docx"])
def test_page_numbers_and_the_mark(form: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    pages = printed_pages(request.getfixturevalue(form), tmp_path)
    for number, page in enumerate(pages, start=1):
        (foot,) = [line for line in page if re.fullmatch(r"—\s*\d+\s*—", line.text)]
        assert foot.text.strip("— ") == str(number)
        assert foot.top > 297 - 35, "below the type area (7.5)"
        if number % 2:
            assert foot.right > 170, "odd pages on the right (7.5)"
        else:
            assert foot.left < 45, "even pages on the left (7.5)"
        assert any("示例数据" in line.text and line.top < 37 for line in page), (
            "the mark stands on every page"
        )


def test_the_pdf_says_which_fonts_stand_in(prose_pdf: bytes, tmp_path: Path) -> None:
    words = "".join(line.text for page in printed_pages(prose_pdf, tmp_path) for line in page)
    assert "NotoSerifCJKSC" in words.replace(" ", "")
    fonts = subprocess.run(
        ["pdffonts", str(tmp_path / "printed.pdf")], check=True, capture_output=True, text=True
    ).stdout
    assert "Noto-Serif-CJK-SC" in fonts
    assert "Noto-Sans-CJK-SC" in fonts


def test_the_word_file_names_the_offices_fonts(here: Here) -> None:
    import io
    import zipfile

    blocks = [
        Block("title", "题"),
        Block("heading", "一、甲", 1),
        Block("heading", "（一）乙", 2),
        Block("paragraph", "文"),
    ]
    content = docx(compose(SYSTEM, blocks, title="题", since=SINCE, until=UNTIL))
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    for font, words in (
        ("方正小标宋简体", "题"),
        ("黑体", "一、甲"),
        ("楷体_GB2312", "（一）乙"),
        ("仿宋_GB2312", "文"),
    ):
        run = next(run for run in re.findall(r"<w:r>.*?</w:r>", xml) if f">{words}<" in run)
        assert f'w:eastAsia="{font}"' in run


def test_nothing_of_an_official_head_stands_on_a_demonstration(here: Here) -> None:
    import io
    import zipfile

    archive = zipfile.ZipFile(
        io.BytesIO(docx(compose(SYSTEM, [Block("paragraph", "文")], title="题", since=SINCE, until=UNTIL)))
    )
    text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert "〔" not in text  # no document number
    assert "发文机关" not in text
    assert text.count("示例数据·非公文") >= 3  # odd and even heads, and the properties
