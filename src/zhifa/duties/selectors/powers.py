"""Units' own power lists beside the year's duties: orphans and double claims."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from zhifa.duties.access import visible_powers
from zhifa.duties.models import Duty, DutyLaw, DutyYear, Power
from zhifa.duties.rules.claims import Claim, PowerHeld, doubles, orphans
from zhifa.duties.terms import Category
from zhifa.kernel.actor import Actor


@dataclass(frozen=True)
class DoubleClaim:
    """A provision of power lists that several units' duties claim: who holds the power, and which duties claim it."""

    label: str
    holders: tuple[str, ...]
    duties: tuple[tuple[Duty, bool], ...]  # with whether its unit holds the power

    @property
    def is_shared(self) -> bool:
        """Whether every claimant holds the power itself."""
        return all(holds for _duty, holds in self.duties)


@dataclass(frozen=True)
class PowerFindings:
    """What the power lists that the actor sees say beside a year's duties of all units."""

    total: int
    orphans: tuple[Power, ...]
    doubles: tuple[DoubleClaim, ...]


def powers_of(actor: Actor) -> QuerySet[Power]:
    """The rows of power lists that the actor sees."""
    return visible_powers(actor).select_related("unit").order_by("unit__path", "pk")


def power_findings(actor: Actor, year: DutyYear) -> PowerFindings:
    """Orphans and double claims over the provisions of the power lists. Three queries."""
    powers = list(powers_of(actor).select_related("version", "text"))
    held = [PowerHeld(row.pk, row.unit.code, _place(row)) for row in powers]
    duties: dict[str, Duty] = {}
    claims = []
    rows = DutyLaw.objects.filter(duty__is_current=True, duty__unit_list__duty_year=year)
    for law in rows.select_related("duty__unit", "version", "text"):
        unit = law.duty.unit
        assert unit is not None  # noqa: S101 - issued duties have a unit
        duties[law.duty.key] = law.duty
        place = (law.version.instrument_id, law.text.provision_id if law.text else None)
        claims.append(Claim(law.duty.key, unit.code, place, law.duty.category == Category.OWN))
    by_key = {row.pk: row for row in powers}
    return PowerFindings(
        len(powers),
        tuple(by_key[one.key] for one in orphans(held, claims)),
        tuple(_double(one.place, one.claims, powers, duties) for one in doubles(held, claims)),
    )


def _double(
    place: tuple[int, int | None], claims: tuple[Claim, ...], powers: list[Power], duties: dict[str, Duty]
) -> DoubleClaim:
    holding = [row for row in powers if _place(row) == place]
    codes = {row.unit.code for row in holding}
    claiming = {claim.duty: claim.unit in codes for claim in claims}
    return DoubleClaim(
        holding[0].label, tuple(dict.fromkeys(row.unit.name for row in holding)),
        tuple((duties[key], holds) for key, holds in claiming.items()),
    )  # fmt: skip


def _place(row: Power) -> tuple[int, int | None]:
    return row.version.instrument_id, row.text.provision_id if row.text else None
