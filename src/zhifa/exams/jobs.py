"""What exams do by themselves: after midnight, once the day's law is in force, the bank is looked through."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from zhifa.exams.services.checking import check_bank
from zhifa.kernel import clock

log = logging.getLogger(__name__)


@app.periodic(cron="20 16 * * *")  # UTC: 00:20 in China
@app.task(queueing_lock="exams.check", pass_context=False)
def check_citations(timestamp: int) -> int:
    """Find questions in force on law that stands no longer. They are held by the day itself; here the office hears of them."""
    dead = check_bank(now=clock.now())
    log.info("核对题库引用：%s 道题的法律已变动（%s）", dead, timestamp)
    return dead
