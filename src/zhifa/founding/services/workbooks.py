"""Writing the ugly workbooks of last year into a folder."""

from __future__ import annotations

from pathlib import Path

from zhifa.founding.rules.workbooks import Planted, ugly_books
from zhifa.people.api import Unit, UnitKind

SEED = 20180824


def ugly_workbooks(folder: Path, *, year: int, units: int = 60) -> tuple[list[Path], Planted]:
    """Last year's workbooks of that many agencies of this district in ten ugly shapes, and the truth about them."""
    agencies = Unit.objects.filter(valid_until=None).exclude(kind__in=[UnitKind.STREET, UnitKind.COMMUNITY])
    names = list(agencies.order_by("code").values_list("name", flat=True)[:units])
    books, planted = ugly_books(names, year=year, seed=SEED)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for book in books:
        path = folder / book.name
        path.write_bytes(book.content)
        paths.append(path)
    return paths, planted
