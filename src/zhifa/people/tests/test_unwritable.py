"""A database that takes nothing in: what must be noted first is not shown. Apart, since the test commits."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client

from zhifa.people.tests.conftest import make_district


def test_where_nothing_can_be_written_personal_matter_is_not_shown_and_all_else_is(
    transactional_db: None, browser_of: Callable[[str], Client]
) -> None:
    make_district()
    client = browser_of("clerk")
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        answer = client.get("/work/people/lecturer/")
        assert client.get("/work/units/").status_code == 200
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = off")
    assert answer.status_code == 503
    assert "先留下查阅记录" in answer.content.decode()
    assert "龚某" not in answer.content.decode()
