"""What notices does by itself: reminders from half past seven in the morning, messages every minute."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from zhifa.kernel import clock
from zhifa.notices.services import make_reminders, send_due

log = logging.getLogger(__name__)


@app.periodic(cron="30 23,0-11 * * *")  # UTC: 07:30, then hourly until 19:30 in China
@app.task(queueing_lock="notices.remind", pass_context=False)
def remind(timestamp: int) -> int:
    """Make the reminders that fall due; again and again changes nothing."""
    made = make_reminders(clock.now())
    log.info("生成提醒 %s 条（%s）", made, timestamp)
    return made


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="notices.send", lock="notices.send", pass_context=False)
def send(timestamp: int) -> int:
    """Send what is due, one sender at a time."""
    sent = send_due(clock.now())
    if sent:
        log.info("发出消息 %s 件（%s）", sent, timestamp)
    return sent
