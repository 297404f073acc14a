"""What funding refuses."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, Refusal


class YearClosed(Refusal):
    """The year is closed: only a correction with its reason may still be entered."""

    code = "funding-year-closed"
    status = 409


class YearStands(Refusal):
    """The year cannot go where it is asked to: it stands already, or it is not over."""

    code = "funding-year-stands"
    status = 409


class MoneyNotThere(Refusal):
    """More was to be promised, released or spent than there is, or less budgeted than is bound already."""

    code = "money-not-there"
    status = 409


class PostingUnclear(BadInput):
    """A posting without what its stage asks for."""

    code = "posting-unclear"


class PopulationUnnamed(BadInput):
    """A population without basis, date or source divides nothing."""

    code = "population-unnamed"
