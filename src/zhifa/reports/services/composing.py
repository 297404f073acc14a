"""Composing: the fields of a text filled with figures, everything that is wrong gathered, nothing guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from zhifa.figures.api import (
    DefinitionsDiffer,
    FigureIncomplete,
    FigureValue,
    State,
    described,
    growth_of,
    missing_parts,
    names_beside,
    shown,
    sources_behind,
    values,
)
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import day_in_chinese
from zhifa.kernel.errors import Fault, Refusal
from zhifa.kernel.wording import listed
from zhifa.ledger.api import demonstration_mark
from zhifa.people.api import district
from zhifa.reports.errors import ReportNotBuildable
from zhifa.reports.rules.fields import Field, fields_in, parts_of
from zhifa.reports.rules.outline import TABLE, Block, empty_headings, uncovered
from zhifa.reports.rules.printing import (
    Composed,
    Door,
    Line,
    Printed,
    Segment,
    Typed,
    Uncovered,
    heading_words,
    printed,
    printed_growth,
)
from zhifa.reports.rules.typed import typed_numbers
from zhifa.reports.terms import PROVEN_SOURCES, FieldKind, Word

Days = tuple[date | None, date]
DOCUMENT = "zh-hans"  # the language of a report
AROUND = 14  # characters on each side of a typed number that say where it stands


def compose(actor: Actor, blocks: Sequence[Block], *, title: str, since: date, until: date) -> Composed:
    """A text with its fields filled. What is wrong stands in `faults`, and the field then prints its own source;
    questions to the database grow with the windows that fields name and with the different figures, not with the fields.
    What is written is Chinese, as the document is, whoever asks; the faults are told in the asker's language."""
    left_out = empty_headings(blocks)
    asked_in = get_language() or DOCUMENT
    with override(DOCUMENT):
        composer = _Composer(actor, blocks, since, until, asked_in)
        lines = [composer.line(block) for index, block in enumerate(blocks) if index not in left_out]
    here = district()
    return Composed(
        title=title,
        district=here.name,
        district_code=here.code,
        since=since,
        until=until,
        lines=tuple(line for line in lines if line.segments or line.rows),
        doors=tuple(composer.doors),
        uncovered=tuple(
            Uncovered(heading_words(blocks, index), index not in left_out) for index in _lowest(blocks)
        ),
        typed=tuple(composer.typed),
        faults=tuple(dict.fromkeys(composer.faults)),
        mark=demonstration_mark(),
    )


def must_be_buildable(composed: Composed) -> None:
    """Raises `ReportNotBuildable` naming every fault (F127, F128)."""
    if composed.faults:
        raise ReportNotBuildable(
            _("报告还不能生成：有 %(n)d 处要先补正") % {"n": len(composed.faults)},
            why=composed.faults[0].what,
            next_step=_("逐条补正后再生成；数字缺的部分在它的定义或记录里补。"),
            faults=composed.faults,
        )


def _lowest(blocks: Sequence[Block]) -> list[int]:
    """Uncovered headings, those above them left out when everything under them is uncovered too."""
    bare = set(uncovered(blocks))
    return [
        index
        for index in sorted(bare)
        if not (index + 1 in bare and blocks[index + 1].level > blocks[index].level)
    ]


