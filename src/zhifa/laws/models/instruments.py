"""Instruments and the spans of days on which one text of each stood."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.utils.translation import gettext_lazy as _

from zhifa.laws.rules.names import STATE
from zhifa.laws.terms import InstrumentKind, StartBasis, VersionStatus


class Instrument(models.Model):
    """One legal text under one name, through all its versions; or a document cited by title and dates.

    `code` is its word in addresses and never changes. `short_title` (without the state's name) is what people
    write and what a citation is matched with; documents with the same title differ by `document_number`.
    `repealed_on` is the first day on which it no longer stood; `is_repealed` without that day means that the
    source says so and names none.
    """

    code = models.CharField(_("代码"), max_length=80, unique=True)
    kind = models.CharField(_("类别"), max_length=40, choices=InstrumentKind.choices)
    title = models.CharField(_("名称"), max_length=200)
    short_title = models.CharField(_("简称"), max_length=200, db_index=True)
    pinyin = models.CharField(_("拼音"), max_length=600)
    issuing_body = models.CharField(_("制定机关"), max_length=120, blank=True)
    field = models.CharField(_("法律部门"), max_length=40, blank=True)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    is_repealed = models.BooleanField(_("已废止"), default=False)
    repealed_on = models.DateField(_("废止日期"), null=True, blank=True)
    repealed_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeals"
    )

    class Meta:
        verbose_name = _("法律文件")
        verbose_name_plural = _("法律文件")
        constraints = [
            models.UniqueConstraint(fields=["title", "document_number"], name="laws_instrument_title"),
            models.CheckConstraint(
                condition=Q(repealed_on=None) | Q(is_repealed=True), name="laws_repeal_day_of_repealed"
            ),
        ]
        indexes = [models.Index(fields=["kind", "pinyin"], name="laws_instrument_listing")]

    def __str__(self) -> str:
        return self.title

    @property
    def cited_as(self) -> str:
        """《宪法》, as it is written in a citation."""
        return f"《{self.short_title}》"

    @property
    def has_state_name(self) -> bool:
        """Whether the full title begins with the state's name."""
        return self.title.startswith(STATE)


class Version(models.Model):
    """The days (`effective_on` to `ended_on`, both inside) on which one text of an instrument stood.

    A version whose text is not held (`text_held` false) is a row all the same, so that what was done on those
    days can cite it and is counted; it is never filled with the text of other days. `effective_on` null: from
    before all knowledge; `ended_on` null: still. Versions of one instrument never share a day.
    `source_key` is the text's key at its source (`package:key`); a gap's names its kind and first day.
    `text_sha256` is that of the words as their source gave them, `corrected_at` when some of them were last put right.
    `history` keeps the dates under the title (题注), a line each; `made_by` is the act that made this text, where known.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    ended_on = models.DateField(_("失效前一日"), null=True, blank=True)
    stated_on = models.DateField(_("来源所载施行日期"), null=True, blank=True)
    basis = models.CharField(_("起始依据"), max_length=20, choices=StartBasis.choices)
    status = models.CharField(_("来源所载效力"), max_length=20, choices=VersionStatus.choices, blank=True)
    source = models.CharField(_("来源"), max_length=120)
    source_key = models.CharField(max_length=120)
    text_held = models.BooleanField(_("文本已收录"))
    history = models.TextField(_("题注"), blank=True, db_default="")
    made_by = models.ForeignKey(
        Instrument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="made",
        verbose_name=_("修改文件"),
    )
    corrected_at = models.DateTimeField(_("最近更正"), null=True, blank=True)
    text_sha256 = models.CharField(_("文本摘要"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("版本")
        verbose_name_plural = _("版本")
        ordering = [F("effective_on").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "source_key"], name="laws_version_key"),
            ExclusionConstraint(
                name="laws_versions_share_no_day",
                deferrable=Deferrable.DEFERRED,  # one import may move several spans
                expressions=[
                    ("instrument", RangeOperators.EQUAL),
                    (
                        Func(
                            "effective_on",
                            "ended_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(effective_on=None) | Q(ended_on__gte=F("effective_on")),
                name="laws_version_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(text_held=False)
                | (Q(effective_on__isnull=False) & Q(published_on__isnull=False)),
                name="laws_held_text_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id}@{self.effective_on or '…'}"

    @property
    def is_known_in_force(self) -> bool:
        """Whether the instrument certainly stood on these days, with whatever text."""
        return self.basis != StartBasis.GAP_UNKNOWN
