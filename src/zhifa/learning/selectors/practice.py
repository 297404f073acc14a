"""What somebody may practise, and what is best practised next. Every question is asked as the person itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.exams.api import ItemVersion, abouts, practice, usable
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.laws.api import NotHeld, should_know_lines, should_know_on, text_on
from zhifa.learning.models import Card
from zhifa.learning.rules.weak import About, Tried, most_wanted, weaknesses
from zhifa.learning.selectors.rolls import member_of
from zhifa.people.api import Person
from zhifa.sittings.api import missed_by

AHEAD = 8  # questions looked at for one that no change of law holds back


@dataclass(frozen=True)
class TopicLine:
    """A topic of the practice: how many questions, how many of them are known, how many wait to come again."""

    topic: str
    questions: int
    known: int
    due: int
    missed: int


@dataclass(frozen=True)
class ArticleToday:
    """What a question cites, in the words of today; `note` says why there are none."""

    label: str
    words: str
    note: str
    url: str


def person_of(actor: Actor) -> Person | None:
    """The person behind an actor, or None."""
    return (
        Person.objects.filter(account_id=actor.account_id).first() if actor.account_id is not None else None
    )


def question_by_key(key: str, today: date) -> ItemVersion:
    """A question of the practice that may be asked today."""
    for version in usable(practice(today).filter(item__key=key), today):
        return version
    raise NotFound(_("没有这道练习题"))


def _cards(person: Person | None) -> dict[int, Card]:
    return {card.item_id: card for card in Card.objects.filter(person=person)} if person else {}


def topic_lines(actor: Actor, now: datetime) -> list[TopicLine]:
    """The practice by topic, as this person stands in it. Two queries besides those of who asks."""
    cards = _cards(person_of(actor))
    found: dict[str, list[Card | None]] = {}
    for topic, item in practice(clock.civil_day(now)).order_by("topic", "pk").values_list("topic", "item_id"):
        found.setdefault(topic, []).append(cards.get(item))
    return [
        TopicLine(
            topic, len(rows), sum(1 for card in rows if card and card.right), sum(1 for card in rows if card and card.due_at <= now),
            sum(card.missed for card in rows if card),
        )
        for topic, rows in found.items()
    ]  # fmt: skip


def next_question(
    actor: Actor, now: datetime, *, topic: str = ""
) -> tuple[ItemVersion | None, datetime | None]:
    """The question that is best asked now, or None and when the next one is due. First what is due again, the longest overdue before the
    rest; then what was never asked, by what the person knows least."""
    today = clock.civil_day(now)
    pool = practice(today)
    if topic:
        pool = pool.filter(topic=topic)
    rows = {one.item_id: one for one in pool.prefetch_related("cited__version__instrument")}
    cards = _cards(person_of(actor))
    known = [card for item, card in cards.items() if item in rows]
    due = sorted((card for card in known if card.due_at <= now), key=lambda card: card.due_at)
    tried = [Tried(_about(rows[card.item_id]), card.asked, card.missed) for card in known] + _at_exams(actor)
    fresh = [(item, _about(one)) for item, one in rows.items() if item not in cards]
    order = [card.item_id for card in due] + most_wanted(fresh, weaknesses(tried), _duty(actor, today))
    for start in range(0, len(order), AHEAD):
        wanted = order[start : start + AHEAD]
        asked = {one.item_id: one for one in usable(practice(today).filter(item__in=wanted), today)}
        for item in wanted:
            if item in asked:
                return asked[item], None
    later = [card.due_at for card in known if card.due_at > now]
    return None, min(later, default=None)


def _at_exams(actor: Actor) -> list[Tried]:
    """What the person was asked at exams whose results are out. Three queries."""
    told = missed_by(actor)
    about = abouts([one.version for one in told])
    return [Tried(About(*about[one.version]), one.asked, one.missed) for one in told if one.version in about]


def _about(version: ItemVersion) -> About:
    return About(version.topic, frozenset(cited.version.instrument.code for cited in version.cited.all()))


def _duty(actor: Actor, today: date) -> frozenset[str]:
    """The laws on the should-know list of the person's class of posts."""
    member = member_of(actor, today)
    edition = should_know_on(member.post_class, today) if member else None
    if edition is None:
        return frozenset()
    return frozenset(line.version.instrument.code for line in should_know_lines(edition))


def articles_today(version: ItemVersion, today: date) -> list[ArticleToday]:
    """What a question cites, as it stands today. Two queries an article, and one for the law where it cites a whole one."""
    found = []
    for cited in version.cited.select_related("text__provision__instrument", "version__instrument"):
        if cited.text is None:
            found.append(
                ArticleToday(
                    cited.label, "", "", reverse("laws_instrument", args=[cited.version.instrument.code])
                )
            )
            continue
        provision = cited.text.provision
        now_says = text_on(provision, today)
        words, note = ("", now_says.reason) if isinstance(now_says, NotHeld) else (now_says.text, "")
        found.append(
            ArticleToday(
                cited.label,
                words,
                note,
                reverse("laws_article", args=[provision.instrument.code, provision.key]),
            )
        )
    return found
