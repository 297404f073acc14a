"""Documents coming in: parsed, previewed, taken in wholly or not at all; the same again changes nothing."""

# ruff: noqa: E501 - a text and what is read in it stand side by side

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhifa.laws.models import Instrument, ProvisionText, Version
from zhifa.laws.rules.documents import LawDocument
from zhifa.laws.rules.parsing import Line, parse
from zhifa.laws.selectors import Held, NotHeld, holding_on
from zhifa.laws.services import import_documents, import_packaged, preview_documents
from zhifa.laws.services.readers.markdown import read_markdown
from zhifa.laws.terms import Flaw, InstrumentKind, Outcome
from zhifa.laws.tests.conftest import KEEPER, NOW, SMALL_ARTICLES, SMALL_LAWS
from zhifa.ledger.models import Entry

JIA = """# 中华人民共和国甲法

2012年3月14日 第一届全国人民代表大会常务委员会第一次会议通过

2024年5月6日 第二届全国人民代表大会常务委员会第九次会议修订

<!-- INFO END -->

## 序言

为了甲。

## 第一编 总则

### 第一章 一般规定

#### 第一节 目的

第一条 甲一更新。

第二款有下列情形之一：

（一）情形一；

（二）情形二。

第一条之一 甲一之一。

| 税目 | 税率 |
|-----|-----|
| 甲 | 百分之三 |

第二条 甲二。

第三条规定的办法另行制定。

## 第二编 附则

第三条 本法自2024年7月1日起施行。

附件一：

表格若干
"""


def lines(text: str) -> list[Line]:
    return [Line(line) for line in text.split("\n")]


def one(text: str, tmp_path: Path, name: str = "甲法(2024-05-06).md") -> LawDocument:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    (document,) = read_markdown(file)
    return document


def flaws(document: LawDocument) -> list[tuple[str, str]]:
    return [(remark.flaw.value, remark.part) for remark in document.remarks]


def test_all_parts_of_a_text_are_kept(tmp_path: Path) -> None:
    document = one(JIA, tmp_path)
    assert [(piece.key, piece.label) for piece in document.pieces] == [
        ("preamble", "序言"), ("1", "第一条"), ("1-1", "第一条之一"), ("2", "第二条"), ("3", "第三条"), ("annex-1", "附件一"),
    ]  # fmt: skip
    first = document.pieces[1]
    assert (first.place.part, first.place.chapter, first.place.section) == (
        "第一编　总则",
        "第一章　一般规定",
        "第一节　目的",
    )
    assert first.text.split("\n")[1:] == ["第二款有下列情形之一：", "（一）情形一；", "（二）情形二。"]
    assert document.pieces[2].text.split("\n")[1:] == ["| 税目 | 税率 |", "| 甲 | 百分之三 |"]
    assert document.pieces[3].text.endswith("第三条规定的办法另行制定。"), (
        "a sentence that begins with a number is none"
    )
    assert (document.published_on, document.effective_on, document.is_own_day) == (
        date(2024, 5, 6),
        date(2024, 7, 1),
        True,
    )
    assert (document.kind, document.issuing_body) == (InstrumentKind.STATUTE, "全国人民代表大会常务委员会")
    assert document.remarks == ()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("第一条 甲。\n第三条 丙。\n第四条 丁。\n第七条 庚。", [("missing", "第二条"), ("missing", "第五条至第六条")]),
        ("第一条 甲。\n第二条 乙。\n第二条 又乙。", [("doubled", "第二条")]),
        ("第一条 甲。\n第三条 丙。\n第二条 乙。", [("disorder", "第二条")]),
        ("第一章 甲\n第一条 甲。\n第三章 丙\n第二条 乙。", [("chapters", "第三章　丙")]),
        ("第一条 甲。\n笫二条 乙。", [("misprint", "笫二条 乙。")]),
        ("经研究，答复如下。\n此复。", [("no_articles", "")]),
        ("", [("no_text", "")]),
    ],
)  # fmt: skip
def test_what_a_text_lacks_is_told(body: str, expected: list[tuple[str, str]]) -> None:
    document = parse(lines(f"乙条例\n（2020年1月1日国务院公布　自2020年2月1日起施行）\n{body}"), "乙")
    assert flaws(document) == expected


