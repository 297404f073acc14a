"""The lean face of a sitting: starts, saves and hand-ins beside Django in the one entry, many of them committed together."""

from zhifa.sittings.live.application import PREFIX, Sittings

__all__ = ["PREFIX", "Sittings"]
