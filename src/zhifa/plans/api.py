"""The door of plans."""

from zhifa.plans.models import AnnualTask, Campaign, Goal, Honour, Plan
from zhifa.plans.selectors import campaigns, honours, measures, plan_on, plans, tasks_of
from zhifa.plans.services import (
    CampaignDraft,
    GoalDraft,
    HonourDraft,
    PlanDraft,
    TaskDraft,
    add_goal,
    add_task,
    change_campaign,
    issue_plan,
    load_honours,
    open_campaign,
    open_plan,
)
from zhifa.plans.terms import CampaignKind

__all__ = [
    "AnnualTask", "Campaign", "CampaignDraft", "CampaignKind", "Goal", "GoalDraft", "Honour", "HonourDraft", "Plan",
    "PlanDraft", "TaskDraft", "add_goal", "add_task", "campaigns", "change_campaign", "honours", "issue_plan",
    "load_honours", "measures", "open_campaign", "open_plan", "plan_on", "plans", "tasks_of",
]  # fmt: skip
