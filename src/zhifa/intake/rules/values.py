"""From a cell to a value: days, numbers with their unit, choices.

Each reader answers a `Reading`: a value, or a fault with its mend, or a doubt that only a person can settle
(a unit slip, a year not written, a year unlike the sheet's). Nothing is guessed in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from zhifa.intake import terms
from zhifa.intake.rules.sheets import Value, kind_of, text_of
from zhifa.intake.rules.words import bare, bracketed, normal
from zhifa.kernel import quantities as q
from zhifa.kernel.chinese import number_read
from zhifa.kernel.quantities import Unit
from zhifa.kernel.wording import listed

EARLIEST = date(1949, 10, 1)
EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's serial numbers
SERIALS = range(18264, 73051)  # 1950-01-01 to 2099-12-31
UNIT_WORDS: Mapping[str, Unit] = {
    "人次": q.TIMES, "人": q.PEOPLE, "名": q.PEOPLE, "位": q.PEOPLE, "场": q.EVENTS, "场次": q.EVENTS,
    "期": q.ISSUES, "次": q.OCCASIONS, "份": q.COPIES, "册": q.COPIES, "本": q.COPIES, "张": q.COPIES,
    "件": q.PIECES, "项": q.ITEMS, "个": q.PLACES, "户": q.HOUSEHOLDS, "家": q.FIRMS, "对": q.PAIRS,
    "年": q.YEARS, "天": q.DAYS, "日": q.DAYS, "元": q.YUAN, "块": q.YUAN, "%": q.PERCENT,
    "次播放": q.VIEWS, "播放": q.VIEWS, "播放量": q.VIEWS, "阅读": q.VIEWS, "浏览": q.VIEWS, "点击": q.VIEWS,
    "赞": q.LIKES, "个赞": q.LIKES, "转发": q.FORWARDS, "次转发": q.FORWARDS, "票": q.VOTES,
}  # fmt: skip
# Within one of these, one is easily written for another; across them a number is in the wrong column.
EASILY_MIXED = (
    frozenset({"person-times", "people", "residents"}),
    frozenset({"events", "issues", "occasions"}),
    frozenset({"copies", "pieces", "items", "places"}),
)
# What a bare measure word may stand for, so that “300个” in a column of 场 is no fault.
SCALES = {"百": 100, "千": 1_000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "亿": 100_000_000}
ABOUT = re.compile(r"^(约|大约|约计|近|将近|估计|大概|预计|超过|超|逾|≈|~|>|＞)")
ROUGHLY = re.compile(r"(余|多|左右|上下|以上|\+|许)")
AMOUNT = re.compile(
    r"^(?P<sign>[-−]?)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[〇零一二两三四五六七八九十百千万亿]+)"
    r"(?P<rough>余|多|\+|许)?(?P<scale>十万|百万|百|千|万|亿)?(?P<rough2>余|多|\+|许)?"
    r"(?P<unit>[^\d]*?)(?P<rough3>左右|上下|以上|余|多|许)?$"
)
RANGE = re.compile(r"^\d[\d,.]*\s*(?:-|—|–|~|～|至|到)\s*\d[\d,.]*")
DAY_FORMS = (
    re.compile(r"^(?P<y>\d{4}|\d{2})[年./\-](?P<m>\d{1,2})[月./\-](?P<d>\d{1,2})(?:日|号)?(?P<rest>.*)$"),
    re.compile(r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?P<rest>)$"),
    re.compile(r"^(?P<m>\d{1,2})[月./\-](?P<d>\d{1,2})(?:日|号)?(?P<rest>.*)$"),
)
REST = re.compile(
    r"^(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?|[上下]午|全天|晚上?|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|T)*$"
)
SPAN = re.compile(r"\s*(?:-{1,2}|—{1,2}|–|~|～|至|到)\s*")
YEARS = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)(?:年?\s*[-—–~～至到]+\s*(20\d\d)(?!\d))?")
DITTO = frozenset({"同上", "〃", "″", "〞", "“", "”"})


@dataclass(frozen=True)
class Reading:
    """What a cell says. Exactly one of `value`, `what`, `doubt` speaks; all empty is a blank cell.

    `doubt` is `("unit", word)`, `("no-year", "")` or `("other-year", "2016")`; `pending` is the value as it would
    stand, for the year's doubts as (month, day, until-month, until-day). `until` ends a span of days.
    """

    value: Any = None
    what: str = ""
    mend: str = ""
    doubt: tuple[str, str] | None = None
    pending: Any = None
    until: date | None = None
    estimate: bool = False


BLANK = Reading()


@dataclass(frozen=True)
class Setting:
    """What a sheet's cells are read against: the day on which it is read, the years that its titles name."""

    today: date
    years: tuple[int, ...] = ()
    may_be_future: bool = False


