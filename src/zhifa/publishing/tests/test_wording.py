"""Words that the office no longer writes, titles, the order of leaders: planted slips are found, right words are not (F140)."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, entries_of
from zhifa.publishing.errors import WordRuleTaken
from zhifa.publishing.models import WordRule
from zhifa.publishing.rules.wording import Rule, findings
from zhifa.publishing.services import WordDraft, drop_word_rule, keep_word_rule
from zhifa.publishing.tests.conftest import Gatehouse

RULES = [
    Rule("法制宣传", "法治宣传", "提法已改"),
    Rule("区质监局", "区市场监管局", "机构改革", since=date(2019, 1, 1)),
    Rule("街道办", "街道办事处"),
    Rule("普法", "", unless=("普法办", "谁执法谁普法")),
]


@pytest.mark.parametrize(
    ("text", "on", "phrases"),
    [
        ("开展法制宣传和法治宣传", date(2018, 1, 1), ["法制宣传"]),
        ("区质监局参加", date(2018, 12, 31), []),
        ("区质监局参加，区质监局总结", date(2019, 1, 1), ["区质监局", "区质监局"]),
        ("各街道办事处和街道办", date(2018, 1, 1), ["街道办"]),
        ("普法办推进“谁执法谁普法”，普法工作", date(2018, 1, 1), ["普法"]),
        ("没有问题的一句话", date(2018, 1, 1), []),
    ],
)
def test_planted_slips_are_found(text: str, on: date, phrases: list[str]) -> None:
    assert [one.phrase for one in findings([text], RULES, on)] == phrases


def test_the_office_keeps_the_list(here: Gatehouse) -> None:
    clerk = here.actor("clerk")
    kept = keep_word_rule(clerk, WordDraft("法制宣传", "法治宣传", "提法已改"), now=clock.now())
    with pytest.raises(WordRuleTaken, match="已经有一条"):
        keep_word_rule(clerk, WordDraft("法制宣传", "别的", why="核"), now=clock.now())
    with pytest.raises(NotAllowed):
        keep_word_rule(here.actor("auditor"), WordDraft("别词", why="核"), now=clock.now())
    drop_word_rule(clerk, kept.pk, now=clock.now())
    assert not WordRule.objects.exists()
    acts = [one.act for one in entries_of(Subject("word-rule", str(kept.pk)))]
    assert acts == ["publishing.keep_word_rule", "publishing.drop_word_rule"]
    with pytest.raises(NotFound, match="没有这一条"):
        drop_word_rule(clerk, kept.pk, now=clock.now())


def test_a_rule_whose_days_are_out_of_order_is_refused(here: Gatehouse) -> None:
    draft = WordDraft("旧称", why="核", since=date(2020, 1, 1), until=date(2019, 1, 1))
    with pytest.raises(BadInput, match="结束日期早于开始日期"):
        keep_word_rule(here.actor("clerk"), draft, now=clock.now())


TITLE = Rule("张三", "区长、区委副书记", "任职文件", kind="title", since=date(2018, 1, 1))
ORDER = Rule("四大家", "张三、李四、王五", "排序文件", kind="order")


@pytest.mark.parametrize(
    ("text", "rule", "on", "found"),
    [
        ("区长张三到会", TITLE, date(2018, 5, 1), []),
        ("区委副书记张三到会", TITLE, date(2018, 5, 1), []),
        ("副区长张三到会", TITLE, date(2018, 5, 1), ["副区长张三"]),
        ("副区长张三到会", TITLE, date(2017, 5, 1), []),  # the title of that day
        ("居民张三到会", TITLE, date(2018, 5, 1), []),
        ("张三、李四、王五出席", ORDER, date(2018, 5, 1), []),
        ("区长李四、书记张三、主任王五出席", ORDER, date(2018, 5, 1), ["李四、书记张三、主任王五"]),
        ("张三和王五、李四出席", ORDER, date(2018, 5, 1), ["张三和王五、李四"]),
        ("王五主持。张三讲话。", ORDER, date(2018, 5, 1), []),  # no enumeration
        ("张三出席；李四、王五陪同", ORDER, date(2018, 5, 1), []),
    ],
)
def test_titles_and_the_order_of_leaders(text: str, rule: Rule, on: date, found: list[str]) -> None:
    assert [one.phrase for one in findings([text], [rule], on)] == found


def test_a_line_without_its_source_is_refused(here: Gatehouse) -> None:
    with pytest.raises(BadInput, match="依据"):
        keep_word_rule(here.actor("clerk"), WordDraft("法制宣传", "法治宣传"), now=clock.now())
    with pytest.raises(BadInput, match="次序"):
        keep_word_rule(here.actor("clerk"), WordDraft("四大家", why="核", kind="order"), now=clock.now())
