"""Citations in running text: passages of our own, each with what stands in it. `|` parts citations: words → title: places."""

# ruff: noqa: E501 - a passage and what stands in it are read side by side

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from zhifa.laws.rules.aliases import ALIASES
from zhifa.laws.rules.numbers import ProvisionNumber
from zhifa.laws.rules.places import CitedPlace
from zhifa.laws.rules.running import mentions_in

NAMES = frozenset(
    {
        "宪法", "民法典", "刑法", "刑事诉讼法", "民事诉讼法", "行政诉讼法", "治安管理处罚法", "食品安全法", "道路交通安全法",
        "未成年人保护法", "劳动合同法", "消费者权益保护法", "反家庭暴力法", "法治宣传教育法", "物业管理条例", "信访工作条例",
        "公务员法", "监察法", "律师法", "法律援助法", "人民调解法", "个人信息保护法", "土地管理法", "行政处罚法",
    }
)  # fmt: skip

# (passage, what stands in it). Titles are comparable ones; "" is the text's own instrument.
PASSAGES = [
    # Titles in brackets
    ("依照《民法典》第一千二百五十四条第一款，禁止从建筑物中抛掷物品。", "《民法典》第一千二百五十四条第一款 → 民法典: 第一千二百五十四条第一款"),
    ("社区民警当场宣读了《治安管理处罚法》第42条。", "《治安管理处罚法》第42条 → 治安管理处罚法: 第四十二条"),
    ("讲座围绕《中华人民共和国宪法》展开。", "《中华人民共和国宪法》 → 宪法:"),
    ("学习《宪法》和《监察法》。", "《宪法》 → 宪法: | 《监察法》 → 监察法:"),
    ("《刑法》第一百二十条之一和第一百二十条之三各说了什么？", "《刑法》第一百二十条之一和第一百二十条之三 → 刑法: 第一百二十条之一、第一百二十条之三"),
    ("按《公务员法》第六十八条第（二）项登记。", "《公务员法》第六十八条第（二）项 → 公务员法: 第六十八条第（二）项"),
    ("《律师法》第三十八条、第三十九条都要讲。", "《律师法》第三十八条、第三十九条 → 律师法: 第三十八条、第三十九条"),
    ("《法律援助法》第三十一条至第三十三条列出了情形。", "《法律援助法》第三十一条至第三十三条 → 法律援助法: 第三十一条、第三十二条、第三十三条"),
    ("《关于修改〈物业管理条例〉的决定》已经公布。", "《关于修改〈物业管理条例〉的决定》 → 关于修改《物业管理条例》的决定:"),
    ("《关于普法工作的意见》（某办发〔2021〕5号）第三条提出要求。", "《关于普法工作的意见》（某办发〔2021〕5号）第三条 → 关于普法工作的意见: 第三条"),
    ("《人民调解法》的第三十三条规定了司法确认。", "《人民调解法》的第三十三条 → 人民调解法: 第三十三条"),
    ("《民法典》第１０８４条说的是子女抚养。", "《民法典》第１０８４条 → 民法典: 第一千零八十四条"),
    ("《反家庭暴力法》第二十三条，《未成年人保护法》第十七条。", "《反家庭暴力法》第二十三条 → 反家庭暴力法: 第二十三条 | 《未成年人保护法》第十七条 → 未成年人保护法: 第十七条"),
    ("《法治宣传教育法》第五十七条、第五十九条，是普法提示的依据。", "《法治宣传教育法》第五十七条、第五十九条 → 法治宣传教育法: 第五十七条、第五十九条"),
    ("《道路交通安全法》第九十条及第九十一条", "《道路交通安全法》第九十条及第九十一条 → 道路交通安全法: 第九十条、第九十一条"),
    ("《劳动合同法》第三十八条第一款第（一）项、第（二）项", "《劳动合同法》第三十八条第一款第（一）项、第（二）项 → 劳动合同法: 第三十八条第一款第（一）项、第三十八条第一款第（二）项"),
    ("《行政处罚法》第九条第一项、第三项", "《行政处罚法》第九条第一项、第三项 → 行政处罚法: 第九条第（一）项、第九条第（三）项"),
    ("《信访工作条例》第三条或者第四条", "《信访工作条例》第三条或者第四条 → 信访工作条例: 第三条、第四条"),
    ("《个人信息保护法》第二十八条第二款和第三十一条", "《个人信息保护法》第二十八条第二款和第三十一条 → 个人信息保护法: 第二十八条第二款、第三十一条"),
    ("《土地管理法》第四十七条第一款、第二款", "《土地管理法》第四十七条第一款、第二款 → 土地管理法: 第四十七条第一款、第四十七条第二款"),
    # Names without brackets
    ("居民问，民法典第1254条怎么讲。", "民法典第1254条 → 民法典: 第一千二百五十四条"),
    ("他违反了中华人民共和国刑法第二百六十六条。", "中华人民共和国刑法第二百六十六条 → 刑法: 第二百六十六条"),
    ("刑诉法第十五条写明了认罪认罚。", "刑诉法第十五条 → 刑事诉讼法: 第十五条"),
    ("根据民诉法第六十七条，当事人有举证责任。", "民诉法第六十七条 → 民事诉讼法: 第六十七条"),
    ("行政诉讼法第二十六条第二款", "行政诉讼法第二十六条第二款 → 行政诉讼法: 第二十六条第二款"),
    ("依食安法第一百四十八条第二款要求赔偿", "食安法第一百四十八条第二款 → 食品安全法: 第一百四十八条第二款"),
    ("消法第55条和食品安全法第148条", "消法第55条 → 消费者权益保护法: 第五十五条 | 食品安全法第148条 → 食品安全法: 第一百四十八条"),
    ("请看物业管理条例第六条。", "物业管理条例第六条 → 物业管理条例: 第六条"),
    ("道交法第九十条", "道交法第九十条 → 道路交通安全法: 第九十条"),
    ("未保法第十七条第（七）项", "未保法第十七条第（七）项 → 未成年人保护法: 第十七条第（七）项"),
    # The text's own instrument, and the one named last
    ("违反本法第三条规定的，由主管部门责令改正。", "本法第三条 → : 第三条"),
    ("本条例第五条至第七条所称单位", "本条例第五条至第七条 → : 第五条、第六条、第七条"),
    ("依照本办法第九条第（三）项办理", "本办法第九条第（三）项 → : 第九条第（三）项"),
    ("依照《宪法》第二十四条第二款和同法第二十七条", "《宪法》第二十四条第二款 → 宪法: 第二十四条第二款 | 同法第二十七条 → 宪法: 第二十七条"),
    ("《物业管理条例》施行后，该条例第九条多次被问到。", "《物业管理条例》 → 物业管理条例: | 该条例第九条 → 物业管理条例: 第九条"),
    ("《监察法》第三条。本法第四条另有规定。同法第十一条列出职责。", "《监察法》第三条 → 监察法: 第三条 | 本法第四条 → : 第四条 | 同法第十一条 → 监察法: 第十一条"),
    ("同法第五条", "同法第五条 → : 第五条"),
    # Names that the text gives itself
    ("《中华人民共和国食品安全法》（以下简称《食安规》）第三条；《食安规》第四条", "《中华人民共和国食品安全法》（以下简称《食安规》）第三条 → 食品安全法: 第三条 | 《食安规》第四条 → 食品安全法: 第四条"),
    ("《中华人民共和国劳动合同法》（以下简称“合同法规”）规定了试用期，合同法规第十九条尤其要讲。", "《中华人民共和国劳动合同法》 → 劳动合同法: | 合同法规第十九条 → 劳动合同法: 第十九条"),
    # A place alone, soon after a citation
    ("《劳动合同法》第三十五条规定：“协商一致。”第三十六条规定了解除。", "《劳动合同法》第三十五条 → 劳动合同法: 第三十五条 | 第三十六条 → 劳动合同法: 第三十六条"),
    ("《民法典》第十条；第十一条也相关。", "《民法典》第十条 → 民法典: 第十条 | 第十一条 → 民法典: 第十一条"),
    # What is none
    ("第三条街道的居民来了。", ""),
    ("日本法第三条、基本法第二十三条不在此列。", ""),
    ("第一章讲宪法，第二节讲民法。", ""),
    ("《民法典》是一部好书，双方签的合同第七条另有约定。", "《民法典》 → 民法典:"),
    ("会上提出三条意见、五项要求。", ""),
    ("《民法典》人格权编第九百九十七条是新规定。", "《民法典》人格权编第九百九十七条 → 民法典: 第九百九十七条"),
    ("双方签订《补偿安置协议》，《补偿安置协议》第六条第一项另有约定。", ""),
    ("要点：\n\n民法典第十条。", "民法典第十条 → 民法典: 第十条"),
    ("本次活动共发放材料300份。", ""),
    ("路口第2条斑马线重新画过。", ""),
    ("他学法用法，带头守法。", ""),
    ("知法讲法第五期", ""),
    ("宪法日、宪法周、宪法宣传", ""),
    ("", ""),
    ("《》第三条", ""),
    ("《红楼梦》第三回", ""),
]  # fmt: skip


