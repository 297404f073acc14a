"""What figures do by themselves: roll-ups are brought up to date before anybody waits for them."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from zhifa.figures.services import bring_up_to_date as bring
from zhifa.kernel.actor import Actor

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="figures.bring_up_to_date", pass_context=False)
def bring_up_to_date(timestamp: int) -> int:
    """Compute again what was touched since the last minute; a page that asks earlier does it itself."""
    days = bring(Actor.system("figures"))
    if days:
        log.info("更新数字汇总 %s 天（%s）", days, timestamp)
    return days
