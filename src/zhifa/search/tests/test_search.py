"""What is touched is found by those who may find it, with the index and without."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction

from zhifa.kernel import clock, registry
from zhifa.kernel.actor import STRANGER, Actor, Grant, Role
from zhifa.search.api import catch_up, grouped, rebuild, search, touch
from zhifa.search.models import SearchDocument, SearchTouch
from zhifa.search.tests.offering import KIND, UNITS, add_units

pytestmark = pytest.mark.django_db
EVERYONE = Actor.system("test")


def liaison_of(path: str) -> Actor:
    return Actor("account:1", "联络员", 1, (Grant(Role.LIAISON, unit_path=path),))


def add(*names: str) -> list[str]:
    codes = add_units(*names)
    touch(KIND, codes)
    catch_up(clock.now())
    return codes


def titles(actor: Actor, text: str) -> set[str]:
    return {"".join(piece.text for piece in hit.title) for hit in search(actor, text).rows}


@dataclass(frozen=True)
class Way:
    """How the question is answered: with the index or, its folder gone, by the database."""

    fallback: bool
    home: Path

    def prepare(self) -> None:
        if self.fallback:
            for folder in self.home.glob("search-*"):
                shutil.rmtree(folder)


@pytest.fixture(params=[False, True], ids=["index", "database"])
def way(request: pytest.FixtureRequest, home: Path) -> Way:
    return Way(request.param, home)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("离婚登记处", "离婚"),  # two characters
        ("丈夫和离婚姻财产研究会", "离婚"),  # the segmenter cuts 离 · 婚姻
        ("宪法宣传周办公室", "宪法宣传周"),
        ("宪法宣传周办公室", "宣传周 宪法"),  # the words in another order
        ("ＧＢ９７０４编写组", "gb9704"),  # full width
        ("第十二中学", "十二"),
        ("法", "法"),  # one character
    ],
)
def test_words_are_found(way: Way, name: str, query: str) -> None:
    add(name, "园林绿化队")
    way.prepare()
    assert titles(EVERYONE, query) == {name}
    assert search(EVERYONE, query).fallback is way.fallback


def test_only_what_an_actor_may_find_is_found_or_counted(way: Way) -> None:
    add("公开法律服务站", "内部法律服务科", "另一单位法律服务科")
    way.prepare()
    assert titles(STRANGER, "法律服务") == {"公开法律服务站"}
    assert search(STRANGER, "法律服务").total == 1
    assert titles(liaison_of("/U02/"), "法律服务") == {"公开法律服务站", "内部法律服务科"}
    assert search(liaison_of("/"), "法律服务").total == 3
    assert search(STRANGER, "另一单位").kinds == ()


def test_a_right_lost_since_the_last_indexing_no_longer_finds() -> None:
    """The index still carries the mark; the row of truth does not."""
    add("公开法律服务站")
    SearchDocument.objects.update(marks=["unit:/U09/"])
    assert search(STRANGER, "法律服务").rows == ()


def test_what_changed_or_went_is_found_no_longer(way: Way) -> None:
    units = apps.get_model("people", "Unit").objects
    (first, second) = add("公开仲裁庭", "公开调解室")
    units.filter(code=first).update(name="公开公证处")
    units.filter(code=second).update(valid_until=clock.today())
    touch(KIND, [first, second])
    assert catch_up(clock.now()) == 2
    way.prepare()
    assert titles(STRANGER, "仲裁庭") == titles(STRANGER, "调解室") == set()
    assert titles(STRANGER, "公证处") == {"公开公证处"}


def test_a_touch_that_rolls_back_leaves_nothing() -> None:
    with transaction.atomic():
        touch(KIND, ["U01"])
        transaction.set_rollback(True)
    assert not SearchTouch.objects.exists()


def test_a_whole_kind_can_be_touched_after_a_bulk_load() -> None:
    add("公开甲站")
    apps.get_model("people", "Unit").objects.update(valid_until=clock.today())
    add_units("公开乙站", "公开丙站", start=2)
    touch(KIND, None)
    catch_up(clock.now())
    assert set(SearchDocument.objects.values_list("title", flat=True)) == {"公开乙站", "公开丙站"}
    assert titles(STRANGER, "甲站") == set()


def test_a_rebuild_makes_everything_anew_and_answers_the_touches(home: Path) -> None:
    add_units("公开甲站", "公开乙站")
    touch(KIND, ["U01"])
    assert rebuild(clock.now()) == 2
    first = list(home.glob("search-*/*"))
    assert rebuild(clock.now()) == 2
    assert len(first) == len(list(home.glob("search-*/*"))) == 1  # the old folder went
    assert not SearchTouch.objects.exists()
    assert titles(STRANGER, "乙站") == {"公开乙站"}


def test_any_word_serves_when_no_row_holds_all() -> None:
    add("公开离婚登记处", "公开继承公证处")
    answer = search(STRANGER, "离婚 继承")
    assert (answer.loosened, answer.total) == (True, 2)


def test_the_title_weighs_more_than_the_text() -> None:
    add("公开站甲 U02", "公开站乙")  # “u02” stands in the title of U01 and in the text of U02
    assert [hit.key for hit in search(STRANGER, "U02").rows] == ["U01", "U02"]


def test_pages_of_twenty_and_the_last_in_place_of_one_behind_it(way: Way) -> None:
    add(*(f"公开法庭{n}" for n in range(45)))
    way.prepare()
    pages = [search(STRANGER, "法庭", page=page) for page in (1, 2, 3, 9)]
    assert [len(page.rows) for page in pages] == [20, 20, 5, 5]
    assert (pages[3].page, pages[3].pages, pages[3].total) == (3, 3, 45)
    keys = {hit.key for page in pages for hit in page.rows}
    assert len(keys) == 45


def test_kind_by_kind_the_best_five() -> None:
    add(*(f"公开法庭{n}" for n in range(7)))
    (group,) = grouped(STRANGER, search(STRANGER, "法庭"))
    assert (group.kind, group.count, len(group.rows)) == (KIND, 7, 5)


@pytest.mark.parametrize("text", ["", "   ", "，。", "\x00", '"(AND', "%_", "a" * 10_000, "宪\x00法"])
def test_odd_questions_have_an_answer(way: Way, text: str) -> None:
    add("公开站")
    way.prepare()
    assert search(STRANGER, text).total == 0


def test_what_is_barred_now_is_neither_found_nor_counted(way: Way) -> None:
    """A hold begins on a day, without an act that the index could hear of."""
    add("公开法庭一", "公开法庭二")
    way.prepare()
    barred: set[str] = set()
    registry._offers.remove(UNITS)
    registry.offer(replace(UNITS, barred=lambda: barred))
    assert titles(STRANGER, "法庭") == {"公开法庭一", "公开法庭二"}
    barred.add("U01")
    answer = search(STRANGER, "法庭")
    assert titles(STRANGER, "法庭") == {"公开法庭二"}
    assert (answer.total, [one.count for one in answer.kinds], answer.fallback) == (1, [1], way.fallback)
    assert [len(group.rows) for group in grouped(STRANGER, answer)] == [1]
