"""The moves of a publication from draft to cleared: each under a lock, by the table, signed, noted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import Proof, sign
from zhifa.evidence.api import mark_and_words
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound
from zhifa.kernel.registry import PublishableThing
from zhifa.kernel.wording import listed
from zhifa.ledger.api import Subject, record
from zhifa.publishing.access import role_for, visible_to
from zhifa.publishing.errors import MarkedSecret, MoveNotPossible, OwnWorkNotReviewed, WordingUnresolved
from zhifa.publishing.models import Publication, PublicationItem, Step
from zhifa.publishing.rules.moves import has_had_a_hand, state_after
from zhifa.publishing.rules.text import Said, Sheet, signed_text
from zhifa.publishing.selectors import gate_on, kinds, sheet_of, slips_of
from zhifa.publishing.selectors.queue import reviewers_of
from zhifa.publishing.terms import SHOWN_FAULTS, SUBJECT, Move, Openness, Standing


@transaction.atomic
def submit(actor: Actor, number: int, *, reason: str = "", proof: Proof, now: datetime) -> Publication:
    """Send a draft into its first review; from here on its text stands still.

    Refused: a classification mark anywhere, a phrase of the office's list unless `reason` says why it stays (F140), things
    that are not final any more.
    """
    publication = locked(actor, number, Move.SUBMIT, now)
    things = _live(publication)
    must_be_clear(things, reason=reason)
    publication.round += 1
    publication.author, publication.author_words = actor.key, actor.name
    said = Said(remarks=reason.strip())
    sheet = Sheet(
        number, publication.title, publication.unit, publication.source, tuple(thing.text for thing in things)
    )
    _freeze(publication, things)
    move_on(actor, publication, Move.SUBMIT, said, sheet=sheet, proof=proof, now=now)
    return publication


@transaction.atomic
def pass_on(actor: Actor, number: int, *, proof: Proof, now: datetime) -> Publication:
    """Pass it at the review for which it waits. Refused: its author, and whoever passed it before in this round."""
    publication = locked(actor, number, Move.PASS, now)
    move_on(actor, publication, Move.PASS, Said(), proof=proof, now=now)
    return publication


@transaction.atomic
def send_back(actor: Actor, number: int, remarks: str, *, proof: Proof, now: datetime) -> Publication:
    """Send it back to its author with remarks; all reviews begin again."""
    publication = locked(actor, number, Move.RETURN, now)
    if not remarks.strip():
        raise BadInput(_("请写明哪里需要改"), field="remarks")
    move_on(actor, publication, Move.RETURN, Said(remarks=remarks.strip()), proof=proof, now=now)
    return publication


@transaction.atomic
def decide(
    actor: Actor, number: int, openness: str, reason: str, *, proof: Proof, now: datetime
) -> Publication:
    """Give it its openness attribute with the reason, and sign that no secret stands in it.

    Only what is open on the office's own initiative goes on to be published; all else stays inside, and its things are free
    to be proposed anew.
    """
    move = Move.OPEN if openness == Openness.ACTIVE else Move.KEEP
    publication = locked(actor, number, move, now)
    if openness not in Openness.values:
        raise BadInput(_("请选公开属性"), field="openness")
    if not reason.strip():
        raise BadInput(_("请写明理由"), field="remarks")
    publication.openness, publication.openness_reason = openness, reason.strip()
    said = Said(remarks=reason.strip(), openness=openness)
    move_on(actor, publication, move, said, proof=proof, now=now)
    if move == Move.KEEP:
        end_items(publication, publication.items.values_list("key", flat=True), reason.strip(), now)
    return publication


@transaction.atomic
def drop(actor: Actor, number: int, *, proof: Proof, now: datetime) -> Publication:
    """Give a draft up; its things are free to be proposed anew."""
    publication = locked(actor, number, Move.DROP, now)
    move_on(actor, publication, Move.DROP, Said(), proof=proof, now=now)
    end_items(publication, publication.items.values_list("key", flat=True), "撤稿", now)
    return publication


def words_of_move(publication: Publication, move: str, said: Said) -> str:
    """The exact text that is signed with a move."""
    return signed_text(sheet_of(publication), publication.state, move, said)


def move_on(
    actor: Actor,
    publication: Publication,
    move: Move,
    said: Said,
    *,
    sheet: Sheet | None = None,
    proof: Proof,
    now: datetime,
) -> None:
    """Sign, note the step, change the state, and write the act's entry."""
    before = publication.state
    after = state_after(before, move)
    assert after is not None  # noqa: S101 - `locked` has asked the table
    role = role_for(actor, publication, move, gate_on(civil_day(now)))
    assert role is not None  # noqa: S101 - and the posts
    subject = Subject(SUBJECT, str(publication.pk))
    text = signed_text(sheet or sheet_of(publication), before, move, said)
    digest = sign(actor, text, subject, role=role, proof=proof, now=now)
    Step.objects.create(
        publication=publication, move=move, state=before, round=publication.round, by=actor.key, by_words=actor.name,
        role=role, remarks=said.remarks, sha256=digest, at=now,
    )  # fmt: skip
    publication.state = after
    publication.save()
    facts = {
        "from": before, "to": after, "round": publication.round, "text_sha256": digest, "remarks": said.remarks,
        "openness": said.openness,
    }  # fmt: skip
    record(actor, f"publishing.{move}", subject, facts, now=now)


