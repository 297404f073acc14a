"""Banks in and out: every kind of dirt gets its row, its reason and its mend; what goes out comes in again."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from openpyxl import Workbook

from zhifa.exams.errors import BankFileUnreadable, LooksAlike, NothingToCite
from zhifa.exams.models import Item, ItemVersion
from zhifa.exams.rules.questions import Question
from zhifa.exams.selectors import ItemFilter, bank
from zhifa.exams.services import (
    approve_versions,
    bring_in,
    load_items,
    release_item,
    retire_item,
    take_out,
)
from zhifa.exams.tests.conftest import SINCE, SINGLE, actor, approved, draft
from zhifa.intake.api import drop_of, write_job
from zhifa.intake.models import ImportJob
from zhifa.intake.services import take_suggestions
from zhifa.kernel import clock
from zhifa.laws.api import Instrument
from zhifa.laws.tests.invented import add_version

HEAD = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "法律依据"]
LAW = "《测试借款法》第一条"
ROWS = (
    ("单选题", "第二行这道题从头到尾一点毛病都没有？\n", "甲\n", "乙", "丙", "丁", "A", LAW),
    ("单选题", "第三行两个选项相同的题目？", "甲", "乙", "甲。", "丁", "A", LAW),
    ("多选题", "第四行答案用了小写和逗号？", "甲", "乙", "丙", "丁", "a,c", LAW),
    ("多选题", "第五行多选只有一个字母呀？", "甲", "乙", "丙", "丁", "B", LAW),
    ("单选题", "第六行没有写出答案来呢？", "甲", "乙", "丙", "丁", "", LAW),
    ("单选题", "第七行只有三个选项可选？", "甲", "乙", "丙", "", "C", LAW),
    ("单选题", "依照《测试旧法》第八行怎么判断？", "甲", "乙", "丙", "丁", "A", ""),
    ("单选题", "第二行这道题从头到尾，一点毛病都没有吗？", "甲", "乙", "丙", "丁", "A", LAW),
    ("单选题", "第十行单选写了两个答案的？", "甲", "乙", "丙", "丁", "BD", LAW),
    ("判断题", "第十一行引用了不存在的条。", "", "", "", "", "√", "《测试借款法》第九十九条"),
)


def sheet(rows: object = ROWS, name: str = "题库.xlsx", head: Sequence[str] = HEAD) -> SimpleUploadedFile:
    book = Workbook()
    book.active.append(list(head))
    for row in rows:  # type: ignore[attr-defined]
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def repealed(law: Instrument) -> None:
    old = Instrument.objects.create(
        code="test-old", kind="statute", title="测试旧法", short_title="测试旧法", pinyin="ceshijiufa",
        is_repealed=True, repealed_on="2015-01-01", repealed_by=law,
    )  # fmt: skip
    version = add_version(old, SINCE, {1: "旧的规定。"})
    version.ended_on = date(2014, 12, 31)
    version.save()


def test_every_kind_of_dirt_has_its_row_its_reason_and_its_mend(
    repealed: None, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("clerk").post("/work/exams/import/", {"bank": sheet(), "pool": "exam"}, follow=True)
    text = page.content.decode()
    for fault, mend in (
        ("选项 A、C 相同", "改写其中一个"), ("没有答案", "补上答案"), ("《测试旧法》", "现行的是《测试借款法》"),
        ("第九十九条不存在", "请核对条号"),
    ):  # fmt: skip
        assert fault in text, fault
        assert mend in text, mend
    for asked in (
        "答案写作“a,c”，读作 AC",
        "多选题只有一个答案 B",
        "只有三个选项",
        "单选题有几个答案 BD",
        "和已有的一道题差不多",
    ):
        assert asked in text, asked
    assert "同一个文件第 2 行" in text
    assert not Item.objects.exists(), "a preview writes nothing"


def test_answers_decide_and_the_rest_is_written(repealed: None, signed_in: Callable[[str], Client]) -> None:
    clerk = signed_in("clerk")
    good = [row for row in ROWS if row[1][:3] in ("第二行", "第四行", "第五行", "第七行", "第十行")]
    clerk.post("/work/exams/import/", {"bank": sheet(good), "pool": "exam"})
    drop = ImportJob.objects.get().drop
    take_suggestions(actor("clerk"), drop, now=clock.now())
    (job,) = drop_of(actor("clerk"), drop)
    write_job(actor("clerk"), job.pk, now=clock.now())
    kinds = Counter(ItemVersion.objects.values_list("kind", flat=True))
    assert kinds == {"single": 3, "multiple": 2}, (
        "the double is left out; one letter became a single choice, two a multiple one"
    )
    assert ItemVersion.objects.get(content__stem__startswith="第四行").question.key == ("A", "C")
    assert set(ItemVersion.objects.values_list("state", flat=True)) == {"waiting"}
    assert (
        approve_versions(actor("clerk2"), list(Item.objects.values_list("key", flat=True)), now=clock.now())
        == 5
    )


def test_a_sheet_fills_the_practice_and_one_that_leaks_the_exam_is_asked_about(
    law: Instrument, signed_in: Callable[[str], Client]
) -> None:
    """All rows are for practice, as was chosen at upload, but the one whose own column says otherwise; what stands in the exams' bank
    in nearly the same words is asked about and left out unless a person says that it is another."""
    approved(replace(SINGLE, stem=ROWS[0][1].strip(), options=("甲", "乙", "丙", "丁")))
    rows = [
        (*ROWS[0], ""),
        ("判断题", "练一练的新题对不对呢？", *[""] * 4, "√", LAW, ""),
        (*ROWS[2], "考试题"),
    ]
    book = sheet(rows, head=[*HEAD, "用途"])
    page = signed_in("clerk").post("/work/exams/import/", {"bank": book, "pool": "practice"}, follow=True)
    assert "和一道考试题差不多，拿来练习就泄露了考题" in page.content.decode()
    drop = ImportJob.objects.get().drop
    take_suggestions(actor("clerk"), drop, now=clock.now())
    (job,) = drop_of(actor("clerk"), drop)
    write_job(actor("clerk"), job.pk, now=clock.now())
    stems = {
        one.content["stem"][:3]: one.item.pool
        for one in ItemVersion.objects.filter(author=actor("clerk").key)
    }
    assert stems == {"第二行": "exam", "练一练": "practice", "第四行": "exam"}
    versions = list(bank(actor("clerk"), ItemFilter(pool="practice"), clock.today()))
    content = take_out(actor("clerk"), versions, "docx", now=clock.now())
    Item.objects.filter(pool="practice").delete()
    drop = bring_in(actor("clerk"), [SimpleUploadedFile("练习.docx", content)], now=clock.now())
    write_job(actor("clerk"), drop_of(actor("clerk"), drop)[0].pk, now=clock.now())
    assert Item.objects.filter(pool="practice").count() == 1, "a Word bank says what a question is for"


def test_a_practice_question_in_an_exams_words_is_asked_about_on_its_form(
    law: Instrument, signed_in: Callable[[str], Client]
) -> None:
    approved()
    clerk = signed_in("clerk")
    sent = {
        "kind": "single", "stem": SINGLE.stem, "options": "\n".join(SINGLE.options), "key": "A", "active_from": "2026-11-01",
        "citations": LAW, "topic": "借款", "difficulty": "3", "pool": "practice",
    }  # fmt: skip
    asked = clerk.post("/work/exams/items/new/", sent).content.decode()
    assert "拿来练习就泄露了考题" in asked
    assert 'type="checkbox" name="despite"' in asked
    assert Item.objects.count() == 1
    clerk.post("/work/exams/items/new/", sent | {"despite": "on"})
    assert set(Item.objects.values_list("pool", flat=True)) == {"exam", "practice"}
    old = approved(replace(SINGLE, stem=f"{SINGLE.stem}（旧题）"), despite=True)
    retire_item(actor("clerk"), old.key, "有歧义", now=clock.now())
    with pytest.raises(LooksAlike, match="拿来练习就泄露了考题"):
        release_item(actor("clerk"), old.key, now=clock.now())


WORD_LINES = (
    "题库", "一、单项选择题", "1. 借款合同应当采用（ A ）。", "A.书面形式 B.口头形式 C.默示", "解析：见《测试借款法》第一条。",
    "二、判断题", "1. 没有答案",
)  # fmt: skip


def test_a_word_bank_comes_in_by_the_same_preview(law: Instrument) -> None:
    document = Document()
    for line in WORD_LINES:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    drop = bring_in(actor("clerk"), [SimpleUploadedFile("题库.docx", out.getvalue())], now=clock.now())
    (job,) = drop_of(actor("clerk"), drop)
    told = str(job.findings)
    assert "第 7 段" in told, "where it stands in the Word file"
    assert "没有答案" in told
    with pytest.raises(BankFileUnreadable):
        bring_in(actor("clerk"), [SimpleUploadedFile("说明.txt", "没有一道题".encode())], now=clock.now())


def test_what_cites_nothing_is_not_passed(law: Instrument) -> None:
    (item,) = load_items(actor("clerk"), [draft(citations=())], now=clock.now())
    with pytest.raises(NothingToCite):
        approve_versions(actor("clerk2"), [item.key], now=clock.now())


FILL = Question("fill", "利息____扣除，应当____。", (), ("不得|不准", "如实"))
SHORT = Question("short", "为什么？", (), ("第一条。",))
CASE = Question("case", "张某借款，\n未写借条。", parts=(SINGLE, FILL, SHORT))


@pytest.mark.parametrize("fmt", ["xlsx", "docx", "xml"])
def test_a_bank_taken_out_comes_in_again(law: Instrument, fmt: str) -> None:
    for question in (SINGLE, CASE, Question("judge", "保证人承担保证责任。", (), ("T",), "对的")):
        approved(question, post_classes=("leader",), difficulty=4)
    versions = list(bank(actor("clerk"), ItemFilter(), clock.today()).order_by("item__pk"))
    content = take_out(actor("clerk"), versions, fmt, now=clock.now())
    said = [version.content for version in versions]
    Item.objects.all().delete()
    (job,) = drop_of(
        actor("clerk"),
        bring_in(actor("clerk"), [SimpleUploadedFile(f"题库.{fmt}", content)], now=clock.now()),
    )
    write_job(actor("clerk"), job.pk, now=clock.now())
    again = list(ItemVersion.objects.order_by("pk"))
    assert [version.content for version in again] == said
    assert {(one.difficulty, one.topic, tuple(one.post_classes), one.cited.get().label) for one in again} == {
        (4, "借款", ("leader",), LAW)
    }


SHARED = Path("/work/shared/data/items")  # read there, never copied


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/items is missing")
def test_a_real_dirty_bank_is_previewed_row_by_row(law: Instrument) -> None:
    """Columns `input, output, A, B, C, D`: understood without a person; equal options and doubles are found where they are."""
    file = SHARED / "mcq_sing_pfe.csv"
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    equal = [n for n, row in enumerate(rows, start=2) if len({row[letter].strip() for letter in "ABCD"}) < 4]
    drop = bring_in(actor("clerk"), [SimpleUploadedFile(file.name, file.read_bytes())], now=clock.now())
    (job,) = drop_of(actor("clerk"), drop)
    told = str(job.findings)
    assert job.state == "open"
    assert told.count("相同") >= len(equal) >= 2
