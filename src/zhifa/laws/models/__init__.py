"""Tables of the law library."""

from zhifa.laws.models.asked import AskedQuestion
from zhifa.laws.models.instruments import Instrument, Version
from zhifa.laws.models.provisions import Provision, ProvisionText, TextCorrection
from zhifa.laws.models.ripple import LawChange, RippleChange, RippleTask, TouchedText
from zhifa.laws.models.should_know import ShouldKnow, ShouldKnowLine
from zhifa.laws.models.standing import LawStanding

__all__ = [
    "AskedQuestion",
    "Instrument",
    "LawChange",
    "LawStanding",
    "Provision",
    "ProvisionText",
    "RippleChange",
    "RippleTask",
    "ShouldKnow",
    "ShouldKnowLine",
    "TextCorrection",
    "TouchedText",
    "Version",
]
