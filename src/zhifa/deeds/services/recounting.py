"""Recounting: the kept event rows beside what the ledger committed to, sheet by sheet, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from zhifa.deeds.models import Count, Deed, Participation
from zhifa.deeds.rules.recounting import Recount, recounted
from zhifa.deeds.terms import Channel, Measure
from zhifa.ledger.api import SheetCommitment, row_hash, sheets_of_acts

ACTS = ("deeds.load_participations", "deeds.replace_participations")
NAMED = 3  # rows of one sheet that are named one by one; the others are counted
SAID_EVERY = 100_000  # rows
AT_ONCE = 20_000


def check_events(progress: Callable[[str], None]) -> tuple[str, list[str]]:
    """Compare every kept event row with its sealed hash, each sheet's totals with its rows, and the typed numbers that figures
    read with both (F80): what was compared in a line, and the faults, each naming the record, channel and row.

    One sheet is in memory at a time, as 32 bytes a row. Found: a row changed, removed, added or moved; a total that its rows do not
    give; rows that no entry speaks of.
    """
    faults: list[str] = []
    sheets = rows = said = 0
    seen: set[tuple[str, str]] = set()
    for sheet in sheets_of_acts(ACTS, per="channel"):
        channel = str(sheet.totals["channel"])
        kept = _Kept(sheet.subject.key, channel)
        hashes = list(kept.hashes())
        seen.add((sheet.subject.key, channel))
        sheets, rows = sheets + 1, rows + len(hashes)
        faults += _differences(sheet, kept, recounted(sheet.hashes, hashes))
        if rows - said >= SAID_EVERY:
            said = rows
            progress(_("已重算参加记录 %(rows)s 行…") % {"rows": rows})
    faults += _beyond(seen)
    return _("参加记录：逐行重算 %(sheets)s 张表 %(rows)s 行") % {"sheets": sheets, "rows": rows}, faults


class _Kept:
    """The event rows that a record has over a channel, read once: their hashes, and beside them what they add up to."""

    def __init__(self, key: str, channel: str) -> None:
        self.key, self.channel = key, channel
        self.numbers: list[int] = []
        self.stayed = 0
        self.tokens: set[str] = set()

    def hashes(self) -> Iterator[bytes]:
        """A hash a row, in the order in which they came in."""
        rows = Participation.objects.filter(deed__key=self.key, channel=self.channel).order_by("pk")
        for pk, token, day, stayed in rows.values_list("pk", "token", "day", "stayed").iterator(AT_ONCE):
            self.numbers.append(pk)
            self.stayed += stayed
            self.tokens.add(token)
            yield row_hash({"token": token, "day": day.isoformat(), "stayed": stayed})

    @property
    def totals(self) -> dict[str, int]:
        """What the rows give of what their entry declares."""
        return {"times": len(self.numbers), "stayed": self.stayed, "people": len(self.tokens)}

    def counts(self, people_least: int | None) -> dict[str, tuple[int, int | None]]:
        """The same as the numbers that figures read are called, each with its least where one was declared; who stayed is not
        written where nobody did."""
        found = {
            Measure.ATTENDANCES.value: (len(self.numbers), None),
            Measure.DISTINCT.value: (len(self.tokens), people_least),
            Measure.STAYED.value: (self.stayed, None),
        }
        return {name: told for name, told in found.items() if told[0] or name != Measure.STAYED}

    @property
    def called(self) -> str:
        """In words."""
        title = Deed.objects.filter(key=self.key).values_list("title", flat=True).first()
        names = {
            "title": title or _("已不存在的记录"),
            "key": self.key,
            "channel": Channel(self.channel).label,
        }
        return _("“%(title)s”（%(key)s）的%(channel)s参加记录") % names


def _differences(sheet: SheetCommitment, kept: _Kept, found: Recount) -> list[str]:
    faults = []
    if not found.is_equal:
        faults = _rows_named(kept, found)
    else:
        told = {name: sheet.totals[name] for name in kept.totals if name in sheet.totals}
        if told != {name: kept.totals[name] for name in told}:
            faults.append(_("%(what)s：申报的总数不是各行之和") % {"what": kept.called})
    typed = Count.objects.filter(deed__key=kept.key, channel=kept.channel, from_events=True)
    numbers = {
        measure: (value, least) for measure, value, least in typed.values_list("measure", "value", "at_least")
    }
    if numbers != kept.counts(sheet.totals.get("people_least")):
        faults.append(_("%(what)s：数字用的人次与逐行重算的不同") % {"what": kept.called})
    return faults


def _rows_named(kept: _Kept, found: Recount) -> list[str]:
    what = kept.called
    if found.moved:
        return [_("%(what)s：各行的顺序变了") % {"what": what}]
    faults = [
        _("%(what)s：第 %(row)s 行（编号 %(pk)s）被改过")
        % {"what": what, "row": place + 1, "pk": kept.numbers[place]}
        for place in found.changed[:NAMED]
    ]
    faults += [
        _("%(what)s：封存时的第 %(row)s 行不见了") % {"what": what, "row": place + 1}
        for place in found.missing[:NAMED]
    ]
    faults += [
        _("%(what)s：第 %(row)s 行（编号 %(pk)s）是后来加进去的")
        % {"what": what, "row": place + 1, "pk": kept.numbers[place]}
        for place in found.added[:NAMED]
    ]
    more = len(found.changed) + len(found.missing) + len(found.added) - len(faults)
    if more:
        faults.append(_("%(what)s：另有 %(n)s 行不符") % {"what": what, "n": more})
    return faults


def _beyond(seen: set[tuple[str, str]]) -> list[str]:
    """Event rows of records and channels that no sealed sheet speaks of."""
    held = Participation.objects.order_by("deed__key", "channel").values_list("deed__key", "channel")
    return [
        _("%(what)s：没有对应的存证") % {"what": _Kept(key, channel).called}
        for key, channel in held.distinct()
        if (key, channel) not in seen
    ]
