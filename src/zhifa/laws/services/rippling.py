"""The ripple of a change of law: it is opened when a text comes in, lists what it touches, and each owner decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.figures.api import touch as figures_touch
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault, NotFound
from zhifa.kernel.registry import Citer, LawUse, offered
from zhifa.laws.access import may_decide
from zhifa.laws.errors import DecisionIncomplete, DecisionNotAllowed
from zhifa.laws.models import Instrument, LawChange, ProvisionText, RippleTask, TouchedText, Version
from zhifa.laws.rules.ripple import touched_by_newest, touched_by_repeal
from zhifa.laws.selectors.rippling import TouchedUse, due_days, touched_uses, uses_of
from zhifa.laws.terms import LIBRARY_SUBJECT, OWNERS_DECIDE, REVIEW_DAYS, RIPPLE_SOURCE, RippleDecision
from zhifa.ledger.api import Subject, record, record_bulk
from zhifa.people.api import Unit


def open_changes(actor: Actor, instruments: Collection[int], *, now: datetime) -> list[LawChange]:
    """Open every change of these instruments that their versions show and that is not open yet: what it touches, and a task
    for each thing in use that cites it. One entry for all; the same again changes nothing. Runs in the import's act."""
    opened, touched, tasks = _opened(instruments, now)
    if opened:
        record_bulk(
            actor, "laws.change.open", Subject(LIBRARY_SUBJECT, "changes"), (_told(change) for change in opened),
            {"changes": len(opened), "texts": touched, "tasks": len(tasks)}, now=now,
        )  # fmt: skip
        _moved(tasks)
    return opened


def foreseen_changes(
    actor: Actor, instruments: Collection[int], *, now: datetime
) -> list[tuple[LawChange, list[TouchedUse]]]:
    """The changes that would be opened, each with every citing that it would touch. Its caller takes back what was written: a preview."""
    opened, _touched, _tasks = _opened(instruments, now)
    return [(change, list(touched_uses(actor, change))) for change in opened]


def _opened(instruments: Collection[int], now: datetime) -> tuple[list[LawChange], int, list[RippleTask]]:
    """Write the changes that are not open yet, the texts that they touch (answers how many) and the tasks."""
    known = {
        (change.instrument_id, change.version_id): change
        for change in LawChange.objects.filter(instrument__in=instruments)
    }
    opened: list[LawChange] = []
    moved: list[LawChange] = []
    touched: list[TouchedText] = []
    for instrument, versions in _histories(instruments):
        wanted = _wanted(instrument, versions, now)
        fresh = [one for one in wanted if (instrument.pk, one.version_id) not in known]
        if not fresh:
            continue
        opened += fresh
        changes = [known.get((instrument.pk, one.version_id), one) for one in wanted]
        for change, dated in zip(changes, wanted, strict=True):
            if change.pk and change.version_id and change.since != dated.since:
                change.since = dated.since
                moved.append(change)
        touched += _touched(changes, versions)
    LawChange.objects.bulk_update(moved, ["since"])
    LawChange.objects.bulk_create(opened)
    # A text found between two others moves what the later one touches: an instrument's rows are always made together.
    TouchedText.objects.filter(change__instrument__in={change.instrument_id for change in opened}).delete()
    TouchedText.objects.bulk_create(touched, batch_size=5_000)
    tasks = [task for change in opened for task in _tasks(change, now)]
    RippleTask.objects.bulk_create(tasks, batch_size=5_000)
    return opened, len(touched), tasks


def recited(kind: str, subject: str, uses: Sequence[LawUse], *, now: datetime) -> None:
    """Bring the tasks of one thing in step with what it cites now; its mechanism calls this in the act that changed it.

    A task whose words it no longer cites is settled; one that it has newly come under is opened. Nothing is recorded here: the
    act that changed the citations is.
    """
    all_recited(kind, {subject: uses}, now=now)


