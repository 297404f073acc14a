"""What meetings do by themselves: after midnight they weigh the action items whose due day has passed."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.meetings.services import evaluate_due

log = logging.getLogger(__name__)


@app.periodic(cron="10 17 * * *")  # UTC: 01:10 in China
@app.task(queueing_lock="meetings.weigh", pass_context=False)
def weigh_due(timestamp: int) -> int:
    """Weigh what is due; again changes nothing."""
    weighed = evaluate_due(Actor.system("meetings", "联席会议"), now=clock.now())
    log.info("核验督办事项 %s 项（%s）", weighed, timestamp)
    return weighed
