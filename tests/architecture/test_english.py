"""No template and no sentence put together in a face holds Chinese marks that an English reader would see."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "src" / "zhifa"
MARKS = "，、；：（）。！？"
UNSEEN = re.compile(
    r"\{% comment.*?endcomment %\}|\{% blocktrans.*?endblocktrans(?:late)? %\}|\{% trans.*?%\}|\{#.*?#\}|_\(\"[^\"]*\"\)",
    re.DOTALL,
)
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_chinese_mark_in_a_template_is_translated(template: Path) -> None:
    text = UNSEEN.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), template.read_text("utf-8"))
    left = [f"{n}: {line.strip()}" for n, line in enumerate(text.split("\n"), 1) if set(line) & set(MARKS)]
    assert left == []
