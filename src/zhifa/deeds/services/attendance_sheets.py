"""Sign-in sheets and platforms' logs of one deed: what their rows mean, what is doubtful, and the write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from zhifa.deeds.rules.attending import STAYED_SECONDS, Signed, identity_of, people_of, seconds_of
from zhifa.deeds.selectors import deed_by_key
from zhifa.deeds.services.attending import Attendance, must_take, take_attendance
from zhifa.deeds.terms import Channel, Source
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault
from zhifa.kernel.registry import ImportQuestion, ImportReview, ImportRow, ImportTarget
from zhifa.kernel.secrecy import keyed_mark

SHEET_SOURCES = (Source.SIGN_IN, Source.EXPORT)
TOKEN_LENGTH = 24
TARGET = "attendance"  # what the intake calls it
TWO_PERSONS = "keep"
STAYS = {"stay": 0, "stay_seconds": 1, "stay_minutes": 60}  # by column: of how many seconds a bare number is


@dataclass(frozen=True)
class Sheet:
    """Which deed a sheet is about, over which channel, from where, and why a closed one changes."""

    deed: str
    occurred_on: date
    channel: Channel
    source: Source
    reason: str = ""

    def review(self, _actor: Actor, rows: Sequence[ImportRow]) -> ImportReview:
        """A line that names nobody, or a day before the deed, is a fault; on a sign-in sheet whoever signed twice in a day is
        asked about, and who signed once with a number and once without. A platform's log may name one person often: 人次 counts
        that. No query."""
        faults, questions = [], []
        seen: dict[tuple[str, date], ImportRow] = {}
        named: dict[tuple[str, date, bool], ImportRow] = {}
        answers = {"skip": str(_("同一人重复签到，只算一次")), TWO_PERSONS: str(_("是两个人，都算"))}
        for row in rows:
            who = _identity(row)
            if found := self._faults(row, who):
                faults += found
                continue
            first, what = (
                seen.setdefault((who, self._day(row)), row),
                str(_("这一行与前面一行像是同一个人：姓名或号码相同")),
            )
            name, has_number = _name(row), bool(row.values.get("mark"))
            named.setdefault((name, self._day(row), has_number), row)
            if first is row and name and (other := named.get((name, self._day(row), not has_number))):
                first, what = (
                    other,
                    str(_("这一行与前面一行姓名和单位相同，一行有号码、一行没有：像是同一个人")),
                )
            if first is not row and self.source == Source.SIGN_IN:
                against = _("%(sheet)s第 %(row)s 行") % {"sheet": first.sheet, "row": first.row}
                questions.append(ImportQuestion(row, what, str(against), answers, "skip"))
        return ImportReview(tuple(faults), tuple(questions))

    def write(self, actor: Actor, rows: Sequence[ImportRow], answers: Mapping[tuple[str, int], str]) -> int:
        """The rows become participations: a token keyed with the home's secret stands for each person, nothing else is kept."""
        people = people_of([self._signed(row, answers) for row in rows])
        taken = []
        for row, who in zip(rows, people.known_by, strict=True):
            _column, _text, seconds = _stay(row)
            stayed = (seconds or 0) >= STAYED_SECONDS
            taken.append(Attendance(token_of(self.channel, who), self._day(row), stayed))
        return take_attendance(
            actor, self.deed, self.channel, self.source, taken, self.reason,
            at_least=people.at_least, now=clock.now(),
        )  # fmt: skip

    def _signed(self, row: ImportRow, answers: Mapping[tuple[str, int], str]) -> Signed:
        two = answers.get((row.sheet, row.row)) == TWO_PERSONS
        name, mark, unit = (str(row.values.get(code, "")) for code in ("name", "mark", "unit"))
        return Signed(name, mark, unit, f"{self.deed}|{row.sheet}|{row.row}" if two else "")

    def _day(self, row: ImportRow) -> date:
        day: date = row.values.get("day", self.occurred_on)
        return day

    def _faults(self, row: ImportRow, who: str) -> list[Fault]:
        faults = []
        if not who:
            faults.append(_fault(row, "name", _("这一行没有姓名，也没有号码"), _("补上姓名，或去掉这一行")))
        if self._day(row) < self.occurred_on:
            told = _("%(day)s 早于活动日期 %(on)s") % {"day": self._day(row), "on": self.occurred_on}
            faults.append(_fault(row, "day", told, _("核对是不是别的活动的签到表，或活动日期填错了")))
        column, text, seconds = _stay(row)
        if text and seconds is None:
            faults.append(_fault(row, column, *_unread(column, text)))
        return faults


def bind_sheet(actor: Actor, about: Mapping[str, str], target: ImportTarget) -> ImportTarget:
    """The target for one deed's channel; refuses whoever may not give it its rows, as the act itself does."""
    deed = deed_by_key(actor, about.get("deed", ""))
    if about.get("channel") not in Channel.values or about.get("source") not in SHEET_SOURCES:
        raise BadInput(_("没有选择渠道和来源"), next_step=_("请在记录的页面上选择后再上传。"))
    must_take(actor, deed, about.get("reason", ""))
    sheet = Sheet(
        deed.key,
        deed.occurred_on,
        Channel(about["channel"]),
        Source(about["source"]),
        about.get("reason", ""),
    )
    return replace(target, bind=None, review=sheet.review, write=sheet.write)


def token_of(channel: str, who: str) -> str:
    """What stands for a person over a channel: the same for the same person, and nothing without the home's key."""
    return keyed_mark(f"{channel}|{who}", "deeds.participation")[:TOKEN_LENGTH]


def _identity(row: ImportRow) -> str:
    return identity_of(*(str(row.values.get(code, "")) for code in ("name", "mark", "unit")))


def _name(row: ImportRow) -> str:
    """By what the person would be known again if nobody had left a number."""
    return identity_of(str(row.values.get("name", "")), "", str(row.values.get("unit", "")))


def _stay(row: ImportRow) -> tuple[str, str, int | None]:
    """From which column a stay is read, what stands there, and how many seconds that is."""
    for column, bare_is in STAYS.items():
        if text := str(row.values.get(column, "")):
            return column, text, seconds_of(text, bare_is)
    return "", "", None


def _unread(column: str, text: str) -> tuple[str, str]:
    """What is wrong with a stay, and what to do; a bare number under a heading without a unit may be either."""
    if column == "stay" and seconds_of(text, 1) is not None:
        told = _("“%(text)s”没有单位，不知道是秒还是分钟") % {"text": text[:40]}
        return told, _("在“哪一列是什么”里把这一列选为“停留秒数”或“停留分钟”")
    told = _("“%(text)s”读不成停留时长") % {"text": text[:40]}
    return told, _("写成 75秒、1分15秒、00:01:15 这样的时长")


def _fault(row: ImportRow, column: str, what: str, mend: str) -> Fault:
    return Fault(str(what), str(mend), row=row.row, column=column, sheet=row.sheet)
