"""Receipts of exams over worked ones; `frontend/verify/receipts.test.ts` reads the same cases. Their keys are 32 bytes of 7 and of 8."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from zhifa_verify.receipts import check_receipt

CASES = json.loads(Path(__file__).with_name("receipts.json").read_text("utf-8"))
KEY, OTHER = CASES["key"], CASES["other_key"]


def written(told: Any) -> bytes:
    """A receipt as a file."""
    return json.dumps(told, ensure_ascii=False).encode()


def altered(case: dict[str, Any]) -> bytes:
    """The receipt or promise with one thing in it changed."""
    told = copy.deepcopy(CASES[case["of"]])
    place, last = told, case["at"][-1]
    for name in case["at"][:-1]:
        place = place[name]
    place[last] = case["to"]
    return written(told)


@pytest.mark.parametrize("of", ["receipt", "promise"])
def test_a_receipt_holds_by_its_key_alone(of: str) -> None:
    told = check_receipt(written(CASES[of]), KEY)
    assert (told.status, told.mark) == (0, CASES["mark"])
    assert "保存作答 61 次" in str(told.findings[0])
    assert check_receipt(written(CASES[of])).status == 2, "consistent, but nobody said whose key"
    assert check_receipt(written(CASES[of]), OTHER).status == 1


@pytest.mark.parametrize("case", CASES["changed"], ids=lambda case: f"{case['of']} {case['at']}")
def test_whatever_is_changed_is_seen(case: dict[str, Any]) -> None:
    assert check_receipt(altered(case), KEY).status == 1


def test_one_value_has_one_reading() -> None:
    assert [check_receipt(one.encode(), KEY).status for one in CASES["respelt"]] == [0] * len(
        CASES["respelt"]
    )
    assert {one[:40]: check_receipt(one.encode(), KEY).status for one in CASES["misspelt"]} == {
        one[:40]: 1 for one in CASES["misspelt"]
    }
