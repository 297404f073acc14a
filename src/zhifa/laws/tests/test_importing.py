"""The loader: the real package whole, and small packages of our own for what can go wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from zhifa.kernel.actor import STRANGER, Actor, Grant, Role
from zhifa.laws.errors import (
    HeldTextDiffers,
    LawKeepingNotAllowed,
    PackagedLawUnreadable,
)
from zhifa.laws.models import Instrument, ProvisionText, Version
from zhifa.laws.rules.history import LONGEST_WAIT
from zhifa.laws.services import import_packaged
from zhifa.laws.tests.conftest import KEEPER, NOW, SMALL_ARTICLES, SMALL_LAWS

Build = Callable[..., Path]


def test_a_small_package_gives_the_spans_that_the_page_explains(small: Path) -> None:
    spans = Version.objects.order_by("instrument__code", "effective_on").values_list(
        "instrument__short_title", "effective_on", "ended_on", "basis"
    )
    start = date(2019, 5, 1) + LONGEST_WAIT
    by_title: dict[str, list[tuple[object, ...]]] = {}
    for title, *span in spans:
        by_title.setdefault(title, []).append(tuple(span))
    assert set(by_title["甲法"]) == {
        (None, date(2012, 6, 30), "gap_unknown"),
        (date(2012, 7, 1), date(2018, 12, 31), "stated"),
        (date(2019, 1, 1), None, "stated"),
    }
    assert set(by_title["乙法"]) == {
        (None, date(2015, 9, 30), "gap_unknown"),
        (date(2015, 10, 1), date(2018, 12, 31), "stated"),
    }
    assert set(by_title["丙法"]) == {
        (None, date(1989, 12, 31), "gap_unknown"),
        (date(1990, 1, 1), date(2019, 4, 30), "gap_earlier"),
        (date(2019, 5, 1), start - timedelta(days=1), "gap_published"),
        (start, None, "unstated"),
    }


def test_a_newer_package_adds_and_moves_only_what_is_new(small: Path, package: Build) -> None:
    kept = set(ProvisionText.objects.values_list("pk", flat=True))
    laws = [*SMALL_LAWS, ("a3", "中华人民共和国甲法", "法律", "2024-06-01", "2025-01-01", "现行有效")]
    path = package(laws, [*SMALL_ARTICLES, ("a3", "第一条", "", "甲一更新。")], "newer.db")
    counts = import_packaged(KEEPER, NOW, path=path)
    assert counts.added == 1
    connection.check_constraints()
    assert kept < set(ProvisionText.objects.values_list("pk", flat=True))
    ends = Version.objects.filter(instrument__short_title="甲法").order_by("effective_on")
    assert list(ends.values_list("ended_on", flat=True)) == [
        date(2018, 12, 31),
        date(2024, 12, 31),
        None,
        date(2012, 6, 30),
    ]


def test_other_words_under_a_held_key_are_refused(small: Path, package: Build) -> None:
    changed = [("a1", "第一条", "第一章 总则", "甲一改。"), *SMALL_ARTICLES[1:]]
    with pytest.raises(HeldTextDiffers) as caught:
        import_packaged(KEEPER, NOW, path=package(SMALL_LAWS, changed, "changed.db"))
    assert "甲法" in caught.value.what
    assert not ProvisionText.objects.filter(text="甲一改。").exists()


def test_a_missing_column_is_named_and_nothing_comes_in(package: Build, db: None) -> None:
    path = package(SMALL_LAWS, SMALL_ARTICLES)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("ALTER TABLE articles RENAME COLUMN article_no TO number")
        base.execute("ALTER TABLE laws RENAME COLUMN status TO state")
    with pytest.raises(PackagedLawUnreadable) as caught:
        import_packaged(KEEPER, NOW, path=path)
    assert [fault.what for fault in caught.value.faults] == [
        "数据表 laws 缺少列 status",
        "数据表 articles 缺少列 article_no",
    ]
    assert caught.value.next_step
    assert not Instrument.objects.exists()


def test_a_missing_table_is_named(package: Build, db: None) -> None:
    path = package(SMALL_LAWS, SMALL_ARTICLES)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("DROP TABLE articles")
    with pytest.raises(PackagedLawUnreadable) as caught:
        import_packaged(KEEPER, NOW, path=path)
    assert [fault.what for fault in caught.value.faults] == ["缺少数据表 articles"]


@pytest.mark.parametrize(
    "law",
    [
        ("x", "某法", "法律", "2018-13-01", "2018-01-01", "现行有效"),
        ("x", "某法", "法律", "2018-01-01", "", "现行有效"),
        ("x", "某法", "法律", "2018-01-01", "2018-01-01", "不明"),
        ("x", "某法", "某类", "2018-01-01", "2018-01-01", "现行有效"),
    ],
)
def test_a_value_that_cannot_be_read_names_the_law(law: tuple[str, ...], package: Build, db: None) -> None:
    with pytest.raises(PackagedLawUnreadable) as caught:
        import_packaged(KEEPER, NOW, path=package([law], []))
    assert "《某法》" in caught.value.faults[0].what


def test_a_file_that_is_no_database_is_refused(tmp_path: Path, db: None) -> None:
    path = tmp_path / "laws.db"
    path.write_bytes(b"not a database, by any means" * 100)
    with pytest.raises(PackagedLawUnreadable) as caught:
        import_packaged(KEEPER, NOW, path=path)
    assert "laws.db" in caught.value.what


def test_only_the_office_keeps_the_library(package: Build, db: None) -> None:
    path = package(SMALL_LAWS, SMALL_ARTICLES)
    liaison = Actor("account:1", "甲", 1, (Grant(Role.LIAISON, "/U01/"),))
    for actor in (STRANGER, liaison):
        with pytest.raises(LawKeepingNotAllowed):
            import_packaged(actor, NOW, path=path)


def test_the_command_loads_and_counts(package: Build, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    path = package(SMALL_LAWS, SMALL_ARTICLES)
    call_command("laws", "import", file=path, on=date(2019, 6, 1))
    said = capsys.readouterr().out
    assert "已装入 4 个文本、7 条条文" in said
    assert "法律文件 3 件，收录文本 4 个、条文 7 条" in said
    assert "2019-06-01 施行中 2 件，其中当日文本已收录 1 件" in said
    call_command("laws", "import", file=path, on=date(2019, 6, 1))
    assert "没有改动" in capsys.readouterr().out
