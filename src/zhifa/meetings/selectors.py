"""Questions asked of meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhifa.deeds.api import DeedFilter, State, deed_list, kinds, unit_names
from zhifa.figures.api import Range, value_of
from zhifa.figures.api import State as FigureState
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import Window
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.quantities import UNITS
from zhifa.kernel.registry import FigureOffer, FigureSource, Words, offered
from zhifa.meetings.access import sees_inside, visible_actions, visible_to
from zhifa.meetings.models import ActionItem, AgendaLine, Attendance, Matter, Meeting, Membership, Series
from zhifa.meetings.rules.attending import Sitting
from zhifa.meetings.rules.minutes import ActionWords, LineWords, MeetingWords, minutes_text
from zhifa.meetings.rules.moves import RUNNING
from zhifa.meetings.rules.proving import Asked, Found, rule_words
from zhifa.meetings.terms import ActionState, MatterState, MeetingState, Outcome, Proof
from zhifa.people.api import Unit, district, names_on
from zhifa.publishing.api import published_between


def series_by_code(code: str) -> Series:
    """One conference; 404 otherwise. Its members, matters and meetings are asked as someone."""
    found = Series.objects.select_related("office").filter(code=code).first()
    if found is None:
        raise NotFound(_("没有这个联席会议"))
    return found


def all_series() -> list[Series]:
    """Every conference."""
    return list(Series.objects.select_related("office"))


def members_on(series: Series, day: date) -> QuerySet[Membership]:
    """The units that have a part on a day, the convenor first, with the persons whom they named."""
    rows = Membership.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day), series=series, valid_from__lte=day
    )
    return rows.select_related("unit", "member", "liaison").order_by("part", "unit__kind", "unit__pinyin")


def past_members(series: Series, day: date) -> QuerySet[Membership]:
    """Terms that have ended before a day, the last first."""
    rows = Membership.objects.filter(series=series, valid_until__lt=day)
    return rows.select_related("unit", "member", "liaison").order_by("-valid_until")


def backlog(series: Series) -> QuerySet[Matter]:
    """Open matters that are on no running agenda, the oldest first. What a held meeting carried over is here again at once."""
    waiting = AgendaLine.objects.filter(matter=OuterRef("pk"), meeting__state__in=RUNNING).exclude(
        outcome=Outcome.CARRIED
    )
    rows = Matter.objects.filter(~Exists(waiting), series=series, state=MatterState.OPEN)
    return rows.select_related("unit", "from_action").order_by("raised_on", "pk")


def matter_by_key(pk: int) -> Matter:
    """One matter with its conference; 404 otherwise. The caller has weighed who asks."""
    found = Matter.objects.select_related("series").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个议题"))
    return found


def membership_by_key(pk: int) -> Membership:
    """One membership with its unit; 404 otherwise. The caller has weighed who asks."""
    found = Membership.objects.select_related("series", "unit").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个成员"))
    return found


def meetings(actor: Actor) -> QuerySet[Meeting]:
    """The meetings that the actor sees, the last first."""
    return visible_to(actor).select_related("series")


def meetings_of(actor: Actor, series: Series) -> QuerySet[Any]:
    """Those of one conference, each with how many units attended, how many seats there were, and how many action items."""
    rows: QuerySet[Any] = (
        meetings(actor)
        .filter(series=series)
        .annotate(
            attended=Count("seats", filter=Q(seats__state__in=("present", "delegate")), distinct=True),
            asked=Count("seats", distinct=True),
            decided=Count("lines__actions", distinct=True),
        )
    )
    return rows.order_by("-number")


def meeting_by_key(actor: Actor, key: tuple[str, int]) -> Meeting:
    """One meeting; 404 otherwise."""
    found = (
        meetings(actor).select_related("series__office").filter(series__code=key[0], number=key[1]).first()
    )
    if found is None:
        raise NotFound(_("没有这次会议"))
    return found


def inside_by_key(actor: Actor, key: tuple[str, int]) -> Meeting:
    """One meeting for whoever sees more of it than its public minutes; 404 otherwise."""
    found = meeting_by_key(actor, key)
    if not sees_inside(actor, found):
        raise NotFound(_("没有这次会议"))
    return found


@dataclass(frozen=True)
class SeatLine:
    """A seat with what the unit was called on the day, and what it said to the minutes."""

    seat: Attendance
    name: str
    agreed: bool | None = None
    remarks: str = ""

    @property
    def sitting(self) -> Sitting:
        """The seat as the rules read it."""
        seat = self.seat
        return Sitting(seat.state, seat.name, seat.post, seat.authority, seat.reason)


@dataclass(frozen=True)
class Sheet:
    """A meeting with its agenda and seats, read in a constant number of queries."""

    meeting: Meeting
    lines: Sequence[AgendaLine]
    seats: Sequence[SeatLine]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def waiting(self) -> list[SeatLine]:
        """Units that attended and have not agreed to the text that circulates."""
        return [line for line in self.seats if line.seat.attended and not line.agreed]

    def own(self, actor: Actor, roles: tuple[object, ...]) -> list[SeatLine]:
        """The seats of units for which the actor holds one of the roles."""
        return [line for line in self.seats if actor.reaches_unit(line.seat.unit.path, *roles)]  # type: ignore[arg-type]


def sheet_of(meeting: Meeting) -> Sheet:
    """The meeting's agenda with decisions and action items, and its seats with what they said to this version."""
    actions = ActionItem.objects.select_related("unit").prefetch_related("partners").order_by("pk")
    lines = list(
        meeting.lines.select_related("matter__unit", "matter__from_action").prefetch_related(
            Prefetch("actions", actions)
        )
    )
    for line in lines:
        line.meeting = meeting
        for action in line.actions.all():
            action.line = line
            action.rule_shown = rule_of(action)  # type: ignore[attr-defined]  # for the page
    seats = list(meeting.seats.select_related("unit"))
    names = names_on([seat.unit_id for seat in seats], meeting.held_on)
    said = {
        row.unit_id: row for row in meeting.countersigns.filter(version=meeting.version) if meeting.version
    }
    rows = [
        SeatLine(
            seat, names[seat.unit_id], *((one.agreed, one.remarks) if (one := said.get(seat.unit_id)) else ())
        )
        for seat in seats
    ]
    counts: dict[str, int] = {}
    for seat in seats:
        shown = seat.state or (seat.answer and f"answered-{seat.answer}") or "silent"
        counts[shown] = counts.get(shown, 0) + 1
    return Sheet(meeting, lines, rows, counts)


