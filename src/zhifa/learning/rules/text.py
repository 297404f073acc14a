"""A class as the gate reviews it: what its public page says. Always Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def class_text(  # noqa: PLR0917 - the lines of a page
    title: str, theme: str, organiser: str, days: tuple[date | None, date | None], place: str, topics: Sequence[str]
) -> str:  # fmt: skip
    """In lines; what is empty is left out. No participant stands there."""
    since, until = days
    told = f"时间：{since.isoformat()}至{until.isoformat()}" if since and until else ""
    lines = [
        title, f"主题：{theme}" if theme else "", f"举办单位：{organiser}", told, f"地点：{place}" if place else "",
        *(f"课程：{topic}" for topic in topics),
    ]  # fmt: skip
    return "\n".join(line for line in lines if line)
