"""What sittings do by themselves: each minute, attempts whose time is over are collected."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from zhifa.kernel import clock
from zhifa.sittings.services.collecting import collect_overdue

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sittings.collect", lock="sittings.collect", pass_context=False)
def collect(timestamp: int) -> int:
    """Collect what is overdue; again and again changes nothing."""
    collected = collect_overdue(now=clock.now())
    if collected:
        log.info("到时收卷 %s 份（%s）", collected, timestamp)
    return collected
