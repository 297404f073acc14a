"""Reading a definition: from data to a `Formula`, or a refusal that names the part that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from zhifa.figures.errors import DefinitionNotUnderstood
from zhifa.figures.rules.algebra import (
    Condition,
    Expression,
    Formula,
    Growth,
    Leaf,
    Ratio,
    Reference,
    Scalar,
    Several,
    Share,
    Streak,
    cumulative,
    cumulative_share,
    field_of,
    leaves_of,
    narrowed,
)
from zhifa.figures.terms import WindowKind
from zhifa.kernel.quantities import (
    FILES,
    PEOPLE,
    PERCENT,
    RESIDENTS,
    TIMES,
    UNITS,
    USES,
    USES_PER_FILE,
    YEARS,
    YUAN,
    YUAN_PER_HEAD,
    Unit,
    UnitsDoNotMix,
)
from zhifa.kernel.registry import FigureSource, SourceField
from zhifa.kernel.wording import listed

BODY_KEYS = frozenset({
    "code", "title", "statement", "unit", "window", "denominator", "deduplication", "version", "public", "split",
    "names_units", "apart", "measure", "empty", "applies_from", "mechanism", "order",
})  # fmt: skip
LEAF_KEYS = frozenset({"of", "where", "label", "window", "unit", "linked_within"})
TESTS = ("is", "not", "in", "not_in", "between", "prefix")
QUOTIENTS = {PERCENT.code: None, YUAN_PER_HEAD.code: (YUAN, RESIDENTS), USES_PER_FILE.code: (USES, FILES)}
NEVER_COUNTED = frozenset({PEOPLE.code, RESIDENTS.code, PERCENT.code, YUAN.code, YUAN_PER_HEAD.code})
NEVER_DISTINCT = frozenset({TIMES.code, RESIDENTS.code, PERCENT.code, YUAN.code, YUAN_PER_HEAD.code})


def read(
    body: Mapping[str, Any],
    sources: Mapping[str, FigureSource],
    others: Mapping[str, Mapping[str, Any]] | None = None,
) -> Formula:
    """The definition as a formula. `others` are the bodies that `{"figure": code}` may name.

    Raises `DefinitionNotUnderstood` (with the path of the part) or `UnitsDoNotMix`.
    """
    return _Reader(sources, others or {}).formula(body, ())


def _wrong(path: str, what: str, mend: str = "") -> NoReturn:
    raise DefinitionNotUnderstood(path + _("：") + what, next_step=mend, field=path)


class _Reader:
    """One reading; `trail` are the codes being read, so that a circle of references is seen."""

    def __init__(self, sources: Mapping[str, FigureSource], others: Mapping[str, Mapping[str, Any]]) -> None:
        self.sources = sources
        self.others = others

    def formula(self, body: Mapping[str, Any], trail: tuple[str, ...]) -> Formula:
        """The whole definition."""
        code = str(body.get("code") or "")
        if not code:
            _wrong("code", _("定义没有代码"))
        if unknown := set(body) - BODY_KEYS:
            _wrong(f"{code}.{min(unknown)}", _("定义中没有这一项"))
        unit = self._unit(body.get("unit"), f"{code}.unit")
        window = _one_of(body.get("window"), [kind.value for kind in WindowKind], f"{code}.window")
        told = body.get("measure")
        shared = isinstance(told, Mapping) and "share" in told
        reader = self._share if shared else self.expression
        measure = reader(told, f"{code}.measure", unit, (*trail, code))
        if shared and window == WindowKind.PER_YEAR:
            _wrong(f"{code}.window", _("占比不逐年计算，用起止时段或截至时点"))
        self._same(measure.unit, unit, f"{code}.measure")
        if window == WindowKind.AS_AT:
            measure = cumulative_share(measure) if isinstance(measure, Share) else cumulative(measure)
        split = str(body.get("split") or "")
        if split and not any(field_of(self.sources[leaf.source], split) for leaf in leaves_of(measure)):
            _wrong(f"{code}.split", _("来源没有公布字段 %(field)s") % {"field": split})
        version = body.get("version", 1)
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            _wrong(f"{code}.version", _("口径版本是从 1 起的整数"))
        return Formula(
            code=code,
            title=str(body.get("title") or ""),
            statement=str(body.get("statement") or ""),
            unit=unit,
            window=WindowKind(window),
            denominator=str(body.get("denominator") or ""),
            deduplication=str(body.get("deduplication") or ""),
            version=version,
            measure=measure,
            public=bool(body.get("public", True)),
            names_units=bool(body.get("names_units", False)),
            split=split,
            unmeasured_when_empty=_one_of(body.get("empty", "zero"), ["zero", "unmeasured"], f"{code}.empty")
            == "unmeasured",
            applies_from=_day_or_none(body.get("applies_from"), f"{code}.applies_from"),
            mechanism=str(body.get("mechanism") or ""),
            body=dict(body),
        )

    def expression(self, data: Any, path: str, unit: Unit | None, trail: tuple[str, ...]) -> Expression:
        """One expression; `unit` is what is expected where the expression itself does not fix it."""
        if not isinstance(data, Mapping):
            _wrong(path, _("这里应当是一个算式"))
        readers: dict[str, Callable[..., Expression]] = {
            **dict.fromkeys(("count", "sum", "distinct", "bounds"), self._leaf),
            **dict.fromkeys(("total", "union", "range"), self._several),
            "ratio": self._ratio, "streak": self._streak, "growth": self._growth, "figure": self._reference,
        }  # fmt: skip
        found = [op for op in readers if op in data]
        if len(found) != 1:
            _wrong(
                path,
                _("算式恰好写一个算子，这里有 %(n)d 个") % {"n": len(found)},
                _("可用的算子：%(all)s") % {"all": listed(readers)},
            )
        return readers[found[0]](found[0], data, f"{path}.{found[0]}", unit, trail)

    def _leaf(
        self, op: str, data: Mapping[str, Any], path: str, unit: Unit | None, trail: tuple[str, ...]
    ) -> Leaf:
        _only(data, LEAF_KEYS | {op}, path)
        source = self._source(data["count"] if op == "count" else data.get("of"), path)
        own = self._unit(data["unit"], f"{path}.unit") if "unit" in data else unit
        name = "" if op == "count" else str(data[op])
        if op == "count":
            if own and (own.code in NEVER_COUNTED or own.decimals):
                raise UnitsDoNotMix(
                    _("%(path)s：记录的条数不能以“%(unit)s”为单位") % {"path": path, "unit": own.label},
                    why=str(_("去重人数用 distinct，金额和人口用 sum。")),
                )
        elif op == "distinct":
            self._field(source, name, path, ("key", "code"))
            if own and own.code in NEVER_DISTINCT:
                raise UnitsDoNotMix(
                    _("%(path)s：去重计数不能以“%(unit)s”为单位") % {"path": path, "unit": own.label},
                    why=str(_("人次是到场的次数，人是不同的人，两者不能互换。")),
                )
        else:
            number = self._field(source, name, path, ("number",))
            if number.to_many:
                _wrong(path, _("字段 %(field)s 跨一对多关系，不能求和") % {"field": name})
            if number.unit is None:
                _wrong(path, _("字段 %(field)s 没有单位") % {"field": name})
            if op == "sum" and not number.unit.additive:
                raise UnitsDoNotMix(
                    _("%(path)s：%(unit)s 不能跨记录相加") % {"path": path, "unit": number.unit.label},
                    why=str(_("各条记录里的人可能相同；用 bounds 得到“最少—最多”的区间。")),
                )
            self._same(number.unit, own, path)
            own = number.unit
        linked = str(data.get("linked_within") or "")
        if linked:
            if op != "distinct":
                _wrong(f"{path}.linked_within", _("只有 distinct 可以写 linked_within"))
            self._field(source, linked, f"{path}.linked_within", ("code", "key"))
        where = self._where(source, data.get("where", ()), f"{path}.where")
        if op in ("sum", "bounds"):
            where = (*where, Condition(name, "not", (None,)))  # a row without the number did not measure it
        return Leaf(
            op=op, source=source.code, source_version=source.version, unit=own, field=name,
            where=where, linked_within=linked,
            label=str(data.get("label") or ""),
            as_at=_one_of(data.get("window", "span"), ["span", "as-at"], f"{path}.window") == "as-at",
        )  # fmt: skip

    def _several(
        self, op: str, data: Mapping[str, Any], path: str, unit: Unit | None, trail: tuple[str, ...]
    ) -> Several:
        _only(data, {op, "label"}, path)
        if not isinstance(data[op], list | tuple) or not data[op]:
            _wrong(path, _("这里应当是一组算式"))
        items = tuple(
            self.expression(one, f"{path}[{index}]", unit, trail) for index, one in enumerate(data[op])
        )
        shared = unit
        for index, item in enumerate(items):
            shared = shared or item.unit
            self._same(item.unit, shared, f"{path}[{index}]")
        if op == "total" and shared and not shared.additive:
            raise UnitsDoNotMix(
                _("%(path)s：%(unit)s 不能直接相加") % {"path": path, "unit": shared.label},
                why=str(_("不同来源的人可能相同；用 union 得到“最少—最多”的区间。")),
            )
        return Several(op, items, shared, str(data.get("label") or ""))

    def _ratio(
        self, op: str, data: Mapping[str, Any], path: str, unit: Unit | None, trail: tuple[str, ...]
    ) -> Ratio:
        parts = _mapping(data[op], {"over", "under", "each"}, path)
        target = unit or PERCENT
        if target.code not in QUOTIENTS:
            _wrong(path, _("比率的单位只能是 %、元/人或次/份"))
        needed = QUOTIENTS[target.code]
        over = self.expression(parts.get("over"), f"{path}.over", needed and needed[0], trail)
        under = self.expression(parts.get("under"), f"{path}.under", needed and needed[1], trail)
        if needed is None:
            if over.unit is None or under.unit is None:
                _wrong(path, _("百分比的分子和分母都要写明单位（unit）"))
            self._same(over.unit, under.unit, path)
        else:
            self._same(over.unit, needed[0], f"{path}.over")
            self._same(under.unit, needed[1], f"{path}.under")
        each = str(parts.get("each") or "")
        if each:
            if not isinstance(under, Leaf):
                _wrong(f"{path}.each", _("each 要求分母是单一来源"))
            self._field(self.sources[under.source], each, f"{path}.each", ("code", "key"))
        return Ratio(over, under, target, each, str(data.get("label") or ""))

    def _streak(
        self, op: str, data: Mapping[str, Any], path: str, unit: Unit | None, trail: tuple[str, ...]
    ) -> Streak:
        parts = _mapping(data[op], {"of", "ending"}, path)
        self._same(YEARS, unit, path)
        counted = parts.get("of")
        if not isinstance(counted, Mapping) or "count" not in counted:
            _wrong(f"{path}.of", _("连续年数只能建立在有记录的年份（count）上"))
        leaf = self._leaf("count", counted, path, None, trail)
        ending = _one_of(parts.get("ending", "now"), ["now", "any"], f"{path}.ending")
        return Streak(leaf, YEARS, ending, str(data.get("label") or ""))

    def _growth(
        self, op: str, data: Mapping[str, Any], path: str, unit: Unit | None, trail: tuple[str, ...]
    ) -> Growth:
        parts = _mapping(data[op], {"of", "base", "how"}, path)
        self._same(PERCENT, unit, path)
        base = parts.get("base", "year-before")
        if base != "year-before" and (not isinstance(base, int) or isinstance(base, bool)):
            _wrong(f"{path}.base", _("基期写年份，或写 year-before（时段前一年）"))
        how = _one_of(parts.get("how", "compound"), ["compound", "simple", "total"], f"{path}.how")
        of = self.expression(parts.get("of"), f"{path}.of", None, trail)
        if isinstance(of, Growth | Streak):
            _wrong(f"{path}.of", _("增长率只能建立在逐年的数上"))
        return Growth(
            of, None if base == "year-before" else int(base), how, PERCENT, str(data.get("label") or "")
        )

    def _reference(
        self, op: str, data: Mapping[str, Any], path: str, unit: Unit | None, trail: tuple[str, ...]
    ) -> Reference:
        _only(data, {op, "label"}, path)
        code = str(data[op])
        if code in trail:
            _wrong(path, _("定义互相引用成环：%(trail)s") % {"trail": " → ".join((*trail, code))})
        if code not in self.others:
            _wrong(path, _("没有代码为 %(code)s 的数字") % {"code": code})
        other = self.formula(self.others[code], trail)
        if isinstance(other.measure, Share):
            _wrong(path, _("占比只能单独作为一个数字"))
        return Reference(code, other.measure, str(data.get("label") or other.title))

    def _share(self, data: Any, path: str, unit: Unit | None, trail: tuple[str, ...]) -> Share:
        _only(data, {"share"}, path)
        parts = _mapping(data["share"], {"of", "where"}, f"{path}.share")
        self._same(PERCENT, unit, path)
        of = self._reference("figure", {"figure": parts.get("of")}, f"{path}.share.of", None, trail)
        where = f"{path}.share.where"
        if not parts.get("where"):
            _wrong(where, _("占比要写明条件（where）"))
        chosen = narrowed(
            of.expression, lambda leaf: self._where(self.sources[leaf.source], parts["where"], where)
        )
        return Share(of, chosen, PERCENT)

    def _where(self, source: FigureSource, data: Any, path: str) -> tuple[Condition, ...]:
        if not isinstance(data, list | tuple):
            _wrong(path, _("条件是一组"))
        return tuple(self._condition(source, one, f"{path}[{index}]") for index, one in enumerate(data))

    def _condition(self, source: FigureSource, data: Any, path: str) -> Condition:
        if not isinstance(data, Mapping) or "field" not in data:
            _wrong(path, _("条件要写明字段（field）"))
        found = [test for test in TESTS if test in data]
        if len(found) != 1 or set(data) != {"field", found[0]}:
            _wrong(path, _("条件恰好写一种比较：%(all)s") % {"all": listed(TESTS)})
        published, test = self._field(source, str(data["field"]), path), found[0]
        if test == "between" and published.kind not in ("day", "number"):
            _wrong(path, _("between 只用于日期和数量"))
        if test == "prefix" and published.kind not in ("code", "key"):
            _wrong(path, _("prefix 只用于代码"))
        given = data[test]
        values = (
            tuple(given) if test in ("in", "not_in", "between") and isinstance(given, list | tuple) else None
        )
        if test in ("in", "not_in", "between") and not values:
            _wrong(path, _("%(test)s 后面是一组值") % {"test": test})
        if test == "between" and values and len(values) != 2:
            _wrong(path, _("between 后面是两个值"))
        return Condition(
            published.name, test, tuple(_scalar(one, published, path) for one in values or (given,))
        )

    def _source(self, code: Any, path: str) -> FigureSource:
        if code not in self.sources:
            _wrong(
                path,
                _("没有名为 %(code)s 的数据来源") % {"code": code},
                _("已公布的来源：%(all)s") % {"all": listed(sorted(self.sources))},
            )
        return self.sources[code]

    def _field(self, source: FigureSource, name: str, path: str, kinds: tuple[str, ...] = ()) -> SourceField:
        found = field_of(source, name)
        if found is None:
            _wrong(
                path,
                _("来源 %(source)s 没有公布字段 %(field)s") % {"source": source.code, "field": name},
                _("已公布的字段：%(all)s") % {"all": listed(one.name for one in source.fields)},
            )
        if kinds and found.kind not in kinds:
            _wrong(path, _("字段 %(field)s 的类型不能这样用") % {"field": name})
        return found

    def _unit(self, code: Any, path: str) -> Unit:
        if code not in UNITS:
            _wrong(path, _("没有单位 %(unit)s") % {"unit": code})
        return UNITS[code]

    def _same(self, one: Unit | None, other: Unit | None, path: str) -> None:
        if one is not None and other is not None and one.code != other.code:
            raise UnitsDoNotMix(
                _("%(path)s：%(one)s 与 %(other)s 单位不同，不能相加、相比或互换")
                % {"path": path, "one": one.label, "other": other.label},
                field=path,
            )


def _only(data: Mapping[str, Any], allowed: set[str] | frozenset[str], path: str) -> None:
    if unknown := set(data) - allowed:
        _wrong(f"{path}.{min(unknown)}", _("算式中没有这一项"))


def _mapping(data: Any, allowed: set[str], path: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        _wrong(path, _("这里应当是一组有名字的项"))
    _only(data, allowed, path)
    return data


def _one_of(value: Any, allowed: list[str], path: str) -> str:
    if value not in allowed:
        _wrong(path, _("只能是 %(all)s") % {"all": listed(allowed)})
    return str(value)


def _day_or_none(value: Any, path: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        _wrong(path, _("日期写作 2026-11-23"))


def _scalar(value: Any, published: SourceField, path: str) -> Scalar:
    """The value in the form in which it enters the fingerprint; its type must suit the field."""
    if value is None:
        return None
    suits = isinstance(value, str | int) and not isinstance(value, bool)
    if published.kind == "flag":
        suits = isinstance(value, bool)
    elif published.kind == "day":
        _day_or_none(value, path)
        value = str(value)
    elif published.kind == "number" and suits:
        try:
            value = str(Decimal(str(value)))
        except InvalidOperation:
            suits = False
    if not suits:
        _wrong(
            path, _("值 %(value)s 与字段 %(field)s 的类型不符") % {"value": value, "field": published.name}
        )
    return value  # type: ignore[no-any-return]  # narrowed by `suits`