def years_named(*texts: str) -> tuple[int, ...]:
    """The years that titles and names speak of, in order; 2016—2018年 names three."""
    years: dict[int, None] = {}
    for text in texts:
        for match in YEARS.finditer(text):
            since, until = int(match[1]), int(match[2] or match[1])
            years.update(dict.fromkeys(range(since, min(until, since + 10) + 1)))
    return tuple(years)


def read_day(value: Value, setting: Setting) -> Reading:
    """A civil day, or a span of two."""
    if isinstance(value, datetime):
        return _judged(value.date(), None, setting, text_of(value))
    if isinstance(value, date):
        return _judged(value, None, setting, text_of(value))
    text = text_of(value)
    if not text:
        return BLANK
    if kind_of(value) == "number":
        return _day_of_number(float(value), text, setting)  # type: ignore[arg-type]
    return _day_of_text(text, setting)


def _day_of_number(number: float, text: str, setting: Setting) -> Reading:
    if number.is_integer() and int(number) in range(19500101, 21000101):
        return _day_of_text(str(int(number)), setting)
    if int(number) in SERIALS:
        return _judged(EPOCH + timedelta(days=int(number)), None, setting, text)
    match = re.fullmatch(r"(\d{1,2})\.(\d)", text)
    if match and 1 <= int(match[1]) <= 12 and match[2] in "123":
        words = {"text": text, "one": f"{match[1]}月{match[2]}日", "other": f"{match[1]}月{match[2]}0日"}
        return Reading(what=str(terms.AMBIGUOUS_DAY % words), mend=str(terms.AMBIGUOUS_DAY_MEND))
    if match or re.fullmatch(r"\d{1,2}\.\d{2}", text):
        return _day_of_text(text, setting)
    return _no_day(text)


def _day_of_text(text: str, setting: Setting) -> Reading:  # noqa: PLR0911 -- each return is one answer
    plain = re.sub(r"\s+(?=[\d年月日号])|(?<=[年月日号])\s+", "", unicodedata.normalize("NFKC", text)).strip()
    plain = _digits(plain)
    first = _match(plain)
    if first is None:
        return _no_day(text)
    year, month, day, rest = first
    until: tuple[int | None, int, int] | None = None
    rest = rest.strip()
    if rest and SPAN.match(rest) and not REST.match(rest):
        end = _span_end(SPAN.sub("", rest, count=1), month)
        if end is None:
            return _no_day(text)
        until = end
    elif rest and not REST.match(rest.replace(" ", "")):
        return _no_day(text)
    if year is None:
        if not _exists(2000, month, day):
            return Reading(what=str(terms.NO_SUCH_DAY % {"text": text}), mend=str(terms.NOT_A_DAY_MEND))
        end_parts = until[1:] if until else None
        return Reading(doubt=("no-year", ""), pending=(month, day, end_parts))
    if not _exists(year, month, day) or (until and not _exists(until[0] or year, *until[1:])):
        return Reading(what=str(terms.NO_SUCH_DAY % {"text": text}), mend=str(terms.NOT_A_DAY_MEND))
    last = date(until[0] or year, *until[1:]) if until else None
    return _judged(date(year, month, day), last, setting, text)


def _digits(text: str) -> str:
    """二〇一七年三月五日 with figures; anything else unchanged."""
    if not re.match(r"^[〇零○一二三四五六七八九]{4}年", text):
        return text
    figures = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
    year = "".join(figures[c] for c in text[:4])
    parts = re.sub(r"[一二三四五六七八九十]+", lambda m: str(number_read(m[0])), text[4:])
    return year + parts


