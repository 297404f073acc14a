"""A start outlives a database that goes away while it prepares, and says at once where there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import InterfaceError
from django.db import OperationalError as ConnectionLost
from psycopg import OperationalError

from zhifa.config.cli import persistently


def failing(*errors: Exception) -> tuple[Callable[[], None], list[int]]:
    """Work that fails with these errors, one a try, and then succeeds; and how many tries it saw."""
    left, tries = list(errors), [0]

    def work() -> None:
        tries[0] += 1
        if left:
            raise left.pop(0)

    return work, tries


@pytest.mark.parametrize(
    "errors",
    [
        (),
        (ConnectionLost("the database system is shutting down"),),
        (InterfaceError("connection already closed"), OperationalError("connection refused")),
    ],
)
def test_it_is_tried_again_until_the_database_is_back(errors: tuple[Exception, ...]) -> None:
    work, tries = failing(*errors)
    heard: list[Exception] = []
    persistently(work, lambda error, pause: heard.append(error), pauses=(0, 0, 0), ours=False)
    assert heard == list(errors)
    assert tries == [len(errors) + 1]


def test_a_database_that_was_never_there_is_said_at_once() -> None:
    work, tries = failing(OperationalError("connection refused"))
    with pytest.raises(OperationalError):
        persistently(work, lambda error, pause: None, pauses=(0, 0), ours=False)
    assert tries == [1]


def test_our_own_database_may_be_on_its_way_back_already_at_the_first_try() -> None:
    work, tries = failing(OperationalError("connection refused"))
    persistently(work, lambda error, pause: None, pauses=(0,), ours=True)
    assert tries == [2]


def test_one_that_does_not_come_back_ends_the_start() -> None:
    work, tries = failing(*[ConnectionLost("gone")] * 3)
    with pytest.raises(ConnectionLost):
        persistently(work, lambda error, pause: None, pauses=(0, 0), ours=True)
    assert tries == [3]
