"""Rules of questions, as a lawyer may read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhifa.exams.rules.alike import alike
from zhifa.exams.rules.moodle import read_moodle, written_moodle
from zhifa.exams.rules.plain import looks_like, read_aiken, read_gift
from zhifa.exams.rules.prose import read_prose, written
from zhifa.exams.rules.questions import Question, doubts_of, flaws_of, keeps_its_order, key_from, tidied
from zhifa.exams.rules.rows import Written, rows_of, written_of
from zhifa.exams.rules.shuffling import shuffled

FOUR = ("甲", "乙", "丙", "丁")


@pytest.mark.parametrize(
    ("kind", "typed", "meant", "odd"),
    [
        ("single", "B", ("B",), ""), ("single", "（b）", ("B",), "case"), ("multiple", "a,c", ("A", "C"), "separators"),
        ("multiple", "A、C、D", ("A", "C", "D"), "separators"), ("multiple", "cab", ("A", "B", "C"), "case"),
        ("multiple", "ＡＢ", ("A", "B"), ""),
        ("judge", "√", ("T",), ""), ("judge", "错误", ("F",), ""), ("judge", "B", ("F",), ""), ("judge", "也许", ("也许",), ""),
        ("fill", "三年\n五千元|5000元", ("三年", "五千元|5000元"), ""), ("fill", "三年；五年", ("三年", "五年"), ""),
        ("single", " ", (), ""),
    ],
)  # fmt: skip
def test_a_key_is_read_however_it_was_typed(kind: str, typed: str, meant: tuple[str, ...], odd: str) -> None:
    assert key_from(kind, typed) == (meant, odd)


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        (Question("single", "题", FOUR, ("A",)), []),
        (Question("single", "题", ("甲", "乙", "甲 。", "丁"), ("A",)), ["equal-options"]),
        (Question("multiple", "题", FOUR, ()), ["no-key"]),
        (Question("multiple", "题", FOUR, ("A", "E")), ["key-without-option"]),
        (Question("single", "", ("甲",), ("A",)), ["no-stem", "few-options"]),
        (Question("single", "题", ("甲", "", "丙"), ("C",)), ["empty-option"]),
        (Question("single", "题", FOUR, ("A", "B")), ["many-letters"]),
        (Question("judge", "题", (), ("也许",)), ["key-unreadable"]),
        (Question("fill", "____年____月", (), ("三",)), ["blanks-unlike-keys"]),
        (Question("case", "材料"), ["no-parts"]),
        (Question("case", "材料", parts=(Question("single", "问", FOUR),)), ["no-key"]),
    ],
)  # fmt: skip
def test_what_keeps_a_question_from_being_asked(question: Question, codes: list[str]) -> None:
    assert [one.code for one in flaws_of(question)] == codes


def test_what_only_a_person_can_tell() -> None:
    assert [one.code for one in doubts_of(Question("multiple", "题", FOUR, ("A",)))] == ["one-letter"]
    assert [one.code for one in doubts_of(Question("single", "题", FOUR[:3], ("A",)))] == ["three-options"]
    assert keeps_its_order(Question("single", "题", ("甲", "乙", "以上都对"), ("C",)))
    assert not keeps_its_order(Question("single", "题", FOUR, ("C",)))


def test_nearly_the_same_is_found_and_the_unlike_is_not() -> None:
    texts = [
        "行政机关作出处罚决定前应当告知当事人的权利",
        "行政机关作出处罚决定之前，应当告知当事人的权利。",
        "下列说法正确的是",
        "",
    ]
    assert [(one, other) for one, other, _share in alike(texts)] == [(0, 1)]


def test_the_order_of_a_seed_is_the_same_for_everyone() -> None:
    """The digits stand here so that a program in another language can be compared."""
    assert shuffled(8, "知法", "options/1") == shuffled(8, "知法", "options/1")
    assert sorted(shuffled(50, "a", "questions/1")) == list(range(50))
    assert shuffled(5, "zhifa", "questions/1") == ORDER_OF_ZHIFA
    firsts = [shuffled(4, str(seed), "options/1")[0] for seed in range(4_000)]
    assert all(880 < firsts.count(place) < 1_120 for place in range(4)), (
        "each place comes first about as often"
    )


ORDER_OF_ZHIFA = [2, 1, 4, 3, 0]

WORD_BANK = """某区学法用法题库
一、单项选择题（每题2分）
1. 宪法修改由全国人民代表大会以全体代表的（　）多数通过。
A．过半数  B．三分之二以上　　C．四分之三以上 D．全体
2、国家宪法日是（ C ）。
A.10月1日
B.11月9日
C.12月4日
D.12月10日
解析：2014年设立。
二、多项选择题
1. 下列属于行政处罚的有
A 警告
A. 警告 B. 罚款 C. 记过 D. 行政拘留
答案：a、b、d
三、判断题
1. 法律草案可以公布征求意见。（√）
【案例】张某向李某借款，
未写借条。
1. 借款合同成立吗？
参考答案：自提供借款时成立。
参考答案
一、单项选择题
1.B
"""


def test_a_word_bank_is_read_with_its_keys_wherever_they_stand() -> None:
    questions = [one.question for _rows, one in written_of(read_prose(WORD_BANK.splitlines()))]
    assert [(one.kind, one.key, len(one.options)) for one in questions] == [
        ("single", ("B",), 4), ("single", ("C",), 4), ("multiple", ("A", "B", "D"), 4), ("judge", ("T",), 0), ("case", (), 0),
    ]  # fmt: skip
    assert questions[0].options[1] == "三分之二以上"
    assert questions[1].stem == "国家宪法日是（　）。"
    assert questions[1].explanation == "2014年设立。"
    assert questions[4].stem == "张某向李某借款，\n未写借条。"
    assert questions[4].parts == (Question("short", "借款合同成立吗？", (), ("自提供借款时成立。",)),)


def test_keys_at_the_end_may_come_in_runs() -> None:
    lines = [f"{number}. 题{number}\nA. 甲 B. 乙" for number in range(1, 6)]
    rows = read_prose([*lines, "参考答案：", "1-5 ABABB"])
    assert [row.key for row in rows] == list("ABABB")


# Text as dirty as it comes: letters that look like options, numbers that look like stems, bars, line breaks.
TEXT = st.text("甲乙丙 AB.1：、（）答案│一\n;题;", min_size=1, max_size=24).map(
    lambda text: text.strip() or "甲"
)
CHOICES = st.builds(
    lambda stem, options, keys, why, kind: Question(
        kind, stem, tuple(options), tuple(sorted({"ABCD"[one % len(options)] for one in keys})), why
    ),
    TEXT, st.lists(TEXT, min_size=2, max_size=4), st.lists(st.integers(0, 3), min_size=1, max_size=3), TEXT | st.just(""),
    st.sampled_from(["single", "multiple"]),
)  # fmt: skip
PLAIN = st.one_of(
    CHOICES,
    st.builds(lambda stem, key: Question("judge", stem, (), (key,)), TEXT, st.sampled_from("TF")),
    st.builds(lambda stem, key: Question("short", stem, (), (key,)), TEXT, TEXT),
    st.builds(lambda stem: Question("fill", f"{stem}____和____", (), ("三|叁", "五")), TEXT),
)
ANY = st.one_of(
    PLAIN,
    st.builds(
        lambda stem, parts: Question("case", stem, parts=tuple(parts)),
        TEXT,
        st.lists(PLAIN, min_size=1, max_size=3),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY, min_size=1, max_size=5))
def test_what_goes_out_comes_in_again_without_loss(questions: list[Question]) -> None:
    """As rows of a sheet, as a Word bank, as Moodle's XML."""
    every = [
        Written(tidied(one), ("《测试法》第一条",), "宪法", 4, ("leader",), pool="practice")
        for one in questions
    ]
    told = apart(every)
    rows = [row for one in told for row in rows_of(one)]
    assert [one for _rows, one in written_of(rows)] == told
    assert [one for _rows, one in written_of(read_prose(list(written(told))))] == told
    assert [one for _rows, one in written_of(read_moodle(written_moodle(told)))] == told


