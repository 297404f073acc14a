"""The registry of offers: nothing imports upwards, it is offered.

Each mechanism lists inert specifications in its `offers.py` as `OFFERS`; the engines below read them
with `offered(Kind)`. A specification holds codes, words and functions, never a table of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import Fault, NotFound
from zhifa.kernel.quantities import Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet

Words = str | Promise


@dataclass(frozen=True)
class MenuEntry:
    """A line of the left navigation (`public=False`) or of the public header (`public=True`)."""

    mechanism: str
    title: Words
    url_name: str
    visible: Callable[[Actor], bool] = lambda actor: not actor.is_stranger
    public: bool = False
    order: int = 50


@dataclass(frozen=True)
class OwnPages:
    """Pages of the workspace that are a person's own, by the names of their addresses: the inbox, one's classes, one's exams. Plain staff
    may open these there and nothing else, whatever other mechanisms show to whoever is signed in."""

    url_names: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """A panel on the signed-in home or the public home: a function renders it, or returns "" for nothing. `own` says that it shows what
    is a person's own, so that plain staff have it too."""

    code: str
    title: Words
    render: Callable[[Any], str]  # takes the HttpRequest
    public: bool = False
    order: int = 50
    own: bool = False


@dataclass(frozen=True)
class AwaitingItem:
    """One thing that waits for the actor: what, until when, where to go, and why you got it."""

    title: str
    url: str
    why: str
    due: date | None = None
    since: date | None = None
    subject: str = ""


@dataclass(frozen=True)
class Awaiting:
    """What waits for someone, computed when asked; `find` answers for one actor in a constant number of queries."""

    code: str
    title: Words
    find: Callable[[Actor, date], Sequence[AwaitingItem]]


@dataclass(frozen=True)
class DueReminder:
    """One reminder that falls due on a day: to which account, about what, where, and by which rule."""

    account_id: int
    title: str
    body: str
    url: str
    due: date
    subject: str


@dataclass(frozen=True)
class ReminderRule:
    """Reminders before a date: `find(today, days_before)` answers those whose due day is that far ahead."""

    code: str
    title: Words
    days_before: tuple[int, ...]
    find: Callable[[date, int], Iterable[DueReminder]]


@dataclass(frozen=True)
class SearchRow:
    """One searchable thing as the index keeps it; `scopes` are the marks of `Actor.scopes` that may find it."""

    key: str
    title: str
    body: str
    url: str
    scopes: frozenset[str]
    day: date | None = None


@dataclass(frozen=True)
class Searchable:
    """A kind of thing that the one search box finds. `rows(keys)` gives those rows, `rows(None)` all of them; `barred()` the keys
    that nobody is to find at this moment although the index may hold them still, as a dated hold bars a case. `meant(actor, text)`
    are words to look for instead where nothing holds all of what was typed: names that a slip may have meant."""

    kind: str
    title: Words
    rows: Callable[[Sequence[str] | None], Iterable[SearchRow]]
    barred: Callable[[], Collection[str]] = tuple
    meant: Callable[[Actor, str], Sequence[str]] = lambda actor, text: ()


@dataclass(frozen=True)
class SourceField:
    """A published field of a figure source.

    `path` is the ORM path from the source's model; `kind` one of `day`, `code`, `key`, `number`, `flag`;
    `unit` is the unit of a number. `to_many` says that the path crosses a to-many join, so that counting
    over it must be distinct. `labels` says what each code is called; where codes are themselves records, `words`
    is asked for them once an answer, for whoever asks.
    """

    name: str
    title: Words
    path: str
    kind: str
    unit: Unit | None = None
    to_many: bool = False
    labels: Mapping[str, Words] = field(default_factory=dict)
    words: Callable[[Actor], Mapping[str, Words]] | None = None


@dataclass(frozen=True)
class SourceRecord:
    """One record behind a figure as the door shows it. `reported_on` is the day on which its unit first reported
    it, where that is known; lateness is weighed by it, else by `entered_at`. `second_party` says that the other side of
    what was done has confirmed it; `corrections` how often it was corrected after closing."""

    key: str
    title: str
    day: date
    url: str
    amount: str = ""
    evidence: tuple[str, ...] = ()
    entered_at: datetime | None = None
    reported_on: date | None = None
    sealed_at: datetime | None = None
    confirmed_by: tuple[str, ...] = ()
    remark: str = ""
    second_party: bool = False
    corrections: int = 0


@dataclass(frozen=True)
class RecordsTold:
    """What records behind a figure say together: how many have evidence of each kind (in words), who confirmed, how many have no evidence,
    the other side's word, corrections, no seal yet; when the last one was sealed; and how many were reported how many days later."""

    kinds: Mapping[str, int]
    confirmed_by: Collection[str]
    without_evidence: int
    second_party: int
    corrected: int
    unsealed: int
    sealed_last: datetime | None
    delays: Mapping[int, int]


