"""Areas, populations, units and people of the scenario, as drafts for the doors of `people`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from random import Random
from typing import Any

from zhifa.kernel.actor import Role
from zhifa.people.api import (
    AreaDraft,
    HoldingDraft,
    PersonDraft,
    PopulationDraft,
    SuccessionDraft,
    UnitDraft,
)

NUMERALS = "一二三四五六七八九十"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢"
)
GIVEN = "明芳军敏静丽强磊洋艳勇杰娟涛超霞平刚辉玲健红波宁琳伟博凯晨雪梅松岚峰玉兰桂文斌志新海燕建华"


def area_drafts(bodies: Mapping[str, Any]) -> list[AreaDraft]:
    """Streets, zones and communities."""
    district = bodies["district"]
    since, named, invented = district["since"], district["streets_source"], district["invented_source"]
    drafts = [
        AreaDraft(code, name, "street", district["code"], since, named)
        for code, (name, _) in bodies["streets"].items()
    ]
    drafts += [
        AreaDraft(code, name, "zone", district["code"], since, named, needs_service=False)
        for code, name in bodies["zones"].items()
    ]
    drafts += [
        AreaDraft(f"{code}{number:03d}", community_name(name, number), "community", code, since, invented)
        for code, (name, communities) in bodies["streets"].items()
        for number in range(1, communities + 1)
    ]
    return drafts


def community_name(street: str, number: int) -> str:
    """The invented name of a street's n-th community (1 to 10)."""
    return f"{street}第{NUMERALS[number - 1]}社区"


def population_drafts(bodies: Mapping[str, Any]) -> list[PopulationDraft]:
    """The populations as they stand in the scenario."""
    return [PopulationDraft(**row) for row in bodies["populations"]]


def unit_drafts(bodies: Mapping[str, Any]) -> list[UnitDraft]:
    """Sixty agencies, those that ended, the streets and the communities as bodies."""
    since = bodies["district"]["since"]
    drafts = []
    began = {row["successor"]: row["on"] for row in bodies["ended"]}
    for number, (kind, name) in enumerate(_agencies(bodies), start=1):
        drafts.append(UnitDraft(f"U{number:02d}", name, kind, began.get(name, since)))
    for number, row in enumerate(bodies["ended"], start=61):
        drafts.append(UnitDraft(f"U{number:02d}", row["name"], row["kind"], since))
    for number, (code, (name, communities)) in enumerate(bodies["streets"].items(), start=1):
        street = f"S{number:02d}"
        drafts.append(UnitDraft(street, name, "street", since, area=code))
        for part in range(1, communities + 1):
            drafts.append(
                UnitDraft(
                    f"{street}C{part:02d}", community_name(name, part), "community", since,
                    parent=street, area=f"{code}{part:03d}",
                )
            )  # fmt: skip
    return drafts


def succession_drafts(bodies: Mapping[str, Any]) -> list[SuccessionDraft]:
    """Who went over into whom."""
    codes = {draft.name: draft.code for draft in unit_drafts(bodies)}
    return [
        SuccessionDraft(codes[row["name"]], codes[row["successor"]], row["on"], row["document"])
        for row in bodies["ended"]
    ]


def person_drafts(bodies: Mapping[str, Any]) -> list[PersonDraft]:
    """A head and a liaison for every agency and street, a secretary for every community, and the one-click sign-ins; plain staff and
    those who enforce law come last and after what the scenario's records tell, so that they change no number of it."""
    units = unit_drafts(bodies)
    codes = {draft.name: draft.code for draft in units}
    names = _names(Random(bodies["district"]["seed"]))
    taken = {(row["unit"], row["title"]) for row in bodies["sign_ins"]}
    since = date(2016, 1, 1)
    drafts = [
        PersonDraft(
            f"P{number:04d}", row["name"],
            (HoldingDraft(codes[row["unit"]], row["title"], row["role"], since),),
            username=row["username"], demonstration=True,
        )
        for number, row in enumerate((one for one in bodies["sign_ins"] if one["role"] != Role.STAFF), start=1)
    ]  # fmt: skip
    ended = {row["name"]: row["on"] for row in bodies["ended"]}
    posts = {
        "street": (("司法所所长", Role.STREET), ("普法联络员", Role.LIAISON)),
        "community": (("社区书记", Role.COMMUNITY),),
    }
    for unit in units:
        for title, role in posts.get(unit.kind, (("分管负责人", Role.HEAD), ("普法联络员", Role.LIAISON))):
            if (unit.name, title) in taken:
                continue
            number = len(drafts) + 1
            last = date.fromordinal(ended[unit.name].toordinal() - 1) if unit.name in ended else None
            held = HoldingDraft(unit.code, title, role, max(since, unit.valid_from), last)
            drafts.append(PersonDraft(f"P{number:04d}", next(names), (held,), username=f"p{number:04d}"))
    drafts += [
        PersonDraft(
            f"P{number:04d}", row["name"], (HoldingDraft(codes[row["unit"]], row["title"], row["role"], row["since"]),),
            username=row["username"], demonstration=True,
        )
        for number, row in enumerate((one for one in bodies["sign_ins"] if one["role"] == Role.STAFF), start=len(drafts) + 1)
    ]  # fmt: skip
    enforcement = bodies["enforcement"]
    for unit_name, title in product(enforcement["agencies"], enforcement["titles"]):
        held = HoldingDraft(codes[unit_name], title, Role.STAFF, enforcement["since"], enforces=True)
        number = len(drafts) + 1
        drafts.append(PersonDraft(f"P{number:04d}", next(names), (held,), username=f"p{number:04d}"))
    return drafts


def _agencies(bodies: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for kind, names in bodies["agencies"].items():
        for name in names:
            yield kind, name


def _names(random: Random) -> Iterator[str]:
    """Invented names without end."""
    while True:
        yield random.choice(SURNAMES) + "".join(random.sample(GIVEN, random.choice((1, 2))))
