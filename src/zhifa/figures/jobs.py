"""What figures do by themselves: definitions of a new release are taken over, roll-ups brought up to date."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from zhifa.figures.services import bring_up_to_date as bring
from zhifa.figures.services import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="figures.bring_up_to_date", pass_context=False)
def bring_up_to_date(timestamp: int) -> int:
    """Compute again what was touched since the last minute; a page that asks earlier does it itself."""
    if changed := ensure_definitions(now=clock.now()):
        log.info("启用新口径：%s", "、".join(changed))
    days = bring(Actor.system("figures"))
    if days:
        log.info("更新数字汇总 %s 天（%s）", days, timestamp)
    return days
