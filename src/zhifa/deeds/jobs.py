"""What deeds do by themselves: in the evening the counts of everything handed in close."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from zhifa.deeds.services import close_counts
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor

log = logging.getLogger(__name__)


@app.periodic(cron="0 14 * * *")  # UTC: ten in the evening in China
@app.task(queueing_lock="deeds.close", lock="deeds.close", pass_context=False)
def close(timestamp: int) -> int:
    """Close the counts of the day; again changes nothing."""
    closed = close_counts(Actor.system("deeds", "晚间封账"), now=clock.now())
    if closed:
        log.info("封账 %s 条（%s）", closed, timestamp)
    return closed
