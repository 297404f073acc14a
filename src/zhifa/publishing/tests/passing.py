"""The way through the gate with four people, for the tests of everything that is published."""

from __future__ import annotations

from collections.abc import Sequence

from zhifa.accounts.api import Account, Proof, digest_of
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Grant, Role
from zhifa.kernel.registry import Publishable
from zhifa.publishing.api import (
    Move,
    Openness,
    Publication,
    Said,
    decide,
    pass_on,
    propose,
    publish,
    submit,
    withdraw,
    words_of_move,
)
from zhifa.publishing.selectors import kinds, ready_keys

PEOPLE = (
    ("gate-author", Role.OFFICE), ("gate-first", Role.OFFICE), ("gate-second", Role.LEAD), ("gate-final", Role.LEAD),
)  # fmt: skip


def person(username: str, role: Role) -> Actor:
    """An actor with an account that holds one role over the district."""
    account, _made = Account.objects.get_or_create(username=username, defaults={"display_name": username})
    return Actor(account.key, username, account.pk, (Grant(role, unit_path="/G/", area_path="/"),))


def proof(actor: Actor, publication: Publication, move: str, said: Said = Said()) -> Proof:  # noqa: B008 - frozen
    """That the actor has just stood before the text of a move."""
    publication.refresh_from_db()
    text = words_of_move(publication, move, said)
    assert actor.account_id is not None
    return Proof(actor.account_id, "password", digest_of(text), clock.now())


def publish_all(kind: str, keys: Sequence[str] | None = None) -> Publication | None:
    """What may go out together of a kind (or one that goes by itself, or these keys), through every step; None when nothing may."""
    wanted = list(keys) if keys is not None else _together(kinds()[kind])
    if not wanted:
        return None
    author, first, second, final = (person(*one) for one in PEOPLE)
    made = propose(author, kind, wanted, title="测试公开", now=clock.now())
    submit(author, made.pk, proof=proof(author, made, Move.SUBMIT), now=clock.now())
    for reviewer in (first, second, final):
        pass_on(reviewer, made.pk, proof=proof(reviewer, made, Move.PASS), now=clock.now())
    open_said = Said(remarks="应当主动公开", openness=Openness.ACTIVE)
    decide(
        first, made.pk, Openness.ACTIVE, "应当主动公开", proof=proof(first, made, Move.OPEN, open_said),
        now=clock.now(),
    )  # fmt: skip
    publish(author, made.pk, proof=proof(author, made, Move.PUBLISH), now=clock.now())
    made.refresh_from_db()
    return made


def _together(kind: Publishable) -> list[str]:
    things = kind.things(ready_keys(kind))
    return [thing.key for thing in things if not thing.alone] or [thing.key for thing in things[:1]]


def withdraw_all(publication: Publication, reason: str = "测试撤下") -> None:
    """Take a publication back."""
    author = person(*PEOPLE[0])
    said = Said(remarks=reason)
    withdraw(
        author, publication.pk, reason, proof=proof(author, publication, Move.WITHDRAW, said), now=clock.now()
    )
