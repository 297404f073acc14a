"""Who asks: a frozen value built by `people`, so that lower rooms can weigh rights without knowing people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a post entitles its holder to do. The words shown to users stand in `people.terms`."""

    ADMINISTRATOR = "administrator"  # 系统管理员: accounts and operation, no business data
    OFFICE = "office"  # 区普法办 clerk: the district's year
    LEAD = "lead"  # 区司法局 lead: reads everything, decides
    HEAD = "head"  # 单位负责人: signs for a unit
    LIAISON = "liaison"  # 普法联络员: records for a unit
    STREET = "street"  # 街道 (司法所): confirms for its area
    COMMUNITY = "community"  # 社区: records and confirms for its area
    AUDITOR = "auditor"  # 审计: reads everything and the access log, changes nothing
    STAFF = "staff"  # 一般工作人员: own lists, classes and exams; reaches no unit and no area


DISTRICT_WIDE = frozenset({Role.OFFICE, Role.LEAD, Role.AUDITOR})


@dataclass(frozen=True)
class Grant:
    """One role, held over one branch of units and one branch of areas, for a period.

    Paths are materialised (`/U001/U014/`, `/D/S01/`); a grant reaches everything whose
    path begins with its own; `""` reaches nothing and `"/"` everything.
    """

    role: Role
    unit_path: str = ""
    area_path: str = ""
    since: date = date.min
    until: date | None = None
    acting_for: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the grant is in force that civil day (both ends inside)."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Actor:
    """Who acts or asks. `key` is opaque and stable: it is all that the ledger keeps of a person."""

    key: str
    name: str
    account_id: int | None = None
    grants: tuple[Grant, ...] = field(default=())

    @classmethod
    def system(cls, process: str, words: str = "") -> Actor:
        """The program itself acting in a named process (`sealer`, `founding`): may do anything below a face. `words` is
        what people read of it."""
        return cls(key=f"system:{process}", name=f"系统（{words or process}）", grants=(_EVERYTHING,))

    @property
    def is_stranger(self) -> bool:
        """Nobody is signed in."""
        return self.account_id is None and not self.key.startswith("system:")

    @property
    def is_system(self) -> bool:
        """The program itself."""
        return self.key.startswith("system:")

    def has_role(self, *roles: Role) -> bool:
        """Whether any of the roles is held, over whatever branch."""
        return any(grant.role in roles for grant in self.grants)

    @property
    def sees_district(self) -> bool:
        """Whether a role is held that reads the whole district's work."""
        return any(grant.role in DISTRICT_WIDE for grant in self.grants)

    @property
    def is_plain_staff(self) -> bool:
        """Whether no other role is held than that of plain staff, who have a desk of their own (`registry.OwnPages`) and no more."""
        return bool(self.grants) and all(grant.role is Role.STAFF for grant in self.grants)

    def unit_paths(self, *roles: Role) -> tuple[str, ...]:
        """The unit branches over which any of the roles (all roles when none is named) is held."""
        return tuple(
            dict.fromkeys(g.unit_path for g in self.grants if g.unit_path and (not roles or g.role in roles))
        )

    def area_paths(self, *roles: Role) -> tuple[str, ...]:
        """The area branches over which any of the roles (all roles when none is named) is held."""
        return tuple(
            dict.fromkeys(g.area_path for g in self.grants if g.area_path and (not roles or g.role in roles))
        )

    def reaches_unit(self, path: str, *roles: Role) -> bool:
        """Whether a unit lies in a branch over which any of the roles is held."""
        return any(path.startswith(branch) for branch in self.unit_paths(*roles))

    def reaches_area(self, path: str, *roles: Role) -> bool:
        """Whether an area lies in a branch over which any of the roles is held."""
        return any(path.startswith(branch) for branch in self.area_paths(*roles))

    def stands_in_for(self, allowed: Callable[[Actor], bool]) -> str:
        """For whom this actor stands in when it does what `allowed` asks about; empty when its own posts suffice.

        `allowed` answers for an actor with fewer grants: first with the own ones, then with those of each principal too.
        """
        own = tuple(grant for grant in self.grants if not grant.acting_for)
        if len(own) == len(self.grants) or allowed(replace(self, grants=own)):
            return ""
        for name in dict.fromkeys(grant.acting_for for grant in self.grants if grant.acting_for):
            lent = tuple(grant for grant in self.grants if grant.acting_for == name)
            if allowed(replace(self, grants=(*own, *lent))):
                return name
        return ""

    def scopes(self) -> frozenset[str]:
        """The marks that let this actor find a searchable thing: `public`, `signed-in`, `district`,
        `unit:<path>`, `area:<path>`, `account:<id>`."""
        marks = {"public"}
        if not self.is_stranger and not self.is_plain_staff:
            marks.add("signed-in")
        if self.sees_district or self.is_system:
            marks.add("district")
        if self.account_id is not None:
            marks.add(f"account:{self.account_id}")
        business = tuple(role for role in Role if role is not Role.ADMINISTRATOR)
        marks.update(f"unit:{path}" for path in self.unit_paths(*business))
        marks.update(f"area:{path}" for path in self.area_paths(*business))
        return frozenset(marks)


_EVERYTHING = Grant(role=Role.OFFICE, unit_path="/", area_path="/")
STRANGER = Actor(key="stranger", name="访客")
