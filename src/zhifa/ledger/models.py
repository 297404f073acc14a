"""Tables of the log. Entries, leaves, tiles and checkpoints only grow: the database itself refuses more."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogIdentity(models.Model):
    """The log's name (C2SP origin) and whether it belongs to a demonstration: one row, written once."""

    one = models.BooleanField(primary_key=True, default=True)
    origin = models.CharField(max_length=200)
    is_demonstration = models.BooleanField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(one=True), name="ledger_one_log")]


class Entry(models.Model):
    """One act: who (opaque), what, about what, with which facts, when the program recorded it.

    The time is the program's clock at the act; nobody can set it. Where an act brings in a sheet of rows,
    the facts carry the rows' own Merkle root and totals (see `BulkSheet`).
    """

    act = models.CharField(_("行为"), max_length=80)
    actor = models.CharField(_("行为人"), max_length=80)
    subject_kind = models.CharField(_("对象类别"), max_length=40)
    subject_key = models.CharField(_("对象"), max_length=120)
    facts = models.JSONField(_("内容"))
    schema = models.PositiveSmallIntegerField(default=1)
    recorded_at = models.DateTimeField(_("记录时间"))
    txn = models.BigIntegerField(
        db_default=models.Func(function="ledger_txn", output_field=models.BigIntegerField())
    )

    class Meta:
        verbose_name = _("存证记录")
        indexes = [
            models.Index(fields=["subject_kind", "subject_key", "id"], name="ledger_subject"),
            models.Index(fields=["txn"], name="ledger_entry_txn"),
        ]


class Unsealed(models.Model):
    """An entry that waits for the sealer. Written with the entry, so it appears when the act commits and not
    before: an act that took its number early and committed late is sealed late, never skipped."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)


class Leaf(models.Model):
    """The place of an entry in the tree."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="leaf")
    hash = models.BinaryField(max_length=32)
    checkpoint_size = models.BigIntegerField()


class Tile(models.Model):
    """Up to 256 hashes of one level: level 0 leaves, level k complete subtrees of 2^k leaves.

    (C2SP stores every eighth level and recomputes those between; here each level is kept, so that a proof is
    a few look-ups. The served layout takes levels 0, 8, 16 …)
    """

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="ledger_tile_place")]


class Checkpoint(models.Model):
    """A signed head: the tree's size and root at a moment."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField()


class BulkSheet(models.Model):
    """The leaf hashes of a sheet that entered as one entry: 32 bytes a row, in the rows' order.

    `rows` are the rows themselves as they were hashed, a line each, deflated; null where the act did not keep them (rows of
    pseudonymous tokens stand in their own table, rows of commitments say nothing more).
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    leaf_hashes = models.BinaryField()
    rows = models.BinaryField(null=True)


class PersonalSalt(models.Model):
    """The salt of one person's commitments. Destroyed, it is gone and stays so: nothing is ever committed for that person again,
    and nobody can open what was."""

    owner_key = models.CharField(max_length=120, primary_key=True)
    salt = models.BinaryField(max_length=32, null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(salt=None) ^ models.Q(destroyed_at=None), name="ledger_salt_or_its_end"
            )
        ]


class BulkMember(models.Model):
    """A subject that stands in a sheet, and in which of its rows: so that what came in by a sheet knows its
    entry as well as what came in alone."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="members")
    position = models.PositiveIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=120)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_key", "entry"], name="ledger_member_subject")
        ]


class PastRow(models.Model):
    """What a kept table looked like before a change: the ids of new rows (`I`, a PostgreSQL multirange), or one row as it
    was before it changed (`U`) or went (`D`); `S` says from when on a table that held rows already is kept.

    Triggers write it, in the transaction of the change; `txn` is that of the act's entry (`ledger_txn()` in the database), so
    that any signed head divides what it covers from what came later. It serves `rewound` alone and proves nothing.
    """

    id = models.BigAutoField(primary_key=True)
    txn = models.BigIntegerField()
    at = models.DateTimeField()
    tab = models.CharField(max_length=63)
    kind = models.CharField(max_length=1)
    born = models.TextField(blank=True)
    was = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["txn"], name="ledger_past_txn"),
            models.Index(fields=["at"], name="ledger_past_at"),
        ]
