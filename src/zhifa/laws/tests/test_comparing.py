"""Two texts side by side: which article became which, and which words changed."""

from __future__ import annotations

import time

import pytest

from zhifa.laws.rules.comparing import Change, Words, compared, worded
from zhifa.laws.rules.numbers import ProvisionNumber
from zhifa.laws.rules.structure import Shortage, paragraphs_of, shortage_in

LONG = "国务院反垄断执法机构负责反垄断统一执法工作，可以授权省级人民政府相应的机构"


def texts(*words: str) -> list[Words]:
    numbers = [ProvisionNumber(place) for place in range(1, len(words) + 1)]
    return [Words(number.key, number.label, text) for number, text in zip(numbers, words, strict=True)]


def told(before: list[Words], after: list[Words]) -> list[str]:
    return [
        f"{row.change.value} {row.before.key if row.before else '·'}→{row.after.key if row.after else '·'}"
        for row in compared(before, after)
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (("甲。", "乙。"), ("甲。", "乙。"), ["same 1→1", "same 2→2"]),
        (("甲 。",), ("甲。",), ["same 1→1"]),  # blanks are no words
        ((f"{LONG}一。",), (f"{LONG}二。",), ["changed 1→1"]),
        ((f"{LONG}一。",), ("天气晴。", f"{LONG}一。"), ["new ·→1", "renumbered 1→2"]),
        ((f"{LONG}。", "依照第一条办理的，应当登记备案并公布。"), ("天气晴。", f"{LONG}。", "依照第二条办理的，应当登记备案并公布。"),
         ["new ·→1", "renumbered 1→2", "changed 2→3"]),
        ((f"{LONG}。", "天气晴朗。", "完。"), (f"{LONG}。", "完。"), ["same 1→1", "removed 2→·", "renumbered 3→2"]),
        (("甲。",), (), ["removed 1→·"]),
        ((), ("甲。",), ["new ·→1"]),
    ],
)  # fmt: skip
def test_articles_are_paired_by_their_words(
    before: tuple[str, ...], after: tuple[str, ...], expected: list[str]
) -> None:
    assert told(texts(*before), texts(*after)) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("依照第四十二条处理。", "依照第四十三条处理。", "依照[第四十二条]{第四十三条}处理。"),
        (
            "各单位必须设置会计帐簿，并保证其真实。",
            "各单位必须设置会计账簿，并保证其真实。",
            "各单位必须设置会计[帐簿]{账簿}，并保证其真实。",
        ),
        ("处五百元以下罚款。", "处一千元以下罚款。", "处[五百元]{一千元}以下罚款。"),
        ("禁止赌博。", "禁止赌博。\n禁止诈骗。", "禁止赌博。{\n禁止诈骗。}"),
        ("同样。", "同样。", "同样。"),
    ],
)
def test_differences_read_by_whole_words(before: str, after: str, expected: str) -> None:
    marks = {"=": ("", ""), "-": ("[", "]"), "+": ("{", "}")}
    assert (
        "".join(f"{marks[run.sign][0]}{run.text}{marks[run.sign][1]}" for run in worded(before, after))
        == expected
    )


def test_both_wordings_can_be_read_back_from_the_runs() -> None:
    before, after = "甲方应当在十日内，向有关部门报告的", "甲方必须于五日内向主管的有关部门书面报告"
    runs = worded(before, after)
    assert "".join(run.text for run in runs if run.sign != "+") == before
    assert "".join(run.text for run in runs if run.sign != "-") == after


def test_a_long_code_is_compared_quickly() -> None:
    old = texts(
        *(f"第{number}种情形下，{LONG}，处理编号{number * 7919 % 1009}的事项。" for number in range(1_200))
    )
    new = texts(
        *(f"第{number}种情形下，{LONG}，处理编号{number * 7919 % 1009}的事项。" for number in range(3, 1_203))
    )
    began = time.process_time()
    rows = compared(old, new)
    assert time.process_time() - began < 2
    assert sum(row.change is Change.RENUMBERED for row in rows) > 1_150


def test_paragraphs_items_and_tables_of_an_article() -> None:
    text = "有下列情形的，免除：\n（一）甲；\n1．甲之一；\n（二）乙。\n前款不适用于丙：\n| 税目 | 税率 |\n| 甲 | 百分之三 |"
    first, second = paragraphs_of(text)
    assert [(item.number, item.text) for item in first.items] == [
        (1, "（一）甲；\n1．甲之一；"),
        (2, "（二）乙。"),
    ]
    assert second.table == [["税目", "税率"], ["甲", "百分之三"]]
    assert shortage_in(text, 1, 2) is None
    assert shortage_in(text, 0, 1) is None
    assert shortage_in(text, 1, 3) == Shortage(2, is_of_items=True)
    assert shortage_in(text, 3, 0) == Shortage(2)
    assert shortage_in("条件：（一）甲；（二）乙。", 1, 2) is None  # printed in one line
    assert shortage_in("按照前款第（二）项办理。", 1, 2) == Shortage(0, is_of_items=True)
