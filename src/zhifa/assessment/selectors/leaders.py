"""Leaders' lists: all of them for who keeps them, one's own for a leader, and the posts that have none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from zhifa.assessment.access import may_read_lists
from zhifa.assessment.models import LeaderDuty, LeaderDutyCite, LeaderList, LeaderType, PostType
from zhifa.assessment.rules.leading import Change, changes
from zhifa.assessment.terms import LEADING
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import LawUse
from zhifa.people.api import Holding, Post, valid_on


@dataclass(frozen=True)
class EditionView:
    """An edition with its duties, the last day on which it holds (None: until further notice), and what it changed of the one
    before (None: it is the first)."""

    edition: LeaderList
    until: date | None
    changes: list[Change] | None

    @property
    def duties(self) -> Sequence[LeaderDuty]:
        """In their order. No query."""
        return list(self.edition.duties.all())


@dataclass(frozen=True)
class LeadingPost:
    """A leading post with its type of a day. `type_id` is None where it has none: a gap, which `since` may say was meant."""

    post: Post
    type_id: int | None
    type_name: str
    since: date | None


@dataclass(frozen=True)
class OwnList:
    """The list of a post that the asker holds that day. `view` is None where the type has no list yet, `leader_type` where the post has
    no type; `later` are editions that have been issued for days to come."""

    post: Post
    leader_type: LeaderType | None
    view: EditionView | None
    earlier: tuple[tuple[LeaderList, date], ...] = ()
    later: tuple[tuple[LeaderList, date], ...] = ()


def types(actor: Actor) -> QuerySet[LeaderType]:
    """All types, for who reads all lists."""
    return LeaderType.objects.all() if may_read_lists(actor) else LeaderType.objects.none()


def type_by_code(actor: Actor, pk: int) -> LeaderType:
    """One type; for a leader there is none, the own one neither."""
    found = LeaderType.objects.filter(pk=pk).first() if may_read_lists(actor) else None
    if found is None:
        raise NotFound(_("没有这类领导"))
    return found


def editions_of(of: Sequence[LeaderType]) -> dict[int, list[LeaderList]]:
    """All editions of these types with duties and what they cite, first to last, by type. Three queries."""
    cites = Prefetch("duties__cites", LeaderDutyCite.objects.all())
    rows = LeaderList.objects.filter(leader_type__in=of).prefetch_related("duties", cites)
    found: dict[int, list[LeaderList]] = {one.pk: [] for one in of}
    for row in rows.order_by("effective_on"):
        found[row.leader_type_id].append(row)
    return found


def list_on(editions: Sequence[LeaderList], day: date) -> EditionView | None:
    """The edition that holds on a day, out of a type's editions first to last. No query."""
    begun = [one for one in editions if one.effective_on <= day]
    if not begun:
        return None
    edition = begun[-1]
    after = next((one for one in editions if one.effective_on > edition.effective_on), None)
    until = after.effective_on - timedelta(days=1) if after else None
    told = changes(_words(begun[-2]), _words(edition)) if len(begun) > 1 else None
    return EditionView(edition, until, told)


def leading_posts(actor: Actor, day: date) -> list[LeadingPost]:
    """The leading posts that somebody holds that day, those without a type first, else in the order of units. One query; for who
    reads all lists."""
    if not may_read_lists(actor):
        return []
    held = Holding.objects.filter(valid_on(day), post=OuterRef("pk"))
    row = PostType.objects.filter(post=OuterRef("pk"), since__lte=day).order_by("-since")
    posts = (
        Post.objects.filter(Exists(held), role__in=LEADING)
        .select_related("unit")
        .annotate(
            type_id=Subquery(row.values("leader_type")[:1], output_field=IntegerField()),
            type_name=Subquery(row.values("leader_type__name")[:1]),
            type_since=Subquery(row.values("since")[:1]),
        )
        .order_by("unit__path", "title")
    )
    found = [LeadingPost(one, one.type_id, one.type_name or "", one.type_since) for one in posts]
    return sorted(found, key=lambda one: one.type_id is not None)


def own_lists(actor: Actor, day: date) -> list[OwnList]:
    """The lists of the leading posts that the asker's own person holds on a day, as they stood then. Five queries."""
    if actor.account_id is None:
        return []
    row = PostType.objects.filter(post=OuterRef("post"), since__lte=day).order_by("-since")
    held = list(
        Holding.objects.filter(valid_on(day), person__account_id=actor.account_id, post__role__in=LEADING)
        .select_related("post__unit")
        .annotate(
            type_id=Subquery(row.values("leader_type")[:1], output_field=IntegerField()),
            type_since=Subquery(row.values("since")[:1]),
        )
        .order_by("post__unit__path", "post__title")
    )
    known = LeaderType.objects.in_bulk({one.type_id for one in held if one.type_id})
    editions = editions_of(list(known.values())) if known else {}
    return [
        _own(one, known.get(one.type_id), editions.get(one.type_id, []), one.type_since, day) for one in held
    ]


def _own(
    held: Holding,
    leader_type: LeaderType | None,
    editions: Sequence[LeaderList],
    since: date | None,
    day: date,
) -> OwnList:
    if leader_type is None or since is None:
        return OwnList(held.post, None, None)
    view, begun = list_on(editions, day), max(held.valid_from, since)
    reached = [
        (one, max(begun, one.effective_on))
        for one, after in zip(editions, [*editions[1:], None], strict=True)
        if after is None or after.effective_on > begun
    ]
    others = [(one, on) for one, on in reached if view is None or one != view.edition]
    return OwnList(
        held.post, leader_type, view,
        earlier=tuple((one, on) for one, on in others if on <= day), later=tuple((one, on) for one, on in others if on > day),
    )  # fmt: skip


def uses(rows: QuerySet[LeaderDutyCite]) -> QuerySet[LeaderDutyCite]:
    """Citings with all that `use_of` reads: the day from which another edition holds among it."""
    after = LeaderList.objects.filter(
        leader_type=OuterRef("duty__edition__leader_type"),
        effective_on__gt=OuterRef("duty__edition__effective_on"),
    )
    return rows.select_related("duty__edition__leader_type").annotate(
        superseded_on=Subquery(after.order_by("effective_on").values("effective_on")[:1])
    )


def use_of(row: LeaderDutyCite) -> LawUse:
    """One citing as the ripple of a change weighs it: a task of the office, who issues the next edition, while this one holds."""
    leader_type, superseded_on = row.duty.edition.leader_type, getattr(row, "superseded_on", None)
    return LawUse(
        subject=str(leader_type.pk), title=list_title(leader_type), url=leader_type.get_absolute_url(), unit="",
        unit_name=_("区普法办"), version_id=row.version_id, text_id=row.text_id, label=row.label,
        used_until=superseded_on - timedelta(days=1) if superseded_on else None,
    )  # fmt: skip


def list_title(leader_type: LeaderType) -> str:
    """What a type's list is called."""
    return _("%(type)s法治建设职责清单") % {"type": leader_type}


def _words(edition: LeaderList) -> list[str]:
    return [one.words for one in edition.duties.all()]
