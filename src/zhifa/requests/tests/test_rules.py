"""Likeness, clauses and minutes, as tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhifa.requests.rules.burden import minutes_of, parts_of
from zhifa.requests.rules.clauses import BARS, Asked
from zhifa.requests.rules.likeness import Wanted, core, repeats, same
from zhifa.requests.terms import Grain, Rule

YEAR = (date(2018, 1, 1), date(2018, 12, 31))


def wanted(fact: str, unit: str = "", *, key: str = "a", of: str = "U01 U02", **more: object) -> Wanted:
    given: dict[str, object] = {"about": "activity", "since": YEAR[0], "until": YEAR[1], **more}
    return Wanted(key=key, where=f"《{key}》", fact=fact, unit=unit, of=frozenset(of.split()), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("今年开展法治讲座场次", "举办法治宣讲的场数"),
        ("发放宣传资料份数", "派发宣传品（份）数量"),
        ("参加人次", "受教育人次"),
        ("调解矛盾纠纷件数", "矛盾纠纷调解数"),
        ("本单位普法经费投入", "普法经费支出"),
        ("公共法律服务站点数", "建成公共法律服务工作站（个）"),
        ("医患纠纷数量", "医疗矛盾调处件数"),
        ("禁毒宣传活动场次", "开展禁毒宣传教育活动"),
    ],
)
def test_names_that_say_the_same(one: str, other: str) -> None:
    assert same(wanted(one, key="a"), wanted(other, key="b")), (core(one), core(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (wanted("讲座人次"), wanted("讲座人数", key="b")),
        (wanted("讲座", "person-times"), wanted("讲座", "events", key="b")),
        (wanted("讲座场次"), wanted("讲座场次", key="b", since=date(2019, 1, 1), until=date(2019, 12, 31))),
        (wanted("讲座场次"), wanted("讲座场次", key="b", of="U03")),
        (wanted("志愿者人数", about="people"), wanted("志愿者人数", key="b", about="area")),
        (wanted("讲座场次"), wanted("法治文艺演出场次", key="b")),
        (wanted("调解纠纷件数"), wanted("法律援助案件数", key="b")),
        (wanted("旁听庭审人数"), wanted("组织旁听庭审次数", key="b")),
        (wanted("现有人民调解员"), wanted("人民调解委员会个数", key="b")),
        (wanted("行政复议案件数"), wanted("行政处罚案件数", key="b")),
        (wanted("法律进校园场次"), wanted("法律进企业场次", key="b")),
    ],
)
def test_what_only_looks_alike(one: Wanted, other: Wanted) -> None:
    assert same(one, other) is None


def test_repeats_say_of_how_many_both_ask_and_the_most_alike_come_first() -> None:
    mine = wanted("法治讲座场次", of="U01 U02 U03")
    others = [wanted("社区法治讲座场次", key="c"), wanted("举办法治宣讲的场数", key="b", of="U03 U04"), mine]
    found = repeats(mine, others)
    assert [(each.other.key, each.shared) for each in found] == [("b", 1), ("c", 2)]


@pytest.mark.parametrize(
    ("rule", "barred", "allowed"),
    [
        (Rule.NO_CHECK_IN, Asked("每日打卡率", "percent", False), Asked("参加人次", "person-times", True)),
        (Rule.NO_CHECK_IN, Asked("学习平台用时", "minutes-online", False), Asked("考试成绩", "", True)),
        (Rule.NO_INSTALLS, Asked("公众号关注人数", "people", False), Asked("公众号发布期数", "issues", True)),
        (Rule.NO_POPULARITY, Asked("短视频点赞", "", False), Asked("短视频期数", "issues", True)),
        (Rule.NO_POPULARITY, Asked("最受欢迎作品", "open-votes", False), Asked("专家评审得分", "", True)),
        (Rule.NO_FORCED_MEDIA, Asked("活动照片三张", "", True), Asked("活动照片三张", "", False)),
        (Rule.NO_FORCED_MEDIA, Asked("现场照片", "", True), Asked("现场咨询人次", "person-times", True)),
    ],
)  # fmt: skip
def test_each_rule_bars_what_its_clause_names_and_nothing_near_it(
    rule: str, barred: Asked, allowed: Asked
) -> None:
    assert BARS[rule](barred)
    assert not BARS[rule](allowed)


def test_every_rule_but_that_of_repeats_has_its_function() -> None:
    assert set(BARS) == set(Rule.values) - {Rule.NO_REPEAT}


def test_parts_of_a_period() -> None:
    since, until = date(2017, 11, 15), date(2018, 2, 1)
    assert parts_of(Grain.ONCE, since, until) == ("",)
    assert parts_of(Grain.MONTH, since, until) == ("2017-11", "2017-12", "2018-01", "2018-02")
    assert parts_of(Grain.QUARTER, since, until) == ("2017-Q4", "2018-Q1")


def test_minutes_as_worked_in_the_text() -> None:
    seconds = {"number": 20, "text": 90}
    assert minutes_of([("number", 1), ("number", 1), ("text", 3)], seconds) == Decimal("5.17")
