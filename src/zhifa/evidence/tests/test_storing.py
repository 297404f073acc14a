"""A disk that is full, a store that does not answer, files that nobody names."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from zhifa.evidence.api import attach
from zhifa.evidence.errors import StoreUnavailable
from zhifa.evidence.models import Evidence
from zhifa.evidence.services import opened, sweep_orphans
from zhifa.evidence.tests import files
from zhifa.evidence.tests.conftest import KIND
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject, entries_of

pytestmark = [pytest.mark.django_db, pytest.mark.resilience]
WHO = Actor("account:1", "联络员")
LECTURE = Subject(KIND, "1")


def take(size: int = 200_000) -> Evidence:
    content = b"x" * size
    return attach(WHO, LECTURE, files.upload(content, "材料.txt"), kind="document", now=clock.now())


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow beyond that many bytes: the system itself refuses, as a full quota does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_has_a_clear_answer_and_leaves_nothing_half_done(store: Path) -> None:
    with room_for(100_000), pytest.raises(StoreUnavailable, match="磁盘已满") as refusal:
        take()
    assert refusal.value.status == 503
    assert "没有受影响" in refusal.value.why
    assert "系统管理员" in refusal.value.next_step
    assert [path for path in store.rglob("*") if path.is_file()] == []
    assert not Evidence.objects.exists()
    assert not entries_of(LECTURE)
    assert take().size == 200_000  # with room again it is taken


def test_a_store_that_does_not_answer_says_so(store: Path) -> None:
    store.write_text("a file where the folder should be")
    with pytest.raises(StoreUnavailable, match="没有应答"):
        take()


def test_a_bucket_that_does_not_answer_says_so(settings: Any) -> None:
    from botocore.config import Config

    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "evidence",
                "endpoint_url": "http://127.0.0.1:9",  # the discard port: nobody listens
                "access_key": "a",
                "secret_key": "b",
                "client_config": Config(retries={"total_max_attempts": 1}, connect_timeout=1),
            },
        },
    }
    with pytest.raises(StoreUnavailable, match="没有应答"):
        take()
    assert not Evidence.objects.exists()


def test_a_file_that_vanished_from_the_store_is_said_to_be_unavailable(store: Path) -> None:
    evidence = take()
    (store / evidence.storage_name).unlink()
    with pytest.raises(StoreUnavailable):
        opened(evidence)


def test_what_no_row_names_goes_after_a_day_and_nothing_else(store: Path) -> None:
    evidence = take()
    orphan = store / "ab" / "abandoned.txt"
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_text("of an act that was rolled back")
    now = clock.now()
    assert sweep_orphans(now) == 0  # it may belong to an act that is still running
    assert sweep_orphans(now + timedelta(days=2)) == 1
    assert not orphan.exists()
    assert (store / evidence.storage_name).exists()
    assert sweep_orphans(now + timedelta(days=2)) == 0


def test_the_kept_file_is_readable_by_the_program_alone(store: Path) -> None:
    path = store / take().storage_name
    assert os.stat(path).st_mode & 0o077 == 0
