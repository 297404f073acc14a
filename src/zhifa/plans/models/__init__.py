"""Tables of plans."""

from zhifa.plans.models.tables import AnnualTask, Campaign, CampaignLaw, Goal, Honour, Plan

__all__ = ["AnnualTask", "Campaign", "CampaignLaw", "Goal", "Honour", "Plan"]
