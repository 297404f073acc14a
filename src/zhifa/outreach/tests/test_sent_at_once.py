"""One record sent by several connections at one moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from zhifa.accounts.api import Account
from zhifa.deeds.api import Deed
from zhifa.kernel import clock
from zhifa.outreach.api import ActivityDraft, record_activity
from zhifa.outreach.tests.conftest import Here, make_here


@pytest.fixture
def committed(transactional_db: None) -> Here:
    """The district where other connections see it."""
    make_here()
    return Here({account.username: account for account in Account.objects.all()})


def test_two_copies_that_arrive_at_one_moment_are_one_record(
    committed: Here, draft: Callable[..., ActivityDraft]
) -> None:
    """Several tabs, or a sending that was cut off and repeated: they wait for each other, and nobody meets a fault."""
    liaison = committed.liaison

    def send(_turn: int) -> str:
        try:
            return record_activity(liaison, draft(client_key="same"), submit=True, now=clock.now()).deed.key
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=6) as pool:
        keys = set(pool.map(send, range(12)))
    assert len(keys) == 1
    assert Deed.objects.count() == 1
    assert connection.vendor == "postgresql"
