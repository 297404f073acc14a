"""The algebra over the worked year of docs/mechanisms/figures.md; `frontend/verify/algebra.test.ts` reads the same cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from zhifa_verify.algebra import Evaluation
from zhifa_verify.check import WORDS
from zhifa_verify.records import Sheet
from zhifa_verify.spans import Span, written

CASES = json.loads(Path(__file__).with_name("algebra.json").read_text("utf-8"))


def line(told: dict[str, Any]) -> dict[str, Any]:
    """A row as the evaluation takes it."""
    row = {**told["fields"], "#id": told["id"], "#weight": told.get("weight", 1)}
    if "many" in told:
        row["#many"] = told["many"]
    if "sheet" in told:
        sheet, tokens = told["sheet"], told["sheet"]["tokens"]
        known = None if tokens is None else frozenset(tokens)
        row["#sheet"] = Sheet(0, "", "", sheet["times"], 0, sheet["people"], sheet["times"], "", known)
        row["#declared"] = tokens is None
    return row


def shown(span: Span | None, decimals: int) -> Any:
    if span is None or not span.is_known:
        return None
    low, high = written(span.low.least, decimals), written(span.high.least, decimals)
    return low if low == high else {"low": low, "high": high}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_worked_case(case: dict[str, Any]) -> None:
    definition, units = case["definition"], WORDS["units"]
    definitions = {"x": definition, **case.get("others", {})}
    words = {**WORDS, "names": {"credited": {}, "served": {}}}
    work = Evaluation(
        definition, definitions, lambda source: [line(row) for row in case["rows"][source]], words,
        (case["since"], case["until"]),
    )  # fmt: skip
    outcome = work.outcome()
    decimals = units[definition["unit"]]["decimals"]
    if "growth" in definition["measure"] and outcome.span is not None:
        assert (
            written(outcome.span.low.least, decimals)
            == written(outcome.span.low.most, decimals)
            == case["value"]
        )
    else:
        assert shown(outcome.span, decimals) == case["value"]
    if "records" in case:
        assert work.record_count == case["records"]
    if "bounds" in case:
        assert outcome.span is not None
        ends = (
            outcome.span.low.least,
            outcome.span.low.most,
            outcome.span.high.least,
            outcome.span.high.most,
        )
        assert [written(end, decimals) for end in ends] == case["bounds"]
        assert work.trace.declared
    if "parts" in case:
        told = []
        for part in outcome.parts:
            unit = part.unit or definition["unit"]
            label = part.label if unit == definition["unit"] else f"{part.label}（{units[unit]['label']}）"
            told.append([label, shown(part.span, units[unit]["decimals"])])
        assert told == case["parts"]
