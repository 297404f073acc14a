"""The tests' target, someone who imports, and workbooks made on the spot."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from zhifa.accounts.api import Account
from zhifa.intake.models import ImportJob
from zhifa.intake.selectors import drop_of
from zhifa.intake.services import drop_files
from zhifa.intake.tests import offering
from zhifa.kernel import registry
from zhifa.kernel.actor import Actor, Grant, Role

NOW = datetime(2018, 8, 24, 2, tzinfo=UTC)
Rows = Sequence[Sequence[Any]]


@pytest.fixture(autouse=True)
def target() -> Iterator[None]:
    """Lectures can be imported while the test runs."""
    registry.offer(offering.LECTURES)
    yield
    registry._offers.remove(offering.LECTURES)
    offering.asked.clear()


@pytest.fixture
def account(db: None) -> Account:
    """An account."""
    return Account.objects.create_user(username="zhang", password="x", display_name="张三")


@pytest.fixture
def actor(account: Account) -> Actor:
    """A liaison of unit U01."""
    return Actor(f"account:{account.pk}", "张三", account.pk, (Grant(Role.LIAISON, unit_path="/U01/"),))


def xlsx(rows: Rows, merges: Sequence[str] = (), title: str = "Sheet1") -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def drop(actor: Actor) -> Callable[..., list[ImportJob]]:
    """Drop files in and answer their jobs."""

    def dropped(*files: tuple[str, bytes], who: Actor = actor) -> list[ImportJob]:
        uploads = [SimpleUploadedFile(name, content) for name, content in files]
        return drop_of(who, drop_files(who, "test-lectures", uploads, now=NOW))

    return dropped
