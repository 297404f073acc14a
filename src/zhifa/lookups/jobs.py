"""What the access log does by itself, after midnight in China: the day that is over is sealed, then old days go."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.lookups.services import purge_lookups, seal_days

log = logging.getLogger(__name__)


@app.periodic(cron="20 16 * * *")  # UTC: twenty past midnight in China
@app.task(queueing_lock="lookups.close_day", lock="lookups.close_day", pass_context=False)
def close_day(timestamp: int) -> tuple[int, int]:
    """Seal, then purge; a day on which the program was down is made up for. Again changes nothing."""
    actor, now = Actor.system("lookups", "查阅记录"), clock.now()
    done = seal_days(actor, now=now), purge_lookups(actor, now=now)
    if any(done):
        log.info("查阅记录封存 %s 行，期满清除 %s 行（%s）", *done, timestamp)
    return done
