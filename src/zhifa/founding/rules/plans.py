"""Plans, campaigns, honours, programmes and places of the scenario, as drafts for their doors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from zhifa.founding.rules.bodies import unit_drafts
from zhifa.outreach.api import PlaceDraft, ProgrammeDraft, TurnDraft
from zhifa.plans.api import CampaignDraft, GoalDraft, HonourDraft, PlanDraft, TaskDraft

YEARS = (2016, 2017, 2018)
OPENING_BEFORE = date(2016, 1, 1)


def plan_drafts(plan: Mapping[str, Any], bodies: Mapping[str, Any]) -> list[PlanDraft]:
    """The plans; the goals belong to the one whose code their own begins with."""
    codes = unit_codes(bodies)
    drafts = []
    for row in plan["plans"]:
        goals = tuple(
            GoalDraft(
                goal["code"], goal["title"], tuple(goal.get("audiences", ())), tuple(goal.get("kinds", ())),
                tuple(
                    TaskDraft(year, task["title"], task["figure"], Decimal(target), date(year, 12, 31), codes[task["unit"]])
                    for task in goal["tasks"]
                    for year, target in zip(YEARS, task["targets"], strict=True)
                ),
            )
            for goal in plan["goals"]
            if goal["code"].startswith(f"{row['code']}-")
        )  # fmt: skip
        drafts.append(
            PlanDraft(row["code"], row["title"], row["since"], row["until"], row["document"], goals)
        )
    return drafts


def campaign_drafts(
    plan: Mapping[str, Any], bodies: Mapping[str, Any], *, moved: bool
) -> list[CampaignDraft]:
    """The campaigns as first set; with `moved`, only those whose days changed, as they stand afterwards."""
    codes = unit_codes(bodies)
    drafts = []
    for row in plan["campaigns"]:
        kind = row.get("kind") or (row["code"] if row["code"].startswith("constitution") else "topic")
        draft = CampaignDraft(
            row["code"], kind, row["title"], row["since"], row["until"], tuple(row.get("kinds", ())),
            tuple(row.get("audiences", ())), tuple(row.get("words", ())), codes[row["lead"]] if "lead" in row else "", "qiwu",
        )  # fmt: skip
        if not moved:
            drafts.append(draft)
        elif "moved" in row:
            first, last = row["moved"]
            drafts.append(replace(draft, since=first, until=last))
    return drafts


def honour_drafts(plan: Mapping[str, Any]) -> list[HonourDraft]:
    """Every honour of every series; awarded before 2016 it is an opening record."""
    return [
        HonourDraft(
            row["series"], row["title"], row["level"], year, awarded_on, row["by"], "通报文件（示例，文号略）",
            awarded_on < OPENING_BEFORE,
        )
        for row in plan["honours"]
        for year, awarded_on in row["won"]
    ]  # fmt: skip


def programme_drafts(plan: Mapping[str, Any], bodies: Mapping[str, Any]) -> list[ProgrammeDraft]:
    """The programmes with their rota."""
    codes = unit_codes(bodies)
    return [
        ProgrammeDraft(
            row["code"], row["kind"], row["title"], row["partners"], row["since"], None,
            tuple(
                TurnDraft(number, codes[name], day)
                for number, (name, day) in enumerate(row.get("turns", ()), start=1)
            ),
        )
        for row in plan["programmes"]
    ]  # fmt: skip


def place_drafts(plan: Mapping[str, Any], bodies: Mapping[str, Any]) -> list[PlaceDraft]:
    """The register of places, each kept by its street."""
    areas = {name: code for code, (name, _) in bodies["streets"].items()}
    codes = unit_codes(bodies)
    return [
        PlaceDraft(
            row["name"], row["kind"], areas[row["street"]], f"{row['street']}（地址示例）", codes[row["street"]],
            row["opened_on"],
        )
        for row in plan["places"]
    ]  # fmt: skip


def unit_codes(bodies: Mapping[str, Any]) -> dict[str, str]:
    """The codes of units by name."""
    return {draft.name: draft.code for draft in unit_drafts(bodies)}
