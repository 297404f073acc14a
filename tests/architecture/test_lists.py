"""Every list comes out whole as a sheet (features F118)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from zhifa.accounts.api import Account
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import HoldingDraft, PersonDraft, UnitDraft, load_people, load_units, open_district

WORK_LISTS = (
    "/work/units/",
    "/work/areas/",
    "/work/people/",
    "/work/deeds/",
    "/work/programmes/",
    "/work/training/coverage/",
)
LISTS = (
    "/campaigns/",
    "/honours/",
    "/activities/",
    "/places/",
    "/programmes/",
    "/laws/",
    "/meetings/",
    "/funding/",
    "/trainings/",
)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*LISTS, *WORK_LISTS])
def test_a_list_comes_out_as_a_sheet(address: str) -> None:
    system, now = Actor.system("test"), clock.now()
    open_district(system, "999901", "测试区", demonstration=True, now=now)
    client = Client()
    if address in WORK_LISTS:
        load_units(system, [UnitDraft("U1", "区司法局", "government", date(2016, 1, 1))], now=now)
        post = HoldingDraft("U1", "干事", Role.OFFICE, date(2016, 1, 1))
        load_people(system, [PersonDraft("P1", "某某", (post,), username="clerk")], now=now)
        client.force_login(Account.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address)
    assert "format=xlsx" in page.content.decode()
    for fmt, start in (("csv", "\ufeff".encode()), ("xlsx", b"PK")):
        export = "/work/deeds/export/" if address == "/work/deeds/" else address
        answer = client.get(export, {"format": fmt})
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert content.startswith(start)
        assert f".{fmt}" in answer["Content-Disposition"]
        if fmt == "csv":
            assert "示例数据·非公文" in content.decode().splitlines()[0], "the mark stands in the first row"
