"""What people refuses."""

from __future__ import annotations

from zhifa.kernel.errors import Refusal


class DistrictAlreadyOpen(Refusal):
    """This home already has its district; demonstration and real never share one."""

    code = "district-already-open"
    status = 409


class DistrictNotOpen(Refusal):
    """No district stands yet."""

    code = "district-not-open"
    status = 409


class AreasOverlap(Refusal):
    """Two areas, names or holdings claim the same days."""

    code = "areas-overlap"
    status = 422


class PostAlreadyHeld(Refusal):
    """A post has one holder a day; hand it over instead."""

    code = "post-already-held"
    status = 409


class AreaNotEnding(Refusal):
    """An area that is the district, has ended, or still holds what stands on."""

    code = "area-not-ending"
    status = 409


class PostRoleDiffers(Refusal):
    """A post carries one role, whoever holds it; another was asked for."""

    code = "post-role-differs"
    status = 409


class PostEnforcesOtherwise(Refusal):
    """A post enforces law or does not, whoever holds it; the other was said of it."""

    code = "post-enforces-otherwise"
    status = 409


class UnitNotStanding(Refusal):
    """A unit that had ended or not begun that day was to be renamed, merged or to take another over."""

    code = "unit-not-standing"
    status = 409


class ServiceOverlaps(Refusal):
    """The person already serves in that capacity in these days."""

    code = "backbone-service-overlaps"
    status = 409


class ActingOverlaps(Refusal):
    """Somebody already acts in the post, or the days lie outside the holder's term."""

    code = "acting-overlaps"
    status = 409


class LastAdministrator(Refusal):
    """The act would leave this home without anyone who can manage accounts."""

    code = "last-administrator"
    status = 409


class PersonStillServes(Refusal):
    """The person holds a post, stands in or serves: the purpose for which the data is kept lasts."""

    code = "person-still-serves"
    status = 409


class PersonAlreadyErased(Refusal):
    """The person's data was erased before."""

    code = "person-already-erased"
    status = 409