def all_recited(kind: str, uses_of_each: Mapping[str, Sequence[LawUse]], *, now: datetime) -> None:
    """`recited` for many things of a kind, by subject, in as many queries as for one."""
    today = clock.civil_day(now)
    due = _changes_of([use for uses in uses_of_each.values() for use in uses])
    known: dict[str, dict[int, RippleTask]] = {subject: {} for subject in uses_of_each}
    for task in RippleTask.objects.filter(kind=kind, subject__in=list(uses_of_each)):
        known[task.subject][task.change_id] = task
    owners = {use.unit for uses in uses_of_each.values() for use in uses}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=owners)}
    settled, fresh = [], []
    for subject, uses in uses_of_each.items():
        standing = {change.pk: change for use in uses for change in due(use) if _in_use(use, change)}
        settled += [
            task for pk, task in known[subject].items()
            if pk not in standing and task.decision in ("", RippleDecision.REVISE)
        ]  # fmt: skip
        unit = next((units[use.unit] for use in uses if use.unit in units), None)
        fresh += [
            _task(change, kind, subject, unit, today)
            for pk, change in standing.items()
            if pk not in known[subject]
        ]
    before = [day for task in settled for day in due_days(task)]
    for task in settled:
        task.decision, task.decided_by = RippleDecision.SETTLED, ""
        task.decided_on = max(today, task.opened_on)
    RippleTask.objects.bulk_update(settled, ["decision", "decided_on", "decided_by"], batch_size=1_000)
    RippleTask.objects.bulk_create(fresh, batch_size=5_000)
    figures_touch(RIPPLE_SOURCE, before)
    _moved([*settled, *fresh])


@transaction.atomic
def decide(
    actor: Actor,
    change: int,
    things: Collection[tuple[str, str]],
    decision: str,
    remark: str,
    *,
    now: datetime,
) -> int:
    """Decide what becomes of things (kind, subject) that cite touched words; answers how many. All or nothing.

    Refused: not the owner's post nor the office, a thing that is not waiting, “unchanged” without saying why.
    """
    tasks = [
        task
        for task in RippleTask.objects.select_for_update(of=("self",))
        .select_related("unit", "change__instrument")
        .filter(change=change, subject__in={subject for _kind, subject in things})
        if (task.kind, task.subject) in set(things)
    ]
    if not tasks:
        raise NotFound(_("没有待处理的引用"), next_step=_("请先勾选要处理的条目。"))
    if not all(may_decide(actor, task) for task in tasks):
        raise DecisionNotAllowed(
            _("只有引用它的单位和区普法办可以处理"), next_step=_("请由该单位的负责人或联络员处理。")
        )
    _must_be_whole(decision, remark)
    today = clock.civil_day(now)
    before = [day for task in tasks for day in due_days(task)]
    for task in tasks:
        task.decision, task.remark = decision, remark.strip()
        task.decided_on, task.decided_by = max(today, task.opened_on), actor.key
    RippleTask.objects.bulk_update(tasks, ["decision", "remark", "decided_on", "decided_by"])
    figures_touch(RIPPLE_SOURCE, before)
    _moved(tasks)
    record(
        actor, "laws.ripple.decide", Subject("law-change", str(change)),
        {
            "instrument": tasks[0].change.instrument.code,
            "since": tasks[0].change.since.isoformat(),
            "decision": decision,
            "remark": remark.strip(),
            "things": sorted([task.kind, task.subject] for task in tasks),
        },
        now=now,
    )  # fmt: skip
    return len(tasks)


def _must_be_whole(decision: str, remark: str) -> None:
    faults = []
    if decision not in OWNERS_DECIDE:
        faults.append(Fault(_("请选择怎样处理"), field="decision"))
    elif decision == RippleDecision.UNCHANGED and not remark.strip():
        faults.append(Fault(_("请写明为什么实质不变"), field="remark"))
    if faults:
        raise DecisionIncomplete(_("还不能保存这个处理"), faults=faults)


def _histories(instruments: Collection[int]) -> Iterable[tuple[Instrument, list[Version]]]:
    """The instruments with their held versions, oldest first; those that can show no change are left out."""
    held: dict[int, list[Version]] = {}
    for version in Version.objects.filter(instrument__in=instruments, text_held=True).order_by(
        "effective_on"
    ):
        held.setdefault(version.instrument_id, []).append(version)
    rows = Instrument.objects.in_bulk(held)
    for pk, versions in held.items():
        if len(versions) > 1 or rows[pk].is_repealed:
            yield rows[pk], versions


