"""Tables of the register."""

from zhifa.documents.models.documents import Document

__all__ = ["Document"]
