"""No study minute, log-in day or point is counted anywhere: not in code, not in a column, not in a figure (features F35;
国办函〔2026〕12号, whose clauses stand as dated rows to be confirmed). What counts is what people know and who was there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from zhifa.kernel.quantities import UNITS
from zhifa.kernel.registry import DeedKind, FigureOffer, FigureSource, HeldField, offered

ROOT = Path(__file__).resolve().parents[2]
STUDY = r"(?:study|studied|learn|learning|reading|lesson|course|training|browse|browsing)"
SIGN_IN = r"(?:log_?in|logon|sign_?in|check_?in|punch_?in)"
BARRED = re.compile(
    rf"(?<![a-z])(?:{STUDY}_?(?:minutes?|seconds?|hours?|duration|length|time_spent|points?|credits?|scores?_earned)"
    rf"|{SIGN_IN}_?(?:days?|streaks?|counts?|total|frequency)"
    r"|(?:minutes?|hours?|seconds?|time)_(?:studied|learned|online|watched)"
    r"|(?:points?|credits?)_(?:earned|balance|total|ranking|per_day)|daily_points?|leader_?board)",
    re.IGNORECASE,
)
BARRED_WORDS = re.compile(
    "学习时长|学习时间|在线时长|学习分钟|登录天数|登录次数|签到天数|连续签到|积分|学分|排行榜"
)
# The units that exist so that they can be refused: no definition may end in them and no assessment read them.
KNOWN_UNITS = {"minutes-online"}


def code() -> Iterator[tuple[str, str]]:
    """Every line of our own code that says what is kept or counted: Python but for tests, and the front end."""
    for pattern in ("src/zhifa/**/*.py", "frontend/*/**/*.ts"):
        for path in ROOT.glob(pattern):
            where = path.relative_to(ROOT)
            if "tests" in where.parts or "node_modules" in where.parts or path.name.endswith(".test.ts"):
                continue
            for line in path.read_text(encoding="utf-8").splitlines():
                yield str(where), line


def found_in(line: str) -> str:
    """The barred name in a line of code; the unit that exists to be refused is none."""
    hit = BARRED.search(line)
    return hit[0] if hit else ""


def test_no_name_in_the_code_counts_study_time_or_points() -> None:
    assert {(where, name) for where, line in code() if (name := found_in(line))} == set()


def test_no_column_and_no_form_of_words_of_a_column_does() -> None:
    columns = [
        (model._meta.db_table, field.name, str(getattr(field, "verbose_name", "")))
        for model in apps.get_models()
        if model._meta.app_config.name.startswith("zhifa.")
        for field in model._meta.get_fields()
    ]
    assert len(columns) > 500
    assert [one for one in columns if BARRED.search(one[1]) or BARRED_WORDS.search(one[2])] == []


def test_nothing_offered_is_counted_so() -> None:
    """Figures, their sources' fields, deed kinds and what forms are filled with from records."""
    bodies = [body for offer in offered(FigureOffer) for body in offer.definitions]
    fields = [(source.code, field) for source in offered(FigureSource) for field in source.fields]
    told = [str(body["title"]) + str(body["statement"]) for body in bodies]
    told += [str(field.title) for _source, field in fields] + [str(one.title) for one in offered(HeldField)]
    told += [str(kind.title) for kind in offered(DeedKind)]
    assert [words for words in told if BARRED_WORDS.search(words)] == []
    units = {body["unit"] for body in bodies} | {field.unit.code for _source, field in fields if field.unit}
    assert units & KNOWN_UNITS == set()
    assert not any(UNITS[code].scorable for code in KNOWN_UNITS)


@pytest.mark.parametrize(
    "planted",
    ["study_minutes = 3", "row.learning_points", "loginDays: number", "check_in_streak", "total_minutes_online += 1", "credits_earned",
     "leaderboard(rows)", "training_hours = models.IntegerField()"],
)  # fmt: skip
def test_a_planted_one_is_found(planted: str) -> None:
    assert found_in(planted)


@pytest.mark.parametrize(
    "innocent",
    [
        "stay_minutes",
        "minutes = text_of(meeting)",
        "login_not_required",
        "trust_points",
        "check_in(actor)",
        "at_points",
    ],
)
def test_other_names_are_not(innocent: str) -> None:
    assert not found_in(innocent)
