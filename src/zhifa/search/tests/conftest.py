"""The kind that the tests look for, and an index folder of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from zhifa.kernel import registry
from zhifa.search.tests.offering import UNITS


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """A folder of this test's own for the index."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, home=tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def units_offered() -> Iterator[None]:
    """Units can be found while the test runs, and nothing else."""
    kept = list(registry._offers)
    registry._offers[:] = [one for one in kept if not isinstance(one, registry.Searchable)]
    registry.offer(UNITS)
    yield
    registry._offers[:] = kept
