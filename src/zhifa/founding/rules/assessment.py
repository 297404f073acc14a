"""The mid-term evaluation of the scenario: drafts for its door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from zhifa.assessment.api import AnswerDraft, LineDraft, SchemeDraft

NUMBERS = ("weight", "target", "step", "per_step")


def scheme_draft(told: Mapping[str, Any]) -> SchemeDraft:
    """The scheme, which nobody has confirmed."""
    return SchemeDraft(
        told["plan"], told["stage"], told["title"], Decimal(told["base"]), Decimal(told["bonus_cap"]), told["source"], to_confirm=True,
    )  # fmt: skip


def line_drafts(told: Mapping[str, Any]) -> list[LineDraft]:
    """The lines in their order."""
    found = []
    for row in told["lines"]:
        fields: dict[str, Any] = {name: row[name] for name in row if name not in ("answer", "checked")}
        found.append(LineDraft(**fields | {name: Decimal(row[name]) for name in NUMBERS if name in row}))
    return found


def answers(told: Mapping[str, Any]) -> Iterator[tuple[str, AnswerDraft]]:
    """What people say of lines, by the lines' titles."""
    for row in told["lines"]:
        if said := row.get("answer"):
            numbers = {name: Decimal(said[name]) for name in ("points", "amount") if name in said}
            yield row["title"], AnswerDraft(**{**said, **numbers})


def checked(told: Mapping[str, Any]) -> dict[str, tuple[Decimal, str]]:
    """Where the checker says otherwise than the self-score, by the lines' titles."""
    rows = (row for row in told["lines"] if "checked" in row)
    return {row["title"]: (Decimal(row["checked"]["points"]), row["checked"]["words"]) for row in rows}
