"""The formats beside Markdown: small samples in the national database's layout, made here; Akoma Ntoso both ways; real folders where at hand."""

# ruff: noqa: E501 - samples and what is read in them stand side by side

from __future__ import annotations

import zipfile
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from lxml import etree

from zhifa.kernel.errors import Refusal
from zhifa.laws.models import Version
from zhifa.laws.rules.akoma import from_akoma, to_akoma
from zhifa.laws.rules.documents import LawDocument
from zhifa.laws.services.readers import read_docx, read_html, read_markdown, read_path
from zhifa.laws.terms import Flaw, InstrumentKind
from zhifa.laws.tests.test_documents_in import JIA, one

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
BODY = [
    "中华人民共和国", "丁　　法", "（2019年5月6日第一届全国人民代表大会常务委员会第一次会议通过　2023年4月5日第二届全国人民代表大会常务委员会第三次会议修订）",
    "目　　录", "第一章　总　　则", "第二章　附　　则", "第一章　总　　则", "第一条　为了丁，制定本法。", "第二条　有下列情形之一的，免征：",
    "（一）甲；", "（二）乙。", "第二条之一　税率依照下表。", "TABLE", "第二章　附　　则", "第三条　本法自2023年9月1日起施行。", "附件：样表",
    "样表一行",
]  # fmt: skip
ROWS = [["税目", "税率"], ["甲", "百分之三"]]


def docx(path: Path) -> Path:
    document = Document()
    for line in BODY:
        if line == "TABLE":
            table = document.add_table(len(ROWS), 2)
            for row, cells in zip(table.rows, ROWS, strict=True):
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.text = words
            continue
        paragraph = document.add_paragraph()
        head, mark, rest = line.partition("　") if line.startswith("第") else (line, "", "")
        paragraph.add_run(head).bold = line.startswith("第")
        paragraph.add_run(mark + rest)
        if line in BODY[:4]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.save(str(path))
    return path


def html(path: Path, encoding: str = "utf-8") -> Path:
    table = "".join(f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in row)}</tr>" for row in ROWS)
    lines = [
        f"<table>{table}</table>"
        if line == "TABLE"
        else f'<p style="text-indent:2em"><span>{line}</span></p>'
        for line in BODY
    ]
    page = f"<html><head><meta charset={encoding}><title>国家法律法规数据库</title><style>p{{}}</style></head><body>{''.join(lines)}</body></html>"
    path.write_bytes(page.encode(encoding))
    return path


def holds_all(document: LawDocument) -> None:
    assert document.title == "中华人民共和国丁法"
    assert (document.published_on, document.effective_on, document.is_own_day) == (
        date(2023, 4, 5),
        date(2023, 9, 1),
        True,
    )
    assert [piece.key for piece in document.pieces] == ["1", "2", "2-1", "3", "annex-1"]
    assert document.pieces[0].place.chapter == "第一章　总　则"
    assert document.pieces[1].text.split("\n") == ["有下列情形之一的，免征：", "（一）甲；", "（二）乙。"]
    assert document.pieces[2].text.split("\n")[1:] == ["| 税目 | 税率 |", "| 甲 | 百分之三 |"]
    assert document.pieces[4].text == "样表一行"
    assert document.remarks == ()


def test_docx_and_html_as_the_national_database_publishes_them(tmp_path: Path) -> None:
    holds_all(read_docx(docx(tmp_path / "丁法.docx")))
    holds_all(read_html(html(tmp_path / "丁法.html")))
    holds_all(read_html(html(tmp_path / "丁法gbk.html", "gb18030")))
    assert read_docx(tmp_path / "丁法.docx").digest == read_html(tmp_path / "丁法.html").digest


@pytest.mark.parametrize("name", ["a.docx", "a.xml", "a.html"])
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"\x00\x01\x02 not this" * 99)
    (document,) = read_path(file)
    assert document.refused
    assert document.refused[0].flaw in (Flaw.BROKEN, Flaw.ENCODING)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in range(5):
            packed.writestr(f"word/{part}.xml", b" " * 50_000_000)
    assert [remark.flaw for remark in read_docx(file).refused] == [Flaw.TOO_LARGE]


