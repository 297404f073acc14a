"""Questions about blueprints and papers, asked as someone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhifa.exams.access import may_draw
from zhifa.exams.errors import PaperBroken
from zhifa.exams.models import Blueprint, Draw, ItemCited, ItemVersion, Paper
from zhifa.exams.rules.assembly import Candidate, Line
from zhifa.exams.rules.coverage import lines_for
from zhifa.exams.rules.papers import digest_of_paper, digest_of_question, documents
from zhifa.exams.rules.questions import Question
from zhifa.exams.selectors import drawable
from zhifa.exams.terms import EXPECTED, OBSERVED_LEAST, Difficulty, Kind, PostClass
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.laws.api import Instrument, should_know_lines, should_know_on


def candidates(versions: Iterable[ItemVersion]) -> list[Candidate]:
    """Versions as the assembly weighs them; their citations are read ahead by `drawable`."""
    return [
        Candidate(
            one.pk, one.kind, one.topic, one.difficulty, frozenset(one.post_classes),
            frozenset(cited.version.instrument.code for cited in one.cited.all()), EXPECTED[one.difficulty], _observed(one),
        )
        for one in versions
    ]  # fmt: skip


def _observed(version: ItemVersion) -> float:
    """The observed share of full marks, once enough have answered; until then the declared one stands for it."""
    item = version.item
    known = item.observed is not None and item.observed_n >= OBSERVED_LEAST
    return float(item.observed or 0) if known else EXPECTED[version.difficulty]


def blueprints(actor: Actor) -> QuerySet[Blueprint]:
    """All in use, the newest first; for the office."""
    rows = Blueprint.objects.filter(retired_on=None)
    return rows if may_draw(actor) else rows.none()


def blueprint_by_key(actor: Actor, key: str) -> Blueprint:
    """One; 404 for what the actor may not see."""
    found = blueprints(actor).filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这个组卷方案"))
    return found


def list_coverage(post: str, on: date, each: int) -> tuple[list[Line], list[tuple[str, int]]]:
    """What the should-know list of a class of posts asks of a paper on a day: lines, and the laws that lack questions, with how many there
    are. Nothing where no list was issued."""
    edition = should_know_on(post, on)
    if edition is None:
        return [], []
    names = {
        one.version.instrument.code: one.version.instrument.short_title for one in should_know_lines(edition)
    }
    lines, gaps = lines_for(list(names), candidates(drawable(on)), post, each)
    return lines, [(names[gap.law], gap.there) for gap in gaps]


def draw_by_key(actor: Actor, key: str) -> Draw:
    """One batch of papers; 404 for what the actor may not see."""
    found = Draw.objects.select_related("blueprint").filter(key=key).first() if may_draw(actor) else None
    if found is None:
        raise NotFound(_("没有这批试卷"))
    return found


def line_words(line: Line) -> str:
    """A line in words. One query where it names a statute."""
    law = (
        Instrument.objects.filter(code=line.law).values_list("short_title", flat=True).first()
        if line.law
        else ""
    )
    hard = str(Difficulty(line.difficulty).label) if line.difficulty else ""
    post = str(PostClass(line.post).label) if line.post else ""
    parts = [str(Kind(line.kind).label), line.topic, f"《{law}》" if law else "", hard, post]
    return " ".join(part for part in parts if part)


def paper_questions(paper: Paper) -> list[Question]:
    """The questions of a frozen paper in its order. Refuses (`PaperBroken`) a paper that says anything else than when it was frozen. One
    query."""
    rows = ItemVersion.objects.in_bulk(paper.versions)
    questions = [rows[pk].question for pk in paper.versions if pk in rows]
    if digest_of_paper([digest_of_question(one) for one in questions], paper.draw.points) != paper.digest:
        raise _broken()
    return questions


def _broken() -> PaperBroken:
    return PaperBroken(
        _("这份试卷和封存时不一样了"), next_step=_("停用这份试卷，换一份；请管理员核对存证日志。")
    )


def paper_documents(draw: str, number: int, seed: str) -> tuple[bytes, bytes]:
    """The candidate's document (without keys) and the key of a frozen paper in the order of a candidate's seed; see `rules.papers`."""
    paper = Paper.objects.select_related("draw").filter(draw__key=draw, number=number).first()
    if paper is None:
        raise NotFound(_("没有这份试卷"))
    return documents(f"{draw}-{number}", paper_questions(paper), paper.draw.points, seed)


def papers_questions(papers: Iterable[Paper]) -> dict[int, list[Question]]:
    """The questions of many frozen papers, by paper, each checked as `paper_questions` checks one. One query, and one for their draws
    where the caller has not read them."""
    asked = list(papers)
    rows = ItemVersion.objects.in_bulk({pk for paper in asked for pk in paper.versions})
    known = {pk: row.question for pk, row in rows.items()}
    digests = {pk: digest_of_question(question) for pk, question in known.items()}
    for paper in asked:
        told = [digests[pk] for pk in paper.versions if pk in digests]
        if digest_of_paper(told, paper.draw.points) != paper.digest:
            raise _broken()
    return {paper.pk: [known[pk] for pk in paper.versions] for paper in asked}


def version_questions(versions: Iterable[int]) -> dict[int, Question]:
    """Questions by their versions' ids. One query."""
    return {pk: row.question for pk, row in ItemVersion.objects.in_bulk(set(versions)).items()}


def version_laws(versions: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
    """What versions of questions cite: label, and the article's words as cited (empty where the whole is cited). One query."""
    told: dict[int, list[tuple[str, str]]] = {}
    for row in ItemCited.objects.filter(item_version__in=versions).select_related("text"):
        told.setdefault(row.item_version_id, []).append((row.label, row.text.text if row.text else ""))
    return told