def _match(text: str) -> tuple[int | None, int, int, str] | None:
    for form in DAY_FORMS:
        match = form.match(text)
        if match:
            parts = match.groupdict()
            year = int(parts["y"]) if parts.get("y") else None
            if year is not None and year < 100:
                year += 2000
            return year, int(parts["m"]), int(parts["d"]), parts["rest"] or ""
    return None


def _span_end(text: str, month: int) -> tuple[int | None, int, int] | None:
    """The end of a span: a full day, month and day, or the day alone."""
    alone = re.fullmatch(r"(\d{1,2})(?:日|号)?", text)
    if alone:
        return None, month, int(alone[1])
    end = _match(text)
    return (end[0], end[1], end[2]) if end and not end[3].strip() else None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _no_day(text: str) -> Reading:
    plain = unicodedata.normalize("NFKC", text)
    if re.fullmatch(r"\d{4}年?", plain):
        return Reading(what=str(terms.ONLY_YEAR % {"text": text}), mend=str(terms.ONLY_YEAR_MEND))
    if re.fullmatch(r"(\d{4}[年./-])?\d{1,2}月(份)?|\d{4}[./-]\d{1,2}", plain):
        return Reading(what=str(terms.ONLY_MONTH % {"text": text}), mend=str(terms.ONLY_YEAR_MEND))
    return Reading(what=str(terms.NOT_A_DAY % {"text": text}), mend=str(terms.NOT_A_DAY_MEND))


def _judged(day: date, until: date | None, setting: Setting, text: str) -> Reading:
    """A full day weighed: not before the republic, not after today, of the sheet's year."""
    if until is not None and until < day:
        return Reading(what=str(terms.SPAN_BACKWARDS % {"text": text}), mend=str(terms.NOT_A_DAY_MEND))
    if day < EARLIEST or day.year > setting.today.year + 20:
        return Reading(what=str(terms.UNLIKELY_DAY % {"text": text}), mend=str(terms.NOT_A_DAY_MEND))
    if not setting.may_be_future and (until or day) > setting.today:
        return Reading(what=str(terms.FUTURE_DAY % {"text": text}), mend=str(terms.FUTURE_DAY_MEND))
    if setting.years and day.year not in setting.years:
        return Reading(doubt=("other-year", str(day.year)), pending=(day, until))
    return Reading(value=day, until=until)


def with_year(reading: Reading, year: int, setting: Setting) -> Reading:
    """A day whose year a person has given: the missing one, or the one that was meant."""
    free = Setting(setting.today, (), setting.may_be_future)
    kind = reading.doubt[0] if reading.doubt else ""
    if kind == "no-year":
        month, day, end = reading.pending
    else:
        first, last = reading.pending
        month, day, end = first.month, first.day, (last.month, last.day) if last else None
    if not _exists(year, month, day) or (end and not _exists(year, *end)):
        return Reading(what=str(terms.NO_SUCH_DAY % {"text": f"{year}年{month}月{day}日"}))
    return _judged(
        date(year, month, day), date(year, *end) if end else None, free, f"{year}-{month:02}-{day:02}"
    )


def unit_of_heading(label: str) -> tuple[str, int]:
    """The unit and the scale that a heading names: 参加人次（万人次） → ("人次", 10000); ("", 1) when none."""
    for part in (*bracketed(label), label.rsplit(" / ", 1)[-1]):
        word = re.sub(r"^单位[:：]?", "", part.strip())
        match = re.fullmatch(r"(万|千|亿)?(\S{1,3})", word)
        if match and match[2] in UNIT_WORDS:
            return match[2], SCALES.get(match[1] or "", 1)
    last = bare(label.rsplit(" / ", 1)[-1])
    for ending in ("人次", "人数", "场次", "场数", "份数", "件数", "户数", "期数"):
        if last.endswith(ending):
            word = ending if ending in UNIT_WORDS else ending[:-1]
            return word, 1
    return "", 1