def test_entities_of_an_xml_file_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    file = tmp_path / "x.xml"
    file.write_text(
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file://{secret}">]><akomaNtoso><act><preface><longTitle><p>'
        "<docTitle>甲法&e;</docTitle></p></longTitle></preface></act></akomaNtoso>"
    )
    (document,) = read_path(file)
    assert "SECRET" not in document.title


def schema() -> etree.XMLSchema:
    path = DATA / "formats" / "akn" / "schema-final" / "akomantoso30.xsd"
    if not path.is_file():
        pytest.skip("../shared/data/formats/akn is missing")
    return etree.XMLSchema(etree.parse(str(path)))


def test_akoma_ntoso_out_and_in_is_the_same_document(tmp_path: Path) -> None:
    for document in (one(JIA, tmp_path), read_docx(docx(tmp_path / "丁法.docx"))):
        again = from_akoma(to_akoma(document, "jiafa"), document.name)
        assert again == document


def test_akoma_ntoso_out_is_valid(tmp_path: Path) -> None:
    valid = schema()
    valid.assertValid(etree.fromstring(to_akoma(one(JIA, tmp_path), "jiafa")))


def test_the_command_takes_in_compares_and_gives_out(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "甲法(2024-05-06).md"
    file.write_text(JIA, encoding="utf-8")

    def told(*words: str) -> str:
        out = StringIO()
        call_command("laws", *words, stdout=out)
        return out.getvalue()

    assert "预览，没有写入：新版本 1 件" in told("import", str(file), "--preview")
    assert not Version.objects.filter(source=file.name).exists()
    assert "新版本 1 件" in told("import", str(file))
    assert "已收录，没有改动 1 件" in told("import", str(file))
    compared = told("diff", "jiafa@2020-01-01", "甲法@2025-01-01")
    assert "【有改动】第一条 → 第一条" in compared
    assert "有改动 2 条，新增 4 条，删去 1 条" in compared
    exported = tmp_path / "jia.xml"
    exported.write_text(told("export", "jiafa", "--on", "2025-01-01"), encoding="utf-8")
    assert "已收录，没有改动 1 件" in told("import", str(exported))
    speech = tmp_path / "讲稿.txt"
    speech.write_text("《甲法》第一条。", encoding="utf-8")
    assert "要改的 0 处" in told("check", str(speech))
    speech.write_bytes("《甲法》第九十九条。".encode("gb18030"))
    with pytest.raises(SystemExit):
        told("check", str(speech))
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"no archive")
    speech.write_bytes(b"\x81\xff\xff")
    for words, why in (
        (("check", str(speech)), "GB18030"), (("ripple", "nosuch"), "没有这部法律"),
        (("diff", str(broken), "jiafa"), "文件损坏"), (("diff", "jiafa"), "两个文本"), (("export",), "代码"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            told(*words)
        assert why in f"{refused.value.what}{refused.value.why}{refused.value.next_step}", words


@pytest.mark.parametrize(
    ("folder", "texts", "articles"), [("laws-2025-04", 1_504, 64_600), ("laws-2026-06", 328, 24_300)]
)
def test_the_real_folders_are_read_whole(folder: str, texts: int, articles: int) -> None:
    root = DATA / folder
    if not root.is_dir():
        pytest.skip(f"../shared/data/{folder} is missing")
    root = root if folder == "laws-2026-06" else root / "经济法"
    documents = list(read_markdown(root))
    found = Counter(piece.number.word or "article" for document in documents for piece in document.pieces)
    if folder == "laws-2026-06":
        assert len(documents) >= texts
        assert found["article"] >= articles
        criminal = next(one for one in documents if one.title == "中华人民共和国刑法")
        assert sum(piece.number.word == "" for piece in criminal.pieces) == 505
        trademark = [one for one in documents if one.title == "中华人民共和国商标法"]
        assert sorted(str(one.effective_on) for one in trademark) == ["2019-11-01", "2027-01-01"]
    else:
        broken = next(one for one in documents if "长江保护法" in one.name)
        assert broken.pieces[-1].number.number == 79
        assert sum(one.kind is InstrumentKind.STATUTE for one in documents) > 80
