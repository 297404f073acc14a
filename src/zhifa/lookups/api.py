"""The door of the access log: other mechanisms note a look; nobody but the auditor's pages reads one."""

from zhifa.lookups.services import note_lookup
from zhifa.lookups.terms import What

__all__ = ["What", "note_lookup"]
