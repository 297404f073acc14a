"""Proposing things for publication: a draft, seen by nobody outside."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.calendar import add_working_days
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound
from zhifa.kernel.registry import Publishable, PublishableThing
from zhifa.ledger.api import Subject, record
from zhifa.notices.api import working_calendar
from zhifa.publishing.errors import NotReady
from zhifa.publishing.models import Publication, PublicationItem
from zhifa.publishing.selectors import gate_on, kinds
from zhifa.publishing.selectors.gate import unit_of
from zhifa.publishing.terms import SHOWN_FAULTS, SUBJECT


@transaction.atomic
def propose(
    actor: Actor,
    kind: str,
    keys: Sequence[str],
    *,
    title: str,
    source: str = "",
    unit: str = "",
    now: datetime,
) -> Publication:
    """Draft a publication of one thing or many of a kind, in the order given.

    The unit that answers for it is that of its things when they have one in common, else the author's, unless named. Refused:
    a thing that is not final, that is public already or under review, one that needs a decision of its own with others, nothing at all.
    """
    offer = _offer(actor, kind)
    if not title.strip():
        raise BadInput(_("请写公开的名称"), field="title")
    wanted = list(dict.fromkeys(keys))
    things = {thing.key: thing for thing in offer.things(wanted)}
    missing = [key for key in wanted if key not in things]
    if missing or not wanted:
        raise NotReady(
            _("有 %(n)d 条不能送审") % {"n": len(missing)} if missing else _("没有选要公开的内容"),
            why=_("只有定下来的内容才能送审：记录要确认，报告要定稿。"),
            next_step=_("刷新页面再选。"),
            faults=[Fault(_("不能送审"), field=key) for key in missing[:SHOWN_FAULTS]],
        )
    today = civil_day(now)
    ordered = [things[key] for key in wanted]
    _must_be_apart(ordered)
    formed = min(thing.formed_on or today for thing in ordered)
    name, path = _responsible(actor, ordered)
    publication = Publication.objects.create(
        kind=kind, title=title.strip(), unit=unit.strip() or name, unit_path=path, source=source.strip(), author=actor.key,
        author_words=actor.name, formed_on=formed, drafted_at=now,
        due_on=add_working_days(formed, gate_on(today).working_days, working_calendar()),
    )  # fmt: skip
    try:
        with transaction.atomic():
            PublicationItem.objects.bulk_create(items_of(publication, ordered, today), batch_size=2_000)
    except IntegrityError as error:
        raise NotReady(
            _("有的内容已经公开，或者正在审核"), next_step=_("刷新页面，从还没有送审的内容里选。")
        ) from error
    facts = {"kind": kind, "title": publication.title, "things": len(ordered), "unit": publication.unit}
    record(actor, "publishing.propose", Subject(SUBJECT, str(publication.pk)), facts, now=now)
    return publication


def items_of(
    publication: Publication, things: Sequence[PublishableThing], today: date
) -> list[PublicationItem]:
    """The unsaved items of a publication, in the order of the things."""
    return [
        PublicationItem(
            publication=publication, position=position, kind=publication.kind, key=thing.key, title=thing.title[:200],
            text=thing.text, sha256=hashlib.sha256(thing.text.encode()).hexdigest(), unit=thing.unit, day=thing.day,
            formed_on=thing.formed_on or today, url=thing.url,
        )
        for position, thing in enumerate(things, start=1)
    ]  # fmt: skip


def _must_be_apart(things: Sequence[PublishableThing]) -> None:
    alone = [thing for thing in things if thing.alone]
    if alone and len(things) > 1:
        raise NotReady(
            _("“%(title)s”要单独决定是否公开") % {"title": alone[0].title},
            why=_("它说的是经费、点名的单位或向基层要数，公开与否要一项一项决定，不随别的内容一起出去。"),
            next_step=_("请只选这一项另起一份送审稿。"),
            faults=[Fault(_("要单独送审"), field=thing.key) for thing in alone[:SHOWN_FAULTS]],
        )


def _responsible(actor: Actor, things: Sequence[PublishableThing]) -> tuple[str, str]:
    units = {(thing.unit, thing.unit_path) for thing in things}
    return next(iter(units)) if len(units) == 1 and next(iter(units))[0] else unit_of(actor)


def _offer(actor: Actor, kind: str) -> Publishable:
    offer = kinds().get(kind)
    if offer is None:
        raise NotFound(_("没有这种可以公开的内容"))
    if not offer.may_propose(actor):
        raise NotAllowed(_("您的职务不能提出公开"), next_step=_("请由区普法办送审。"))
    return offer
