"""The acts of the access log: note a look, seal a day, purge what was kept long enough, set how long, check it all."""

from zhifa.lookups.services.keeping import purge_lookups, set_keeping
from zhifa.lookups.services.noting import note_lookup
from zhifa.lookups.services.sealing import check_days, seal_days

__all__ = ["check_days", "note_lookup", "purge_lookups", "seal_days", "set_keeping"]