def apart(every: list[Written]) -> list[Written]:
    """Two neighbouring cases with the same material are one case; the banks of this test have none."""
    return [
        one
        for place, one in enumerate(every)
        if not place or one.question.stem != every[place - 1].question.stem
    ]


GIFT = r"""// comment
$CATEGORY: $course$/法律/宪法

::一::国家宪法日是哪天？{~10月1日 =12月4日#对 ~11月9日}

地球绕太阳转\: 1\=1 {T}

下列哪些是处罚？{~%50%警告 ~%50%罚款 ~%-100%记过}

首都是{=北京 =北京市}。

配对 {=甲 -> 一 =乙 -> 二}

写一写你的看法。{}

只是说明，没有问题。
"""
AIKEN = "宪法日是？\nA) 10月1日\nB. 12月4日\nANSWER: b\n\n哪些是处罚？\nA. 警告\nB. 罚款\nANSWER: AB\n\n没有答案的\nA. 甲\nB. 乙\n"


def test_gift_and_aiken_are_read() -> None:
    assert (looks_like(GIFT), looks_like(AIKEN), looks_like(WORD_BANK)) == ("gift", "aiken", "")
    rows = read_gift(GIFT)
    assert [(row.kind, row.stem, row.key, row.topic) for row in rows] == [
        ("single", "国家宪法日是哪天？", "B", "宪法"), ("judge", "地球绕太阳转: 1=1", "对", "宪法"),
        ("multiple", "下列哪些是处罚？", "AB", "宪法"),
        ("fill", "首都是 ____ 。", "北京|北京市", "宪法"), ("matching", "配对", "", "宪法"), ("short", "写一写你的看法。", "", "宪法"),
    ]  # fmt: skip
    assert rows[0].options == ("10月1日", "12月4日", "11月9日")
    assert [(row.key, len(row.options)) for row in read_aiken(AIKEN)] == [("b", 2), ("AB", 2), ("", 2)]


