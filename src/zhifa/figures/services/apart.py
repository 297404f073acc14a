"""Roll-ups of one's own, for a transaction that looks at records as they are not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from zhifa.figures.models import KeyNumber, RollUp, RollUpTerm, StaleDay, Touched

OWN = (RollUpTerm, RollUp, KeyNumber, Touched, StaleDay)


@contextmanager
def own_roll_ups() -> Iterator[None]:
    """Inside, this transaction computes its figures from the records as it sees them, into tables that nobody else sees and
    that end with it: temporary ones of the same names, which PostgreSQL finds first."""
    with connection.cursor() as cursor:
        for model in OWN:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE {table} INCLUDING ALL) ON COMMIT DROP")
        yield
        for model in OWN:
            cursor.execute(f"DROP TABLE pg_temp.{connection.ops.quote_name(model._meta.db_table)}")