def told(passage: str) -> str:
    return " | ".join(
        f"{passage[one.start : one.end]} → {one.title}: {'、'.join(place.label for place in one.places)}".rstrip()
        for one in mentions_in(passage, NAMES, aliases=ALIASES)
    )


@pytest.mark.parametrize(("passage", "expected"), PASSAGES)
def test_what_stands_in_a_passage(passage: str, expected: str) -> None:
    assert told(passage) == expected


@pytest.mark.parametrize(
    ("passage", "places", "broken"),
    [
        ("《民法典》第九条至第三条", ["第九条"], "至第三条"),
        ("《民法典》第一条至第九百条", ["第一条"], "至第九百条"),
        ("《民法典》第〇条", [], "第〇条"),
    ],
)
def test_what_cannot_be_read_is_named(passage: str, places: list[str], broken: str) -> None:
    (one,) = mentions_in(passage, NAMES)
    assert [place.label for place in one.places] == places
    assert one.broken == broken


def test_a_hostile_text_is_read_in_time_that_grows_with_its_length() -> None:
    for text in (
        "《" * 20_000,
        "第" * 20_000,
        "第一条、" * 5_000,
        "《甲》（以下简称《" * 1_000,
        "本法第" * 6_000,
    ):
        mentions_in(text, NAMES, aliases=ALIASES)