@dataclass(frozen=True)
class FigureSource:
    """A relation that definitions may read: a queryset of rows that already count (confirmed, final), and their fields.

    `queryset()` yields only rows that may reach a report; `held_back()` those left out with the reason's code
    and a count. `records(keys)` describes rows for the door. `district_field` is the ORM path of the district code.
    `hidden(actor, keys)` names the records whose content the actor may not read: they count, and stand there unnamed.
    `told(keys)` says of all of them together what describing each would add up to, where the source can say it in a few queries.
    """

    code: str
    title: Words
    queryset: Callable[[], QuerySet[Any]]
    fields: tuple[SourceField, ...]
    day_field: str
    district_field: str
    records: Callable[[Sequence[Any]], Sequence[SourceRecord]]
    held_back: Callable[[date, date], Mapping[str, int]] = lambda since, until: {}
    hidden: Callable[[Actor, Sequence[Any]], Collection[str]] = lambda actor, keys: ()
    told: Callable[[Sequence[Any]], RecordsTold] | None = None
    version: int = 1


@dataclass(frozen=True)
class RowsListener:
    """An engine that wants to hear which days of a figure source changed, for mechanisms below it on the ladder; those
    above call the engine's own door. `changed(source, days)` runs in the act's transaction."""

    changed: Callable[[str, Iterable[date]], None]


@dataclass(frozen=True)
class FigureOffer:
    """Definitions that a mechanism ships, as data in the algebra of `figures.rules.algebra`. `seen_by` says who may see them
    inside the house; what went through the gate is everybody's."""

    mechanism: str
    definitions: tuple[Mapping[str, Any], ...]
    seen_by: Callable[[Actor], bool] = lambda actor: True


@dataclass(frozen=True)
class Citation:
    """One citing of a provision version by a thing above."""

    subject: str
    title: str
    url: str
    owner: str = ""
    day: date | None = None


@dataclass(frozen=True)
class LawUse:
    """One citing as the ripple of a change weighs it: by the thing `subject`, owned by the unit with code `unit` ("": the
    district office), of the text `text_id` (None: the whole instrument, or no text held) of `version_id`.

    `used_until` is the last day on which the thing is used or says what the law is: the day of a lecture, the end of a
    campaign; None while it stays in use, as a published case does.
    """

    subject: str
    title: str
    url: str
    unit: str
    unit_name: str
    version_id: int
    text_id: int | None
    label: str
    day: date | None = None
    used_until: date | None = None


@dataclass(frozen=True)
class Citer:
    """A kind of thing that cites law; `citing(provision_version_ids)` answers who cites them, for readers.

    `uses(texts, versions)` answers every citing, published or not, of texts whose ids the first query yields, or of versions
    whose ids the second yields, in one query of its own. With `holds` a thing of the kind asks `laws.api.held_back` before
    it is used and stops from the day of the change; others are only flagged.
    """

    kind: str
    title: Words
    citing: Callable[[Sequence[int]], Iterable[Citation]]
    uses: Callable[[QuerySet[Any], QuerySet[Any]], Iterable[LawUse]] = lambda texts, versions: ()
    holds: bool = False


@dataclass(frozen=True)
class DeedKind:
    """A kind of work that is recorded once as a deed; one mechanism owns it.

    `unit` is how deeds of the kind are counted (7 场, 31 期); `url(key)` gives the owner's page of one.
    """

    code: str
    title: Words
    mechanism: str
    unit: Unit
    url: Callable[[str], str] | None = None


@dataclass(frozen=True)
class PurposeMatch:
    """One purpose that a deed may serve, with the rule that says so in words. `kind` is the sort of purpose that it is
    (which of the seven constitution activities), where figures count sorts; `public_as` is its (kind, key) at the gate."""

    purpose: str
    key: str
    title: str
    url: str
    because: str
    kind: str = ""
    public_as: tuple[str, str] | None = None


@dataclass(frozen=True)
class Purpose:
    """What a deed may serve (a goal, a campaign, a duty). `match(deed_ids)` maps each deed id to its matches by
    explainable rules; `titles(actor)` says what each one is called, by its key, as far as the actor may read it, `kinds()` what
    each sort is called. `settled(keys)` hears, in the act's transaction, behind which of them the deeds that count changed.
    `mend(deed key)` is the page on which a match of this kind is corrected by hand, where there is one.
    """

    kind: str
    title: Words
    match: Callable[[Sequence[int]], Mapping[int, Sequence[PurposeMatch]]]
    titles: Callable[[Actor], Mapping[str, Words]] = lambda actor: {}
    kinds: Callable[[], Mapping[str, Words]] = dict
    settled: Callable[[Collection[str]], None] = lambda keys: None
    mend: Callable[[str], str] | None = None