def read_number(value: Value, unit: Unit | None, *, scale: int = 1, typed: bool = False) -> Reading:
    """A number; with `typed` one that carries a unit, which must be the column's (`unit` None: any)."""
    text = text_of(value)
    if not text or text in {"-", "—", "/", "——", "无"}:
        return BLANK
    if kind_of(value) == "number":
        return _sized(Decimal(text), unit, scale, text, estimate=False, seen=None)
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("，", ",")
    about = ABOUT.match(plain)
    match = AMOUNT.match(plain[about.end() :] if about else plain)
    if match is None or RANGE.match(plain):
        if RANGE.match(plain):
            return Reading(what=str(terms.IS_A_RANGE % {"text": text}), mend=str(terms.IS_A_RANGE_MEND))
        return Reading(what=str(terms.NOT_A_NUMBER % {"text": text}), mend=str(terms.NOT_A_NUMBER_MEND))
    number = _number(match["number"])
    word = match["unit"]
    seen = UNIT_WORDS.get(word)
    if number is None or (word and seen is None):
        return Reading(what=str(terms.NOT_A_NUMBER % {"text": text}), mend=str(terms.NOT_A_NUMBER_MEND))
    number *= SCALES.get(match["scale"] or "", 1) * (-1 if match["sign"] else 1)
    estimate = bool(about or match["rough"] or match["rough2"] or match["rough3"])
    own_scale = 1 if match["scale"] else scale
    return _sized(
        number,
        unit if typed or unit else None,
        own_scale,
        text,
        estimate=estimate,
        seen=(word, seen) if seen else None,
    )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        pass
    try:
        return Decimal(str(number_read(text, mixed=True)))
    except ValueError:
        return None


def _sized(
    number: Decimal,
    unit: Unit | None,
    scale: int,
    text: str,
    *,
    estimate: bool,
    seen: tuple[str, Unit | None] | None,
) -> Reading:
    """The number weighed against its column's unit."""
    number *= scale
    if number < 0:
        return Reading(what=str(terms.NEGATIVE % {"text": text}), mend=str(terms.NOT_A_NUMBER_MEND))
    wanted = unit or (seen[1] if seen else None)
    if wanted and wanted.decimals == 0 and number != number.to_integral_value():
        what = terms.NOT_WHOLE % {"text": text, "unit": wanted.label}
        return Reading(what=str(what), mend=str(terms.NOT_A_NUMBER_MEND))
    number = number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    if seen and unit and seen[1] is not None and seen[1].code != unit.code:
        return slip_or_fault(seen[0], unit, number, text, estimate=estimate)
    return Reading(value=number, estimate=estimate)


def slip_or_fault(word: str, unit: Unit, number: Decimal, text: str, *, estimate: bool = False) -> Reading:
    """A number whose written unit is not the column's: a doubt when the two are easily mixed, else a fault."""
    seen = UNIT_WORDS[word]
    if easily_mixed(seen, unit):
        return Reading(doubt=("unit", word), pending=number, estimate=estimate)
    what = terms.WRONG_UNIT % {"text": text, "seen": word, "unit": unit.label}
    return Reading(what=str(what), mend=str(terms.WRONG_UNIT_MEND))


def easily_mixed(one: Unit, other: Unit) -> bool:
    """Whether one of the two units is commonly written for the other."""
    return any(one.code in group and other.code in group for group in EASILY_MIXED)


def read_choice(value: Value, choices: Mapping[str, Any]) -> Reading:
    """A choice by its code or its words; `choices` maps codes to words, alternatives parted by `|`."""
    text = text_of(value)
    if not text:
        return BLANK
    wanted = normal(text)
    for code, words in choices.items():
        labels = str(words).split("|")
        if wanted == normal(code) or any(wanted in (normal(label), bare(label)) for label in labels):
            return Reading(value=code)
    shown = listed(str(words).split("|")[0] for words in choices.values())
    return Reading(
        what=str(terms.NOT_A_CHOICE % {"text": text}), mend=str(terms.NOT_A_CHOICE_MEND % {"choices": shown})
    )


def read_text(value: Value) -> Reading:
    """Text with its blanks tidied."""
    text = re.sub(r"[ \t　]*\n[ \t　]*", "\n", text_of(value)).strip()
    return Reading(value=text) if text else BLANK
