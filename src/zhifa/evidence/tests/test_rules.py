"""Marks and types as tables of cases that a lawyer can read."""

from __future__ import annotations

from io import BytesIO

import pytest

from zhifa.evidence.rules.marks import mark_in_name, mark_in_text
from zhifa.evidence.rules.sniffing import sniff
from zhifa.evidence.tests import files


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("秘密★10年", "秘密"),
        ("机密★", "机密"),
        ("绝密★启用前", "绝密"),
        ("绝 密 ☆ 长期", "绝密"),
        ("机\u3000密　★　一年", "机密"),
        ("密级：机密", "机密"),
        ("密 级 : 秘 密", "秘密"),
        ("机密\n\n关于印发方案的通知", "机密"),  # alone on a line at the head
        ("为保守国家秘密，制定本法。国家秘密的密级分为绝密、机密、秘密三级。", ""),  # a text about secrecy
        ("商业秘密保护讲座", ""),
        ("密级：公开", ""),
        ("正文" * 300 + "\n秘密\n", ""),  # far from the head, a heading of a chapter
        ("", ""),
    ],
)
def test_a_mark_is_known_and_talk_about_secrets_is_not_one(text: str, level: str) -> None:
    assert mark_in_text(text) == level


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("【机密】活动方案.docx", "机密"),
        ("方案（秘密）.pdf", "秘密"),
        ("绝密★方案.pdf", "绝密"),
        ("保守国家秘密法讲座签到表.xlsx", ""),
        ("商业秘密（讲义）.pdf", ""),
    ],
)
def test_a_mark_in_a_name(name: str, level: str) -> None:
    assert mark_in_name(name) == level


@pytest.mark.parametrize(
    ("content", "name", "ending"),
    [
        (files.docx("通知"), "通知.docx", "wordprocessingml.document"),
        (files.docx("通知"), "骗人的名字.pdf", "wordprocessingml.document"),
        (files.xlsx("签到"), "签到.xlsx", "spreadsheetml.sheet"),
        (files.xls("签到"), "签到.xls", "vnd.ms-excel"),
        (files.jpeg(files.scene(1)), "照片.jpg", "image/jpeg"),
        (b"%PDF-1.7\n", "a.pdf", "application/pdf"),
        ("姓名,单位\n甲,乙\n".encode(), "签到.csv", "text/csv"),
        ("姓名,单位\n".encode("gb18030"), "签到.csv", "text/csv"),
        ("议程".encode(), "议程.txt", "text/plain"),
    ],
)
def test_the_bytes_say_what_a_file_is(content: bytes, name: str, ending: str) -> None:
    found = sniff(BytesIO(content), name)
    assert found.media_type.endswith(ending)
    assert found.obstacle == ""


@pytest.mark.parametrize(
    ("content", "name", "obstacle"),
    [
        (files.archive("a.txt"), "资料.zip", "archive"),
        (files.archive("a.txt"), "假的.docx", "archive"),
        (files.archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "宏.xlsm", "macro"),
        (files.docx("通知")[:600], "断了.docx", "damaged"),
        (files.locked_xlsx(), "锁.xlsx", "locked"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "照片.heic", "heic"),
        (b"MZ\x90\x00\x03\x00", "程序.txt", "unknown"),
        (b"\x7fELF\x02\x01", "程序", "unknown"),
        (b"<html><script>alert(1)</script>", "网页.txt", "unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图.png", "unknown"),
        (b"#!/bin/sh\nrm", "脚本.txt", "unknown"),
    ],
)
def test_what_is_on_no_list_is_not_taken(content: bytes, name: str, obstacle: str) -> None:
    found = sniff(BytesIO(content), name)
    assert (found.media_type, found.obstacle) == ("", obstacle)
