"""The acts of plans."""

from zhifa.plans.services.issuing import issue_plan
from zhifa.plans.services.planning import (
    CampaignDraft,
    GoalDraft,
    HonourDraft,
    PlanDraft,
    TaskDraft,
    change_campaign,
    load_honours,
    open_campaign,
    open_plan,
    publish_campaigns,
)

__all__ = [
    "CampaignDraft",
    "GoalDraft",
    "HonourDraft",
    "PlanDraft",
    "TaskDraft",
    "change_campaign",
    "issue_plan",
    "load_honours",
    "open_campaign",
    "open_plan",
    "publish_campaigns",
]
