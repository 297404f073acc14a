"""Secrets at rest: personal values encrypted with the home's key, and keyed marks to find them again.

AES-256-GCM with a fresh 96-bit nonce before each cipher text (NIST SP 800-38D). Each purpose has a key of its own, derived from
`settings.FIELD_KEY` (a file of the home, never in the database) by HKDF-SHA256, so that a phone number's cipher text cannot be
passed off as a sign-in secret. Losing the key file loses these values and nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from zhifa.kernel.errors import Unavailable

NONCE_BYTES = 12


def encrypt(text: str, purpose: str) -> bytes:
    """The text under the key of a purpose: nonce, cipher text, tag."""
    return encrypt_bytes(text.encode(), purpose)


def decrypt(cipher: bytes | memoryview, purpose: str) -> str:
    """The text again. Refused when the home's key is another one, or the bytes were changed."""
    return decrypt_bytes(cipher, purpose).decode()


def encrypt_bytes(content: bytes, purpose: str) -> bytes:
    """The same for bytes."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_key(settings.FIELD_KEY, purpose)).encrypt(nonce, content, purpose.encode())


def decrypt_bytes(cipher: bytes | memoryview, purpose: str) -> bytes:
    """The bytes again, refused as the text is."""
    sealed = bytes(cipher)
    try:
        key = AESGCM(_key(settings.FIELD_KEY, purpose))
        return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise Unavailable(
            _("这个值解不开"),
            why=_("加密它的密钥不是现在这一把，或者数据被改动过。"),
            next_step=_("请系统管理员把备份里的 keys 目录恢复回来；找不回时，请重新登记这个值。"),
        ) from error


def keyed_mark(text: str, purpose: str) -> str:
    """A mark that is the same for the same text and says nothing without the home's key; 64 hexadecimal digits."""
    return hmac.new(_key(settings.FIELD_KEY, f"{purpose}:mark"), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=64)
def _key(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"zhifa/{purpose}".encode()).derive(secret.encode())
