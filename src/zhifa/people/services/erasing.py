"""Lawful erasure: a person's data goes, the proofs of everything else stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhifa.accounts.api import ERASED_NAME, Proof, erase_account, sign
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, destroy_salt, destroyed_owners, forget_past, record
from zhifa.notices.api import forget_account
from zhifa.people.access import may_erase_people
from zhifa.people.errors import PersonAlreadyErased, PersonStillServes
from zhifa.people.models import ActingFor, Backbone, Person
from zhifa.people.rules.erasing import decision_text
from zhifa.people.terms import ERASED, REDONE, SEARCH_PEOPLE, ErasureGround
from zhifa.search.api import touch as search_touch


@transaction.atomic
def erase_person(
    actor: Actor, code: str, *, ground: ErasureGround, document: str, proof: Proof, now: datetime
) -> None:
    """Erase a person's data by a signed decision of the district's lead; what goes and what stays is said in the text.

    Destroys the salt of the person's commitments, so that no entry of the ledger says anything about anyone any more, while
    every leaf, root and bundle stays as it is. Refused: a person who still serves, one erased before, no paper behind it.
    """
    if not may_erase_people(actor):
        raise NotAllowed(_("只有区司法局领导可以决定删除个人信息"))
    person = Person.objects.select_for_update().filter(code=code).first()
    if person is None:
        raise NotFound(_("没有这个人员"))
    _must_be_over(person, now)
    if not document.strip():
        raise BadInput(_("请写明书面材料，如申请的日期和文号"), field="document")
    day = clock.civil_day(now)
    subject = Subject("person", code)
    text = decision_text(code=code, ground=str(ground.label), document=document.strip(), day=day)
    digest = sign(actor, text, subject, role=Role.LEAD, proof=proof, now=now)
    _clear(actor, person, now)
    had_salt = destroy_salt(f"person:{code}", now=now)
    facts = {
        "article": f"个人信息保护法第四十七条第一款第{ground.value}项",
        "document": document.strip(),
        "text_sha256": digest,
        "salt_destroyed": had_salt,
    }
    record(actor, ERASED, subject, facts, now=now)
    search_touch(SEARCH_PEOPLE, [code])


@transaction.atomic
def redo_erasures(owners: Iterable[str], *, now: datetime) -> int:
    """Erase again what an older backup brought back: of `owners`, the keys of salts that are known to have been destroyed, those that stand
    here. The decisions stand; each person erased anew, and each other salt, leaves an entry. Answers how many there were."""
    actor, gone = Actor.system("restore"), set(destroyed_owners())
    done = 0
    for owner in owners:
        if owner in gone:
            continue
        kind, _colon, code = owner.partition(":")
        person = Person.objects.select_for_update().filter(code=code, erased_at=None).first()
        if kind == "person" and person is not None:
            _clear(actor, person, now)
            search_touch(SEARCH_PEOPLE, [code])
        had_salt = destroy_salt(owner, now=now)
        subject = Subject("person", code) if kind == "person" else Subject("salt", owner)
        record(actor, REDONE, subject, {"salt_destroyed": had_salt}, now=now)
        done += 1
    return done


def _must_be_over(person: Person, now: datetime) -> None:
    """The purpose of keeping the data has ended: no post, no standing in, no service from today on."""
    if person.erased_at is not None:
        raise PersonAlreadyErased(_("这个人员的信息已经删除"))
    lasts = Q(valid_until=None) | Q(valid_until__gte=clock.civil_day(now))
    serving = person.holdings.filter(lasts), person.acts_for.filter(lasts), person.service.filter(lasts)
    if any(rows.exists() for rows in serving):
        raise PersonStillServes(
            _("这个人员还在任职、代理或者担任骨干，不能删除"),
            why=_("处理目的还没有实现。"),
            next_step=_("请先结束任职、代理和聘任，从第二天起可以删除。"),
        )


def _clear(actor: Actor, person: Person, now: datetime) -> None:
    """Take every personal value out of the tables that hold one."""
    ActingFor.objects.filter(Q(person=person) | Q(holding__person=person)).update(reason=ERASED_NAME)
    Backbone.objects.filter(person=person).exclude(exit_reason="").update(exit_reason=ERASED_NAME)
    forget_past(Backbone._meta.db_table, "exit_reason", where=("person_id", person.pk), instead=ERASED_NAME)
    if person.account_id is not None:
        forget_account(person.account_id)
        erase_account(actor, person.account_id, now=now)
    person.name, person.pinyin = ERASED_NAME, ""
    person.phone_cipher, person.phone_mark = None, ""
    person.erased_at = now
    person.save(update_fields=["name", "pinyin", "phone_cipher", "phone_mark", "erased_at"])
