"""Tables of plans."""

from zhifa.plans.models.oaths import Oath, OathText
from zhifa.plans.models.tables import AnnualTask, Campaign, CampaignLaw, Goal, Honour, Plan
from zhifa.plans.models.taking_part import CampaignPart, CampaignShift

__all__ = [
    "AnnualTask",
    "Campaign",
    "CampaignLaw",
    "CampaignPart",
    "CampaignShift",
    "Goal",
    "Honour",
    "Oath",
    "OathText",
    "Plan",
]
