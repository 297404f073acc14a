"""A searchable kind for the tests: units by their name, found by whoever holds a grant on their branch.

Run as a program it is the real indexer's process with that kind offered. It says “ready” once it indexes,
and with `stop_after=<n>` it says “midway” after that many rows and then waits to be killed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from zhifa.kernel import registry
from zhifa.kernel.registry import Searchable, SearchRow

KIND = "test-unit"
OPEN_PREFIX = "公开"
FAR = 10_000_000
stop_after = FAR


def rows_of_units(keys: Sequence[str] | None) -> Iterator[SearchRow]:
    """Standing units as rows; one whose name begins with 公开 is public."""
    from django.apps import apps

    units = apps.get_model("people", "Unit").objects.filter(valid_until=None).order_by("pk")
    if keys is not None:
        units = units.filter(code__in=keys)
    for number, unit in enumerate(units):
        if number == stop_after:
            print("midway", flush=True)
            sys.stdin.read()
        yield SearchRow(
            key=unit.code,
            title=unit.name,
            body=f"代码 {unit.code}，成立于 {unit.valid_from}。",
            url=f"/units/{unit.code}/",
            scopes=frozenset({"public" if unit.name.startswith(OPEN_PREFIX) else f"unit:{unit.path}"}),
            day=unit.valid_from,
        )


UNITS = Searchable(KIND, "单位", rows_of_units)


def add_units(*names: str, start: int = 1) -> list[str]:
    """Units of those names, `/U01/`, `/U02/` … , without touching the search; answers their codes."""
    from django.apps import apps

    unit_model = apps.get_model("people", "Unit")
    units = [
        unit_model(
            code=f"U{n:02}", name=name, kind="district", path=f"/U{n:02}/", valid_from=date(2016, 1, 1)
        )
        for n, name in enumerate(names, start)
    ]
    unit_model.objects.bulk_create(units)
    return [unit.code for unit in units]


def _serve(arguments: Iterable[str]) -> None:
    """The indexer's own command, with the test's kind offered."""
    import django
    from django.core.management import call_command

    global stop_after  # noqa: PLW0603 - the program's one switch
    stop_after = next((int(one.partition("=")[2]) for one in arguments), FAR)
    django.setup()
    registry.offer(UNITS)
    print("ready", flush=True)
    call_command("indexer")


if __name__ == "__main__":
    _serve(sys.argv[1:])
