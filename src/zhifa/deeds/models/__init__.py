"""Tables of deeds."""

from zhifa.deeds.models.deeds import Cited, Confirmation, Correction, Credit, Deed, Served, Use
from zhifa.deeds.models.measured import Count, Participation

__all__ = ["Cited", "Confirmation", "Correction", "Count", "Credit", "Deed", "Participation", "Served", "Use"]