@dataclass(frozen=True)
class ImportColumn:
    """A column that an import target understands; `names` are the headings seen for it in the wild.

    `choices` maps codes to words, alternatives parted by `|`. `resolve(actor, text)` answers the thing that a
    name means (an area, a unit, a person), or None when there is none; it is asked once for each different
    text. Days in the future are refused unless `may_be_future`.
    """

    code: str
    title: Words
    kind: str  # text | day | number | quantity | choice | area | unit
    names: tuple[str, ...] = ()
    required: bool = False
    unit: Unit | None = None
    choices: Mapping[str, Words] = field(default_factory=dict)
    help: Words = ""
    resolve: Callable[[Actor, str], object | None] | None = None
    may_be_future: bool = False


@dataclass(frozen=True)
class ImportRow:
    """One row after columns were mapped: where it stood, its raw cells by column code, its parsed values.

    Values by kind: text and choice `str`, day `date`, number `Decimal`, quantity `Quantity`, a resolved column
    whatever `resolve` answered. Blank cells are absent. `<code>.until` ends a span of days, `<code>.estimate`
    is True where the sheet wrote 约 or 余.
    """

    sheet: str
    row: int
    raw: Mapping[str, str]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ImportQuestion:
    """Something only a person can decide: a likely double. Answers are codes with words.

    The answer `skip` leaves the row out: it never reaches `write`. One question a row.
    """

    row: ImportRow
    what: str
    against: str
    answers: Mapping[str, Words]
    suggested: str


@dataclass(frozen=True)
class ImportReview:
    """What a target says about the rows before anything is written; a fault names its sheet, row and column code."""

    faults: tuple[Fault, ...] = ()
    questions: tuple[ImportQuestion, ...] = ()


def _unbound(_actor: Actor, _rows: Sequence[ImportRow]) -> ImportReview:
    raise NotFound(_("没有这个页面"))


def _unbound_write(_actor: Actor, _rows: Sequence[ImportRow], _answers: Mapping[tuple[str, int], str]) -> int:
    raise NotFound(_("没有这个页面"))


@dataclass(frozen=True)
class ImportTarget:
    """A thing that sheets can bring in. `review` looks and asks, `write` does it in one transaction.

    `write(actor, rows, answers)` answers the number of things written; `answers` maps `(sheet, row)`
    to the answer's code. A target with `bind` takes sheets about one thing only, on that thing's own page: `bind(actor, about)`
    answers the target for it, or refuses, and only that one has `review` and `write`; `home(about)` is the thing's page,
    `again(about)` where another sheet is given.
    A new district begins with the targets that have a `step`, in their order: `standing()` counts what is there, and `least`
    of it means that the step is done.
    """

    code: str
    title: Words
    columns: tuple[ImportColumn, ...]
    may_import: Callable[[Actor], bool]
    review: Callable[[Actor, Sequence[ImportRow]], ImportReview] = _unbound
    write: Callable[[Actor, Sequence[ImportRow], Mapping[tuple[str, int], str]], int] = _unbound_write
    personal: bool = False  # its rows are about persons: a look at them is noted
    forgets: bool = False  # written whole or not at all, and then the file and all that was read in it go
    twins: bool = True  # rows that say the same are asked about
    bind: Callable[[Actor, Mapping[str, str]], ImportTarget] | None = None
    home: Callable[[Mapping[str, str]], str] | None = None
    again: Callable[[Mapping[str, str]], str] | None = None
    step: int = 0
    standing: Callable[[], int] | None = None
    least: int = 1

    def __post_init__(self) -> None:
        if self.bind is None and (self.review is _unbound or self.write is _unbound_write):
            raise TypeError(f"{self.code}: sheets of what is not bound need review and write")


@dataclass(frozen=True)
class ActWords:
    """What the ledger's act codes of a mechanism are called where people read them."""

    words: Mapping[str, Words]


@dataclass(frozen=True)
class HeldField:
    """A fact of units that the system already knows, so that nobody is asked for it again: about what (`unit`, `area`,
    `activity`, `people`, `place`), in which unit of measure ("": none), what else it is called. `values(codes, since, until)`
    gives it in words for units by their codes, over those days or as it stands at their end; a unit without it is left out."""

    code: str
    title: Words
    about: str
    values: Callable[[Sequence[str], date, date], Mapping[str, str]]
    unit: str = ""
    names: tuple[Words, ...] = ()


@dataclass(frozen=True)
class FileGuard:
    """Who may fetch an attached file: a mechanism answers for the subjects that it owns. `changed(keys)` hears, in the act's
    transaction, for which of them a file came or went."""

    subject_kind: str
    may_read: Callable[[Actor, str], bool]
    changed: Callable[[Collection[str]], None] | None = None


