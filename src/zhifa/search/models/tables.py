"""Tables of search."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class SearchDocument(models.Model):
    """One searchable thing as its owner described it last. The truth of search: the index is made from these
    rows, every hit is looked up here again with the asker's marks, and without an index these rows answer
    alone."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    title = models.TextField(_("标题"))
    body = models.TextField(_("内容"), blank=True)
    url = models.CharField(max_length=300)
    marks = ArrayField(models.TextField())
    day = models.DateField(_("日期"), null=True)

    class Meta:
        verbose_name = _("检索条目")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_document_once")]


class SearchTouch(models.Model):
    """“This changed”: written with the change, read and deleted by the one indexer. A change that rolls back
    leaves none; one that commits late is read late, never skipped, because rows are deleted one by one and
    not by number."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    touched_at = models.DateTimeField(db_default=Now())


class SearchIndex(models.Model):
    """Which index folder belongs to this database: a rebuild writes a new folder and then changes this one
    row, so no reader ever sees half an index, and a folder left over from another database is never read."""

    one = models.BooleanField(primary_key=True, default=True)
    generation = models.CharField(max_length=32)
    documents = models.PositiveIntegerField()
    built_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(one=True), name="search_one_index")]
