"""A small real district with an office, a lead, an auditor, a finance bureau that keeps the books, and a bureau that has no
business with money; two populations of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.once import Once
from zhifa.accounts.api import Account
from zhifa.figures.api import ensure_definitions
from zhifa.funding.api import (
    ItemDraft,
    Kind,
    PostingDraft,
    Source,
    close_year,
    commit_money,
    open_item,
    open_year,
    release_money,
    revise_budget,
    set_standard,
    spend_money,
)
from zhifa.funding.models import Year
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import (
    HoldingDraft,
    PersonDraft,
    PopulationDraft,
    UnitDraft,
    UnitKind,
    actor_of,
    add_person,
    load_populations,
    load_units,
    open_district,
)

SYSTEM, NOW, TODAY = Actor.system("test"), clock.now(), clock.today()
HERE = "990001"
UNITS = (("U01", "测试区司法局"), ("U02", "测试区财政局"), ("U03", "测试区教育局"))
PEOPLE = (
    ("lead", "李某", Role.LEAD, "U01"), ("clerk", "周某", Role.OFFICE, "U01"), ("auditor", "汪某", Role.AUDITOR, "U01"),
    ("finance", "钱某", Role.LIAISON, "U02"), ("outsider", "王某", Role.LIAISON, "U03"),
)  # fmt: skip
RESIDENT = PopulationDraft(HERE, "resident", date(2015, 12, 31), date(2016, 5, 12), 729_600, "统计公报甲")
REGISTERED = PopulationDraft(HERE, "registered", date(2015, 12, 31), date(2016, 4, 20), 647_932, "统计公报甲")
ITEM = (2016, 1)  # the item of publicity of the year


def make_here() -> None:
    ensure_definitions(now=NOW)
    open_district(SYSTEM, HERE, "测试区", demonstration=False, now=NOW)
    units = [UnitDraft(code, name, UnitKind.GOVERNMENT, date(2010, 1, 1)) for code, name in UNITS]
    load_units(SYSTEM, units, now=NOW)
    for code, name, role, unit in PEOPLE:
        held = HoldingDraft(unit, f"{name}的职务", role, date(2010, 1, 1))
        add_person(SYSTEM, PersonDraft(code, name, (held,), username=code), now=NOW)
    load_populations(SYSTEM, [RESIDENT, REGISTERED], now=NOW)


@pytest.fixture(scope="module")
def here_once(once: Once) -> None:
    once(make_here)


@pytest.fixture
def here(here_once: None, db: None) -> None:
    """The district without any money."""


@pytest.fixture
def money(here: None) -> Year:
    """2016: 700,000 元 for publicity and a standard of 1 元, of the worked year in docs/mechanisms/funding.md."""
    set_standard(SYSTEM, 2016, Decimal(1), "某办发〔2016〕1号", now=NOW)
    return year_with(2016, "700000")


def year_with(year: int, budget: str) -> Year:
    """A year with one item of publicity."""
    found = open_year(SYSTEM, year, "U02", now=NOW)
    open_item(SYSTEM, year, item(budget, year), now=NOW)
    return found


def item(
    budget: str,
    year: int = 2016,
    kind: Kind = Kind.PUBLICITY,
    title: str = "普法宣传专项",
    source: Source = Source.LOCAL,
) -> ItemDraft:
    """An item with its approved budget in 元."""
    return ItemDraft(kind, source, "U01", title, Decimal(budget), f"某财预〔{year}〕8号", date(year, 1, 20))


def paper(amount: str, day: date = date(2016, 3, 1), **more: object) -> PostingDraft:
    """A posting of an amount in 元 that says all that any stage asks."""
    told: dict[str, object] = {"party": "某印务公司", "purpose": "印制宣传册", **more}
    return PostingDraft(Decimal(amount), day, "第7号", **told)  # type: ignore[arg-type]


def worked() -> None:
    """The worked year: +100,000, released 350,000, a contract of 200,000 with 150,000 paid, 40,000 spent without one."""
    revise_budget(SYSTEM, ITEM, paper("-100000", reason="年中调减"), now=NOW)
    revise_budget(SYSTEM, ITEM, paper("100000", reason="年底追加"), now=NOW)
    release_money(SYSTEM, ITEM, paper("350000"), now=NOW)
    contract = commit_money(SYSTEM, ITEM, paper("200000"), now=NOW)
    spend_money(SYSTEM, ITEM, paper("150000", contract=contract.number), now=NOW)
    spend_money(SYSTEM, ITEM, paper("40000"), now=NOW)


def closed(year: int = 2016) -> Year:
    """The same year, closed."""
    return close_year(SYSTEM, year, now=NOW)


def account_of(username: str) -> Actor:
    """The actor of an account."""
    return actor_of(Account.objects.get(username=username), TODAY)
