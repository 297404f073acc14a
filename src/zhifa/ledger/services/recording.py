"""Writing entries, inside the transaction of the act that they record."""

from __future__ import annotations

import hashlib
import secrets
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.ledger.errors import LogAlreadyOpened, PersonErased
from zhifa.ledger.models import BulkMember, BulkSheet, Entry, LogIdentity, PersonalSalt, Unsealed
from zhifa.ledger.rules import canonical, merkle
from zhifa.ledger.services.erasures import keep_erasure
from zhifa.ledger.terms import Subject


def record(
    actor: Actor, act: str, subject: Subject, facts: Mapping[str, Any], *, now: datetime, schema: int = 1
) -> int:
    """Write one entry in the caller's transaction and answer its id.

    `facts` hold text, whole numbers, flags, lists and mappings (days and decimals become text; a float is a
    TypeError) and never personal data in clear: use `commit_personal` for that. Outside a transaction it is
    a RuntimeError: an act and its entry stand or fall together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{act}: an entry belongs into its act's transaction")
    entry = Entry.objects.create(
        act=act,
        actor=actor.key,
        subject_kind=subject.kind,
        subject_key=subject.key,
        facts=canonical.json_safe(facts),
        schema=schema,
        recorded_at=now,
    )
    Unsealed.objects.create(entry=entry)
    return entry.pk


def record_each(
    actor: Actor,
    act: str,
    subjects: Sequence[Subject],
    facts: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    *,
    now: datetime,
) -> None:
    """One entry for each subject in the caller's transaction; two inserts, however many they are. The facts are the same for all,
    or one for each in the order of the subjects."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{act}: an entry belongs into its act's transaction")
    told = [facts] * len(subjects) if isinstance(facts, Mapping) else facts
    entries = Entry.objects.bulk_create(
        Entry(
            act=act, actor=actor.key, subject_kind=one.kind, subject_key=one.key, facts=canonical.json_safe(its),
            schema=1, recorded_at=now,
        )
        for one, its in zip(subjects, told, strict=True)
    )  # fmt: skip
    Unsealed.objects.bulk_create(Unsealed(entry=entry) for entry in entries)


def record_bulk(
    actor: Actor,
    act: str,
    subject: Subject,
    rows: Iterable[Mapping[str, Any]],
    totals: Mapping[str, Any],
    *,
    now: datetime,
    members: Sequence[Subject] = (),
    keep: bool = True,
) -> int:
    """Write one entry that commits to a whole sheet: the root over its rows, their number, its typed totals.

    `members` are the things that the rows are about, in the order of the rows: each then knows this entry as its own.
    The rows are kept beside their hashes so that a proof can show them, unless `keep` is False.
    """
    hashes: list[bytes] = []
    packer, packed = zlib.compressobj(1), bytearray()
    for row in rows:
        content = canonical.row_bytes(row)
        hashes.append(hashlib.sha256(b"\x00" + content).digest())
        if keep:
            packed += packer.compress(content + b"\n")
    packed += packer.flush()
    facts = {"rows": len(hashes), "root": merkle.root_of(hashes).hex(), "totals": dict(totals)}
    entry_id = record(actor, act, subject, facts, now=now)
    BulkSheet.objects.create(
        entry_id=entry_id, leaf_hashes=b"".join(hashes), rows=bytes(packed) if keep else None
    )
    BulkMember.objects.bulk_create(
        (
            BulkMember(entry_id=entry_id, position=position, subject_kind=member.kind, subject_key=member.key)
            for position, member in enumerate(members)
        ),
        batch_size=5_000,
    )
    return entry_id


def rows_root(rows: Iterable[Mapping[str, Any]]) -> str:
    """The root, in hex, that `record_bulk` commits to for these rows."""
    return merkle.root_of(hashlib.sha256(b"\x00" + canonical.row_bytes(row)).digest() for row in rows).hex()


def commit_personal(owner_key: str, value: str) -> str:
    """A salted commitment to a personal value, safe to put into facts.

    The salt is one a person and kept apart; once it is destroyed the commitment says nothing about anyone,
    while every other proof of the log still holds. Refused for a person whose salt was destroyed.
    """
    salt, _created = PersonalSalt.objects.get_or_create(
        owner_key=owner_key, defaults={"salt": secrets.token_bytes(32)}
    )
    if salt.salt is None:
        raise PersonErased(
            _("这个人的信息已经依法删除，不能再登记"), next_step=_("要重新登记，请另建一个人员编号。")
        )
    return "sha256:" + hashlib.sha256(bytes(salt.salt) + value.encode()).hexdigest()


def opens(commitment: str, owner_key: str, value: str) -> bool:
    """Whether a commitment is one to this value of this person; never, once the person's salt is destroyed."""
    found = PersonalSalt.objects.filter(owner_key=owner_key).exclude(salt=None).first()
    if found is None or found.salt is None:
        return False
    return commitment == "sha256:" + hashlib.sha256(bytes(found.salt) + value.encode()).hexdigest()


def destroy_salt(owner_key: str, *, now: datetime) -> bool:
    """Destroy a person's salt in the caller's transaction, whose act records it; answers whether there was one.

    The log does not change: its commitments stay as bytes that nobody can open.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a salt is destroyed in its act's transaction")
    destroyed = PersonalSalt.objects.filter(owner_key=owner_key).exclude(salt=None)
    transaction.on_commit(lambda: keep_erasure(owner_key))
    if destroyed.update(salt=None, destroyed_at=now):
        return True
    PersonalSalt.objects.get_or_create(owner_key=owner_key, defaults={"salt": None, "destroyed_at": now})
    return False


def forget_past(table: str, column: str, *, where: tuple[str, int], instead: str) -> int:
    """Replace a personal text in the kept past of a table's rows (those whose named column holds this number), in the transaction
    of the act that erases the person; answers how many. The past proves nothing, so no proof changes."""
    name, number = where
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_pastrow SET was = jsonb_set(was, ARRAY[%s], to_jsonb(%s::text))"
            " WHERE tab = %s AND was->>%s = %s AND coalesce(was->>%s, '') <> ''",
            [column, instead, table, name, str(number), column],
        )
        return int(cursor.rowcount)


@transaction.atomic
def open_log(origin: str, *, demonstration: bool, now: datetime) -> None:
    """Give the log its name and kind, once. The same again changes nothing; another is refused."""
    identity, created = LogIdentity.objects.get_or_create(
        one=True, defaults={"origin": origin, "is_demonstration": demonstration, "opened_at": now}
    )
    if not created and (identity.origin, identity.is_demonstration) != (origin, demonstration):
        raise LogAlreadyOpened(
            f"存证日志已经属于 {identity.origin}",
            why="一份日志只能有一个名称；示例数据与真实数据不能写进同一份日志。",
            next_step="请为另一个区使用另一个数据目录（ZHIFA_HOME）和数据库。",
        )