def test_an_amendment_keeps_its_clauses_and_quotes_no_articles_as_its_own() -> None:
    document = parse(
        lines("中华人民共和国甲法修正案\n（2020年1月1日通过）\n一、将甲法第一条修改为：“第一条　甲。\n“第二条　乙。”\n二、本修正案自公布之日起施行。"), "甲"
    )  # fmt: skip
    assert [(piece.key, piece.label) for piece in document.pieces] == [
        ("item-1", "第一条"),
        ("item-2", "第二条"),
    ]
    assert document.kind is InstrumentKind.AMENDMENT
    assert (document.effective_on, document.is_own_day) == (date(2020, 1, 1), True)


def test_contents_are_left_out_and_numbers_that_begin_again_are_an_annex() -> None:
    body = "目　录\n第一章　总则\n第二章　附则\n第一章　总则\n第一条　甲。\n第二条　乙。\n第二章　附则\n第三条　丙。\n第一条　附件之一。\n第二条　附件之二。"
    document = parse(lines(f"乙办法\n2020年1月1日公布\n{body}"), "乙")
    assert [piece.key for piece in document.pieces] == ["1", "2", "3", "annex-1"]
    assert document.pieces[0].place.chapter == "第一章　总则"


def taken(*documents: LawDocument, source: str = "样本") -> list[Outcome]:
    return [one.outcome for one in import_documents(KEEPER, documents, source, NOW)]


def test_a_new_version_stands_from_its_day_and_the_same_again_changes_nothing(
    small: Path, tmp_path: Path
) -> None:
    document = one(JIA, tmp_path)
    (seen,) = preview_documents(KEEPER, [document], NOW)
    assert seen.outcome is Outcome.NEW_VERSION
    assert Version.objects.filter(text_held=True, instrument__title="中华人民共和国甲法").count() == 2, (
        "a preview writes nothing"
    )
    assert taken(document) == [Outcome.NEW_VERSION]
    jia = Instrument.objects.get(title="中华人民共和国甲法")
    before, after = (holding_on(jia, day) for day in (date(2024, 6, 30), date(2024, 7, 1)))
    assert isinstance(before, Held)
    assert isinstance(after, Held)
    assert before.version.published_on == date(2018, 10, 26)
    assert after.version.published_on == date(2024, 5, 6)
    entries, versions = Entry.objects.count(), Version.objects.count()
    assert taken(document) == [Outcome.UNCHANGED]
    assert (Entry.objects.count(), Version.objects.count()) == (entries, versions)
    import_packaged(KEEPER, NOW, path=small)
    assert Version.objects.count() == versions, "nor does the package"


def test_a_provision_is_followed_through_a_renumbering(small: Path, tmp_path: Path) -> None:
    moved = JIA.replace("第一条 甲一更新。", "第一条 全新的第一条，说另外的事情。").replace(
        "第二条 甲二。", "第二条 甲一新。\n\n第二款。\n"
    )
    taken(one(moved, tmp_path))
    new = ProvisionText.objects.get(version__published_on=date(2024, 5, 6), provision__key="2")
    assert new.continues is not None
    assert new.continues.provision.key in ("1", "2")
    assert (
        ProvisionText.objects.get(version__published_on=date(2024, 5, 6), provision__key="1-1").continues
        is None
    )


@pytest.mark.parametrize(
    ("old", "new", "flaw"),
    [
        ("自2024年7月1日起", "自2018年12月1日起", Flaw.EFFECT_BEFORE),
        ("2024年5月6日 第二届", "2018年10月26日 第二届", Flaw.DIFFERS),
        ("# 中华人民共和国甲法\n", "", Flaw.NO_TITLE),
    ],
)
def test_what_contradicts_the_library_is_refused_and_changes_nothing(
    small: Path, tmp_path: Path, old: str, new: str, flaw: Flaw
) -> None:
    document = one(JIA.replace(old, new), tmp_path, "x.md")
    rows = Version.objects.count(), Instrument.objects.count()
    (done,) = import_documents(KEEPER, [document], "样本", NOW)
    assert done.outcome is Outcome.REFUSED
    assert flaw in [remark.flaw for remark in done.remarks]
    assert (Version.objects.count(), Instrument.objects.count()) == rows


