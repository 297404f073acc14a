"""Questions out of sheets: what rows mean, what is wrong with each and its mend, what only a person can tell, and the bulk write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from zhifa.exams.rules.prose import read_prose
from zhifa.exams.rules.questions import Flaw, Question, doubts_of, flaws_of, key_from, key_written
from zhifa.exams.rules.rows import OPTION, BankRow, Written, written_of
from zhifa.exams.selectors import Near, alike_in_bank, cited_in, repealed_names
from zhifa.exams.services.bank import ItemDraft, load_items
from zhifa.exams.services.flaws import near_words, words_of
from zhifa.exams.terms import CHOICE, TOPIC_MOST, Difficulty, Kind, Pool
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault
from zhifa.kernel.registry import ImportQuestion, ImportReview, ImportRow, ImportTarget
from zhifa.laws.api import CitationBook, CitationRef, CitationsUnreadable, parse_citations
from zhifa.people.api import PostClass

COLUMN_OF = {
    "stem": "stem",
    "options": "option_a",
    "key": "key",
    "parts": "stem",
    "explanation": "explanation",
}
UNSORTED = "综合"  # the topic of what comes in without one


@dataclass(frozen=True)
class _Group:
    """The rows of one question and what was made of them."""

    rows: tuple[ImportRow, ...]
    written: Written
    draft: ItemDraft
    faults: tuple[Fault, ...]

    @property
    def first(self) -> ImportRow:
        return self.rows[0]


@dataclass(frozen=True)
class BankSheet:
    """A bank's file: `pool` is what questions are for that do not say it themselves."""

    pool: str = Pool.EXAM

    def review(self, _actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
        """See `review_items`."""
        return review_items(rows, self.pool)

    def write(self, actor: Actor, rows: Sequence[ImportRow], answers: Mapping[tuple[str, int], str]) -> int:
        """See `write_items`."""
        return write_items(actor, rows, answers, self.pool)


def bind_bank(_actor: Actor, about: Mapping[str, str], target: ImportTarget) -> ImportTarget:
    """The target for one import; about its pool it may say nothing, then questions are for exams."""
    pool = about.get("pool", "")
    sheet = BankSheet(pool if pool in Pool.values else Pool.EXAM)
    return replace(target, bind=None, review=sheet.review, write=sheet.write)


def review_items(rows: Sequence[ImportRow], pool: str = Pool.EXAM) -> ImportReview:
    """Faults by row, each with its mend; and what a person decides: likely doubles, keys of one letter in a multiple choice or of several
    in a single one, three options, keys written in an odd way. The number of queries does not grow with the rows, but for one or two a
    statute that is cited."""
    groups = _groups(rows, pool)
    faults = [fault for group in groups for fault in group.faults]
    good = [group for group in groups if not group.faults]
    near = alike_in_bank([(group.draft.question, group.draft.pool) for group in good])
    questions = [
        asked for place, group in enumerate(good) if (asked := _ask(group, near.get(place), good)) is not None
    ]
    return ImportReview(tuple(faults), tuple(questions))


def write_items(
    actor: Actor, rows: Sequence[ImportRow], answers: Mapping[tuple[str, int], str], pool: str = Pool.EXAM
) -> int:
    """Put the questions into the bank, where they wait for the second person."""
    drafts = []
    for group in _groups(rows, pool):
        answer = answers.get((group.first.sheet, group.first.row), "")
        question = group.draft.question
        if answer in CHOICE:  # a person said what it is
            question = replace(question, kind=answer)
        drafts.append(replace(group.draft, question=question))
    return len(load_items(actor, drafts, now=clock.now()))


def bank_row(row: ImportRow) -> BankRow:
    """A sheet's row as a bank's row. Options may stand in columns of their own, in one cell, or behind the stem."""
    said = {code: str(value) for code, value in row.values.items()}
    options = tuple(said.get(code, "") for code in OPTION)
    stem = said.get("stem", "")
    if not any(options) and (packed := said.get("options")):
        options = _unpacked(f"1. 题\n{packed}")[1]
    elif not any(options) and said.get("kind", "") in ("", *CHOICE) and "\n" in stem:
        stem, options = _unpacked(f"1. {stem}")
    return BankRow(
        said.get("kind", ""), stem, options, said.get("key", ""), said.get("explanation", ""), said.get("case", ""),
        said.get("laws", ""), said.get("topic", ""), said.get("difficulty", ""), said.get("posts", ""), said.get("place", ""),
        said.get("pool", ""),
    )  # fmt: skip


def _unpacked(text: str) -> tuple[str, tuple[str, ...]]:
    read = read_prose(text.split("\n"))
    return (read[0].stem, read[0].options) if read else (text, ())


def _groups(rows: Sequence[ImportRow], pool: str) -> list[_Group]:
    book, today = CitationBook(), clock.today()
    bank = [bank_row(row) for row in rows]
    place, found = 0, []
    for some, written in written_of(bank):
        found.append((tuple(rows[place : place + len(some)]), some, written))
        place += len(some)
    words = [f"{written.question.words()}\n{_explained(written.question)}" for _rows, _some, written in found]
    dead, cited = (
        repealed_names([written.question.words() for *_rest, written in found], today),
        cited_in(words, today),
    )
    groups = []
    for (mine, some, written), gone, inside in zip(found, dead, cited, strict=True):
        faults = list(_flaws(mine, written.question))
        if gone is not None:
            faults.append(_fault(mine[0], "stem", gone[0], gone[1] or _("按现行法律改写，或去掉这道题。")))
        refs, bad = _citations(mine, some, written, inside, book)
        posts, strange = _posts(written.posts)
        if strange:
            known = "、".join(str(label) for label in PostClass.labels)
            bad.append(
                _fault(
                    mine[0],
                    "posts",
                    _("没有“%(post)s”这一类岗位") % {"post": strange},
                    _("可用的有：%(known)s") % {"known": known},
                )
            )
        topic = (written.topic or UNSORTED)[:TOPIC_MOST]
        draft = ItemDraft(
            written.question,
            topic,
            written.difficulty or Difficulty.MEDIUM,
            posts,
            refs,
            pool=written.pool or pool,
        )
        groups.append(_Group(mine, written, draft, (*faults, *bad)))
    return groups


def _flaws(rows: Sequence[ImportRow], question: Question) -> Iterable[Fault]:
    """The flaws of a question, each at its row: that of its part in a case."""
    for flaw in flaws_of(question):
        if flaw.code == "many-letters" and question.kind != Kind.CASE:
            continue  # asked about
        at = int(flaw.about.split(" ")[0]) - 1 if flaw.field == "parts" and flaw.about else 0
        about = flaw.about.partition(" ")[2] if flaw.field == "parts" else flaw.about
        what, mend = words_of(Flaw(flaw.code, flaw.field, about))
        yield _fault(rows[min(at, len(rows) - 1)], COLUMN_OF.get(flaw.field, "stem"), what, mend)


def _citations(
    mine: Sequence[ImportRow],
    some: Sequence[BankRow],
    written: Written,
    inside: Sequence[str],
    book: CitationBook,
) -> tuple[tuple[CitationRef, ...], list[Fault]]:
    """What the law column says; without one, what the explanation or the words cite and the library knows."""
    if not written.laws:
        return tuple(parse_citations(list(inside), clock.today(), book=book)) if inside else (), []
    try:
        return tuple(parse_citations(list(written.laws), clock.today(), book=book)), []
    except CitationsUnreadable as refusal:
        return (), [_fault(mine[0], "laws", str(fault.what), str(fault.mend)) for fault in refusal.faults]


def _posts(words: Sequence[str]) -> tuple[tuple[str, ...], str]:
    by_label = {str(label): code for code, label in PostClass.choices} | {
        code: code for code in PostClass.values
    }
    strange = next((word for word in words if word not in by_label), "")
    return tuple(by_label[word] for word in words if word in by_label), strange


def _explained(question: Question) -> str:
    return "\n".join([question.explanation, *(part.explanation for part in question.parts)])


def _ask(group: _Group, near: Near | None, good: Sequence[_Group]) -> ImportQuestion | None:
    skip = {"skip": str(_("不导入这道题"))}
    if near is not None:
        stem, place, pool = near.stem, near.place, near.pool
        where = _("题库里：%(stem)s") if place is None else _("同一个文件第 %(row)d 行：%(stem)s")
        against = where % {"stem": stem, "row": good[place].first.row if place is not None else 0}
        answers = {"skip": str(_("是同一道题，不导入")), "keep": str(_("不是同一道题，照样导入"))}
        return ImportQuestion(
            group.first,
            near_words(_short(group), group.draft.pool, pool),
            against,
            answers,
            "skip",
        )
    question = group.draft.question
    many = next((one for one in flaws_of(question) if one.code == "many-letters"), None)
    for doubt in [one for one in (many, *doubts_of(question)) if one is not None]:
        what = f"{_short(group)}{_('：')}{words_of(doubt)[0]}"
        if doubt.code == "many-letters":
            return ImportQuestion(
                group.first, what, "", {"multiple": str(_("改为多选题")), **skip}, "multiple"
            )
        if doubt.code == "one-letter":
            kinds = {"single": str(_("改为单选题")), "keep": str(_("就是多选题，只有一个对"))}
            return ImportQuestion(group.first, what, "", {**kinds, **skip}, "single")
        if doubt.code == "three-options":
            return ImportQuestion(group.first, what, "", {"keep": str(_("就是三个选项")), **skip}, "keep")
    typed = str(group.first.values.get("key", ""))
    if question.kind in CHOICE and key_from(question.kind, typed)[1]:
        what = _("答案写作“%(typed)s”，读作 %(key)s") % {"typed": typed, "key": key_written(question)}
        return ImportQuestion(
            group.first, f"{_short(group)}{_('：')}{what}", "", {"keep": str(_("读得对")), **skip}, "keep"
        )
    return None


def _short(group: _Group) -> str:
    stem = group.draft.question.stem.replace("\n", " ")
    return stem if len(stem) <= 30 else f"{stem[:29]}…"


def _fault(row: ImportRow, column: str, what: str, mend: str) -> Fault:
    if place := str(row.values.get("place", "")):
        what += _("（原文%(place)s）") % {"place": place}
    return Fault(what, mend, row=row.row, column=column, sheet=row.sheet)
