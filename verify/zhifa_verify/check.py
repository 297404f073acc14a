"""Checking a bundle: its form, its proofs, its rows, its signature, and every value that it states."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from zhifa_verify.algebra import Evaluation, Part
from zhifa_verify.log import Head, head_of, leaf_hash, must_be_signed, root_by_path, root_of
from zhifa_verify.reading import DAY, Wrong, canonical, digest_of, read, same
from zhifa_verify.records import Row, World, world_of
from zhifa_verify.rows import check_rows, sample_rows
from zhifa_verify.sources import Sources
from zhifa_verify.spans import Bounds, Span, written

FORMAT = "zhifa-bundle/3"
ENTRY_FORMAT = "zhifa-entry/1"
WORDS: Mapping[str, Any] = json.loads(Path(__file__).with_name("words.json").read_bytes())
PARTS = {"format", "mark", "district", "checkpoint", "definitions", "figures", "growths", "entries", "seal"}
FIGURE = {
    "code", "name", "unit", "value", "since", "until", "definition_version", "record_count", "parts",
}  # fmt: skip
GROWTH = {"code", "before", "after", "value"}
ENTRY = {"format", "schema", "act", "actor", "subject", "recorded_at", "facts"}
NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,6})?")
FITS, DECLARED, WRONG = "fits", "declared", "wrong"
SIGNS = {FITS: "✓", DECLARED: "✓", WRONG: "×"}


@dataclass(frozen=True)
class Sample:
    """How many rows to draw, by which seed."""

    number: int
    seed: str


@dataclass(frozen=True)
class Finding:
    """One line of what was found: `fits`, `declared` (fits, resting on declared totals) or `wrong`."""

    state: str
    text: str

    def __str__(self) -> str:
        return f"{SIGNS[self.state]} {self.text}"


@dataclass(frozen=True)
class Verdict:
    """What a check came to: 0 everything fits, 1 something does not, 2 everything fits but no key was given."""

    status: int
    mark: str
    findings: tuple[Finding, ...]


def check(
    content: bytes,
    key: str | None = None,
    rows: Iterable[bytes] | None = None,
    sample: Sample | None = None,
) -> Verdict:
    """Check a bundle; with a C2SP verifier key also who signed it, with the lines of a side file also its rows."""
    mark, findings = "", []
    try:
        bundle = read(content)
        if isinstance(bundle, dict) and isinstance(bundle.get("mark"), str):
            mark = bundle["mark"]
        findings = _findings(bundle, key, rows, sample)
    except Wrong as wrong:
        findings = [Finding(WRONG, str(wrong))]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, ZeroDivisionError, RecursionError):
        findings = [Finding(WRONG, "包里有读不懂的内容（the bundle holds something that cannot be read）")]
    wrong_one = any(finding.state == WRONG for finding in findings)
    return Verdict(1 if wrong_one else 2 if key is None else 0, mark, tuple(findings))


def _findings(
    bundle: dict[str, Any], key: str | None, rows: Iterable[bytes] | None, sample: Sample | None
) -> list[Finding]:
    if bundle.get("format") != FORMAT or set(bundle) != PARTS:
        raise Wrong(f"这不是 {FORMAT}（this is no {FORMAT}）")
    head = head_of(bundle["checkpoint"])
    marked = bundle["mark"] != ""
    if head.extensions != ((f"demonstration: {bundle['mark']}",) if marked else ()):
        raise Wrong("示例标记与签名树头不符（the mark is not that of the checkpoint）")
    if head.origin != f"zhifa/{bundle['district']}{'-demonstration' if marked else ''}":
        raise Wrong(f"日志 {head.origin} 不是 {bundle['district']} 的（the log is another district's）")
    if key is not None:
        must_be_signed(bundle["checkpoint"], key)
    sealed = _sealed(bundle, head, key)
    if not bundle["figures"]:
        raise Wrong("包里没有数字（the bundle states no figure）")
    world = world_of(_entries(bundle["entries"], head.size, head.root))
    findings = [
        *sealed,
        Finding(
            FITS,
            f"{len(bundle['entries'])} 条记录都在 {head.origin} 的 {head.size} 条日志里（every entry is in the log）",
        ),
    ]
    if rows is not None:
        findings.append(_rows_checked(world, rows, sample))
    return findings + _figures(bundle, world)


def _sealed(bundle: dict[str, Any], head: Head, key: str | None) -> list[Finding]:
    """The seal is the same head with one more line, the hash of everything else in the bundle, signed by the same key;
    where it does not fit, that is found, and what else is wrong is still looked for."""
    rest = {name: value for name, value in bundle.items() if name != "seal"}
    line = f"bundle: {hashlib.sha256(canonical(rest)).hexdigest()}"
    if head_of(bundle["seal"]) != replace(head, extensions=(*head.extensions, line)):
        return [Finding(WRONG, "包的内容不是签名时的内容（the bundle is not what was signed）")]
    if key is not None:
        must_be_signed(bundle["seal"], key)
    return []


def _rows_checked(world: World, rows: Iterable[bytes], sample: Sample | None) -> Finding:
    if sample is None:
        taken = check_rows(rows, world.sheets)
        return Finding(FITS, f"逐行核对 {taken.sheets} 张表 {taken.rows} 行（every row checked）")
    taken = sample_rows(rows, world.sheets, sample.number, sample.seed)
    return Finding(FITS, f"抽查 {taken.checked} 行，共 {taken.rows} 行（a sample of the rows checked）")


def _entries(
    entries: list[dict[str, Any]], size: int, root: bytes
) -> list[tuple[int, dict[str, Any], list[Row]]]:
    """The entries in the log's order, each proven, each sheet's rows fitting its root."""
    found = []
    last = -1
    for told in entries:
        index, entry = told["index"], told["entry"]
        if set(told) - {"rows"} != {"entry", "index", "path"} or set(entry) != ENTRY:
            raise Wrong("一条记录缺项或多项（an entry has parts missing or too many）")
        if entry["format"] != ENTRY_FORMAT or entry["schema"] != 1:
            raise Wrong(f"第 {index} 条的格式不认识（entry {index} is of another form）")
        if isinstance(index, bool) or index <= last:
            raise Wrong("记录重复或乱序（entries are doubled or out of order）")
        last = index
        path = [digest_of(part) for part in told["path"]]
        if root_by_path(leaf_hash(canonical(entry)), index, size, path) != root:
            raise Wrong(f"第 {index} 条不在日志里（entry {index} is not in the log）")
        found.append((index, entry, _shown_rows(told) if "rows" in told else []))
    return found


def _shown_rows(told: dict[str, Any]) -> list[Row]:
    """The rows of a sheet that are shown; the others stand as their hashes."""
    hashes = [digest_of(row) if isinstance(row, str) else leaf_hash(canonical(row)) for row in told["rows"]]
    facts = told["entry"]["facts"]
    if len(hashes) != facts["rows"] or root_of(hashes).hex() != facts["root"]:
        raise Wrong(
            f"第 {told['index']} 条的各行与其根不符（the rows of entry {told['index']} do not fit its root）"
        )
    return [row for row in told["rows"] if not isinstance(row, str)]


def _figures(bundle: dict[str, Any], world: World) -> list[Finding]:
    definitions = bundle["definitions"]
    for code, definition in definitions.items():
        _must_be_defined(world, code, definition)
    words = {**WORDS, "names": _names(world)}
    sources = Sources(world, WORDS["measures"], WORDS["labels"]["people.populations.basis"])
    findings, stated, used = [], {}, set()
    for figure in bundle["figures"]:
        if set(figure) != FIGURE:
            raise Wrong("一个数字缺项或多项（a figure has parts missing or too many）")
        place = (figure["code"], figure["since"], figure["until"])
        if place in stated:
            raise Wrong("同一个数字列了两次（a figure is stated twice）")
        stated[place] = figure
        used |= _reached(figure["code"], definitions)
        findings.append(_figure(figure, definitions, sources, words))
    if used != set(definitions):
        raise Wrong("定义与数字不对应（definitions and figures do not belong together）")
    return findings + [_growth(growth, stated) for growth in bundle["growths"]]


def _names(world: World) -> dict[str, dict[str, str]]:
    """What codes are called that are records themselves, by field."""
    units = {code: unit["name"] for code, unit in world.units.items()}
    return {
        "unit": units, "credited": units, "area": {code: area["name"] for code, area in world.areas.items()},
        "programme": world.programmes, "served_sort": WORDS["sorts"],
        "served": {code: rule["title"] for code, rule in (*world.campaigns.items(), *world.goals.items())},
    }  # fmt: skip


def _reached(code: str, definitions: Mapping[str, Any]) -> set[str]:
    """A figure's definition and those that it refers to."""
    found: set[str] = set()
    waiting = [code]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += _references(definitions[one]["measure"])
    return found


