"""What every test stands on: a home of its own for keys and files; and the demonstration, loaded once for all that need it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.running import Zhifa, installed


@pytest.fixture(scope="session")
def demonstration() -> Iterator[Zhifa]:
    """The founding district, loaded and served."""
    with installed("site") as zhifa:
        zhifa.command("demo")
        zhifa.start()
        yield zhifa
