"""The demonstration district stands as the scenario says, and its figures equal the truth."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import QuerySet
from pytest_django.plugin import DjangoDbBlocker

from zhifa.accounts.api import Account
from zhifa.deeds.api import Deed
from zhifa.evidence.models import Attachment
from zhifa.figures.api import FigureValue, Range, values
from zhifa.figures.rules.telling import told_of
from zhifa.founding.rules.truth import CONSTITUTION, people_of, streak_of, truth_of
from zhifa.founding.services import found_district
from zhifa.founding.services.loading import FOUNDER
from zhifa.founding.services.scenario import TRUTH, Scenario, read_scenario, truth_text
from zhifa.kernel import clock
from zhifa.kernel.registry import FigureSource, offered
from zhifa.ledger.api import Subject, record, seal_pending, verify_log
from zhifa.people.api import Area, Person, Unit, district
from zhifa.people.errors import DistrictAlreadyOpen

UNTIL = date(2018, 8, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scenario]:
    """The district, founded once for the module in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        found_district(now=clock.now(), say=lambda line: None)
        connection.check_constraints()  # once for all: a test that rolls back begins the waiting checks anew
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # in life the database does it by itself, soon after the commit
        yield read_scenario()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def figures(founded: Scenario) -> dict[str, FigureValue]:
    """Every figure at the scenario's last day."""
    return {value.code: value for value in values(FOUNDER, district="420103", until=UNTIL)}


def test_the_district_has_its_bodies(founded: Scenario) -> None:
    here = district()
    assert (here.code, here.is_demonstration) == ("420103", True)
    assert Area.objects.filter(kind="street").count() == 13
    assert Area.objects.filter(kind="zone", needs_service=True).count() == 0
    agencies = Unit.objects.exclude(kind__in=("street", "community"))
    assert agencies.filter(valid_until=None).count() == 60
    assert agencies.exclude(valid_until=None).count() == 2
    assert (
        Unit.objects.filter(kind="community").count() == Area.objects.filter(kind="community").count() == 109
    )
    assert Person.objects.filter(account__is_demonstration=True).count() == 14


def test_counts_are_closed_and_the_office_gave_the_last_word(founded: Scenario) -> None:
    closed = Deed.objects.exclude(state="returned")
    assert not closed.filter(closed_at=None).exists()
    assert not Deed.objects.filter(state="returned").exclude(closed_at=None).exists()
    assert last_word_of(Deed.objects.exclude(kind="legal-case")) == {
        Account.objects.get(username="clerk2").key
    }
    # A published case has passed three reviews and a second person already: its record is confirmed by the program, in its own name.
    assert last_word_of(Deed.objects.filter(kind="legal-case")) == {"system:cases"}


def last_word_of(deeds: QuerySet[Deed]) -> set[str]:
    """Who gave the district's verdict on confirmed records."""
    return {
        row.by
        for deed in deeds.filter(state="confirmed").prefetch_related("confirmations")
        for row in deed.confirmations.all()
        if row.level == "district"
    }


def test_figures_equal_the_truth(founded: Scenario, figures: dict[str, FigureValue]) -> None:
    expected = truth_of(founded.deeds, founded.classes)
    assert {code: figures[code].value for code in expected} == expected
    assert figures["outreach.lectures"].parts_overlap, "credited to each, counted once"


def test_the_truth_file_is_in_step_and_names_every_figure(figures: dict[str, FigureValue]) -> None:
    written = TRUTH.read_text(encoding="utf-8")
    assert written == truth_text()
    found = {code: told(value) for code, value in figures.items()}
    assert found == json.loads(written)["figures"]


def told(value: FigureValue) -> object:
    """A value as the truth file writes it: shares keep their decimals as text."""
    if isinstance(value.value, Range):
        ends = {"low": value.value.low, "high": value.value.high}
        return {side: str(end) for side, end in ends.items()} if value.unit.decimals else ends
    return str(value.value) if value.unit.decimals and value.value is not None else value.value


def test_distinct_people_are_a_range(founded: Scenario, figures: dict[str, FigureValue]) -> None:
    low, high = people_of(founded.deeds)
    assert figures["outreach.people_range"].value == Range(low, high)


def test_the_articles_rows_come_out(founded: Scenario, figures: dict[str, FigureValue]) -> None:
    assert figures["plans.honour_streak"].value == streak_of(founded.plan, "绩效立功单位", 2018) == 6
    assert figures["plans.constitution_kinds"].value == 7
    assert figures["outreach.leader_lectures"].value > 30
    assert figures["outreach.group_studies"].value > 10
    assert figures["outreach.livestreams"].value == 7
    assert figures["outreach.livestream_times"].value > 200_000
    assert figures["outreach.radio_issues"].value == 7
    assert figures["outreach.radio_times"].value > 330_000
    assert figures["outreach.micro_times"].value > 200_000
    assert figures["learning.classes"].value == 31
    assert figures["learning.attendances"].value > 6_000, "and beside it, never added to it, how many people"
    assert 200 < figures["learning.people"].value < 300
    assert figures["funding.growth"].value == 33
    assert figures["funding.growth_simple"].value == Decimal("45.09"), (
        "the rival definition says something else"
    )
    per_head = {label: value for label, value in figures["funding.per_head"].composition if value is not None}
    assert min(per_head.values()) >= 1
    assert {
        len([label for label in per_head if label.startswith(year)]) for year in ("2016", "2017", "2018")
    } == {2, 4, 5}


