"""What somebody knows least, and so should practise first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class About:
    """What a question is about: its topic and the codes of the laws that it cites."""

    topic: str
    laws: frozenset[str] = frozenset()

    def tags(self) -> tuple[str, ...]:
        """The laws, and the topic, each marked as what it is."""
        return (*(f"law:{code}" for code in sorted(self.laws)), f"topic:{self.topic}")


@dataclass(frozen=True)
class Tried:
    """How often questions about something were answered, and how often wrongly."""

    about: About
    asked: int
    missed: int


def weaknesses(tried: Iterable[Tried]) -> dict[str, float]:
    """By law and by topic the share missed, drawn towards nothing where little was asked: missed / (asked + 1).

    Worked: one miss of one gives 0.5; four misses of five 0.67; none of ten 0.
    """
    asked: dict[str, int] = {}
    missed: dict[str, int] = {}
    for one in tried:
        for tag in one.about.tags():
            asked[tag] = asked.get(tag, 0) + one.asked
            missed[tag] = missed.get(tag, 0) + one.missed
    return {tag: missed[tag] / (asked[tag] + 1) for tag in asked if missed[tag]}


def most_wanted(
    fresh: Sequence[tuple[int, About]], weak: dict[str, float], duty: frozenset[str]
) -> list[int]:
    """Questions that were never answered, the most wanted first: by the worst of what they are about, then those on a law that the
    person's post should know, then in their order."""

    def rank(place: int) -> tuple[float, bool, int]:
        about = fresh[place][1]
        worst = max((weak.get(tag, 0.0) for tag in about.tags()), default=0.0)
        return -worst, not about.laws & duty, place

    return [fresh[place][0] for place in sorted(range(len(fresh)), key=rank)]
