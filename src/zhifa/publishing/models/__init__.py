"""Tables of the gate."""

from zhifa.publishing.models.gate import GateRule
from zhifa.publishing.models.publications import Publication, PublicationItem, Step
from zhifa.publishing.models.words import WordRule

__all__ = ["GateRule", "Publication", "PublicationItem", "Step", "WordRule"]
