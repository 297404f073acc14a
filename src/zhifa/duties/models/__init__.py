"""Tables of duties."""

from zhifa.duties.models.duties import Duty, DutyLaw, SaidServed
from zhifa.duties.models.lists import DutyYear, IssuerClock, ListVersion, UnitList
from zhifa.duties.models.prompts import Prompt

__all__ = ["Duty", "DutyLaw", "DutyYear", "IssuerClock", "ListVersion", "Prompt", "SaidServed", "UnitList"]