def must_be_clear(things: Sequence[PublishableThing], *, reason: str) -> None:
    """Refuses a classification mark, saying in which thing and where; and slips in wording without a reason."""
    marked = [
        (position, thing.title, *mark_and_words(thing.text)) for position, thing in enumerate(things, start=1)
    ]
    if faults := [
        Fault(
            _("第 %(n)d 条“%(title)s”有“%(level)s”标志：……%(around)s……")
            % {"n": position, "title": title, "level": level, "around": around},
            _("从公开内容中去掉，按保密规定处理原件"),
            row=position,
        )
        for position, title, level, around in marked
        if level
    ]:
        raise MarkedSecret(
            _("文本里有密级标志，不能公开"),
            why=_("本系统不处理国家秘密。"),
            next_step=_("撤回这份送审稿，去掉有标志的内容后再送审。"),
            faults=faults[:SHOWN_FAULTS],
        )
    slips = slips_of(things)
    if slips and not reason.strip():
        raise WordingUnresolved(
            _("有 %(n)d 处用语要改") % {"n": len(slips)},
            next_step=_("改文字，或写明仍要这样写的理由。"),
            field="remarks",
            faults=[
                Fault(
                    f"“{one.finding.phrase}”：……{one.finding.around}……", one.finding.instead, row=one.position
                )
                for one in slips[:SHOWN_FAULTS]
            ],
        )


def end_items(publication: Publication, keys: Iterable[str], reason: str, now: datetime) -> list[str]:
    """End things of a publication; answers the keys of those that were public until now."""
    rows = publication.items.filter(key__in=list(keys)).exclude(standing=Standing.ENDED)
    public = list(rows.filter(standing=Standing.PUBLIC).values_list("key", flat=True))
    rows.update(standing=Standing.ENDED, ended_at=now, end_reason=reason)
    return public


def locked(actor: Actor, number: int, move: Move, now: datetime) -> Publication:
    """The publication under a lock, where the table, the actor's post and the reviewers so far allow the move."""
    publication = visible_to(actor).select_for_update(of=("self",)).filter(pk=number).first()
    if publication is None:
        raise NotFound(_("没有这份公开送审稿"))
    if state_after(publication.state, move) is None:
        raise MoveNotPossible(
            _("这份送审稿是“%(state)s”，不能“%(move)s”")
            % {"state": publication.get_state_display(), "move": move.label},
            next_step=_("请刷新页面看最新状态。"),
        )
    if role_for(actor, publication, move, gate_on(civil_day(now))) is None:
        raise NotAllowed(_("您的职务不能办这一步"), next_step=_("请由审核规则里写明的职务办理。"))
    if has_had_a_hand(
        actor.key,
        author=publication.author,
        reviewers=reviewers_of(publication),
        state=publication.state,
        move=move,
    ):
        raise OwnWorkNotReviewed(
            _("自己起草或审过的，不能由自己再审"),
            why=_("初审、复审、终审要由三个不同的人办，起草人不审自己的稿。"),
            next_step=_("请由另一位同事办理。"),
        )
    return publication


def _live(publication: Publication) -> list[PublishableThing]:
    """The things of a draft as they stand now, in its order; refused where one is no longer final."""
    keys = list(
        publication.items.filter(standing=Standing.INSIDE).order_by("position").values_list("key", flat=True)
    )
    found = {thing.key: thing for thing in kinds()[publication.kind].things(keys)}
    gone = [key for key in keys if key not in found]
    if gone:
        titles = publication.items.filter(key__in=gone).values_list("title", flat=True)
        raise MoveNotPossible(
            _("有 %(n)d 条不能公开了") % {"n": len(gone)},
            why=listed(titles[:SHOWN_FAULTS]),
            next_step=_("请撤稿，另起一份送审稿。"),
        )
    return [found[key] for key in keys]


def _freeze(publication: Publication, things: Sequence[PublishableThing]) -> None:
    """Keep the texts as they are submitted."""
    rows = {row.key: row for row in publication.items.all()}
    changed = []
    for thing in things:
        row, sha256 = rows[thing.key], hashlib.sha256(thing.text.encode()).hexdigest()
        if row.sha256 == sha256:
            continue
        row.title, row.text, row.unit, row.day, row.url = (
            thing.title[:200],
            thing.text,
            thing.unit,
            thing.day,
            thing.url,
        )
        row.sha256 = sha256
        changed.append(row)
    PublicationItem.objects.bulk_update(
        changed, ["title", "text", "unit", "day", "url", "sha256"], batch_size=1_000
    )
