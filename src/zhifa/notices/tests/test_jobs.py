"""The jobs stand in the worker's book and do what the services do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app

from zhifa.accounts.api import Account
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import DueReminder
from zhifa.notices import jobs
from zhifa.notices.api import settle_day
from zhifa.notices.models import Notice
from zhifa.notices.tests import offering

pytestmark = pytest.mark.django_db


def test_the_worker_knows_the_jobs_and_their_times() -> None:
    times = {one.task.name: one.cron for one in app.periodic_registry.periodic_tasks.values()}
    assert times["zhifa.notices.jobs.remind"] == "30 23,0-11 * * *"
    assert times["zhifa.notices.jobs.send"] == "* * * * *"


def test_a_run_of_each_does_its_work(account: Account) -> None:
    today = clock.today()
    settle_day(Actor.system("test"), today, works=True, reason="测试日上班", now=clock.now())
    offering.due.append(DueReminder(account.pk, "将到期", "", "/work/x/", today + timedelta(days=40), "t"))
    assert jobs.remind(timestamp=0) == 0  # the rule reminds seven days and one day before
    offering.due[0] = DueReminder(account.pk, "将到期", "", "/work/x/", today + timedelta(days=7), "t")
    assert jobs.remind(timestamp=0) == 1
    assert Notice.objects.get().title == "将到期"
    assert jobs.send(timestamp=0) == 0  # it comes with the next morning's digest
