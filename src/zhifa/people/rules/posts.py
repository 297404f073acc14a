"""The class of a post: the one place that says it.

The post of a head or a lead is a leader's, whether it enforces law or not, since their should-know list is the wider one; of the others
one that enforces law is an enforcer's; a community's is a community worker's; all that is left is staff.
"""

from __future__ import annotations

from zhifa.kernel.actor import Role
from zhifa.people.terms import LEADING, PostClass


def class_of(role: str, *, enforces: bool) -> PostClass:
    """The class of posts of a role; one whose role cannot be told any more is staff."""
    if role in LEADING:
        return PostClass.LEADER
    if enforces:
        return PostClass.ENFORCER
    return PostClass.COMMUNITY if role == Role.COMMUNITY else PostClass.STAFF
