"""Tables of funding."""

from zhifa.funding.models.bases import Base, FrozenBase
from zhifa.funding.models.money import Item, Posting, Standard, Year

__all__ = ["Base", "FrozenBase", "Item", "Posting", "Standard", "Year"]
