"""Questions asked of learning, always as someone."""

from zhifa.learning.selectors.classes import (
    ClassLine,
    SessionLine,
    clashes_with,
    class_by_key,
    class_lines,
    counted_of,
    enrolments_of,
    my_classes,
    public_class,
    public_classes,
    session_by_number,
    session_lines,
    standing_of,
)
from zhifa.learning.selectors.rolls import member_of, roll_on, staff_of

__all__ = [
    "ClassLine",
    "SessionLine",
    "clashes_with",
    "class_by_key",
    "class_lines",
    "counted_of",
    "enrolments_of",
    "member_of",
    "my_classes",
    "public_class",
    "public_classes",
    "roll_on",
    "session_by_number",
    "session_lines",
    "staff_of",
    "standing_of",
]