def _references(data: Any) -> list[str]:
    if isinstance(data, dict):
        inner = [code for name, part in data.items() if name != "where" for code in _references(part)]
        share = data["share"]["of"] if "share" in data else None
        return inner + [code for code in (data.get("figure"), share) if isinstance(code, str)]
    return [code for part in data for code in _references(part)] if isinstance(data, list) else []


def _must_be_defined(world: World, code: str, definition: dict[str, Any]) -> None:
    entered = world.definitions.get(code)
    content = {name: part for name, part in definition.items() if name != "version"}
    written_out = json.dumps(content, ensure_ascii=False, sort_keys=True)
    if (
        entered is None
        or definition["code"] != code
        or not same(entered["version"], definition["version"])
        or hashlib.sha256(written_out.encode()).hexdigest() != entered["definition"]
    ):
        raise Wrong(f"{code} 的定义不是日志里的（the definition of {code} is not the one in the log）")


def _figure(
    figure: dict[str, Any], definitions: Mapping[str, Any], sources: Sources, words: Mapping[str, Any]
) -> Finding:
    definition = definitions[figure["code"]]
    since, until = figure["since"], figure["until"]
    _must_be_days(since, until)
    if (figure["name"], figure["unit"]) != (definition["title"], definition["unit"]):
        raise Wrong(f"{figure['name']} 的名称或单位不是定义里的（another name or unit than its definition）")
    if not same(figure["definition_version"], definition["version"]):
        raise Wrong(f"{figure['name']} 用的不是这一版定义（printed under another definition）")
    if definition["window"] == "as-at" and since is not None:
        raise Wrong(f"{figure['name']} 没有起始日（this figure has no first day）")
    work = Evaluation(definition, definitions, sources.rows, words, (since, until))
    outcome = work.outcome()
    unit = words["units"][figure["unit"]]
    what = f"{figure['name']}（{since or '最早'} 至 {until}）：{shown(figure['value'])} {unit['label']}"
    found = _wording(outcome.span, unit["decimals"])
    if not _is(figure["value"], outcome.span, unit["decimals"]):
        return Finding(WRONG, f"{what}，按记录是 {found}（the records say {found}）")
    if not same(figure["record_count"], work.record_count):
        number = work.record_count
        return Finding(
            WRONG,
            f"{what}，依据 {number} 条记录，不是 {figure['record_count']} 条（it rests on {number} records）",
        )
    if fault := _parts(figure["parts"], outcome.parts, figure["unit"], words):
        return Finding(WRONG, f"{what}，构成不符：{fault}（a part does not fit）")
    what = f"{what}，{work.record_count} 条记录"
    if not work.trace.declared:
        return Finding(FITS, what)
    bound = (
        ""
        if outcome.span is None or outcome.span.is_known
        else f"，按申报的总数应在 {found}（within the bounds that the totals give）"
    )
    return Finding(DECLARED, f"{what}，依据申报的总数（rests on declared totals）{bound}")


