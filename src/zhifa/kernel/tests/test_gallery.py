"""The gallery shows every component that pages may use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from zhifa import kernel

TEMPLATES = Path(kernel.__file__).parent / "templates" / "kernel"


@pytest.mark.django_db
def test_every_component_stands_in_the_gallery() -> None:
    source = (TEMPLATES / "gallery.html").read_text("utf-8")
    for component in sorted(path.stem for path in (TEMPLATES / "components").glob("*.html")):
        shown = re.search(rf"{{% {component}\b", source) or f"components/{component}.html" in source
        assert shown, f"{component} is not shown"


@pytest.mark.django_db
def test_its_states_are_shown_too() -> None:
    page = Client().get("/gallery/").content.decode()
    for words in (
        "error-summary",
        "330,590",
        "还没有记录",
        "已封存",
        "待封存",
        "data-label",
        "pagination",
        "120",
    ):
        assert words in page, words
