"""Tables of assessment."""

from zhifa.assessment.models.evaluations import Answer, Evaluation
from zhifa.assessment.models.schemes import Line, Scheme

__all__ = ["Answer", "Evaluation", "Line", "Scheme"]
