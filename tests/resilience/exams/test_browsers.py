"""The short form: a browser killed in mid-answer behind the fault proxy, in several tabs; the long one is `make soak`."""

from __future__ import annotations

import pytest
from playwright.sync_api import sync_playwright
from tests.resilience.exams.staging import staged

from tests.resilience.exams.browsers import browsers_killed
from tests.running import Zhifa
from tests.stories.conftest import CHROMIUM

KILLS, SEED = 2, 20261126


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed; `make test` as root installs it")
def test_what_the_page_called_saved_is_there_once(zhifa: Zhifa) -> None:
    (seat,) = staged(zhifa, 1, "机")
    with sync_playwright() as playwright:
        result = browsers_killed(zhifa, playwright, seat, KILLS, SEED)
    assert result.told.claims > 0
    assert result.told.is_sound, result.table()
