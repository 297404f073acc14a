"""Sixty workbooks in ten ugly shapes go in: what is doubtful is asked, all that is right is kept, nothing else is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Sum
from pytest_django.plugin import DjangoDbBlocker

from zhifa.accounts.api import Account
from zhifa.deeds.api import Count, Deed
from zhifa.founding.api import ugly_workbooks
from zhifa.founding.rules import bodies
from zhifa.founding.rules.workbooks import SHAPES, Planted, ugly_books
from zhifa.founding.services.loading import FOUNDER
from zhifa.founding.services.scenario import file_of
from zhifa.intake.api import drop_files
from zhifa.intake.models import ImportJob
from zhifa.intake.selectors import drop_of
from zhifa.intake.services import answer_questions, write_job
from zhifa.intake.terms import JobState
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.outreach.api import Activity
from zhifa.people.api import actor_of, load_areas, load_people, load_populations, load_units, open_district

pytestmark = pytest.mark.django_db
YEAR = 2019


@pytest.fixture(scope="module")
def dropped(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Actor, list[ImportJob], Planted]]:
    """The bodies of the scenario without its deeds, and the sixty files dropped in at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        now = clock.now()
        scenario = file_of("bodies")
        open_district(
            FOUNDER, scenario["district"]["code"], scenario["district"]["name"], demonstration=True, now=now
        )
        load_areas(FOUNDER, bodies.area_drafts(scenario), now=now)
        load_populations(FOUNDER, bodies.population_drafts(scenario), now=now)
        load_units(FOUNDER, bodies.unit_drafts(scenario), now=now)
        load_people(FOUNDER, bodies.person_drafts(scenario), now=now)
        clerk = actor_of(Account.objects.get(username="clerk"), clock.today())
        paths, planted = ugly_workbooks(tmp_path_factory.mktemp("books"), year=YEAR)
        files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
        drop = drop_files(clerk, "activities", files, now=now)
        yield clerk, list(drop_of(clerk, drop)), planted
        transaction.set_rollback(True)


def test_every_file_is_read_and_only_what_was_planted_is_asked(
    dropped: tuple[Actor, list[ImportJob], Planted],
) -> None:
    _clerk, jobs, planted = dropped
    assert len(jobs) == 60
    assert {job.state for job in jobs} <= {JobState.READY, JobState.OPEN}
    assert sum(job.findings["counts"]["rows"] for job in jobs) == planted.rows
    assert sum(job.findings["counts"]["faults"] for job in jobs) == 0
    asked: Counter[str] = Counter()
    for job in jobs:
        for question in job.findings["questions"]:
            what = question["what"]
            asked[
                "people_for_times" if "单位是人" in what
                else "wrong_year" if "是不是写错了" in what
                else "bare_days" if "没有写年份" in what
                else "twice" if "好像已经有了" in what
                else what
            ] += 1  # fmt: skip
    bare = sum(1 for number in range(60) if SHAPES[number % len(SHAPES)][0] == "bare-days")
    alone = {kind: n for kind, n in planted.slips.items() if kind != "both_sides"}
    assert asked == alone | {"bare_days": bare}


def test_after_the_answers_exactly_the_truth_stands(
    dropped: tuple[Actor, list[ImportJob], Planted],
) -> None:
    clerk, jobs, planted = dropped
    met_again = 0
    for job in jobs:
        _answered(clerk, job.pk)
        if write_job(clerk, job.pk, now=clock.now()).written is None:
            met_again += 1  # what another unit's file has brought meanwhile is asked about now
            _answered(clerk, job.pk)
            assert write_job(clerk, job.pk, now=clock.now()).written is not None
    assert met_again == planted.slips["both_sides"]
    assert Activity.objects.count() == planted.good
    assert set(Deed.objects.values_list("occurred_on__year", flat=True)) == {YEAR}
    measured = Count.objects.filter(measure="attendances").aggregate(total=Sum("value"))
    assert measured["total"] == planted.times


def _answered(clerk: Actor, job_id: int) -> None:
    """Answer every open question as the system suggests."""
    job = ImportJob.objects.get(pk=job_id)
    answers = {q["key"]: q["suggested"] for q in job.findings["questions"] if q["key"] not in job.answers}
    if answers:
        answer_questions(clerk, job_id, answers, now=clock.now())


def test_the_books_are_the_same_each_time(tmp_path: Path) -> None:
    names = [f"单位{number}" for number in range(12)]
    once, again = (ugly_books(names, year=2019, seed=7) for _ in range(2))
    assert [(book.name, book.shape) for book in once[0]] == [(book.name, book.shape) for book in again[0]]
    assert once[1] == again[1]
