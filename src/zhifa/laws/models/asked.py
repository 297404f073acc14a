"""That somebody asked, and whether the library had an answer: neither the words nor the person."""

from __future__ import annotations

from django.db import models

from zhifa.laws.terms import Asked


class AskedQuestion(models.Model):
    """One question put to the library on its page. The row says the day and what came of it, nothing else: no words, no address,
    no account, no hour. So the figure can be counted and nobody can be found by it. No ledger entry is made for it: a
    stranger's question is no act of an office, and a sealed entry could never be forgotten."""

    day = models.DateField(db_index=True)
    outcome = models.CharField(max_length=8, choices=Asked.choices)

    class Meta:
        ordering = ["pk"]
