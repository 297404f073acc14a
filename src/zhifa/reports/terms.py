"""The words of reports: states, styles of a printed figure, kinds of field, and the fonts of official documents."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import Measure


class ReportState(TextChoices):
    """How far a report is."""

    DRAFT = "draft", _("草稿")
    FINAL = "final", _("定稿")


class FieldKind(StrEnum):
    """What a field prints."""

    FIGURE = "figure"  # a number with its unit
    TABLE = "table"  # the composition of a figure as a table
    GROWTH = "growth"  # growth of a figure from one window to another, in per cent
    WORD = "word"  # the district's name, the first and last day


class Style(StrEnum):
    """How a number is printed."""

    FULL = "full"  # 330,590人次
    BARE = "bare"  # 330,590
    WAN = "wan"  # 33.06万人次


class Word(StrEnum):
    """What a field may name besides figures."""

    DISTRICT = "district"
    SINCE = "since"
    UNTIL = "until"
    YEAR = "year"


WORDS: Final = {"区名": Word.DISTRICT, "起": Word.SINCE, "止": Word.UNTIL, "年度": Word.YEAR}
STYLES: Final = {"数字": Style.BARE, "只要数字": Style.BARE, "万": Style.WAN}
REPORT_SUBJECT: Final = "report"
PROOF_FORM: Final = "json"  # under which the proof bundle of a 定稿 is kept
OUTLINE_SUBJECT: Final = "outline"
RECORDS_SHOWN: Final = 200  # records of one figure that report.html lists; all of them stand in its CSV
OUTLINE_MAX_MB: Final = 20

# What the PDF uses in place of the fonts that the office has.
SUBSTITUTE_SERIF: Final = "Noto Serif CJK SC"
SUBSTITUTE_SANS: Final = "Noto Sans CJK SC"


# The sources whose figures both checkers compute from the log (`docs/proof.md`); no other may stand in a report. Counts by measure
# are `deeds.` and the measure.
PROVEN_SOURCES: Final = frozenset(
    {
        "deeds.deeds", "deeds.participations", "outreach.activities", "plans.honours", "people.units",
        "people.populations", "people.backbone", *(f"deeds.{measure.value}" for measure in Measure),
        "funding.money", "funding.bases", "outreach.firms", "outreach.pairs", "outreach.cadres", "outreach.lawyers",
    }
)  # fmt: skip
