"""The rules as tables that a lawyer can read. No statute's words stand here; titles and days are examples."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from zhifa.kernel.chinese import number_written
from zhifa.laws.rules.citations import read_citation, split_citations
from zhifa.laws.rules.history import (
    LONGEST_WAIT,
    Amendment,
    Basis,
    HeldText,
    Shortfall,
    history_of,
    nearest_held,
    shortfall_on,
    span_on,
)
from zhifa.laws.rules.names import amended_title, code_of, comparable, pinyin_of, short_title
from zhifa.laws.rules.numbers import (
    NotANumber,
    ProvisionNumber,
    number_from_key,
    number_of,
    provision_number,
)
from zhifa.laws.rules.places import CitedPlace, Trouble, Unreadable
from zhifa.laws.rules.repeals import repeals_in
from zhifa.laws.rules.spelling import meant, sounding


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("一百", 100), ("一百零一", 101), ("一百一十", 110),
        ("一百二十", 120), ("一千零一", 1001), ("一千二百五十四", 1254), ("24", 24), ("１２５４", 1254),
        ("二〇", 20),
    ],
)  # fmt: skip
def test_numbers_are_read(words: str, number: int) -> None:
    assert number_of(words) == number


@pytest.mark.parametrize("words", ["", "零", "0", "甲", "第一", "1.5", "一百x"])
def test_what_is_no_number_is_refused(words: str) -> None:
    with pytest.raises(NotANumber):
        number_of(words)


def test_every_number_reads_back() -> None:
    wrong = [number for number in (*range(1, 1300), 9999) if number_of(number_written(number)) != number]
    assert wrong == []


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("第五十七条", "57"), ("第二十条之一", "20-1"), ("第一百二十条之六", "120-6"), ("条目四", "item-4"),
        ("全文", "whole"), ("第一千二百六十条", "1260"),
    ],
)  # fmt: skip
def test_a_label_and_its_key_name_one_provision(label: str, key: str) -> None:
    number = provision_number(label)
    assert number.key == key
    assert number_from_key(key) == number


@pytest.mark.parametrize("label", ["第一章", "第条", "序言", "第零条"])
def test_a_label_without_article_number_is_refused(label: str) -> None:
    with pytest.raises(NotANumber):
        provision_number(label)


def place(number: int, branch: int = 0, paragraph: int = 0, item: int = 0) -> CitedPlace:
    return CitedPlace(ProvisionNumber(number, branch), paragraph, item)


@pytest.mark.parametrize(
    ("line", "title", "places"),
    [
        ("《宪法》", "宪法", ()),
        ("宪法", "宪法", ()),
        ("《宪法》第二十四条第二款", "宪法", (place(24, paragraph=2),)),
        ("宪法第24条", "宪法", (place(24),)),
        ("民法典1254", "民法典", (place(1254),)),
        ("民法典 1254", "民法典", (place(1254),)),
        ("刑法120-3", "刑法", (place(120, 3),)),
        ("《刑法》第一百二十条之三", "刑法", (place(120, 3),)),
        ("《民法典》第一条、第三条", "民法典", (place(1), place(3))),
        ("《民法典》第一条和第三条第二款", "民法典", (place(1), place(3, paragraph=2))),
        ("《民法典》第五条至第七条", "民法典", (place(5), place(6), place(7))),
        ("《刑法》第一百二十条之一至第一百二十条之三", "刑法", (place(120, 1), place(120, 2), place(120, 3))),
        ("《治安管理处罚法》第四十二条第一款第（三）项", "治安管理处罚法", (place(42, 0, 1, 3),)),
        ("《刑法修正案（十一）》第一条", "刑法修正案（十一）", (place(1),)),
        ("刑法修正案（十一）第一条", "刑法修正案（十一）", (place(1),)),
        ("《关于《刑法》第三十条的解释》", "关于《刑法》第三十条的解释", ()),
    ],
)
def test_citations_are_read(line: str, title: str, places: tuple[CitedPlace, ...]) -> None:
    written = read_citation(line)
    assert (written.title, written.places) == (title, places)


def test_a_document_number_after_the_title_is_kept_apart() -> None:
    written = read_citation("《关于普法工作的意见》（某办发〔2017〕31号）")
    assert (written.title, written.document_number, written.places) == (
        "关于普法工作的意见",
        "某办发〔2017〕31号",
        (),
    )


@pytest.mark.parametrize(
    ("line", "trouble", "part"),
    [
        ("", Trouble.EMPTY, ""),
        ("   ", Trouble.EMPTY, "   "),
        ("《》第一条", Trouble.NO_TITLE, "《》第一条"),
        ("第二十四条", Trouble.NO_TITLE, "第二十四条"),
        ("《宪法第二十四条", Trouble.UNBALANCED, "《宪法第二十四条"),
        ("宪法》第二十四条", Trouble.UNBALANCED, "宪法》第二十四条"),
        ("《宪法》第零条", Trouble.NUMBER, "零"),
        ("《宪法》总纲", Trouble.REST, "总纲"),
        ("《宪法》第一条《民法典》第二条", Trouble.REST, "《民法典》第二条"),
        ("《宪法》第一条、", Trouble.REST, "、"),
        ("《民法典》第七条至第五条", Trouble.RANGE, "第七条至第五条"),
        ("《民法典》第一条至第九百条", Trouble.RANGE, "第一条至第九百条"),
    ],
)
def test_what_is_no_citation_says_where(line: str, trouble: Trouble, part: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_citation(line)
    assert (caught.value.trouble, caught.value.part) == (trouble, part)


def test_a_place_is_labelled_as_an_official_text_would() -> None:
    assert place(24, 0, 2).label == "第二十四条第二款"
    assert place(120, 3, 1, 2).label == "第一百二十条之三第一款第（二）项"


def test_lines_are_parted_by_breaks_and_semicolons() -> None:
    assert split_citations("《宪法》；民法典1254\r\n\n 刑法 ") == ["《宪法》", "民法典1254", "刑法"]


@pytest.mark.parametrize(
    ("title", "amended"),
    [
        ("中华人民共和国刑法修正案（十一）", "中华人民共和国刑法"),
        ("中华人民共和国刑法修正案", "中华人民共和国刑法"),
        ("中华人民共和国宪法修正案（2018年）", "中华人民共和国宪法"),
        ("全国人民代表大会常务委员会关于修改《中华人民共和国网络安全法》的决定", "中华人民共和国网络安全法"),
        ("中华人民共和国刑法", ""),
    ],
)
def test_an_amending_act_names_what_it_changes(title: str, amended: str) -> None:
    assert amended_title(title) == amended


def test_names() -> None:
    assert short_title("中华人民共和国民法典") == "民法典"
    assert comparable("《 中华人民共和国民法典 》") == comparable("民法典")
    assert comparable("修正案(十一)") == "修正案（十一）"
    assert pinyin_of("中华人民共和国民法典") == "minfadian mfd"
    assert code_of("中华人民共和国宪法") == "xianfa"
    long = code_of("关于" + "很长的标题" * 20)
    assert len(long) <= 60
    assert code_of("中华人民共和国宪法", {"xianfa"}) != "xianfa"


def test_repeals_are_read_from_a_closing_article() -> None:
    text = "本法自2021年1月1日起施行。《甲法》、《乙法（试行）》同时废止。"
    assert repeals_in(text) == {"甲法": date(2021, 1, 1), "乙法（试行）": date(2021, 1, 1)}
    assert repeals_in("本法自公布之日起施行。《甲法》同时废止。") == {}
    assert repeals_in("本法自2021年1月1日起施行。") == {}


# Three texts of one statute, the middle one held, with an amendment after it that is not.
SECOND = HeldText("second", date(2012, 3, 14), date(2012, 7, 1))
THIRD = HeldText("third", date(2018, 10, 26), date(2012, 7, 1))


def test_a_stated_start_after_publication_is_taken() -> None:
    spans = history_of([SECOND])
    assert [(s.since, s.until, s.basis, s.key) for s in spans] == [
        (None, date(2012, 6, 30), Basis.GAP_UNKNOWN, ""),
        (date(2012, 7, 1), None, Basis.STATED, "second"),
    ]


def test_an_amended_text_does_not_take_the_first_day_of_the_statute() -> None:
    spans = history_of([THIRD])
    start = date(2018, 10, 26) + LONGEST_WAIT
    assert [(s.since, s.basis, s.key) for s in spans] == [
        (None, Basis.GAP_UNKNOWN, ""),
        (date(2012, 7, 1), Basis.GAP_EARLIER, ""),
        (date(2018, 10, 26), Basis.GAP_PUBLISHED, ""),
        (start, Basis.UNSTATED, "third"),
    ]
    assert [s.until for s in spans] == [
        date(2012, 6, 30), date(2018, 10, 25), start - timedelta(days=1), None,
    ]  # fmt: skip


def test_the_amending_act_of_the_same_day_dates_the_text() -> None:
    spans = history_of([SECOND, THIRD], [Amendment(date(2018, 10, 26), date(2019, 1, 1))])
    assert [(s.since, s.until, s.basis) for s in spans[1:]] == [
        (date(2012, 7, 1), date(2018, 12, 31), Basis.STATED),
        (date(2019, 1, 1), None, Basis.AMENDING_ACT),
    ]


def test_an_amendment_without_its_text_ends_what_stood() -> None:
    spans = history_of([SECOND], [Amendment(date(2017, 11, 4), date(2018, 1, 1))])
    assert shortfall_on(spans, date(2017, 12, 31)) is None
    assert shortfall_on(spans, date(2018, 1, 1)) is Shortfall.AMENDED


@pytest.mark.parametrize(
    ("day", "key", "shortfall"),
    [
        (date(2012, 3, 13), "", Shortfall.UNKNOWN),
        (date(2012, 3, 14), "", Shortfall.PUBLISHED_ONLY),
        (date(2012, 6, 30), "", Shortfall.PUBLISHED_ONLY),
        (date(2012, 7, 1), "second", None),
        (date(2018, 10, 25), "second", None),
        (date(2018, 10, 26), "", Shortfall.START_UNSTATED),
        (date(2019, 12, 19), "", Shortfall.START_UNSTATED),
        (date(2019, 12, 20), "third", None),
        (date(2020, 12, 31), "third", None),
        (date(2021, 1, 1), "", Shortfall.REPEALED),
    ],
)
def test_every_boundary_day_is_right(day: date, key: str, shortfall: Shortfall | None) -> None:
    spans = history_of([SECOND, THIRD], repealed_on=date(2021, 1, 1))
    span = span_on(spans, day)
    assert (span.key if span else "") == key
    assert shortfall_on(spans, day) is shortfall


def test_spans_share_no_day_and_leave_none_out() -> None:
    amendments = [Amendment(date(year, 3, 1), date(year, 5, 1)) for year in (2013, 2016, 2018, 2020)]
    spans = history_of([SECOND, THIRD], amendments)
    for before, after in pairwise(spans):
        assert before.until is not None
        assert after.since == before.until + timedelta(days=1)
    assert spans[0].since is None
    assert spans[-1].until is None


def test_the_nearest_text_is_named_but_never_in_place() -> None:
    spans = history_of([SECOND, THIRD])
    day = date(2019, 12, 1)
    assert shortfall_on(spans, day) is Shortfall.START_UNSTATED
    near = nearest_held(spans, day)
    assert near is not None
    assert near.key == "third"


def test_an_act_passed_once_keeps_its_stated_day() -> None:
    decision = HeldText("one", date(2018, 3, 11), date(2018, 3, 11), amendable=False)
    assert [(s.since, s.basis) for s in history_of([decision])][-1] == (date(2018, 3, 11), Basis.STATED)


def test_an_act_passed_once_did_not_exist_before_its_day() -> None:
    spans = history_of([HeldText("one", date(2018, 3, 11), date(2018, 3, 11), amendable=False)])
    assert [(s.since, s.until) for s in spans] == [(date(2018, 3, 11), None)]
    assert shortfall_on(spans, date(2018, 3, 10)) is Shortfall.NOT_YET
    assert shortfall_on(spans, date(2018, 3, 11)) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("劳动发", ["劳动法"]), ("老懂发", ["劳动法"]), ("劳董", ["劳动法", "劳动合同法"]), ("劳动合法", ["劳动法", "劳动合同法"]),
        ("消费者权益法", ["消费者权益保护法"]), ("消费者权益保护法法", ["消费者权益保护法"]), ("法", []), ("", []),
        ("laodonfa", ["劳动法"]), ("xiaofeizhequanyi", ["消费者权益保护法"]), ("ld", []), ("同事借我钱不还怎么办", []),
    ],
)  # fmt: skip
def test_a_slip_is_led_back_to_the_name_that_was_meant(typed: str, expected: list[str]) -> None:
    names = [sounding(name) for name in ("消费者权益保护法", "劳动合同法", "劳动法", "宪法")]
    assert meant(typed, names, 5) == expected
