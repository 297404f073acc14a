"""What every test of the project stands on, wherever it lies."""

from __future__ import annotations

import pytest
from django.conf import settings as project
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings


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
