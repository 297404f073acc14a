"""Tables of deeds."""

from zhifa.deeds.models.deeds import Confirmation, Correction, Credit, Deed, Served
from zhifa.deeds.models.measured import Count, Participation

__all__ = ["Confirmation", "Correction", "Count", "Credit", "Deed", "Participation", "Served"]
