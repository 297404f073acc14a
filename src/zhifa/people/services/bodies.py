"""Opening the district; bringing in areas and units, one or a whole sheet by the same door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.chinese import syllables
from zhifa.kernel.errors import BadInput, Fault, NotAllowed
from zhifa.kernel.registry import rows_changed
from zhifa.ledger.api import Subject, open_log, record, record_bulk
from zhifa.people.access import may_manage_bodies
from zhifa.people.errors import AreasOverlap, DistrictAlreadyOpen
from zhifa.people.models import (
    ActingFor,
    Area,
    District,
    Holding,
    Unit,
    UnitName,
    UnitPlace,
    UnitSuccession,
)
from zhifa.people.terms import MOVABLE_TREES, SEARCH_AREAS, SEARCH_UNITS, AreaKind, Tree
from zhifa.search.api import touch as search_touch


@dataclass(frozen=True)
class AreaDraft:
    """An area to bring in; `parent` is the code of the area above."""

    code: str
    name: str
    kind: str
    parent: str
    valid_from: date
    source: str
    valid_until: date | None = None
    needs_service: bool = True


@dataclass(frozen=True)
class UnitDraft:
    """A unit to bring in; `former` are its earlier names with their last days, `sector` and `party` the codes of the units
    above it in those trees."""

    code: str
    name: str
    kind: str
    valid_from: date
    parent: str = ""
    area: str = ""
    valid_until: date | None = None
    former: tuple[tuple[str, date], ...] = ()
    sector: str = ""
    party: str = ""


@dataclass(frozen=True)
class SuccessionDraft:
    """A merger or split on a day, by a document."""

    old: str
    new: str
    on: date
    document: str


@transaction.atomic
def open_district(actor: Actor, code: str, name: str, *, demonstration: bool, now: datetime) -> District:
    """Found the district of this home and the log that bears its name; done once, never changed into the other kind."""
    _must_manage(actor)
    existing = District.objects.first()
    if existing is not None:
        raise DistrictAlreadyOpen(
            _("这里已经是%(name)s（%(kind)s）")
            % {"name": existing.name, "kind": _("示范") if existing.is_demonstration else _("正式")},
            why=_("示范数据与正式数据不能放在同一个数据库里。"),
            next_step=_("请为另一个区另设 ZHIFA_HOME 与数据库。"),
        )
    if not code.isdigit() or len(code) != 6:
        raise BadInput(
            _("行政区划代码应为 6 位数字"), field="code", next_step=_("请到民政部的行政区划代码表里查。")
        )
    found = District.objects.create(code=code, name=name, is_demonstration=demonstration, opened_at=now)
    open_log(f"zhifa/{code}{'-demonstration' if demonstration else ''}", demonstration=demonstration, now=now)
    Area.objects.create(
        code=code,
        name=name,
        kind=AreaKind.DISTRICT,
        path=f"/{code}/",
        valid_from=date(1949, 10, 1) if demonstration else clock.civil_day(now),
        source="建区时登记",
        pinyin=pinyin_of(name),
    )
    record(
        actor,
        "people.open_district",
        Subject("district", code),
        {"name": name, "demonstration": demonstration},
        now=now,
    )
    return found


@transaction.atomic
def load_areas(actor: Actor, drafts: Sequence[AreaDraft], *, now: datetime) -> int:
    """Bring in areas, parents before parts; refused as a whole with every row that is wrong."""
    _must_manage(actor)
    known = {area.code: area for area in Area.objects.all()}
    faults: list[Fault] = []
    made: list[Area] = []
    for row, draft in enumerate(drafts, start=1):
        parent = known.get(draft.parent)
        if parent is None:
            faults.append(
                Fault(
                    _("没有“%(words)s”这个区域") % {"words": draft.parent}, _("先导入上级区域"), "parent", row
                )
            )
        elif draft.code in known:
            faults.append(
                Fault(
                    _("代码 %(code)s 已被%(name)s使用")
                    % {"code": draft.code, "name": known[draft.code].name},
                    _("更换代码"),
                    "code",
                    row,
                )
            )
        elif draft.valid_until and draft.valid_until < draft.valid_from:
            faults.append(Fault(_("停用日期早于起用日期"), _("更正日期"), "valid_until", row))
        elif twin := _same_name(draft, parent, known.values()):
            faults.append(
                Fault(
                    _("与%(name)s（%(code)s）同名且有效期重叠") % {"name": twin.name, "code": twin.code},
                    _("先停用前者，或改名"),
                    "name",
                    row,
                )
            )
        elif until := _outlives(draft, parent):
            faults.append(
                Fault(
                    _("%(name)s到 %(day)s 为止，下级不能更晚") % {"name": parent.name, "day": until},
                    _("更正上级，或写上停用日期"),
                    "valid_until",
                    row,
                )
            )
        else:
            area = Area(
                code=draft.code, name=draft.name, kind=draft.kind, parent=parent,
                path=f"{parent.path}{draft.code}/", needs_service=draft.needs_service,
                valid_from=draft.valid_from, valid_until=draft.valid_until, source=draft.source,
                pinyin=pinyin_of(draft.name),
            )  # fmt: skip
            area.save()
            known[area.code] = area
            made.append(area)
    if faults:
        raise AreasOverlap(_("有些区域不能导入"), why=_("整批未写入。"), faults=faults)
    search_touch(SEARCH_AREAS, [draft.code for draft in drafts])
    return record_sheet(actor, "people.load_areas", "areas", drafts, now)


@transaction.atomic
def load_units(actor: Actor, drafts: Sequence[UnitDraft], *, now: datetime) -> int:
    """Bring in units with their former names and their places, parents before parts."""
    _must_manage(actor)
    known = {unit.code: unit for unit in Unit.objects.all()}
    areas = {area.code: area for area in Area.objects.all()}
    faults: list[Fault] = []
    for row, draft in enumerate(drafts, start=1):
        if draft.code in known:
            faults.append(
                Fault(
                    _("单位代码 %(code)s 已存在") % {"code": draft.code}, _("更换代码或删去此行"), "code", row
                )
            )
        elif draft.parent and draft.parent not in known:
            faults.append(
                Fault(
                    _("没有“%(words)s”这个单位") % {"words": draft.parent}, _("先导入上级单位"), "parent", row
                )
            )
        elif draft.area and draft.area not in areas:
            faults.append(
                Fault(_("没有“%(words)s”这个区域") % {"words": draft.area}, _("先导入区域"), "area", row)
            )
        else:
            known[draft.code] = _new_unit(draft, known.get(draft.parent), areas.get(draft.area))
    faults += _placed(drafts, known)
    if faults:
        raise BadInput(_("有些单位不能导入"), why=_("整批未写入。"), faults=faults)
    touch_units(known[draft.code] for draft in drafts)
    return record_sheet(actor, "people.load_units", "units", drafts, now)


@transaction.atomic
def load_successions(actor: Actor, drafts: Sequence[SuccessionDraft], *, now: datetime) -> int:
    """Record mergers and splits: the old unit ends the day before, and with it its posts; records keep it "as then"."""
    _must_manage(actor)
    units = {unit.code: unit for unit in Unit.objects.all()}
    for draft in drafts:
        UnitSuccession.objects.create(
            old=units[draft.old], new=units[draft.new], on=draft.on, document=draft.document
        )
        old = units[draft.old]
        if old.valid_until is None:
            end_unit(old, draft.on - timedelta(days=1))
    touch_units(units[draft.old] for draft in drafts)
    return record_sheet(actor, "people.load_successions", "successions", drafts, now)


def end_unit(unit: Unit, last_day: date) -> None:
    """Let a unit end with that day: its name, its places, and the terms of those who hold its posts."""
    unit.valid_until = last_day
    unit.save(update_fields=["valid_until"])
    runs_on = Q(valid_until=None) | Q(valid_until__gt=last_day)
    holdings = Holding.objects.filter(post__unit=unit)
    cut_acting(holdings, last_day=last_day)
    holdings.filter(valid_from__gt=last_day).delete()  # terms that were to begin in a unit that is no more
    for rows in (UnitName.objects.filter(unit=unit), UnitPlace.objects.filter(unit=unit), holdings):
        rows.filter(runs_on, valid_from__lte=last_day).update(valid_until=last_day)


def cut_acting(holdings: QuerySet[Holding], *, last_day: date) -> None:
    """Nobody acts in posts whose terms end with that day: what had begun ends too, what was to begin later is struck out."""
    acting = ActingFor.objects.filter(holding__in=holdings)
    acting.filter(valid_from__gt=last_day).delete()
    acting.filter(valid_until__gt=last_day).update(valid_until=last_day)


def touch_units(units: Iterable[Unit]) -> None:
    """Tell the search index and the figures what changed about units."""
    changed = list(units)
    days = {unit.valid_from for unit in changed}
    days |= {unit.valid_until + timedelta(days=1) for unit in changed if unit.valid_until}
    rows_changed("people.units", days)
    search_touch(SEARCH_UNITS, [unit.code for unit in changed])


def pinyin_of(name: str) -> str:
    """The sort key of a Chinese name: its syllables without tones."""
    return " ".join(syllables(name))


def _new_unit(draft: UnitDraft, parent: Unit | None, area: Area | None) -> Unit:
    unit = Unit.objects.create(
        code=draft.code, name=draft.name, kind=draft.kind, area=area,
        path=f"{parent.path if parent else '/'}{draft.code}/",
        valid_from=draft.valid_from, valid_until=draft.valid_until, pinyin=pinyin_of(draft.name),
    )  # fmt: skip
    since = draft.valid_from
    names = []
    for name, until in sorted(draft.former, key=lambda pair: pair[1]):
        names.append(UnitName(unit=unit, name=name, valid_from=since, valid_until=until))
        since = date.fromordinal(until.toordinal() + 1)
    names.append(UnitName(unit=unit, name=draft.name, valid_from=since, valid_until=draft.valid_until))
    UnitName.objects.bulk_create(names)
    UnitPlace.objects.create(
        unit=unit,
        tree=Tree.TERRITORY,
        parent=parent,
        valid_from=draft.valid_from,
        valid_until=draft.valid_until,
    )
    return unit


def _placed(drafts: Sequence[UnitDraft], known: Mapping[str, Unit]) -> Iterator[Fault]:
    """Put new units into the trees beside territory; the unit above may stand further down in the sheet."""
    for tree in MOVABLE_TREES:
        rows = dict(
            UnitPlace.objects.filter(tree=tree, valid_until=None).values_list("unit__code", "parent__code")
        )
        rows |= {draft.code: getattr(draft, tree.value) for draft in drafts if getattr(draft, tree.value)}
        for row, draft in enumerate(drafts, start=1):
            parent = getattr(draft, tree.value)
            if not parent or draft.code not in known:
                continue
            if parent not in known:
                yield Fault(
                    _("没有“%(words)s”这个单位") % {"words": parent}, _("先导入上级单位"), tree.value, row
                )
            elif _turns_back(rows, draft.code):
                yield Fault(
                    _("%(tree)s里上下级绕成了圈") % {"tree": tree.label}, _("更正上级"), tree.value, row
                )
            else:
                UnitPlace.objects.create(
                    unit=known[draft.code],
                    tree=tree,
                    parent=known[parent],
                    valid_from=draft.valid_from,
                    valid_until=draft.valid_until,
                )


def _turns_back(above: Mapping[str, str], code: str) -> bool:
    """Whether going up from a unit leads to itself again."""
    step, seen = above.get(code), {code}
    while step:
        if step in seen:
            return True
        seen.add(step)
        step = above.get(step)
    return False


def _outlives(draft: AreaDraft, parent: Area) -> date | None:
    """The last day of the area above, when the draft would stand beyond it."""
    until = parent.valid_until
    return until if until and (draft.valid_until is None or draft.valid_until > until) else None


def _same_name(draft: AreaDraft, parent: Area, known: Iterable[Area]) -> Area | None:
    """An area of the same name under the same parent whose days overlap the draft's."""
    window = clock.Window(draft.valid_from, draft.valid_until)
    for area in known:
        if (
            area.name == draft.name
            and area.parent_id == parent.pk
            and window.overlaps(clock.Window(area.valid_from, area.valid_until))
        ):
            return area
    return None


def record_sheet(actor: Actor, act: str, key: str, drafts: Sequence[Any], now: datetime) -> int:
    """One ledger entry for the sheet; answers the number of rows."""
    rows = [
        {name: value if value is None or isinstance(value, str | int | bool) else str(value)
         for name, value in asdict(draft).items()}
        for draft in drafts
    ]  # fmt: skip
    record_bulk(actor, act, Subject("sheet", key), rows, {"rows": len(rows)}, now=now)
    return len(rows)


def _must_manage(actor: Actor) -> None:
    if not may_manage_bodies(actor):
        raise NotAllowed(_("只有区普法办和系统管理员可以维护区域、人口和单位"))
