"""A phone three days without a network sends everything when it is back, some of it several times (features F61, F62)."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from zhifa.deeds.api import Count, CountDraft, Deed
from zhifa.kernel import clock
from zhifa.ledger.api import Subject, entries_of
from zhifa.outreach.api import Activity, ActivityDraft, record_activity
from zhifa.outreach.tests.conftest import Here

Draft = Callable[..., ActivityDraft]
NOW = clock.now()
RECORDS, TIMES = (
    int(os.environ.get("ZHIFA_OFFLINE_RECORDS", "250")),
    5,
)  # the bar is 1,000: some 35 seconds of work


def test_records_of_three_days_each_sent_five_times_in_any_order(here: Here, draft: Draft) -> None:
    """The clock of the phone may be wrong: the day is what its user wrote, and it came when it came."""
    one, liaison = draft(), here.liaison
    kept = [
        replace(
            one,
            deed=replace(
                one.deed,
                title=f"入户宣传 {number}",
                occurred_on=date(2018, 3, 1) + timedelta(days=number % 3),
                counts=(CountDraft("attendances", "onsite", "sign_in", number),),
                client_key=f"phone-{number}",
            ),
        )
        for number in range(RECORDS)
    ]
    sendings = kept * TIMES
    random.Random(72).shuffle(sendings)
    answers: dict[str, set[str]] = {}
    for sent in sendings:
        answered = record_activity(liaison, sent, submit=True, now=NOW)
        answers.setdefault(sent.deed.client_key, set()).add(answered.deed.key)
    assert Deed.objects.count() == Activity.objects.count() == RECORDS
    assert all(len(keys) == 1 for keys in answers.values()), "each sending is told of the same record"
    assert sum(Count.objects.values_list("value", flat=True)) == sum(range(RECORDS)), (
        "none lost, none doubled"
    )
    (key,) = answers["phone-7"]
    acts = [entry.act for entry in entries_of(Subject("deed", key))]
    assert sorted(acts) == ["deeds.record_deed", "deeds.submit_deed", "outreach.record_activity"]
