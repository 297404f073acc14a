"""Which deeds serve what, and how far a task stands: rules as tables of cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhifa.plans.rules.matching import Done, Wanted, why
from zhifa.plans.rules.progress import progress

WEEK = {"since": date(2018, 11, 28), "until": date(2018, 12, 4)}
TALK = Done("lecture", "宪法进机关专题讲座", "staff", date(2018, 12, 4))


@pytest.mark.parametrize(
    ("done", "wanted", "because"),
    [
        (TALK, Wanted(**WEEK), "时间在期内"),
        (TALK, Wanted(**WEEK, kinds={"lecture"}, audiences={"staff"}, words=("宪法",)),
         "时间在期内，种类相符，对象相符，名称含“宪法”"),
        (Done("lecture", "宪法讲座", "staff", date(2018, 12, 5)), Wanted(**WEEK), ""),
        (Done("lecture", "宪法讲座", "staff", date(2018, 11, 27)), Wanted(**WEEK), ""),
        (Done("lecture", "宪法讲座", "staff", date(2018, 11, 28)), Wanted(**WEEK), "时间在期内"),
        (TALK, Wanted(**WEEK, kinds={"radio"}), ""),
        (TALK, Wanted(**WEEK, audiences={"youth"}), ""),
        (TALK, Wanted(**WEEK, words=("扫黑除恶", "宪法")), "时间在期内，名称含“宪法”"),
        (TALK, Wanted(**WEEK, words=("扫黑除恶",)), ""),
    ],
)  # fmt: skip
def test_why_a_deed_serves(done: Done, wanted: Wanted, because: str) -> None:
    assert why(done, wanted) == because


@pytest.mark.parametrize(
    ("done", "target", "today", "per_cent", "behind"),
    [
        ("6", "12", date(2018, 6, 30), 50, False),  # half of the target, 49.6 % of the year
        ("4", "12", date(2018, 6, 30), 33, True),
        ("4", "12", date(2018, 1, 31), 33, False),
        ("11", "12", date(2018, 12, 31), 91, False),  # within a tenth of the calendar
        ("11", "12", date(2019, 1, 1), 91, True),  # the due day has passed
        ("30", "12", date(2019, 1, 1), 100, False),
        ("0", "12", date(2017, 12, 31), 0, False),  # the year has not begun
    ],
)
def test_how_far_a_task_stands(done: str, target: str, today: date, per_cent: int, behind: bool) -> None:
    found = progress(Decimal(done), Decimal(target), year=2018, due_on=date(2018, 12, 31), today=today)
    assert (found.per_cent, found.behind) == (per_cent, behind)
