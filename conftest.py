"""What every test of the project stands on, wherever it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as project
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.once import Once

# The tests that stand on one served district, by where they lie; the first prefix that fits. They take longest.
SERVED = {
    "tests/stories/": "demonstration",
    "tests/resilience/test_dump.py": "demonstration",
    "tests/resilience/": "faults",
}


def together(nodeid: str) -> str:
    """Which tests stay in one process: those that stand on the same served district, else those of a file, as its fixtures do."""
    path = nodeid.partition("::")[0]
    return next((name for prefix, name in SERVED.items() if path.startswith(prefix)), path)


class Together(LoadScopeScheduling):
    """xdist's scheduler, by `together`."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """How several processes share the tests."""
    return Together(config, log)


def empties_tables(item: pytest.Item) -> bool:
    """Whether a test commits, so that all tables are emptied after it, of what migrations put there too."""
    mark = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or bool(
        mark and mark.kwargs.get("transaction")
    )


@pytest.hookimpl(trylast=True)  # after Django, which orders the tests one by one and knows no files
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first; files with tests that empty the tables come last."""
    last = {together(item.nodeid) for item in items if empties_tables(item)}

    def turn(item: pytest.Item) -> int:
        name = together(item.nodeid)
        return 0 if name in SERVED.values() else 2 if name in last else 1

    items.sort(key=turn)


def pytest_configure() -> None:
    """Accounts of tests have passwords that cost nothing to hash; `accounts/tests/test_security.py` holds the product's own hash."""
    project.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database without autovacuum: tests roll back, so it would find tables of many pages and no rows, and plans
    made for that run for minutes over the rows of a test's own transaction."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} SET (autovacuum_enabled = false)")


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Once]:
    """Makes what all tests of a module stand on: in one transaction around them, taken back after the last. Each test begins at what
    was made, and what it does itself is taken back before the next."""
    with django_db_blocker.unblock(), transaction.atomic():

        def make(what: Callable[[], None]) -> None:
            with translation.override(project.LANGUAGE_CODE):
                what()
            connection.check_constraints()  # once for all: a test that rolls back begins the waiting checks anew

        yield make
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _no_witness(settings: Settings) -> None:
    """Each test's log is rolled back; a witness file would outlive it."""
    settings.LEDGER_WITNESSES = ()


@pytest.fixture(autouse=True)
def _in_chinese() -> None:
    """Each test begins in the product's own language: a page that an earlier test read in English leaves it switched on."""
    translation.activate(project.LANGUAGE_CODE)


@pytest.fixture
def browser_of() -> Callable[[str], Client]:
    """A browser in which the account of that name is signed in, without asking for its password."""

    def signed_in(username: str) -> Client:
        client = Client()
        account = get_user_model().objects.get(username=username)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
