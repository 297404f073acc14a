"""Who may see and do what among people."""

from __future__ import annotations

from zhifa.kernel.actor import Actor, Role


def may_manage_people(actor: Actor) -> bool:
    """Invite, place and suspend: administrators, and the program itself."""
    return actor.is_system or actor.has_role(Role.ADMINISTRATOR)


def may_freeze_rosters(actor: Actor) -> bool:
    """Freeze who is due at an exam or a training: the district office, which runs them, and administrators."""
    return actor.is_system or actor.has_role(Role.ADMINISTRATOR, Role.OFFICE)


def may_manage_bodies(actor: Actor) -> bool:
    """Areas, populations, units: the district office and administrators."""
    return actor.is_system or actor.has_role(Role.ADMINISTRATOR, Role.OFFICE)


def may_see_bodies(actor: Actor) -> bool:
    """Units and areas: everyone who is signed in."""
    return not actor.is_stranger


def may_see_people(actor: Actor) -> bool:
    """Names and posts across the district: those who run it."""
    return actor.sees_district or may_manage_people(actor)


def may_see_backbone(actor: Actor) -> bool:
    """Who carries law publicity, in which capacity and until when: everyone who is signed in."""
    return not actor.is_stranger


def may_erase_people(actor: Actor) -> bool:
    """Decide that a person's data is erased, and sign it: the district's lead."""
    return actor.has_role(Role.LEAD)


def may_reveal_phones(actor: Actor) -> bool:
    """See a phone number in full, which the ledger keeps: those who run the district's year, and administrators."""
    return actor.has_role(Role.ADMINISTRATOR, Role.OFFICE)
