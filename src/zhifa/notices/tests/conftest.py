"""An account, a mail server's name, and the offers of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from zhifa.accounts.api import Account
from zhifa.kernel import registry
from zhifa.notices.tests import offering


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    """A mail server is named, so that mail is a channel; Django's backend for tests keeps what is sent."""
    settings.ENVIRONMENT = replace(
        settings.ENVIRONMENT, mail_url="smtp://mail.example", public_url="https://zhifa.example"
    )


@pytest.fixture(autouse=True)
def offers() -> Iterator[None]:
    """What waits and what reminds, while the test runs and nothing else of the kind."""
    kept = list(registry._offers)
    registry._offers[:] = [
        one for one in kept if not isinstance(one, (registry.Awaiting, registry.ReminderRule))
    ]
    registry.offer(offering.WAITING, offering.RULE)
    yield
    registry._offers[:] = kept
    for store in (offering.waiting, offering.due, offering.asked):
        store.clear()


@pytest.fixture
def account(db: None) -> Account:
    """An account with a mail address."""
    return Account.objects.create_user("chen", "a-password", display_name="陈某", email="chen@example.com")


@pytest.fixture
def other(db: None) -> Account:
    """Another account, whose notices are nobody else's business."""
    return Account.objects.create_user("wang", "a-password", display_name="王某", email="wang@example.com")
