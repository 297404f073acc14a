"""Tables of duties."""

from zhifa.duties.models.duties import Duty, DutyLaw, SaidServed
from zhifa.duties.models.lists import DutyYear, IssuerClock, ListVersion, UnitList
from zhifa.duties.models.powers import Power
from zhifa.duties.models.prompts import Prompt
from zhifa.duties.models.visits import Visit, VisitDraw

__all__ = [
    "Duty", "DutyLaw", "DutyYear", "IssuerClock", "ListVersion", "Power", "Prompt", "SaidServed", "UnitList", "Visit", "VisitDraw",
]  # fmt: skip
