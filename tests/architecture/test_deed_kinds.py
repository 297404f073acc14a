"""One deed kind, one owning mechanism: nothing is recorded by two."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

from django.apps import apps

from zhifa.kernel.registry import DeedKind, offered


def test_each_kind_of_deed_has_one_owner_that_offers_it() -> None:
    kinds = offered(DeedKind)
    assert [code for code, many in Counter(kind.code for kind in kinds).items() if many > 1] == []
    assert "legal-case" in {kind.code for kind in kinds}
    for kind in kinds:
        owner = import_module(f"{apps.get_app_config(kind.mechanism).name}.offers")
        assert kind in owner.OFFERS, f"{kind.code} is offered by another than {kind.mechanism}"