@dataclass(frozen=True)
class NamedThing:
    """What a thing is called now, and where it is found (an empty address: nowhere, for this actor)."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class Nameable:
    """A kind of thing that mechanisms below know by key only. `names(actor, keys)` says what they are called, leaving out
    those that are gone; `found(words)` answers the keys of those whose name holds the words."""

    kind: str
    title: Words
    names: Callable[[Actor, Sequence[str]], Mapping[str, NamedThing]]
    found: Callable[[str], Sequence[str]] = lambda words: ()


@dataclass(frozen=True)
class PapersInUse:
    """Frozen papers whose questions must not become known yet: the keys of their draws. Whoever holds exams on them offers this."""

    draws: Callable[[], Collection[str]]


@dataclass(frozen=True)
class SheetEngine:
    """How a list of a mechanism that stands below the sheets' engine comes out as a sheet: query of the address, name,
    columns, rows; None where the address asks for no sheet."""

    sheet_if_asked: Callable[
        [Mapping[str, str], str, Sequence[Words], Callable[[], Iterable[Sequence[Any]]]], Any | None
    ]


@dataclass(frozen=True)
class LogCheck:
    """What a mechanism checks against the ledger when the whole log is verified: a line that says what was compared, and
    the faults found (none: all is as it was). It is told where to say, now and then, how far it is."""

    code: str
    check: Callable[[Callable[[str], None]], tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class OpenActs:
    """Acts whose entries whoever follows the log on the internal network may read. Of every other act, and of every act
    that nobody offers here, the log gives out the leaf hash only.

    `published(kind, keys)` narrows it to entries about things that are public: it answers which of the keys are.
    """

    acts: frozenset[str]
    published: Callable[[str, Collection[str]], Collection[str]] | None = None


@dataclass(frozen=True)
class PublishableThing:
    """One thing as the publication gate reviews it: the exact text (Chinese, whatever the reader's language), the unit that
    answers for it, the day it speaks of, the day on which it was formed (None where nobody noted it), its public address.
    What goes out `alone` needs a decision of its own: it is never reviewed together with others."""

    key: str
    title: str
    text: str
    unit: str
    day: date
    url: str
    formed_on: date | None = None
    unit_path: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Publishable:
    """A kind of thing that may be shown to strangers, and then only through the gate; `kind` is its ledger subject.

    `ready()` yields the rows that may go out, annotated with `thing_key` (text), `thing_group` (text: what is reviewed
    together, such as a month) and `thing_formed` (day or null). `things(keys)` describes those of them that are ready, in a
    constant number of queries. `changed(keys)` hears in the act's transaction that things began or ceased to be public.
    `dated` says that the day of forming is noted, so that the law's clock runs before anybody proposes.
    """

    kind: str
    title: Words
    ready: Callable[[], QuerySet[Any]]
    things: Callable[[Sequence[str]], Sequence[PublishableThing]]
    may_propose: Callable[[Actor], bool]
    changed: Callable[[Sequence[str]], None] = lambda keys: None
    dated: bool = True


@dataclass(frozen=True)
class PostWords:
    """What roles and units are called, for mechanisms that stand below people: roles by code, units by path."""

    roles: Mapping[Role, Words]
    units: Callable[[Sequence[str]], Mapping[str, str]]


Offer = (
    MenuEntry | Block | Awaiting | ReminderRule | Searchable | FigureSource | FigureOffer | Citer
    | DeedKind | Purpose | ImportTarget | HeldField | FileGuard | ActWords | RowsListener | Nameable | SheetEngine
    | LogCheck | OpenActs | Publishable | PostWords
)  # fmt: skip
Kind = TypeVar("Kind")

_offers: list[Any] = []


def offer(*specifications: Offer) -> None:
    """Add specifications; called once at start-up for each mechanism, in the ladder's order."""
    _offers.extend(specifications)


def offered(kind: type[Kind]) -> tuple[Kind, ...]:
    """All specifications of one kind, in the order in which they were offered."""
    return tuple(item for item in _offers if isinstance(item, kind))


def rows_changed(source: str, days: Iterable[date]) -> None:
    """Tell every listener that rows of a figure source began, ceased or changed on these days."""
    told = tuple(days)
    for listener in offered(RowsListener):
        listener.changed(source, told)


def names_of(actor: Actor, keys: Mapping[str, Collection[str]]) -> dict[tuple[str, str], NamedThing]:
    """What things are called, by kind and key; one question a kind that is offered. Those gone or unknown are left out."""
    named: dict[tuple[str, str], NamedThing] = {}
    for offer_ in offered(Nameable):
        if wanted := keys.get(offer_.kind):
            found = offer_.names(actor, sorted(wanted))
            named.update({(offer_.kind, key): thing for key, thing in found.items()})
    return named


def clear() -> None:
    """Forget everything; only start-up does this."""
    _offers.clear()
