"""The fixtures of sittings: the world once a module, an announced exam a test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.once import Once
from zhifa.sittings.models import Exam
from zhifa.sittings.tests.world import make_exam, make_world


@pytest.fixture(scope="module")
def world_once(once: Once) -> None:
    once(make_world)


@pytest.fixture
def world(world_once: None, db: None) -> None:
    """The district of `tests.world`."""


@pytest.fixture
def exam(world: None) -> Exam:
    """An announced exam that is open."""
    return make_exam()


@pytest.fixture
def signed_in(world: None, browser_of: Callable[[str], Client]) -> Callable[[str], Client]:
    """A browser signed in as somebody."""
    return browser_of
