"""Questions about blueprints and papers, asked as someone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from zhifa.exams.access import may_draw
from zhifa.exams.errors import PaperBroken
from zhifa.exams.models import Blueprint, Draw, ItemCited, ItemVersion, Paper
from zhifa.exams.rules.assembly import Candidate, Lack, Line, Poor, fits, strata_of
from zhifa.exams.rules.coverage import lines_for
from zhifa.exams.rules.papers import digest_of_paper, digest_of_question, documents
from zhifa.exams.rules.questions import Question
from zhifa.exams.selectors import drawable, in_force
from zhifa.exams.terms import EXPECTED, OBSERVED_LEAST, Difficulty, Kind, Pool
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault, NotFound
from zhifa.laws.api import Instrument, should_know_lines, should_know_on
from zhifa.people.api import PostClass


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
    """All, those in use first and the newest before the rest; for the office."""
    rows = Blueprint.objects.order_by(F("retired_on").desc(nulls_first=True), "-pk")
    return rows if may_draw(actor) else rows.none()


def blueprint_by_key(actor: Actor, key: str) -> Blueprint:
    """One; 404 for what the actor may not see."""
    found = blueprints(actor).filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这个组卷方案"))
    return found


def lines_of(blueprint: Blueprint) -> tuple[Line, ...]:
    """The lines as a draw follows them: one without a class of posts asks for the blueprint's."""
    return tuple(Line(**{**line, "post": line["post"] or blueprint.post}) for line in blueprint.lines)


@dataclass(frozen=True)
class Supply:
    """What the bank has on a day for a blueprint: usable questions by line, and the lines that ask too much together."""

    there: tuple[int, ...]
    lacks: tuple[Fault, ...]


def supply_of(lines: Sequence[Line], on: date) -> Supply:
    """What the bank has for lines on a day; one question may count in several lines, and what they lack together is told apart. About a
    dozen queries, however many lines."""
    bank = candidates(drawable(on))
    there = tuple(sum(fits(line, one) for one in bank) for line in lines)
    try:
        strata_of(lines, bank)
    except Poor as poor:
        return Supply(there, tuple(lack_faults(poor.lacks, lines)))
    return Supply(there, ())


def lack_faults(lacks: Sequence[Lack], lines: Sequence[Line]) -> list[Fault]:
    """What is missing, line by line, each with its mend. One query."""
    words = lines_words(lines)
    return [
        Fault(
            _("%(lines)s：要 %(wanted)d 道，可用的只有 %(there)d 道")
            % {"lines": " + ".join(words[number] for number in lack.lines), "wanted": lack.wanted, "there": lack.there},
            _("再补 %(n)d 道，或减少题数。") % {"n": lack.wanted - lack.there},
        )
        for lack in lacks
    ]  # fmt: skip


def law_titles(lines: Iterable[Line]) -> dict[str, str]:
    """Short titles of the statutes that lines name, by code; those that the library has. One query."""
    codes = {line.law for line in lines if line.law}
    rows = Instrument.objects.filter(code__in=codes).values_list("code", "short_title")
    return dict(rows) if codes else {}


def laws_in_bank(on: date) -> list[str]:
    """Short titles of the statutes on which there are questions for exams in force on a day, in the order of their names. One query."""
    rows = ItemCited.objects.filter(item_version__in=in_force(on).filter(item__pool=Pool.EXAM))
    titles = rows.order_by("version__instrument__pinyin").values_list(
        "version__instrument__short_title", flat=True
    )
    return list(dict.fromkeys(titles))


def listed_laws(post: str, on: date) -> dict[str, str]:
    """The laws of a class of posts' should-know list on a day: short titles by code; none where no list was issued. Two queries."""
    edition = should_know_on(post, on)
    if edition is None:
        return {}
    return {
        one.version.instrument.code: one.version.instrument.short_title for one in should_know_lines(edition)
    }


def unasked(blueprint: Blueprint, on: date) -> list[str]:
    """Laws of the should-know list for which the blueprint has no line of their own: a paper may happen to ask about them, or not."""
    if not blueprint.post:
        return []
    own = {line["law"] for line in blueprint.lines}
    return [title for code, title in listed_laws(blueprint.post, on).items() if code not in own]


def list_held(post: str, on: date, papers: Sequence[Sequence[int]]) -> list[tuple[str, int]]:
    """Of each law on a class of posts' should-know list: short title, and in how many of the papers a question cites it. Three queries."""
    listed = listed_laws(post, on)
    used = {pk for paper in papers for pk in paper}
    cited = ItemCited.objects.filter(item_version__in=used, version__instrument__code__in=listed)
    on_law: dict[str, set[int]] = {code: set() for code in listed}
    for version, code in cited.values_list("item_version_id", "version__instrument__code"):
        on_law[code].add(version)
    return [
        (title, sum(not on_law[code].isdisjoint(paper) for paper in papers)) for code, title in listed.items()
    ]


def list_coverage(post: str, on: date, each: int) -> tuple[list[Line], list[tuple[str, int]]]:
    """What the should-know list of a class of posts asks of a paper on a day: lines, and the laws that lack questions, with how many there
    are. Nothing where no list was issued."""
    names = listed_laws(post, on)
    if not names:
        return [], []
    lines, gaps = lines_for(list(names), candidates(drawable(on)), post, each)
    return lines, [(names[gap.law], gap.there) for gap in gaps]


def draw_by_key(actor: Actor, key: str) -> Draw:
    """One batch of papers; 404 for what the actor may not see."""
    found = Draw.objects.select_related("blueprint").filter(key=key).first() if may_draw(actor) else None
    if found is None:
        raise NotFound(_("没有这批试卷"))
    return found


def lines_words(lines: Sequence[Line]) -> list[str]:
    """Lines in words. One query where any names a statute."""
    titles = law_titles(lines)
    return [_line_words(line, titles.get(line.law, line.law)) for line in lines]


def _line_words(line: Line, law: str) -> str:
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


def statutes_of(versions: Iterable[int]) -> list[str]:
    """The statutes on which versions of questions rest, as they are written in a citation. One query."""
    named = Instrument.objects.filter(
        pk__in=ItemCited.objects.filter(item_version__in=versions).values("version__instrument")
    )
    return [one.cited_as for one in named.order_by("code")]
