"""A sheet of those who carry law publicity: one entry, all or nothing, the same again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed
from zhifa.kernel.registry import ImportRow, ImportTarget, offered
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.models import Backbone, Person
from zhifa.people.offers.sheets import BACKBONE_KINDS
from zhifa.people.selectors import area_named, unit_named
from zhifa.people.services import load_backbone
from zhifa.people.terms import BackboneKind

As = Callable[[str], Actor]
SINCE = date(2025, 1, 1)


def row(number: int, name: str, kind: str, **more: Any) -> ImportRow:
    return ImportRow("Sheet1", number, {}, {"name": name, "kind": kind, "valid_from": SINCE, **more})


def target() -> ImportTarget:
    return next(one for one in offered(ImportTarget) if one.code == "backbone")


def sheet() -> list[ImportRow]:
    return [
        row(2, "教某", "lecturer", unit=unit_named("教育局")),
        row(3, "明某", "legal_guide", area=area_named("东街"), valid_until=date(2027, 12, 31)),
        row(4, "明某", "legal_guide", area=area_named("西街")),
    ]


def test_a_sheet_appoints_known_people_and_new_ones(as_actor: As) -> None:
    clerk, known = as_actor("clerk"), Person.objects.count()
    assert target().review(clerk, sheet()).faults == ()
    assert Backbone.objects.count() == 0, "a review writes nothing"
    assert target().write(clerk, sheet(), {}) == 3
    assert Backbone.objects.get(kind="lecturer").person.code == "edu"
    assert Person.objects.count() == known + 2, "two of one name in two places are two people"
    first = Backbone.objects.get(kind="lecturer")
    (entry,) = entries_of(Subject("backbone", str(first.pk)))
    assert (entry.act, entry.facts["rows"]) == ("people.load_backbone", 3)


def test_the_same_sheet_again_changes_nothing(as_actor: As) -> None:
    clerk = as_actor("clerk")
    target().write(clerk, sheet(), {})
    assert target().write(clerk, sheet(), {}) == 0
    assert Backbone.objects.count() == 3


def test_a_wrong_row_is_named_and_stops_the_sheet(as_actor: As) -> None:
    clerk = as_actor("clerk")
    target().write(clerk, sheet()[:1], {})
    wrong = [
        row(2, "教某", "lecturer", unit=unit_named("教育局"), valid_from=date(2026, 1, 1)),
        row(3, "新某", "expert", valid_until=date(2024, 1, 1)),
    ]
    faults = target().review(clerk, wrong).faults
    assert [(fault.sheet, fault.row, fault.column) for fault in faults] == [
        ("Sheet1", 2, "valid_from"),
        ("Sheet1", 3, "valid_until"),
    ]
    assert "在这些天已经是普法讲师团成员" in faults[0].what
    assert Backbone.objects.count() == 1


def test_every_kind_has_its_words() -> None:
    assert set(BACKBONE_KINDS) == set(BackboneKind.values)
    assert all(BACKBONE_KINDS[kind.value].split("|")[0] == kind.label for kind in BackboneKind)


def test_liaisons_bring_no_such_sheet(as_actor: As) -> None:
    assert not target().may_import(as_actor("edu"))
    with pytest.raises(NotAllowed):
        load_backbone(as_actor("edu"), [], now=None)  # type: ignore[arg-type]  # turned away before the time is read
