"""The words of minutes, what a seat must say, and when an action item is done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhifa.meetings.rules.attending import Sitting, missing, only_what_counts
from zhifa.meetings.rules.minutes import ActionWords, LineWords, MeetingWords, minutes_text, numeral, set_out
from zhifa.meetings.rules.proving import Asked, Found, weigh

MEETING = MeetingWords(
    "测试区普法工作联席会议", 3, "全体会议", date(2018, 3, 30), "区政府一楼会议室", "赵某（副区长）", "会议听取了区司法局的汇报。",
    (
        LineWords(
            "宪法宣传", "decided", "会议同意开展宪法宣讲。",
            (ActionWords("区教育局", ("区司法局",), "开展宪法进校园", date(2018, 6, 30), "凭单位说明，没有其他证明"),),
        ),
        LineWords("经费", "carried", ""), LineWords("简报", "noted", "会议听取了通报。"), LineWords("旧事", "withdrawn", "已经办完"),
    ),
    (
        ("区司法局", Sitting("present", "钱某", "局长")), ("区教育局", Sitting("delegate", "王某", "科长", "局长3月1日书面委托")),
        ("区民政局", Sitting("apology", reason="参加市里的会议")),
    ),
)  # fmt: skip
TEXT = """测试区普法工作联席会议第3次会议纪要
2018年3月30日，测试区普法工作联席会议在区政府一楼会议室召开第3次会议（全体会议），赵某（副区长）主持。
会议听取了区司法局的汇报。
会议议定事项如下：
一、宪法宣传
会议同意开展宪法宣讲。
（一）开展宪法进校园。由区教育局牵头，区司法局配合，2018年6月30日前完成。证明办法：凭单位说明，没有其他证明。
二、简报
会议听取了通报。
下次会议再议：经费。
撤销的议题：旧事（已经办完）。
出席：区司法局 钱某（局长）。
委托出席：区教育局 王某（科长），委托依据：局长3月1日书面委托。
请假：区民政局（参加市里的会议）。
缺席：无。"""


def test_the_minutes_follow_from_the_meeting() -> None:
    assert minutes_text(MEETING) == TEXT
    kinds = [line.kind for line in set_out(TEXT)]
    assert kinds == [
        "title",
        *["text"] * 3,
        "heading",
        "text",
        "text",
        "heading",
        *["text"] * 3,
        *["roll"] * 4,
    ]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (31, "三十一")]
)
def test_headings_count(number: int, words: str) -> None:
    assert numeral(number) == words


@pytest.mark.parametrize(
    ("sitting", "what"),
    [
        (Sitting("present"), "name"),
        (Sitting("present", "钱某"), ""),
        (Sitting("delegate", "王某"), "authority"),
        (Sitting("delegate", "王某", authority="书面委托"), ""),
        (Sitting("apology"), "reason"),
        (Sitting("absent"), ""),
    ],
)
def test_a_seat_says_who_by_which_authority_or_why_not(sitting: Sitting, what: str) -> None:
    assert missing(sitting) == what


def test_a_seat_keeps_only_what_its_state_asks() -> None:
    full = Sitting("apology", "钱某", "局长", "书面委托", "出差")
    assert only_what_counts(full) == Sitting("apology", reason="出差")


SINCE, DUE, AFTER = date(2018, 3, 30), date(2018, 6, 30), date(2018, 7, 1)
LECTURES = Asked("deeds", SINCE, DUE, "区教育局", "法治讲座", at_least=Decimal(2))
FIGURE = Asked("figure", SINCE, DUE, "区司法局", "法治讲座", "场", at_least=Decimal(12))
PUBLIC = Asked("document", SINCE, DUE, "区司法局", words="责任清单")
WORD = Asked("word", SINCE, DUE, "区民政局")


@pytest.mark.parametrize(
    ("asked", "found", "today", "proven", "outcome"),
    [
        (
            LECTURES,
            Found(Decimal(2), ("甲", "乙")),
            AFTER,
            True,
            "proven",
        ),  # nobody reported it: the records do
        (LECTURES, Found(Decimal(1), ("甲",), "都办了"), AFTER, False, "returned"),  # a false "done"
        (LECTURES, Found(Decimal(1), ("甲",), "都办了"), DUE, False, "open"),  # the due day is still inside
        (LECTURES, Found(Decimal(2), ("甲", "乙"), "都办了"), SINCE, True, "proven"),  # a true one, early
        (FIGURE, Found(Decimal("11.99")), AFTER, False, "returned"),
        (FIGURE, Found(Decimal(12)), AFTER, True, "proven"),
        (FIGURE, Found(None, note="没有登记人口数"), AFTER, False, "returned"),
        (PUBLIC, Found(Decimal(1), ("2018-05-02 普法责任清单",)), AFTER, True, "proven"),
        (PUBLIC, Found(Decimal(0), (), "已公开"), AFTER, False, "returned"),
        (WORD, Found(word="已办"), AFTER, False, "word"),
        (WORD, Found(word="已办"), SINCE, False, "word"),
        (WORD, Found(), AFTER, False, "returned"),
        (WORD, Found(), DUE, False, "open"),
    ],
)
def test_what_is_done_is_what_records_show(
    asked: Asked, found: Found, today: date, proven: bool, outcome: str
) -> None:
    verdict = weigh(asked, found, today=today)
    assert (verdict.proven, verdict.outcome) == (proven, outcome)
    assert len(verdict.lines) >= 3


def test_a_weighing_says_rule_finding_word_and_end() -> None:
    found = Found(Decimal(1), ("2018-05-02 宪法讲座",), "两场都办了")
    assert [(line.say, line.met) for line in weigh(LECTURES, found, today=AFTER).lines] == [
        ("规则：区教育局从会议当日到时限有已确认的“法治讲座”记录不少于 2 条。", None),
        ("查得：2018年3月30日至2018年6月30日有 1 条：2018-05-02 宪法讲座。", False),
        ("区教育局报办结：两场都办了。单位的说明不作证明。", None),
        ("时限已过，没有证明，退回议程。", False),
    ]
