"""Tokens, marks and highlights as tables of cases."""

from __future__ import annotations

import pytest

from zhifa.search.rules.highlights import SNIPPET, pieces_of, snippet_of
from zhifa.search.rules.marks import widened
from zhifa.search.rules.tokens import characters, query_words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("离婚", ["离婚"]),
        ("请问怎么离婚", ["离婚"]),
        ("宪法 宣传周", ["宪法", "宣传周"]),
        ("的", ["的"]),  # nothing else is there
        ("ＡＢ１２", ["ab12"]),  # full-width letters and digits
        ("，。！", []),
        ("", []),
        ("\x00\x00", []),
    ],
)
def test_a_query_is_cut_into_words_that_mean_something(query: str, expected: list[str]) -> None:
    assert query_words(query) == expected


def test_every_chinese_character_stands_alone_and_latin_words_stay_whole() -> None:
    assert characters("《宪法》第1条 GB/T 9704") == ["宪", "法", "第", "1", "条", "gb", "t", "9704"]


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        ({"public"}, {"public"}),
        ({"unit:/U01/U02/"}, {"unit:/U01/U02/", "unit:/U01/", "unit:/"}),
        ({"area:/A/"}, {"area:/A/", "area:/"}),
        ({"account:7"}, {"account:7"}),
    ],
)
def test_a_row_carries_the_marks_of_every_branch_above(scopes: set[str], expected: set[str]) -> None:
    assert widened(scopes) == expected


def test_the_found_words_are_cut_out_of_the_title() -> None:
    pieces = pieces_of("离婚登记与离婚诉讼", ["离婚"])
    assert [(piece.text, piece.found) for piece in pieces] == [
        ("离婚", True),
        ("登记与", False),
        ("离婚", True),
        ("诉讼", False),
    ]


def test_a_snippet_stands_around_the_words_and_says_where_text_is_left_out() -> None:
    text = "前" * 300 + "宪法宣传周" + "后" * 300
    pieces = snippet_of(text, ["宣传周"])
    assert [piece.text for piece in pieces if piece.found] == ["宣传周"]
    assert (pieces[0].text, pieces[-1].text) == ("…", "…")
    assert sum(len(piece.text) for piece in pieces) == SNIPPET + 2
