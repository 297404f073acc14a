"""Every list comes out whole as a sheet (features F118)."""

from __future__ import annotations

import pytest
from django.test import Client

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.people.api import open_district

LISTS = ("/campaigns/", "/honours/", "/activities/", "/places/", "/laws/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", LISTS)
def test_a_list_comes_out_as_a_sheet(address: str) -> None:
    open_district(Actor.system("test"), "999901", "测试区", demonstration=True, now=clock.now())
    client = Client()
    page = client.get(address)
    assert "format=xlsx" in page.content.decode()
    for fmt, start in (("csv", "\ufeff".encode()), ("xlsx", b"PK")):
        answer = client.get(address, {"format": fmt})
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert content.startswith(start)
        assert f".{fmt}" in answer["Content-Disposition"]
        if fmt == "csv":
            assert "示例数据·非公文" in content.decode().splitlines()[0], "the mark stands in the first row"
