"""A store of this test's own, and a kind of thing whose owner says who may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from zhifa.kernel import registry
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import FileGuard

KIND = "test-deed"
readers: dict[str, set[str]] = {}  # by the thing's key, the keys of the actors that may read


def may_read(actor: Actor, key: str) -> bool:
    """Whether the actor stands on the thing's list."""
    return actor.key in readers.get(key, set())


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Path:
    """The folder in which the files of this test are kept; no file above one megabyte."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, evidence_max_mb=1)
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {**settings.STORAGES["evidence"]["OPTIONS"], "location": tmp_path / "evidence"},
        },
    }
    return tmp_path / "evidence"


@pytest.fixture(autouse=True)
def guarded(store: Path) -> Iterator[None]:
    """The guard of the tests' things."""
    guard = FileGuard(KIND, may_read)
    registry.offer(guard)
    yield
    registry._offers.remove(guard)
    readers.clear()
