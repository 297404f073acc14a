"""What every test of the project stands on, wherever it lies."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

SERVED = ("demonstration", "zhifa")  # what takes long to install, best first; its tests stay in one process


@pytest.hookimpl(tryfirst=True)  # the groups must stand before xdist reads them
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Which tests stay together when several processes share them: those of a file, as its fixtures do, and all files
    that stand on the same served district. Those come first, for they take longest."""
    served: dict[Path, str] = {}
    for name in reversed(SERVED):
        served |= {item.path: name for item in items if name in getattr(item, "fixturenames", ())}
    for item in items:
        item.add_marker(pytest.mark.xdist_group(served.get(item.path, str(item.path))))
    items.sort(key=lambda item: SERVED.index(served[item.path]) if item.path in served else len(SERVED))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database without autovacuum: tests roll back, so it would find tables of many pages and no rows, and plans
    made for that run for minutes over the rows of a test's own transaction."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} SET (autovacuum_enabled = false)")


@pytest.fixture(autouse=True)
def _no_witness(settings: Settings) -> None:
    """Each test's log is rolled back; a witness file would outlive it."""
    settings.LEDGER_WITNESSES = ()


@pytest.fixture(autouse=True)
def _in_chinese() -> None:
    """Each test begins in the product's own language: a page that an earlier test read in English leaves it switched on."""
    translation.activate(project.LANGUAGE_CODE)
