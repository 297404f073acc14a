"""Columns whose content is encrypted at rest with the home's key (`kernel.secrecy`): read and written as if they were not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from zhifa.kernel.secrecy import decrypt_bytes, encrypt_bytes

if TYPE_CHECKING:
    Binary = models.BinaryField[Any, Any]
else:
    Binary = models.BinaryField


class SealedBytes(Binary):
    """Bytes under the key of a purpose. They cannot be searched, sorted or compared in the database."""

    def __init__(self, *args: Any, purpose: str, **options: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """With the purpose, for migrations."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "purpose": self.purpose}

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Encrypted on the way in."""
        sealed = None if value is None else encrypt_bytes(self.packed(value), self.purpose)
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """Plain on the way out."""
        return None if value is None else self.unpacked(decrypt_bytes(value, self.purpose))

    def packed(self, value: Any) -> bytes:
        """The value as the bytes that are encrypted."""
        return bytes(value)

    def unpacked(self, content: bytes) -> Any:
        """The value again."""
        return content


class SealedJSON(SealedBytes):
    """What JSON holds, under the key of a purpose."""

    def packed(self, value: Any) -> bytes:
        """Compact JSON in UTF-8."""
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()

    def unpacked(self, content: bytes) -> Any:
        """The value again."""
        return json.loads(content)
