"""Composing: figures in running text, what is refused (F127, F128), what is not covered, nothing recorded."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from zhifa_verify.check import WORDS
from zhifa_verify.sources import MAKERS

from zhifa.evidence.models import Attachment
from zhifa.figures.models import Definition
from zhifa.kernel.registry import FigureSource, offered
from zhifa.reports.errors import ReportNotBuildable
from zhifa.reports.models import Outline
from zhifa.reports.rules.outline import from_data, from_text
from zhifa.reports.rules.printing import Composed
from zhifa.reports.services import compose, must_be_buildable
from zhifa.reports.services.rendering import render
from zhifa.reports.terms import PROVEN_SOURCES
from zhifa.reports.tests.conftest import SINCE, SYSTEM, UNTIL, Here


def composed(text: str, *, since: date = SINCE, until: date = UNTIL) -> Composed:
    return compose(SYSTEM, from_text(text), title="题", since=since, until=until)


def html(made: Composed) -> str:
    return render(SYSTEM, made, "html").decode()


def lines(text: str, **days: date) -> list[str]:
    return [line.text for line in composed(text, **days).lines]


def test_figures_in_running_text(here: Here) -> None:
    assert lines(
        "{{区名}}{{起}}至{{止}}讲座{{法治讲座}}，参加{{活动参加人次}}，即{{活动参加人次|万}}、{{活动参加人次|数字}}。"
    ) == ["测试区2018年1月1日至2018年6月30日讲座3场，参加25,300人次，即2.53万人次、25,300。"]


def test_a_field_may_name_its_own_days(here: Here) -> None:
    assert lines("{{法治讲座|上年同期}}、{{法治讲座|至今}}、{{法治讲座|2018-04-01至2018-04-30}}") == [
        "1场、4场、1场"
    ]


def test_growth_under_one_definition(here: Here) -> None:
    assert lines("增长{{增长：法治讲座，上年同期，本期}}") == ["增长200%"]


def test_growth_across_a_changed_definition_is_refused(here: Here) -> None:
    Definition.objects.filter(code="outreach.lectures").update(applies_from=date(2018, 1, 1))
    made = composed("增长{{增长：法治讲座，上年同期，本期}}，本期{{法治讲座}}")
    assert [fault.what for fault in made.faults] == [
        "“增长：法治讲座，上年同期，本期”：两个时期不是同一口径，不能比较增减"
    ]
    with pytest.raises(ReportNotBuildable):
        must_be_buildable(made)


def test_growth_from_a_year_without_records_says_so_and_stops_nothing(here: Here) -> None:
    made = composed("比2016年变化{{增长：法治讲座，2016年，本期}}。")
    assert made.lines[0].text == "比2016年变化无记录。"
    assert made.faults == ()
    assert made.doors[0].before is not None
    assert 'href="#d1"' in html(made)


@pytest.mark.parametrize("part", ["statement", "denominator", "deduplication"])
def test_a_figure_that_lacks_a_part_stops_the_report(here: Here, part: str) -> None:
    row = Definition.objects.get(code="outreach.lectures", superseded_at=None)
    row.body = {**row.body, part: ""}
    row.save()
    made = composed("讲座{{法治讲座}}")
    assert [fault.field for fault in made.faults] == [part]
    with pytest.raises(ReportNotBuildable) as refusal:
        must_be_buildable(made)
    assert refusal.value.faults[0].mend


def test_a_figure_without_any_evidence_stops_the_report(here: Here) -> None:
    Attachment.objects.all().delete()
    made = composed("讲座{{法治讲座}}")
    assert [fault.field for fault in made.faults] == ["evidence"]


def test_only_what_a_stranger_can_compute_stands_in_a_report(here: Here) -> None:
    (fault,) = composed("待复核{{待复核的引用}}").faults
    assert "核对" in fault.what
    computed = {f"{of}.{name}" for of in ("deeds", "outreach") for name in WORDS["measures"]} | set(MAKERS)
    assert {source.code for source in offered(FigureSource)} & computed == PROVEN_SOURCES


def test_an_unknown_name_is_told_with_what_is_near(here: Here) -> None:
    (fault,) = composed("讲座{{法制讲座}}").faults
    assert "法制讲座" in fault.what
    assert "法治讲座" in fault.mend


def test_an_empty_year_prints_nothing_recorded(here: Here) -> None:
    made = composed(
        "讲座{{法治讲座}}，{{表：活动参加人次}}", since=date(2010, 1, 1), until=date(2010, 12, 31)
    )
    assert "讲座无记录" in made.lines[0].text
    empty = composed("讲座{{法治讲座}}", since=date(2010, 1, 1), until=date(2010, 12, 31))
    assert empty.faults == ()
    assert "无记录" in html(empty)


def test_the_composition_as_a_table_stands_alone(here: Here) -> None:
    made = composed("{{表：活动参加人次}}")
    assert made.lines[0].text.splitlines()[0] == "活动参加人次 | 数量（人次）"
    assert made.lines[0].text.splitlines()[-1].endswith("25,300")
    assert "独占一段" in composed("见{{表：活动参加人次}}。").faults[0].what


def test_typed_numbers_are_marked_and_listed(here: Here) -> None:
    made = composed("# 一、甲\n\n讲座{{法治讲座}}，参加约三百人，2018年3月办班12期。\n")
    assert [number for number, _around in made.typed] == ["约三百人", "12期"]
    page = html(made)
    assert page.count('<u class="typed-number"') == 4  # twice in the text, twice in the list


def test_a_number_typed_into_a_heading_or_a_table_is_seen_too(here: Here) -> None:
    made = composed("# 一、全年办班31期\n\n| 项目 | 数 |\n| 讲座 | 40场 |\n| 实有 | {{法治讲座}} |\n")
    assert [number for number, _around in made.typed] == ["31期", "40场"]


def test_headings_without_figures_are_listed_at_the_end(here: Here) -> None:
    made = composed("# 甲\n\n{{法治讲座}}\n\n## 乙\n\n# 丙\n\n只有文字\n")
    assert [(one.heading, one.has_prose) for one in made.uncovered] == [("甲 · 乙", False), ("丙", True)]
    assert [line.text for line in made.lines] == ["甲", "3场", "丙", "只有文字"]
    assert "本报告未涵盖" in html(made)


def test_every_printed_figure_is_tagged_with_its_exact_value(here: Here) -> None:
    page = html(composed("{{法治讲座}}{{活动参加人次|万}}{{活动参加人次}}{{直播参与人次|数字}}"))
    tags = re.findall(r'<data value="([\d.]+)"[^>]*data-scale="(\d+)"[^>]*>([\d,.]+)</data>', page)
    assert len(tags) == 4
    for value, scale, shown in tags:
        digits = Decimal(shown.replace(",", ""))
        assert digits == round(Decimal(value) / int(scale), max(0, -int(digits.as_tuple().exponent)))


def test_every_door_leads_to_its_records(here: Here) -> None:
    page = html(composed("{{法治讲座}}"))
    assert 'href="#d1"' in page
    assert 'id="d1"' in page
    for title in ("宪法进机关", "民法总则进社区", "监察法讲座"):
        assert title in page
    assert "上年讲座" not in page
    assert "通知" in page  # the kind of evidence
    assert page.startswith("<!doctype html>")
    assert "示例数据·非公文" in page


def test_queries_grow_by_one_with_each_further_figure(here: Here) -> None:
    """The records behind each different figure are one question; naming it again costs nothing."""

    def count(text: str) -> int:
        composed(text)  # roll-ups are made at first sight
        with CaptureQueriesContext(connection) as seen:
            composed(text)
        return len(seen)

    one = count("{{法治讲座}}")
    assert count("{{法治讲座}}{{法治讲座|数字}}、{{法治讲座|万}}") == one
    assert count("{{法治讲座}}{{街头法律咨询}}{{法治文艺演出}}") == one + 2


@pytest.mark.parametrize("code", ["article", "quarter", "congress"])
def test_the_shipped_outlines_compose_without_fault(here: Here, code: str) -> None:
    outline = Outline.objects.get(code=code)
    made = compose(SYSTEM, from_data(outline.blocks), title=outline.title, since=SINCE, until=UNTIL)
    assert made.faults == ()
    assert made.typed == ()
    assert made.doors


def test_what_an_outline_hides_from_strangers_it_hides_here(here: Here, settings: Any) -> None:
    """Whoever composes sees only the figures that the actor may see."""
    from zhifa.kernel.actor import STRANGER

    body = Definition.objects.get(code="outreach.lectures", superseded_at=None)
    body.body = {**body.body, "public": False}
    body.save()
    made = compose(STRANGER, from_text("{{法治讲座}}"), title="题", since=SINCE, until=UNTIL)
    assert "没有名为" in made.faults[0].what


def test_a_report_is_chinese_whoever_asks_and_what_is_wrong_is_told_in_the_askers_language(
    here: Here,
) -> None:
    text = "讲座{{法治讲座}}，参加{{活动参加人次}}。\n{{表：活动参加人次}}\n{{没有这个数}}。"
    chinese = composed(text)
    with override("en"):
        english = composed(text)
        amounts = lines("{{法治讲座}}", since=date(2012, 1, 1), until=date(2012, 12, 31))
    assert [line.text for line in english.lines] == [line.text for line in chinese.lines]
    assert amounts == ["无记录"]
    assert [fault.what for fault in chinese.faults] == ["没有名为“没有这个数”的数字"]
    assert "没有" not in english.faults[0].what.replace("没有这个数", "")
