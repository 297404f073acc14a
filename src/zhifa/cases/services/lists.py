"""The office says what topics there are, what stops a case, and which kinds need the parties' consent: dated rows."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.cases.access import may_keep_lists
from zhifa.cases.models import ListRow
from zhifa.cases.selectors import lines_ever
from zhifa.cases.terms import CASE_LIST, WORDS_MOST, CaseKind, ListSort
from zhifa.kernel.actor import Actor
from zhifa.kernel.chinese import syllables
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.ledger.api import Subject, record

LONGEST_CODE = 12


@transaction.atomic
def keep_line(
    actor: Actor, sort: str, code: str, *, words: str, since: date, source: str, signs: str = "", used: bool = True,
    to_confirm: bool = False, now: datetime,
) -> ListRow:  # fmt: skip
    """From a day on a line of a list is called so, or is used no more; without a code it is a new one. The same day again replaces its
    row. What cases say already stays as it was called then. Refused: no words, no source, a code that the list does not
    know, words that another line has."""
    if not may_keep_lists(actor) or sort not in ListSort.values:
        raise NotFound(_("没有这个页面"))
    known = {one: line.words for one, line in lines_ever(sort).items()}
    said = words.strip()[:WORDS_MOST]
    if not said:
        raise BadInput(_("请写名称"), field="words")
    if not source.strip():
        raise BadInput(_("请写明依据"), field="source")
    if sort == ListSort.CONSENT and code not in CaseKind.values:
        raise BadInput(_("请选案例的类别"), field="code")
    if sort != ListSort.CONSENT and code and code not in known:
        raise BadInput(_("没有这一条"), field="words")
    if any(said == other for one, other in known.items() if one != code):
        raise BadInput(_("已经有这个名称"), next_step=_("请修改原来的那一条。"), field="words")
    values = {
        "words": said, "signs": "、".join(_parted(signs)), "used": used, "source": source.strip(), "to_confirm": to_confirm,
    }  # fmt: skip
    code = code or _code_of(said, set(known))
    row, _made = ListRow.objects.update_or_create(sort=sort, code=code, since=since, defaults=values)
    facts = {**values, "sort": sort, "code": code, "since": since}
    record(actor, "cases.keep_line", Subject(CASE_LIST, sort), facts, now=now)
    return row


def _parted(signs: str) -> list[str]:
    for sign in ",，;；\n":
        signs = signs.replace(sign, "、")
    return [word.strip() for word in signs.split("、") if word.strip()]


def _code_of(words: str, taken: set[str]) -> str:
    """The initials of how it sounds, with a number where they are taken."""
    initials = "".join(syllables(words, initials=True)).lower()
    code = "".join(sign for sign in initials if sign.isalnum() and sign.isascii())[:LONGEST_CODE] or "x"
    number = 2
    made = code
    while made in taken:
        made, number = f"{code}-{number}", number + 1
    return made