def kind_by_weights(choices: list[dict[str, Any]]) -> str:
    """What a choice of the oracle is: several right answers make it a multiple one."""
    right = [one for one in choices if one["isCorrect"] or (one["weight"] or 0) > 0]
    return "multiple" if len(right) > 1 else "single"


FORMATS = Path("/work/shared/data/formats")  # read there, never copied


@pytest.mark.skipif(not FORMATS.exists(), reason="../shared/data/formats is missing")
def test_gift_files_of_another_parser_are_read_alike() -> None:
    """As many questions of each kind as the outside oracle finds; what it calls by other names stands in the table."""
    ours = {
        "Numerical": "numerical",
        "Matching": "matching",
        "TF": "judge",
        "Essay": "short",
        "Short": "fill",
    }
    for file in sorted((FORMATS / "gift-pairs").glob("*.gift")):
        told = [
            one
            for one in json.loads(file.with_suffix(".json").read_text())
            if one["type"] not in ("Description", "Category")
        ]
        expected = [ours.get(one["type"]) or kind_by_weights(one["choices"]) for one in told]
        found = [
            "single" if row.kind == "multiple" and not row.key else row.kind
            for row in read_gift(file.read_text())
        ]
        half = {
            "options1",
            "mc5",
            "giftFormatPhpExamples",
        }  # half credit beside a full answer: we keep the full one alone
        if file.stem in half:
            expected, found = (
                [["mc", one][one not in ("single", "multiple")] for one in expected],
                [["mc", one][one not in ("single", "multiple")] for one in found],
            )
        assert found == expected, file.name
    for file in sorted((FORMATS / "moodle-xml").glob("*.xml")):
        assert all(row.stem and row.kind for row in read_moodle(file.read_bytes())), file.name
