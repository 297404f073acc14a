"""Tables of the law library."""

from zhifa.laws.models.instruments import Instrument, Version
from zhifa.laws.models.provisions import Provision, ProvisionText

__all__ = ["Instrument", "Provision", "ProvisionText", "Version"]