def text_of(meeting: Meeting) -> str:
    """The minutes as the meeting's rows stand now: what is circulated, and then kept. A constant number of queries."""
    sheet = sheet_of(meeting)
    lines = tuple(
        LineWords(
            line.matter.title, line.outcome, line.decision,
            tuple(
                ActionWords(
                    one.unit.name, tuple(partner.name for partner in one.partners.all()), one.text, one.due_on,
                    rule_of(one),
                )
                for one in line.actions.all()
            ),
        )
        for line in sheet.lines
    )  # fmt: skip
    with override("zh-hans"):
        kind = str(meeting.get_kind_display())
    words = MeetingWords(
        meeting.series.title, meeting.number, kind, meeting.held_on, meeting.place, meeting.chair, meeting.preface, lines,
        tuple((line.name, line.sitting) for line in sheet.seats),
    )  # fmt: skip
    return minutes_text(words)


def actions(actor: Actor) -> QuerySet[ActionItem]:
    """The action items that the actor sees, the first due first."""
    return visible_actions(actor).select_related("unit", "line__meeting__series", "line__matter")


def action_by_key(actor: Actor, pk: int) -> ActionItem:
    """One action item with its meeting; 404 otherwise."""
    found = actions(actor).select_related("continues").prefetch_related("partners").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个督办事项"))
    return found


def due_actions(today: date) -> QuerySet[ActionItem]:
    """Open action items of issued minutes whose due day has passed."""
    return ActionItem.objects.filter(
        state=ActionState.OPEN, due_on__lt=today, line__meeting__state=MeetingState.ISSUED
    ).order_by("due_on", "pk")


