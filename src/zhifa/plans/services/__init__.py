"""The acts of plans."""

from zhifa.plans.services.honours import HonourDraft, change_honour, load_honours
from zhifa.plans.services.issuing import issue_plan
from zhifa.plans.services.oath_sheets import review_oaths, write_oaths
from zhifa.plans.services.oaths import (
    AppointeeDraft,
    OathDraft,
    add_oath_text,
    enter_appointee,
    record_oath,
)
from zhifa.plans.services.planning import (
    CampaignDraft,
    GoalDraft,
    PlanDraft,
    TaskDraft,
    change_campaign,
    open_campaign,
    open_plan,
)
from zhifa.plans.services.shaping import (
    add_goal,
    add_task,
    change_goal,
    change_plan,
    change_task,
    remove_goal,
    remove_task,
)
from zhifa.plans.services.taking_part import PartDraft, ShiftDraft, add_shift, drop_shift, take_part

__all__ = [
    "AppointeeDraft",
    "CampaignDraft",
    "GoalDraft",
    "HonourDraft",
    "OathDraft",
    "PartDraft",
    "PlanDraft",
    "ShiftDraft",
    "TaskDraft",
    "add_goal",
    "add_oath_text",
    "add_shift",
    "add_task",
    "change_campaign",
    "change_goal",
    "change_honour",
    "change_plan",
    "change_task",
    "drop_shift",
    "enter_appointee",
    "issue_plan",
    "load_honours",
    "open_campaign",
    "open_plan",
    "record_oath",
    "remove_goal",
    "remove_task",
    "review_oaths",
    "take_part",
    "write_oaths",
]
