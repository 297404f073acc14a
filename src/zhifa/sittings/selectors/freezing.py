"""Who would sit an exam, on which papers: what the announcement freezes, asked before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from zhifa.exams.api import Draw
from zhifa.people.api import Person, PostClass, Unit
from zhifa.sittings.models import Candidate, Exam
from zhifa.sittings.rules.windows import papers_needed


@dataclass(frozen=True)
class Due:
    """Somebody who is to sit, with unit and class of posts as of the roster's date."""

    person: int
    code: str
    account: int | None
    unit: int
    unit_code: str
    unit_name: str
    post_title: str
    post_class: str


@dataclass(frozen=True)
class Serving:
    """How many candidates of which classes a draw serves, and how many papers it has and needs. No draw: nobody set one for them."""

    draw: Draw | None
    classes: tuple[str, ...]
    candidates: int
    papers: int
    needed: int

    @property
    def lacks(self) -> bool:
        """Whether the exam cannot be announced for want of papers."""
        return self.draw is None or self.papers < self.needed

    @property
    def class_words(self) -> list[str]:
        """The classes in words."""
        return [str(PostClass(one).label) for one in self.classes]


def due_at(exam: Exam) -> list[Due]:
    """Who is to sit: the roster in the order of units and names, with the class of post that it froze; at a make-up exam those
    of the first exam's candidates who may sit again, as they stood there. One query."""
    rows: QuerySet[Any] = exam.roster.members.order_by("unit__path", "person__pinyin", "person__code")
    if exam.make_up_of is not None:
        rows = sitting_again(exam.make_up_of)
    return [
        _due(one.person, one.unit, one.post_title, one.post_class)
        for one in rows.select_related("person", "unit")
    ]


def sitting_again(first: Exam) -> QuerySet[Candidate]:
    """Who may make up for an exam whose results are out: its candidates who failed or did not come. The exempt owe nothing."""
    return first.candidates.filter(exempt="").exclude(result__passed=True)


def servings(exam: Exam, due: Sequence[Due]) -> list[Serving]:
    """What each draw of an exam serves; the classes for which none is set come last. One query."""
    rows = exam.papers.select_related("draw__blueprint").annotate(there=Count("draw__papers"))
    by_class: dict[str, Any] = {one.post_class: one for one in rows}
    counts = Counter(one.post_class for one in due)
    classes: dict[int | None, list[str]] = {}
    for post_class in PostClass.values:
        if counts[post_class]:
            row = by_class.get(post_class) or by_class.get("")
            classes.setdefault(row.draw_id if row else None, []).append(post_class)
    of_draw = {one.draw_id: one for one in by_class.values()}
    found = []
    for pk, several in sorted(classes.items(), key=lambda pair: pair[0] is None):
        total, row = sum(counts[one] for one in several), of_draw.get(pk) if pk else None
        needed = papers_needed(total, exam.attempts_most)
        found.append(
            Serving(row.draw if row else None, tuple(several), total, row.there if row else 0, needed)
        )
    return found


def _due(person: Person, unit: Unit, post_title: str, post_class: str) -> Due:
    return Due(
        person.pk, person.code, person.account_id, unit.pk, unit.code, unit.name, post_title, str(post_class)
    )