def _parts(told: Any, found: tuple[Part, ...], whole: str, words: Mapping[str, Any]) -> str:
    """The first part that does not fit; empty when all do. Their order proves nothing and is not asked for."""
    if len(told) != len(found):
        return f"{len(told)} ≠ {len(found)}"
    computed = sorted((_labelled(part, whole, words) for part in found), key=lambda one: one[0])
    for part, (label, span, unit) in zip(
        sorted(told, key=lambda one: str(one["label"])), computed, strict=True
    ):
        if set(part) != {"label", "value"} or part["label"] != label:
            return f"{part['label']} ≠ {label}"
        if not _is(part["value"], span, unit["decimals"]):
            return f"{label}：{shown(part['value'])} ≠ {_wording(span, unit['decimals'])}"
    return ""


def _labelled(part: Part, whole: str, words: Mapping[str, Any]) -> tuple[str, Span | None, Mapping[str, Any]]:
    """A part with its label, which names its unit where that is another than the whole's."""
    code = part.unit or whole
    unit = words["units"][code]
    return part.label if code == whole else f"{part.label}（{unit['label']}）", part.span, unit


def _growth(growth: dict[str, Any], stated: Mapping[Any, dict[str, Any]]) -> Finding:
    """Growth from one stated value to another of the same figure, in per cent of the values as printed."""
    if set(growth) != GROWTH:
        raise Wrong("一个增幅缺项或多项（a growth has parts missing or too many）")
    before, after = (
        stated[growth["code"], days["since"], days["until"]]
        for days in (growth["before"], growth["after"])
        if set(days) == {"since", "until"}
    )
    what = f"{after['name']}增长（growth）：{growth['value']}%"
    if not all(isinstance(one["value"], str) and NUMBER.fullmatch(one["value"]) for one in (before, after)):
        return Finding(WRONG, f"{what}，两个数不确定（the values are not two numbers）")
    old, new = Fraction(before["value"]), Fraction(after["value"])
    found = written((new / old - 1) * 100, WORDS["units"]["percent"]["decimals"])
    if growth["value"] != found:
        return Finding(WRONG, f"{what}，按两个数是 {found}%（the values say {found}%）")
    return Finding(FITS, what)


