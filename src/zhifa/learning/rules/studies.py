"""When a law of a should-know list counts as studied.

The list names 《宪法》 as a whole: studied where anything of it is cited. It names 《行政处罚法》第五条: studied where that article is
cited, or the whole law; citing 第六条 is not it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """A law by the id of its instrument, and the article by the id of its provision (None: the whole)."""

    instrument: int
    provision: int | None = None

    def studied_by(self, cited: Named) -> bool:
        """Whether a study that cites `cited` studied what the list names here; versions make no difference."""
        if cited.instrument != self.instrument:
            return False
        return self.provision is None or cited.provision is None or cited.provision == self.provision
