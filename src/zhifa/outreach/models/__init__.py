"""Tables of outreach."""

from zhifa.outreach.models.tables import Activity, Place, Programme, Turn

__all__ = ["Activity", "Place", "Programme", "Turn"]