def _is(told: Any, span: Span | None, decimals: int) -> bool:
    """Whether a printed value is the computed one, or lies where the declared totals let it lie."""
    if span is None or told is None:
        return span is None and told is None
    low, high = (told["low"], told["high"]) if isinstance(told, dict) else (told, told)
    if isinstance(told, dict) and (set(told) != {"low", "high"} or low == high):
        return False
    return _within(low, span.low, decimals) and _within(high, span.high, decimals)


def _within(told: Any, end: Bounds, decimals: int) -> bool:
    """Whether a printed end lies inside its bounds, all at the unit's decimals, in the one spelling."""
    if not isinstance(told, str) or not NUMBER.fullmatch(told):
        return False
    number = Fraction(told)
    least, most = Fraction(written(end.least, decimals)), Fraction(written(end.most, decimals))
    return written(number, decimals) == told and least <= number <= most


def _wording(span: Span | None, decimals: int) -> str:
    """A computed value in words."""
    if span is None:
        return "无（none）"
    ends = [
        written(end, decimals) for end in (span.low.least, span.low.most, span.high.least, span.high.most)
    ]
    low = ends[0] if ends[0] == ends[1] else f"{ends[0]}…{ends[1]}"
    high = ends[2] if ends[2] == ends[3] else f"{ends[2]}…{ends[3]}"
    if low == high:
        return low
    return f"{low}–{high}" if span.is_known else f"下端 {low}、上端 {high}"


def shown(value: Any) -> str:
    """A printed value in words."""
    if value is None:
        return "—"
    return f"{value['low']}–{value['high']}" if isinstance(value, dict) else str(value)


def _must_be_days(since: Any, until: Any) -> None:
    for day in (since or until, until):
        if not isinstance(day, str) or not DAY.fullmatch(day) or date.fromisoformat(day).year < 1000:
            raise Wrong("时段写得不对（a window is misspelt）")
    if since is not None and since > until:
        raise Wrong("时段写得不对（a window is misspelt）")
