"""Roll-ups: what figures are added up from. Everything here can be dropped and computed again."""

from __future__ import annotations

from django.db import models


class RollUpTerm(models.Model):
    """One question that roll-ups answer: a measure of a source under a filter. Several definitions may share it."""

    fingerprint = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=60, db_index=True)


class RollUp(models.Model):
    """What one term found on one civil day in one district and part.

    `keys` is a run of big-endian four-byte key numbers, each once: different people of a
    month are the union of its days, exact, whatever days are asked for.
    """

    # No constraint and no index of its own: the unique constraint below begins with the term, one lock guards all
    # writing, and millions of deferred checks would cost more than what they check.
    term = models.ForeignKey(RollUpTerm, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    district = models.CharField(max_length=12)
    day = models.DateField()
    part = models.TextField(blank=True)
    rows = models.BigIntegerField()
    total = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    peak = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    keys = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "district", "day", "part"], name="figures_rollup_once")
        ]


class KeyNumber(models.Model):
    """A small number for each key of a field, so that sets of keys fit into four bytes a key."""

    number = models.AutoField(primary_key=True)
    space = models.CharField(
        max_length=120, db_collation="C"
    )  # keys are bytes, no words: compare them as such
    key = models.TextField(db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "key"], name="figures_key_once")]


class Touched(models.Model):
    """A day of a source whose rows changed in a transaction; consumed when the roll-ups are brought up to date.

    Rows are only ever inserted and deleted, so that two writers of one day never wait for each other.
    """

    source = models.CharField(max_length=60)
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["source", "day"], name="figures_touched_days")]


class StaleDay(models.Model):
    """A day of a term whose buckets are no longer true; computed again when a figure that reads the term is asked."""

    term = models.ForeignKey(RollUpTerm, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "day"], name="figures_stale_once")]
