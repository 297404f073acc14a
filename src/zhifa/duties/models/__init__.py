"""Tables of duties."""

from zhifa.duties.models.duties import Duty, DutyLaw, SaidServed
from zhifa.duties.models.lists import DutyYear, IssuerClock, ListVersion, UnitList

__all__ = ["Duty", "DutyLaw", "DutyYear", "IssuerClock", "ListVersion", "SaidServed", "UnitList"]
