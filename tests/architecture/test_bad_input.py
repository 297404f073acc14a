"""The table of bad input in the handbook names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"


def test_each_bad_input_has_its_test() -> None:
    section = PAGE.read_text("utf-8").split("## Bad input", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 10
    for row in rows:
        file = ""
        named = re.findall(r"`(?:([\w/]+\.py)::)?(test_\w+)`", row)
        assert named, row
        for path, test in named:
            file = path or file
            source = (PAGE.parents[1] / file).read_text("utf-8")
            assert f"def {test}(" in source, f"{file}::{test}"
