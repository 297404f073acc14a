"""What a program is told: counts by class and unit, and no person."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.accounts.api import Account
from zhifa.kernel.actor import Role
from zhifa.learning.models import OutsideExam
from zhifa.learning.services import UnitResult, check_in, register_exam, sign_up, take_totals
from zhifa.learning.services.results import ExamDraft
from zhifa.learning.tests.conftest import NOW, PEOPLE, SINCE, SYSTEM, TODAY, YESTERDAY, Here, Make, members
from zhifa.people.api import HoldingDraft, PersonDraft, Unit, freeze_roster, load_people
from zhifa.publishing.tests.passing import publish_all


def told(client: Client, address: str, status: int = 200) -> dict[str, Any]:
    answer = client.get(f"/api/v1/learning/{address}")
    assert answer.status_code == status, address
    said = answer.content.decode()
    assert not [name for _code, name, *_rest in PEOPLE if name in said], "persons are on no route"
    return dict(answer.json())


def test_classes_have_counts_for_the_signed_in_and_none_for_strangers(here: Here, make: Make) -> None:
    training = make(days=(YESTERDAY, TODAY))
    sign_up(here.liaison, training.key, ["P2", "P3"], now=NOW)
    for number, codes in ((1, ("P2", "P5", "P6")), (2, ("P2",))):
        check_in(here.school, training.key, number, members(*codes), "sheet", now=NOW)
    clerk = here.client("clerk")
    (one,) = told(clerk, "classes")["classes"]
    assert one["counts"] == {"registered": 2, "waiting": 0, "attendances": 4, "people": 3}
    sessions = told(here.client("fang"), f"classes/{training.key}")["sessions"]
    assert [(one["present"], one["unregistered"]) for one in sessions] == [(3, 2), (1, 0)]
    stranger = Client()
    assert told(stranger, "classes")["classes"] == []
    told(stranger, f"classes/{training.key}", 404)
    publish_all("training-class")
    (seen,) = told(stranger, "classes")["classes"]
    assert (seen["title"], seen["counts"], seen["deed"]) == ("轮训班", None, None)
    counted = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            told(clerk, "classes")
        counted.append(len(asked))
        make("第二班"), make("第三班")
    assert counted[0] == counted[1]


def test_coverage_and_outside_exams_are_told_by_unit(here: Here, make: Make) -> None:
    """Of 8 in post 2 came: 1 of 3 of U01, 1 of 2 of U02; 3 of 9 on the roster sat, and a liaison sees its own unit only."""
    training = make()
    check_in(here.school, training.key, 1, members("P2", "P6"), "sheet", now=NOW)
    whole = told(here.client("liaison"), "coverage")
    assert (whole["staff"], whole["been"]) == (8, 2)
    by_unit = {one["unit"]: (one["been"], one["staff"], one["rate"]) for one in whole["units"]}
    assert by_unit["区教育局"] == (1, 3, "33.33")
    assert told(here.client("clerk"), f"coverage?since={TODAY}&until={TODAY}")["been"] == 0
    told(here.client("clerk"), f"coverage?since={TODAY}&until={YESTERDAY}", 422)
    post = HoldingDraft("U02", "科员", Role.STAFF, SINCE)
    load_people(SYSTEM, [PersonDraft("P9", "卫九", (post,), username="plain")], now=NOW)
    plain = Client()
    plain.force_login(
        Account.objects.get(username="plain"), backend="django.contrib.auth.backends.ModelBackend"
    )
    for who in (Client(), plain):
        told(who, "coverage", 404)
        assert told(who, "exams")["total"] == 0
    freeze_roster(SYSTEM, "r", "名单", "考试", units=list(Unit.objects.all()), on=YESTERDAY, now=NOW)
    register_exam(here.clerk, ExamDraft("全省考试", "平台", TODAY, "导出", "r"), now=NOW)
    key = OutsideExam.objects.get().key
    take_totals(here.clerk, key, [UnitResult("U01", 2, 1, 1), UnitResult("U02", 1, 0, 0)], now=NOW)
    (exam,) = told(here.client("auditor"), "exams")["exams"]
    assert (exam["whole"]["sat"], exam["whole"]["sat_rate"]) == (3, "33.33")
    units = told(here.client("liaison"), f"exams/{key}")["units"]
    assert [(one["unit"], one["due"], one["passed_rate"]) for one in units] == [("区教育局", 3, "50.00")]
    told(Client(), f"exams/{key}", 404)
