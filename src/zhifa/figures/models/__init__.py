"""Tables of figures."""

from zhifa.figures.models.definitions import Definition
from zhifa.figures.models.rollups import KeyNumber, RollUp, RollUpTerm, StaleDay, Touched

__all__ = ["Definition", "KeyNumber", "RollUp", "RollUpTerm", "StaleDay", "Touched"]
