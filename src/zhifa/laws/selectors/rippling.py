"""What a change touches, who has to decide, and what is held back on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import Citer, LawUse, offered
from zhifa.laws.access import decided_by
from zhifa.laws.models import Instrument, LawChange, RippleTask, TouchedText, Version
from zhifa.laws.terms import RippleDecision


@dataclass(frozen=True)
class ChangeLine:
    """A change on the desk: how many tasks of the actor's are open, and of how many in all; how many texts it touches."""

    change: LawChange
    texts: int
    tasks: int
    open: int
    is_past: bool


@dataclass(frozen=True)
class TouchedUse:
    """One citing that a change touches: what became of its words, and the task, where one is asked."""

    citer: Citer
    use: LawUse
    how: str
    moved_to: str
    task: RippleTask | None


@dataclass(frozen=True)
class Hold:
    """Why a thing must not be used on a day: the law that it cites has changed since, and nobody has said that it may stay."""

    since: date
    instrument: Instrument
    governs: Instrument | None

    @property
    def words(self) -> str:
        """The reason as a sentence."""
        told = _("《%(title)s》自 %(day)s 起有变动，引用它的内容还没有复核")
        if self.governs is not None:
            told = _("《%(title)s》已于 %(day)s 废止，现行的是《%(governs)s》")
        names = {"title": self.instrument.short_title, "day": self.since.isoformat()}
        return told % (names | {"governs": self.governs.short_title if self.governs else ""})


def held_back(kind: str, cited: Mapping[str, Iterable[tuple[int, int | None]]], on: date) -> dict[str, Hold]:
    """Which of these things must not be used on a day, each with the reason; asked at the moment of use.

    `cited` gives for each subject the (version, text) ids that it cites. A thing is held from the day on which words that it
    cites changed, until it cites others or its owner has found the substance unchanged. Three queries.
    """
    pairs = {subject: list(rows) for subject, rows in cited.items()}
    texts = {text for rows in pairs.values() for _version, text in rows if text is not None}
    whole = {version for rows in pairs.values() for version, text in rows if text is None}
    changes: dict[tuple[str, int], LawChange] = {}
    touched = TouchedText.objects.filter(text__in=texts, change__since__lte=on)
    for row in touched.select_related("change__instrument__repealed_by"):
        changes["text", row.text_id] = row.change
    gone = LawChange.objects.filter(version=None, since__lte=on, instrument__versions__in=whole)
    by_instrument = {one.instrument_id: one for one in gone.select_related("instrument__repealed_by")}
    for version, instrument in Version.objects.filter(pk__in=whole, instrument__in=by_instrument).values_list(
        "pk", "instrument_id"
    ):
        changes["version", version] = by_instrument[instrument]
    cleared = set(
        RippleTask.objects.filter(
            kind=kind, subject__in=list(pairs), decision=RippleDecision.UNCHANGED
        ).values_list("subject", "change_id")
    )
    held: dict[str, Hold] = {}
    for subject, rows in pairs.items():
        for version, text in rows:
            change = changes.get(("version", version) if text is None else ("text", text))
            if change is not None and (subject, change.pk) not in cleared:
                held[subject] = _held(change)
    return held


def uses_of(citer: Citer, changes: Sequence[LawChange]) -> Iterable[LawUse]:
    """What of one kind cites words that these changes end. A whole instrument is touched by its repeal only."""
    texts = TouchedText.objects.filter(change__in=changes).values("text")
    repealed = [change.instrument_id for change in changes if change.is_repeal]
    return citer.uses(texts, Version.objects.filter(instrument__in=repealed).values("pk"))


def changes_listed(actor: Actor, today: date) -> list[ChangeLine]:
    """The changes that touch anything the actor has to decide; the office sees every change. Newest first. Two queries."""
    mine = decided_by(actor)
    counted = {
        change: (every, waiting)
        for change, every, waiting in mine.values_list("change").annotate(
            every=Count("pk"), waiting=Count("pk", filter=Q(decision=""))
        )
    }
    rows = (
        LawChange.objects.select_related("instrument", "version")
        .annotate(texts=Count("touched"))
        .order_by("-since", "-pk")
    )
    if not actor.sees_district:
        rows = rows.filter(pk__in=counted)
    return [
        ChangeLine(
            change=row,
            texts=row.texts,
            tasks=counted.get(row.pk, (0, 0))[0],
            open=counted.get(row.pk, (0, 0))[1],
            is_past=row.since <= today,
        )
        for row in rows
    ]


def change_seen(actor: Actor, pk: int) -> LawChange:
    """One change, for whoever has something to decide about it, and the office."""
    found = LawChange.objects.select_related("instrument__repealed_by", "version").filter(pk=pk).first()
    if found is None or not (actor.sees_district or decided_by(actor).filter(change=found).exists()):
        raise NotFound(_("没有这次法律变动"))
    return found


def touched_uses(actor: Actor, change: LawChange) -> Iterator[TouchedUse]:
    """Every citing that the change touches, by kind, then owner, then title; of the actor's own units, or of all for the office.
    Two queries, and one for each kind of citer."""
    how = {row.text_id: row for row in TouchedText.objects.filter(change=change)}
    tasks = {
        (task.kind, task.subject): task
        for task in decided_by(actor).filter(change=change).select_related("unit")
    }
    everything = actor.sees_district
    for citer in offered(Citer):
        uses = sorted(uses_of(citer, [change]), key=lambda use: (use.unit, use.title, use.label))
        for use in uses:
            task = tasks.get((citer.kind, use.subject))
            if not everything and task is None:
                continue
            row = how.get(use.text_id or 0)
            yield TouchedUse(
                citer,
                use,
                row.get_how_display() if row else _("整部已废止"),
                row.moved_to if row else "",
                task,
            )


def due_days(task: RippleTask) -> Collection[date]:
    """The days on which the counts of open and overdue tasks change by this one."""
    days = {task.opened_on, task.due_on + timedelta(days=1)}
    return days | {task.decided_on} if task.decided_on else days


def open_tasks(actor: Actor) -> QuerySet[RippleTask]:
    """The actor's own tasks that wait; the office's own are those without a unit."""
    return decided_by(actor, own=True).filter(decision="")


def _held(change: LawChange) -> Hold:
    return Hold(change.since, change.instrument, change.instrument.repealed_by if change.is_repeal else None)