class _Composer:
    """Fills the fields of one text."""

    def __init__(
        self, actor: Actor, blocks: Sequence[Block], since: date, until: date, asked_in: str
    ) -> None:
        self.asked_in = asked_in  # the language of faults
        self.actor, self.since, self.until = actor, since, until
        self.district = district()
        self.doors: list[Door] = []
        self.typed: list[tuple[str, str]] = []
        self.faults: list[Fault] = []
        self._numbers: dict[tuple[str, Days, Days | None], int] = {}
        every = values(actor, district=self.district.code, since=since, until=until)
        shares = names_beside(actor)
        self._sources = sources_behind(actor)
        self._codes = {value.code: value.code for value in every} | {code: code for code in shares.values()}
        self._codes |= {value.name: value.code for value in every} | shares
        self._values = self._look_up(actor, blocks, {(value.code, (since, until)): value for value in every})

    def line(self, block: Block) -> Line:
        """A block with its fields filled."""
        if block.kind == TABLE:
            rows = tuple(tuple(self._segments(cell) for cell in row) for row in block.rows)
            return Line(TABLE, rows=rows)
        parts = parts_of(block.text)
        if len(parts) == 1 and isinstance(parts[0], Field) and parts[0].kind is FieldKind.TABLE:
            return self._composition(parts[0])
        return Line(block.kind, block.level, self._segments(block.text))

    def _look_up(
        self, actor: Actor, blocks: Iterable[Block], known: dict[tuple[str, Days], FigureValue]
    ) -> dict[tuple[str, Days], FigureValue]:
        """The described values of all fields: one question a window, one description for all."""
        wanted: dict[Days, dict[str, None]] = {}
        for field in (field for block in blocks for text in block.texts for field in fields_in(text)):
            code = self._codes.get(field.name)
            if code is None or field.kind is FieldKind.WORD:
                continue
            for span in filter(None, (field.later, field.before)):
                wanted.setdefault(span.within(self.since, self.until), {})[code] = None
        found: dict[tuple[str, Days], FigureValue] = {}
        for days, codes in wanted.items():
            missing = [code for code in codes if (code, days) not in known]
            if missing and not (days[0] is not None and days[1] < days[0]):
                for value in values(
                    actor, district=self.district.code, since=days[0], until=days[1], codes=missing
                ):
                    known[value.code, days] = value
            found.update({(code, days): known[code, days] for code in codes if (code, days) in known})
        keys = list(found)
        return dict(zip(keys, described(actor, [found[key] for key in keys]), strict=True))

    def _segments(self, text: str) -> tuple[Segment, ...]:
        segments: list[Segment] = []
        for part in parts_of(text):
            if isinstance(part, str):
                segments.extend(self._with_typed(part))
            elif isinstance(part, Fault):
                self.faults.append(part)
            else:
                segments.append(self._filled(part))
        return tuple(segments)

    def _with_typed(self, part: str) -> list[Segment]:
        pieces: list[Segment] = []
        end = 0
        for start, stop in typed_numbers(part):
            if start > end:
                pieces.append(part[end:start])
            pieces.append(Typed(part[start:stop]))
            self.typed.append((part[start:stop], part[max(0, start - AROUND) : stop + AROUND].strip()))
            end = stop
        if end < len(part):
            pieces.append(part[end:])
        return pieces

    def _filled(self, field: Field) -> Segment:
        if field.kind is FieldKind.WORD:
            return Printed(self._word(field.name), source=field.source)
        if field.kind is FieldKind.TABLE:
            with override(self.asked_in):
                self.faults.append(
                    Fault(
                        _("“%(field)s”要独占一段") % {"field": field.source},
                        mend=_("把表移到单独的一段，或改用数字本身"),
                    )
                )
            return f"{{{{{field.source}}}}}"
        if field.kind is FieldKind.GROWTH:
            return self._growth(field)
        value = self._value(field, field.later.within(self.since, self.until))
        if value is None:
            return f"{{{{{field.source}}}}}"
        number = self._door(value, None, printed(value, field.style, 0, "").text)
        return printed(value, field.style, number, field.source)

    def _growth(self, field: Field) -> Segment:
        assert field.before is not None  # noqa: S101 - the grammar gives growth both windows
        later = self._value(field, field.later.within(self.since, self.until))
        earlier = self._value(field, field.before.within(self.since, self.until))
        if later is None or earlier is None:
            return f"{{{{{field.source}}}}}"
        bare = next((one for one in (earlier, later) if one.state is not State.MEASURED), None)
        try:
            with override(self.asked_in):  # the growth is a number; what refuses it are words
                growth = growth_of(self.actor, earlier, later)
        except DefinitionsDiffer as refusal:
            self._refused(field, refusal)
            return f"{{{{{field.source}}}}}"
        except FigureIncomplete as refusal:
            if bare is None:
                self._refused(field, refusal)
                return f"{{{{{field.source}}}}}"
            # A first year has no year before it: that is told like any other lack of records, and stops nothing.
            text = printed(bare, field.style, 0, "").text
            return printed(bare, field.style, self._door(later, earlier, text), field.source)
        text = printed_growth(growth, 0, "").text
        return printed_growth(growth, self._door(later, earlier, text), field.source)

    def _refused(self, field: Field, refusal: Refusal) -> None:
        self.faults.append(
            Fault(f"“{field.source}”：{refusal.what}", mend=str(refusal.why or refusal.next_step))
        )

    def _composition(self, field: Field) -> Line:
        """The composition of a figure as a table, each number a door."""
        value = self._value(field, field.later.within(self.since, self.until))
        if value is None:
            return Line("paragraph", segments=(f"{{{{{field.source}}}}}",))
        number = self._door(value, None, printed(value, field.style, 0, "").text)
        head: tuple[tuple[Segment, ...], ...] = ((value.name,), (f"{_('数量')}（{value.unit.label}）",))
        rows = [head]
        for label, part in value.composition:
            rows.append(((str(label),), (Printed(shown(part), "", number, "", 1, ""),)))
        total = _("合计（各部分有重叠，不是相加所得）") if value.parts_overlap else _("合计")
        whole = printed(value, field.style, number, field.source)
        rows.append(((total,), (Printed(whole.amount, "", number, whole.exact, 1, field.source),)))
        return Line(TABLE, rows=tuple(rows))

    def _value(self, field: Field, days: Days) -> FigureValue | None:
        """The value of a field, or None with the fault noted."""
        with override(self.asked_in):
            return self._sound(field, days)

    def _sound(self, field: Field, days: Days) -> FigureValue | None:
        code = self._codes.get(field.name)
        if code is None:
            near = get_close_matches(field.name, list(self._codes), n=3, cutoff=0.4)
            mend = _("相近的有：%(names)s") % {"names": listed(near)} if near else _("在“可用的数字”里查名称")
            self.faults.append(Fault(_("没有名为“%(name)s”的数字") % {"name": field.name}, mend=mend))
            return None
        value = self._values.get((code, days))
        if value is None:
            self.faults.append(
                Fault(
                    _("“%(field)s”的时段在报告截止日以后") % {"field": field.source},
                    mend=_("改时段，或改报告的起止"),
                )
            )
            return None
        faults = missing_parts(value.body or {}, value)
        if self._sources[value.code] - PROVEN_SOURCES:
            faults.append(
                Fault(
                    _("“%(field)s”还不能由外人核对，不能写进报告") % {"field": field.source},
                    mend=_("它可以在“数字”里查看；报告里只用核对工具会算的数字"),
                )
            )
        self.faults.extend(faults)
        return None if faults else value

    def _door(self, value: FigureValue, before: FigureValue | None, text: str) -> int:
        key = (value.code, (value.since, value.until), (before.since, before.until) if before else None)
        if key not in self._numbers:
            self._numbers[key] = len(self.doors) + 1
            self.doors.append(Door(len(self.doors) + 1, value, text, before))
        return self._numbers[key]

    def _word(self, name: str) -> str:
        if name == Word.DISTRICT:
            return self.district.name
        if name == Word.YEAR:
            return str(self.until.year)
        return day_in_chinese(self.since if name == Word.SINCE else self.until)
