"""Tables of plans."""

from zhifa.plans.models.tables import AnnualTask, Campaign, Goal, Honour, Plan

__all__ = ["AnnualTask", "Campaign", "Goal", "Honour", "Plan"]