def test_every_row_of_the_article_has_records_behind_it(figures: dict[str, FigureValue]) -> None:
    """Each constitution activity, special campaign and programme that the article names, by its name."""
    kinds = dict(figures["plans.constitution_deeds"].composition)
    assert set(kinds) == {
        "领导干部学宪法示范", "党政机关宪法大学习大讨论", "国家机关工作人员宪法宣誓", "新闻媒体宪法宣传",
        "宪法学习进校园", "宪法宣传基层行", "国家宪法日宣传",
    }  # fmt: skip
    topics = dict(figures["plans.campaign_deeds"].composition)
    for name in ("三千行动", "文明城市创建", "防范非法集资", "扫黑除恶", "红色引擎工程"):
        assert any(name in title and count > 0 for title, count in topics.items()), name
    programmes = dict(figures["outreach.firm_services"].composition)
    for name in ("万名科级干部服务万家企业", "“同心·律师服务团”与民企一对一", "百名律师服务百家企业"):
        assert programmes[name] > 0, name
    sent = {
        code: dict(figures[f"outreach.{code}"].composition)
        for code in ("cadres", "lawyers", "firms", "pairs")
    }
    assert sent["cadres"].keys() >= {"万名科级干部服务万家企业"}
    assert sent["lawyers"].keys() >= {"“同心·律师服务团”与民企一对一", "百名律师服务百家企业"}
    assert "百名律师服务百家企业" not in sent["cadres"], "a programme of lawyers sends no cadres"
    assert all(sent["firms"][name] > 0 and sent["pairs"][name] > 0 for name in programmes if name)
    for kind in CONSTITUTION:
        assert Deed.objects.filter(
            served__code=kind, state="confirmed", key__in=Attachment.objects.values("subject_key")
        ).exists(), f"evidence of {kind}"


def test_the_two_commands_print_the_truth(
    founded: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))["figures"]
    call_command("figures", "--district", "420103", "--until", "2018-08-24", "--format", "json")
    printed = json.loads(capsys.readouterr().out)
    assert {one["code"] for one in printed} == set(truth)
    for one in printed:
        assert {"code", "name", "value", "unit", "definition_version", "record_count"} <= set(one)
        told = truth[one["code"]]
        expected = {side: str(end) for side, end in told.items()} if isinstance(told, dict) else told
        assert one["value"] == (expected if isinstance(expected, dict | None) else str(expected)), one["code"]

    call_command(
        "report", "build", "--district", "420103", "--from", "2016-01-01", "--until", "2018-08-24",
        "--template", "article", "--out", str(tmp_path),
    )  # fmt: skip
    page = (tmp_path / "report.html").read_text("utf-8")
    tagged = dict(
        re.findall(r'<data value="([\d.]+)" data-figure="([^"]+)"[^>]*data-window="2016-01-01/', page)
    )
    assert len(tagged) > 12
    shown = {code: value for value, code in tagged.items()}
    assert {code: truth[code] for code in shown} == {
        code: value if "." in value else int(value) for code, value in shown.items()
    }
    for part in ("率先垂范", "分类实施", "问题导向", "创新驱动"):  # the article's four parts
        assert re.search(rf'<h2 class="report-h1">{part}', page), part
    for name in ("report.docx", "report.pdf"):
        assert (tmp_path / name).stat().st_size > 10_000
    told = capsys.readouterr().out
    assert "人均普法经费" in page
    for heading in ("责任落实是根本", "青少年学生源头普法体系化"):
        assert f"· {heading}\n" in told, "本报告未涵盖"
    for sheet in (tmp_path / "records").iterdir():
        assert sheet.read_text("utf-8-sig").startswith("示例数据"), (
            "the mark is the first row of every export"
        )


def test_the_dirt_stays_out(founded: Scenario) -> None:
    fates = {one.fate for one in founded.deeds}
    assert {"withdrawn", "waiting", "returned", "corrected", "open"} <= fates
    assert Deed.objects.exclude(state="confirmed").count() == sum(
        one.fate not in ("confirmed", "corrected") for one in (*founded.deeds, *founded.classes)
    )


def test_everything_is_sealed_and_sound(founded: Scenario) -> None:
    while seal_pending(now=clock.now()):
        pass
    assert verify_log().is_sound


def test_a_second_founding_is_refused(founded: Scenario) -> None:
    with pytest.raises(DistrictAlreadyOpen):
        found_district(now=clock.now(), say=lambda line: None)


def test_what_records_say_together_is_what_each_says(founded: Scenario) -> None:
    """The door of a figure asks a source about all records at once; described one by one, they say the same."""
    keys = list(Deed.objects.values_list("key", flat=True))
    seal_pending(now=clock.now())
    for key in keys[:3]:
        record(FOUNDER, "deeds.correct_deed", Subject("deed", key), {}, now=clock.now())  # waits for its seal
    sources = [source for source in offered(FigureSource) if source.told]
    assert {source.code for source in sources} >= {
        "deeds.deeds",
        "deeds.participations",
        "outreach.activities",
    }
    for told, records in {(source.told, source.records) for source in sources}:
        assert told is not None
        together, each = told(keys), told_of(records(keys))
        assert together.unsealed == 3
        assert replace(together, confirmed_by=()) == replace(each, confirmed_by=())
        assert set(together.confirmed_by) == set(each.confirmed_by)