def asked_of(action: ActionItem) -> Asked:
    """The proof rule of an action item as the rules weigh it, its words in Chinese."""
    named = unit = ""
    with override("zh-hans"):
        if action.proof == Proof.FIGURE:
            named, unit = _figure_words(action.figure)
        elif action.proof == Proof.DEEDS:
            kind = kinds().get(action.deed_kind)
            named = str(kind.title) if kind else action.deed_kind
    return Asked(
        action.proof, action.line.meeting.held_on, action.due_on, action.unit.name, named, unit, action.words,
        action.at_least or Decimal(0), action.of_unit,
    )  # fmt: skip


def rule_of(action: ActionItem) -> str:
    """The proof rule in words."""
    return rule_words(asked_of(action))


def found_for(action: ActionItem, today: date) -> Found:
    """What the records say to an action item's rule, until its due day or today; and the unit's last word."""
    since = action.line.meeting.held_on
    until = max(since, min(action.due_on, today)) if action.state == ActionState.OPEN else max(since, today)
    claim = (
        action.reports.filter(claims_done=True).order_by("-at", "-pk").values_list("text", flat=True).first()
    )
    if action.proof == Proof.FIGURE:
        return _figure_found(action, Window(since, until), claim)
    if action.proof == Proof.DEEDS:
        chosen = DeedFilter(action.deed_kind, action.unit.code, State.CONFIRMED, since, until)
        rows = deed_list(Actor.system("meetings"), chosen).order_by("occurred_on", "pk")
        names = tuple(f"{day.isoformat()} {title}" for day, title in rows.values_list("occurred_on", "title"))
        return Found(Decimal(len(names)), names, claim)
    if action.proof == Proof.DOCUMENT:
        units = {action.unit.name, *names_on([action.unit_id], since).values()}
        public = published_between(action.words, units, since, until)
        return Found(
            Decimal(len(public)), tuple(f"{day.isoformat()} {title}" for title, day in public), claim
        )
    return Found(word=claim)


def _figure_found(action: ActionItem, window: Window, claim: str | None) -> Found:
    try:
        value = value_of(Actor.system("meetings"), action.figure, district=district().code, window=window)
    except Refusal as refusal:
        return Found(None, (), claim, str(refusal.what))
    if value.state in (FigureState.UNMEASURED, FigureState.REFUSED):
        return Found(None, (), claim, value.why)
    if not action.of_unit:
        note = f"口径第 {value.definition_version} 版，记录 {value.record_count} 条。"
        return Found(_amount(value.value), (), claim, note)
    own = dict(value.composition).get(action.unit.name)
    note = f"口径第 {value.definition_version} 版，{action.unit.name}自己的；全区 {value.number}。"
    return Found(_amount(own), (), claim, note)


def _amount(value: Decimal | Range | None) -> Decimal:
    """The value as one number; of a range the lower end, of no records nothing."""
    return value.low if isinstance(value, Range) else Decimal(value or 0)


def is_told_by_unit(figure: str) -> bool:
    """Whether a figure's parts are those of units, which are called as they are called now."""
    sources = {source.code: source for source in offered(FigureSource)}
    for body in (body for offer in offered(FigureOffer) for body in offer.definitions):
        if body["code"] == figure:
            measure = body["measure"]
            source = sources.get(str(measure.get("of") or measure.get("count")))
            fields = source.fields if source else ()
            return any(one.name == body.get("split") and one.words is unit_names for one in fields)
    return False


def _figure_words(code: str) -> tuple[str, str]:
    for offer in offered(FigureOffer):
        for body in offer.definitions:
            if body["code"] == code:
                return str(body["title"]), str(UNITS[body["unit"]].label)
    return code, ""


def deed_kinds() -> list[tuple[str, Words]]:
    """What kinds of deeds may prove an action item."""
    return [(kind.code, kind.title) for kind in kinds().values()]


def units_by_path(paths: Iterable[str]) -> list[Unit]:
    """The units that stand at these paths. One query."""
    return list(Unit.objects.filter(path__in=list(paths)))
