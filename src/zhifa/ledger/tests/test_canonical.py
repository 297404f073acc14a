"""The quick way to canonical bytes is the canonical way, whatever stands in the facts."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
import rfc8785

from zhifa.kernel import clock
from zhifa.ledger.rules.canonical import entry_bytes, instant, row_bytes

TEXTS = ["", "讲座", 'a"b\\c', "\x00\x1f\x7f", "\b\f\n\r\t/", "é\u2028\u2029", "😀", "<&>", "０"]
NAMES = ["a", "B", "z.1", "", "a b", "名", "é", "😀", "\ufb33"]


def drawn(draw: Random, depth: int = 0) -> Any:
    kind = draw.randrange(7 if depth < 4 else 4)
    if kind == 0:
        return "".join(draw.choices(TEXTS, k=draw.randrange(3)))
    if kind == 1:
        return draw.choice([0, -1, 7, 2**53 - 1, -(2**53) + 1])
    if kind in (2, 3):
        return draw.choice([True, False, None])
    if kind == 4:
        return [drawn(draw, depth + 1) for _ in range(draw.randrange(4))]
    return {draw.choice(NAMES): drawn(draw, depth + 1) for _ in range(draw.randrange(5))}


def test_two_thousand_drawn_facts() -> None:
    draw, now = Random(8785), clock.now()
    for _ in range(2_000):
        facts = {draw.choice(NAMES): drawn(draw) for _ in range(draw.randrange(6))}
        entry = {
            "format": "zhifa-entry/1", "schema": 1, "act": "t.t", "actor": "a", "subject": ["k", "1"],
            "recorded_at": instant(now), "facts": facts,
        }  # fmt: skip
        made = entry_bytes(
            act="t.t", actor="a", subject_kind="k", subject_key="1", facts=facts, recorded_at=now, schema=1
        )
        assert made == rfc8785.dumps(entry)
        assert row_bytes(facts) == rfc8785.dumps(facts)


@pytest.mark.parametrize("number", [2**53, -(2**53)])
def test_a_number_that_no_double_holds_is_refused(number: int) -> None:
    with pytest.raises(rfc8785.IntegerDomainError):
        row_bytes({"n": number})
