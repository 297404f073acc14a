"""A gatehouse: a kind of thing that lives in memory, and people who may work at the gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from zhifa.accounts.api import Account
from zhifa.kernel import clock, registry
from zhifa.kernel.actor import Actor, Grant, Role
from zhifa.kernel.registry import Publishable, PublishableThing
from zhifa.ledger.api import open_log
from zhifa.search.models import SearchDocument

PEOPLE = (
    ("clerk", "/U09/", Role.OFFICE), ("clerk2", "/U09/", Role.OFFICE), ("deputy", "/U09/", Role.LEAD),
    ("lead", "/U09/", Role.LEAD), ("head", "/U01/", Role.HEAD), ("other", "/U02/", Role.HEAD),
    ("liaison", "/U01/", Role.LIAISON), ("auditor", "/U09/", Role.AUDITOR),
)  # fmt: skip
KIND = "leaflet"


@dataclass
class Gatehouse:
    """Who is who; the leaflets, whose texts a test may change; what their owner heard."""

    people: dict[str, Actor]
    leaflets: dict[str, PublishableThing] = field(default_factory=dict)
    heard: list[list[str]] = field(default_factory=list)

    def actor(self, name: str) -> Actor:
        return self.people[name]

    def write(self, key: str, text: str = "一份传单的全文", **changes: Any) -> None:
        """A leaflet of that key with that text; it stands in a table too, so that the gate can ask for it."""
        parts: dict[str, Any] = {
            "title": f"传单{key}", "unit": "区甲局", "unit_path": "/U01/", "day": date(2018, 3, 1),
            "url": f"/leaflets/{key}/", "formed_on": clock.today(),
        }  # fmt: skip
        self.leaflets[key] = PublishableThing(key=key, text=text, **{**parts, **changes})
        SearchDocument.objects.update_or_create(
            kind=KIND, key=key, defaults={"title": key, "body": "", "url": "", "marks": []}
        )

    def change(self, key: str, text: str) -> None:
        self.leaflets[key] = replace(self.leaflets[key], text=text)


def _ready() -> QuerySet[Any]:
    rows: QuerySet[Any] = SearchDocument.objects.filter(kind=KIND).annotate(
        thing_key=F("key"), thing_group=Value("2018-03", CharField()), thing_formed=Cast(Value("2018-03-05"), DateField())
    )  # fmt: skip
    return rows


def _person(name: str, path: str, role: Role) -> Actor:
    account = Account.objects.create_user(username=name, display_name=name, is_demonstration=True)
    return Actor(account.key, name, account.pk, (Grant(role, unit_path=path),))


@pytest.fixture
def here(db: None) -> Iterator[Gatehouse]:
    open_log("tests.example/log", demonstration=True, now=clock.now())
    house = Gatehouse({name: _person(name, path, role) for name, path, role in PEOPLE})

    def things(keys: Sequence[str]) -> list[PublishableThing]:
        return [house.leaflets[key] for key in keys if key in house.leaflets]

    kind = Publishable(
        KIND, "传单", _ready, things, lambda actor: actor.has_role(Role.OFFICE), lambda keys: house.heard.append(list(keys))
    )  # fmt: skip
    registry._offers.append(kind)
    yield house
    registry._offers.remove(kind)


@pytest.fixture
def leaflet(here: Gatehouse) -> Callable[..., str]:
    """Writes a leaflet and answers its key."""

    def write(key: str = "a", text: str = "一份传单的全文", **changes: Any) -> str:
        here.write(key, text, **changes)
        return key

    return write