def _texts(versions: Sequence[Version]) -> list[Mapping[str, ProvisionText]]:
    found: dict[int, dict[str, ProvisionText]] = {version.pk: {} for version in versions}
    rows = ProvisionText.objects.filter(version__in=found).select_related("provision")
    for row in rows:
        found[row.version_id][row.provision.key] = row
    return [found[version.pk] for version in versions]


def _wanted(instrument: Instrument, versions: Sequence[Version], now: datetime) -> list[LawChange]:
    """The changes that the held texts show, oldest first. A repeal whose day nobody states counts from the day on which it was
    learned."""
    changes = [
        LawChange(instrument=instrument, version=version, since=version.effective_on, opened_at=now)
        for version in versions[1:]
        if version.effective_on  # held texts are dated: a constraint
    ]
    if instrument.is_repealed:
        day = instrument.repealed_on or clock.civil_day(now)
        changes.append(LawChange(instrument=instrument, version=None, since=day, opened_at=now))
    return changes


def _touched(changes: Sequence[LawChange], versions: Sequence[Version]) -> Iterable[TouchedText]:
    """What each change touches, weighed against the texts before it."""
    texts = _texts(versions)
    words = [{key: text.text for key, text in one.items()} for one in texts]
    place = {version.pk: number for number, version in enumerate(versions)}
    for change in changes:
        until = place[change.version_id] + 1 if change.version_id else len(words)
        touches = touched_by_newest(words[:until]) if change.version_id else touched_by_repeal(words)
        for touch in touches:
            text = texts[touch.version][touch.key]
            yield TouchedText(change=change, text=text, how=touch.how.value, moved_to=touch.moved_to)


def _told(change: LawChange) -> dict[str, object]:
    return {
        "instrument": change.instrument.code,
        "version": change.version.source_key if change.version else None,
        "since": change.since.isoformat(),
    }


def _tasks(change: LawChange, now: datetime) -> list[RippleTask]:
    """A task for each thing in use when the change takes effect, whatever number of its citings are touched."""
    today = clock.civil_day(now)
    owners: dict[tuple[str, str], str] = {}
    for citer in offered(Citer):
        for use in uses_of(citer, [change]):
            if _in_use(use, change):
                owners[citer.kind, use.subject] = use.unit
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=set(owners.values()))}
    return [_task(change, kind, subject, units.get(unit), today) for (kind, subject), unit in owners.items()]


def _task(change: LawChange, kind: str, subject: str, unit: Unit | None, today: date) -> RippleTask:
    due = change.since if change.since > today else today + timedelta(days=REVIEW_DAYS)
    return RippleTask(change=change, kind=kind, subject=subject, unit=unit, opened_on=today, due_on=due)


def _in_use(use: LawUse, change: LawChange) -> bool:
    return use.used_until is None or use.used_until >= change.since


def _changes_of(uses: Sequence[LawUse]) -> Callable[[LawUse], Iterable[LawChange]]:
    """The changes that touch what each of these uses cites. Three queries."""
    texts = {use.text_id for use in uses if use.text_id is not None}
    versions = {use.version_id for use in uses if use.text_id is None}
    of_text: dict[int, set[int]] = defaultdict(set)
    for text, change in TouchedText.objects.filter(text__in=texts).values_list("text", "change"):
        of_text[text].add(change)
    of_version: dict[int, set[int]] = defaultdict(set)
    repeals = LawChange.objects.filter(version=None, instrument__versions__in=versions)
    for version, change in repeals.values_list("instrument__versions", "pk"):
        of_version[version].add(change)
    changes = LawChange.objects.in_bulk(set().union(*of_text.values(), *of_version.values()))

    def touching(use: LawUse) -> Iterable[LawChange]:
        found = of_version[use.version_id] if use.text_id is None else of_text[use.text_id]
        return [changes[pk] for pk in sorted(found)]

    return touching


def _moved(tasks: Iterable[RippleTask]) -> None:
    """Tell the figures which days' counts of tasks moved."""
    figures_touch(RIPPLE_SOURCE, [day for task in tasks for day in due_days(task)])
