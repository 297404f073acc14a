"""Tables of assessment."""

from zhifa.assessment.models.evaluations import Answer, Evaluation
from zhifa.assessment.models.leaders import LeaderDuty, LeaderDutyCite, LeaderList, LeaderType, PostType
from zhifa.assessment.models.schemes import Line, Scheme

__all__ = [
    "Answer", "Evaluation", "LeaderDuty", "LeaderDutyCite", "LeaderList", "LeaderType", "Line", "PostType", "Scheme",
]  # fmt: skip
