"""Where texts do not keep the office's list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.kernel.registry import PublishableThing
from zhifa.publishing.models import WordRule
from zhifa.publishing.rules.wording import Finding, Rule, findings


@dataclass(frozen=True)
class Slip:
    """A finding in one thing of a list; `position` counts from one."""

    position: int
    title: str
    finding: Finding


def word_rules() -> list[WordRule]:
    """The office's list of words."""
    return list(WordRule.objects.all())


def wording_of(texts: Iterable[str], on: date) -> list[Finding]:
    """Where texts do not keep the list on a day. One query."""
    return findings(texts, _rules(), on)


def slips_of(things: Sequence[PublishableThing]) -> list[Slip]:
    """Where things do not keep the list, each by the day of which it speaks. One query."""
    rules = _rules()
    return [
        Slip(position, thing.title, one)
        for position, thing in enumerate(things, start=1)
        for one in findings([thing.text], rules, thing.day)
    ]


def _rules() -> list[Rule]:
    return [
        Rule(
            row.phrase, row.instead, row.why, row.since, row.until, tuple(filter(None, row.unless.split("、"))),
            kind=row.kind,
        )
        for row in word_rules()
    ]  # fmt: skip