def test_a_version_dated_before_the_one_that_it_follows_is_refused(small: Path, tmp_path: Path) -> None:
    first = one(JIA, tmp_path)
    second = one(
        JIA.replace("2024年5月6日", "2024年6月6日")
        .replace("2024年7月1日", "2024年6月20日")
        .replace("甲二", "甲二二"),
        tmp_path,
    )
    done = import_documents(KEEPER, [first, second], "样本", NOW)
    assert [row.outcome for row in done] == [Outcome.NEW_VERSION, Outcome.REFUSED]
    assert done[1].remarks[0].flaw is Flaw.BEFORE_PREDECESSOR


def test_two_texts_of_one_day_are_both_kept_out(db: None, tmp_path: Path) -> None:
    first = one(JIA, tmp_path)
    second = one(JIA.replace("甲二", "甲二二"), tmp_path)
    assert taken(first, second) == [Outcome.REFUSED, Outcome.REFUSED]
    assert not Instrument.objects.exists()


def test_acts_that_amend_each_other_in_a_circle_are_refused(db: None) -> None:
    def made(title: str, maker: str, day: str) -> LawDocument:
        return parse(
            lines(
                f"{title}\n（2000年1月1日通过　根据{day}《{maker}》修正）\n第一条　甲。\n第二条　本法自2021年1月1日起施行。"
            ),
            title,
        )

    first = made("关于修改《乙法》的决定", "关于修改《丙法》的决定", "2020年1月1日")
    second = made("关于修改《丙法》的决定", "关于修改《乙法》的决定", "2020年2月1日")
    done = import_documents(KEEPER, [first, second], "样本", NOW)
    assert [row.outcome for row in done] == [Outcome.NEW_INSTRUMENT, Outcome.REFUSED]
    assert Flaw.AMENDS_ITSELF in [remark.flaw for remark in done[1].remarks]


def test_a_text_repealed_before_it_was_published_is_refused(small: Path, tmp_path: Path) -> None:
    late = JIA.replace("甲法", "乙法")
    (done,) = import_documents(KEEPER, [one(late, tmp_path)], "样本", NOW)
    assert (done.outcome, done.remarks[0].flaw) == (Outcome.REFUSED, Flaw.STATUS_CLASH)


def test_an_amending_act_leaves_a_gap_in_what_it_amends(small: Path) -> None:
    act = parse(
        lines("中华人民共和国甲法修正案\n（2025年1月1日通过）\n一、甲。\n二、本修正案自2025年3月1日起施行。"),
        "甲",
    )
    assert taken(act) == [Outcome.NEW_INSTRUMENT]
    jia = Instrument.objects.get(title="中华人民共和国甲法")
    assert isinstance(holding_on(jia, date(2025, 2, 28)), Held)
    assert isinstance(holding_on(jia, date(2025, 3, 1)), NotHeld)


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (JIA.encode("utf-16-le")[:-1], Flaw.ENCODING),
        (bytes(range(128, 256)) * 40, Flaw.ENCODING),
        (b"", Flaw.NO_TEXT),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_words(
    db: None, tmp_path: Path, content: bytes, flaw: Flaw
) -> None:
    file = tmp_path / "坏.md"
    file.write_bytes(content)
    (done,) = import_documents(KEEPER, list(read_markdown(file)), "样本", NOW)
    assert done.outcome is Outcome.REFUSED
    assert flaw in [remark.flaw for remark in done.remarks]


def test_a_text_in_gb18030_is_read(tmp_path: Path) -> None:
    file = tmp_path / "甲法(2024-05-06).md"
    file.write_bytes(JIA.encode("gb18030"))
    (document,) = read_markdown(file)
    assert (document.title, document.refused) == ("中华人民共和国甲法", ())


def test_the_package_still_loads_as_before(small: Path) -> None:
    assert Version.objects.filter(text_held=True).count() == len(SMALL_LAWS)
    assert ProvisionText.objects.count() == len(SMALL_ARTICLES)
