"""What evidence does by itself, nightly: files that no row names are removed, photographs without marks get theirs."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from zhifa.evidence.services import mark_earlier as mark
from zhifa.evidence.services import sweep_orphans as sweep
from zhifa.kernel import clock

log = logging.getLogger(__name__)


@app.periodic(cron="10 19 * * *")  # UTC: ten past three at night in China
@app.task(queueing_lock="evidence.sweep_orphans", pass_context=False)
def sweep_orphans(timestamp: int) -> int:
    """Sweep once; running it twice changes nothing more."""
    swept = sweep(clock.now())
    log.info("清扫无主佐证文件 %s 个（%s）", swept, timestamp)
    return swept


@app.periodic(cron="40 19 * * *")  # UTC: twenty to four at night in China
@app.task(queueing_lock="evidence.mark_earlier", pass_context=False)
def mark_earlier(timestamp: int) -> int:
    """Photographs from before a change of the marks get theirs; once all have them there is nothing to do."""
    marked = mark(limit=2_000)
    if marked:
        log.info("补记照片特征 %s 张（%s）", marked, timestamp)
    return marked
