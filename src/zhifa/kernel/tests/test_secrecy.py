"""Values under the home's key."""

from __future__ import annotations

from typing import Any

import pytest

from zhifa.kernel.errors import Unavailable
from zhifa.kernel.secrecy import decrypt, encrypt, keyed_mark


def test_what_was_encrypted_comes_back_and_looks_different_each_time() -> None:
    one, two = encrypt("13871234567", "phone"), encrypt("13871234567", "phone")
    assert one != two
    assert b"1387" not in one
    assert decrypt(one, "phone") == decrypt(memoryview(two), "phone") == "13871234567"


def test_another_purpose_another_key_or_a_changed_byte_opens_nothing(settings: Any) -> None:
    cipher = encrypt("13871234567", "phone")
    with pytest.raises(Unavailable):
        decrypt(cipher, "totp")
    with pytest.raises(Unavailable):
        decrypt(cipher[:-1] + bytes([cipher[-1] ^ 1]), "phone")
    with pytest.raises(Unavailable):
        decrypt(b"", "phone")
    settings.FIELD_KEY = "another home's key"
    with pytest.raises(Unavailable):
        decrypt(cipher, "phone")


def test_a_mark_finds_the_same_value_and_depends_on_key_and_purpose(settings: Any) -> None:
    mark = keyed_mark("13871234567", "phone")
    assert mark == keyed_mark("13871234567", "phone")
    assert mark not in (keyed_mark("13871234568", "phone"), keyed_mark("13871234567", "mail"))
    settings.FIELD_KEY = "another home's key"
    assert mark != keyed_mark("13871234567", "phone")
