"""What the law library does by itself: the index of plain questions follows the texts."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from zhifa.kernel import clock
from zhifa.laws.services.retrieval import FOLLOW, FOLLOW_LOCK, bring_index_up_to_date

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name=FOLLOW, queueing_lock=FOLLOW_LOCK, pass_context=False)
def follow_the_texts(timestamp: int) -> int:
    """Make the index anew where texts came in or were corrected, or it was lost; seconds for some ten thousand articles. Whoever
    takes texts in asks for it; every minute it looks by itself."""
    articles = bring_index_up_to_date(clock.today())
    if articles is not None:
        log.info("法律条文索引已更新：%s 条（%s）", articles, timestamp)
    return articles or 0