MARKED = re.compile(r"⟦([^|⟧]+)\|([^⟧]*)⟧")
PLACE = re.compile(r"^(?:(\d+)\.\.)?(\d+)(?:-(\d+))?(?:\.(\d+))?(?:\((\d+)\))?$")
Label = tuple[int, int, str, tuple[str, ...]]


def marked_passages() -> list[tuple[str, list[Label]]]:
    """The passages of `passages.txt`, without their marks, and what a reader marked in each: start, end, title, places."""
    found = []
    for line in (Path(__file__).parent / "passages.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, labels, position = "", [], 0
        for mark in MARKED.finditer(line):
            text += line[position : mark.start()]
            title, *places = [part for part in mark[2].split(" ") if part] or [""]
            if PLACE.match(title):
                title, places = "", [title, *places]
            told = tuple(label for place in places for label in labels_of(place))
            labels.append((len(text), len(text) + len(mark[1]), title, told))
            text, position = text + mark[1], mark.end()
        found.append((text + line[position:], labels))
    return found


def labels_of(place: str) -> list[str]:
    """`38.1(2)` as 第三十八条第一款第（二）项; `5..7` as three articles."""
    read = PLACE.match(place)
    assert read, place
    first, number, branch, paragraph, item = (int(part or 0) for part in read.groups())
    return [
        CitedPlace(ProvisionNumber(one, branch), paragraph, item).label
        for one in range(first or number, number + 1)
    ]


def test_marked_passages_are_read_as_marked(record_property: Callable[[str, object], None]) -> None:
    """Passages as people write them, each citation marked by a reader; precision and recall of whole citations, with floors."""
    passages = marked_passages()
    names = NAMES | {title for _text, labels in passages for *_place, title, _places in labels}
    right, wrong, missed = 0, [], []
    for text, labels in passages:
        told_here = {
            (one.start, one.end, one.title, tuple(place.label for place in one.places))
            for one in mentions_in(text, names, aliases=ALIASES)
        }
        right += len(told_here & set(labels))
        wrong += [(text[one[0] : one[1]], *one[2:]) for one in told_here - set(labels)]
        missed += [(text[one[0] : one[1]], *one[2:]) for one in set(labels) - told_here]
    assert len(passages) >= 200
    assert sum(not labels for _text, labels in passages) >= 50  # in which none stands
    precision, recall = right / (right + len(wrong)), right / (right + len(missed))
    record_property("precision", precision)
    record_property("recall", recall)
    assert precision >= 0.97, wrong
    assert recall >= 0.97, missed


LABELS = json.loads((Path(__file__).parent / "labels.json").read_text(encoding="utf-8"))
DATA = Path(__file__).resolve().parents[5] / "shared" / "data"


def test_real_texts_are_read_as_labelled() -> None:
    """Labels of court releases by file, hash and offsets (start, end, title, places): precision and recall, with floors."""
    if not (DATA / "cases").is_dir():
        pytest.skip("../shared/data/cases is missing")
    names = NAMES | set(LABELS["names"])
    right = found = wanted = 0
    for file in LABELS["files"]:
        content = (DATA / file["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"], file["path"]
        told_here = {
            (one.start, one.end, one.title, "、".join(place.label for place in one.places))
            for one in mentions_in(content.decode(), names, aliases=ALIASES)
        }
        labels = {tuple(label) for label in file["labels"]}
        right += len(labels & told_here)
        found += len(told_here)
        wanted += len(labels)
    assert wanted >= 80
    assert right / found >= 0.97
    assert right / wanted >= 0.97
