"""The list looked at from outside: orphans and double claims, quarters, unannounced visits, law and bodies that change in mid-year."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from zhifa.duties.errors import MoveNotPossible, NotTakenOver, PlanAlreadyDrawn, VisitNotDrawn
from zhifa.duties.models import Duty, DutyYear, UnitList
from zhifa.duties.rules.claims import Claim, PowerHeld, doubles, orphans
from zhifa.duties.rules.content import read
from zhifa.duties.rules.sampling import drawn
from zhifa.duties.selectors import draws, law_changes, organ_changes, power_findings, unit_quarters
from zhifa.duties.services import (
    DrawDraft,
    PowerDraft,
    draw_visits,
    hand_over_duties,
    load_powers,
    note_visit,
)
from zhifa.duties.terms import ListState
from zhifa.duties.tests.conftest import (
    LAW,
    NOW,
    SYSTEM,
    account_of,
    done,
    issued,
    law,
    line,
    merged,
)
from zhifa.intake.api import drop_files, write_drop
from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.laws.api import DocumentDraft, Instrument, add_document
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import UnitDraft, load_units, merge_unit

TODAY = clock.civil_day(NOW)


def test_planted_orphans_and_doubles_are_found_and_nothing_else() -> None:
    """Sixty units, each with four provisions of an instrument of its own and a duty for the whole of it; six provisions lose their
    duty, five gain a second claim; a common duty and a shared topic for all sixty are no double claims."""
    units = [f"U{number:02d}" for number in range(60)]
    powers = [
        PowerHeld(unit * 4 + part, code, (unit, unit * 4 + part))
        for unit, code in enumerate(units)
        for part in range(4)
    ]
    claims = [Claim(f"own-{code}", code, (unit, None)) for unit, code in enumerate(units)]
    claims += [Claim(f"common-{code}", code, (0, None), is_own=False) for code in units]
    lonely = {(unit, unit * 4 + 1) for unit in range(6, 12)}
    claims = [one for one in claims if not (6 <= one.place[0] < 12 and one.is_own)]
    claims += [
        Claim(f"own-{units[unit]}-{part}", units[unit], (unit, unit * 4 + part))
        for unit in range(6, 12)
        for part in (0, 2, 3)
    ]
    claims += [Claim(f"second-{unit}", units[unit + 1], (unit, unit * 4)) for unit in range(20, 25)]
    assert {one.place for one in orphans(powers, claims)} == lonely
    found = doubles(powers, claims)
    assert [(one.place, {claim.unit for claim in one.claims}) for one in found] == [
        ((unit, unit * 4), {units[unit], units[unit + 1]}) for unit in range(20, 25)
    ]


def test_power_lists_beside_the_duties(home: None, browser_of: Callable[[str], Client]) -> None:
    merged(line())
    issued()
    add_document(
        SYSTEM, DocumentDraft("policy_document", "市容条例", "某市人大", date(2010, 1, 1), source="公报"), NOW
    )
    liaison, clerk = account_of("liaison"), account_of("clerk")
    load_powers(liaison, [PowerDraft("U2", "校园安全检查", "行政检查", (LAW,))], now=NOW)
    with pytest.raises(NotAllowed):
        load_powers(liaison, [PowerDraft("U3", "别家的", "", (LAW,))], now=NOW)
    with pytest.raises(BadInput) as refused:
        load_powers(
            liaison,
            [PowerDraft("U2", " ", "", ("《没有的法》第三条",)), PowerDraft("U2", "某事", "", ())],
            now=NOW,
        )
    assert [(fault.row, fault.field) for fault in refused.value.faults] == [
        (1, "name"),
        (1, "law"),
        (2, "law"),
    ]
    book = Workbook()
    book.active.append(["实施主体", "事项名称", "职权类型", "设定依据"])
    book.active.append(["区民政局", "养老机构检查", "行政检查", "《市容条例》"])
    buffer = io.BytesIO()
    book.save(buffer)
    year = DutyYear.objects.get()
    assert [one.name for one in power_findings(clerk, year).orphans] == []
    desk = browser_of("clerk")
    page = desk.get("/work/duties/powers/").content.decode()
    assert "校园安全检查" in page
    assert "已列入" in page
    form = {"unit": "U3", "name": "校外培训检查", "sort": "", "law": LAW}
    assert desk.post("/work/duties/powers/new/", form).status_code == 302
    assert "校外培训检查" not in browser_of("liaison").get("/work/duties/powers/").content.decode()
    assert power_findings(clerk, year).doubles == ()
    drop = drop_files(clerk, "powers", [SimpleUploadedFile("权责清单.xlsx", buffer.getvalue())], now=NOW)
    write_drop(clerk, drop, now=NOW)
    (lonely,) = power_findings(clerk, year).orphans
    assert (lonely.unit.name, lonely.name, lonely.label) == ("区民政局", "养老机构检查", "《市容条例》")


def test_completeness_and_timeliness_by_quarter_equal_a_hand_count(home: None) -> None:
    """First quarter: two due, one in time, one late. Second: one missing. Third: two of three lectures: partial. Fourth is to come."""
    merged(
        line(measure="一", quantity=1, node_on=date(2018, 2, 20)), line(measure="二", quantity=2, node_on=date(2018, 3, 20)),
        line(measure="三", quantity=1, node_on=date(2018, 5, 1), audiences=("staff",)),
        line(measure="四", quantity=3, node_on=date(2018, 8, 1)), line(measure="五", quantity=3, node_on=date(2018, 12, 4)),
    )  # fmt: skip
    issued()
    done("条例宣讲", date(2018, 2, 10))
    done("条例再讲", date(2018, 4, 10))
    (row,) = unit_quarters(SYSTEM, DutyYear.objects.get(), date(2018, 9, 1))
    told = [
        (one.due, one.in_time, one.late, one.partial, one.missing, one.complete, one.on_time)
        for one in row.quarters
    ]
    assert told == [
        (2, 1, 1, 0, 0, 100, 50), (1, 0, 0, 0, 1, 0, 0), (1, 0, 0, 1, 0, 0, 0), (0, 0, 0, 0, 0, None, None),
    ]  # fmt: skip
    assert (row.year.due, row.year.complete, row.year.on_time) == (4, 50, 25)


def draft(**changes: object) -> DrawDraft:
    """Two of the three units under an approved plan."""
    return replace(
        DrawDraft("测检〔2026〕1号", "普法责任抽查", ("U1", "U2", "U3"), 2, "彩票 0815"), **changes
    )  # type: ignore[arg-type]


def test_a_draw_is_made_once_and_can_be_made_again_by_anyone(home: None) -> None:
    clerk = account_of("clerk")
    made = draw_visits(clerk, draft(), now=NOW)
    by_hand = sorted(("U1", "U2", "U3"), key=lambda code: sha256(f"彩票 0815:{code}".encode()).hexdigest())[
        :2
    ]
    assert (
        [visit.unit.code for visit in made.visits.select_related("unit")]
        == by_hand
        == drawn("彩票 0815", {"U3", "U2", "U1"}, 2)
    )
    (entry,) = entries_of(Subject("duty-visit-draw", str(made.pk)))
    assert (entry.facts["seed"], entry.facts["drawn"], entry.facts["plan"]) == (
        "彩票 0815",
        by_hand,
        "测检〔2026〕1号",
    )
    with pytest.raises(PlanAlreadyDrawn):
        draw_visits(clerk, draft(seed="再来一次"), now=NOW)
    for wrong in (
        draft(plan_number=" "),
        draft(plan_number="乙", number=4),
        draft(plan_number="乙", units=("没有",), number=1),
    ):
        with pytest.raises(BadInput):
            draw_visits(clerk, wrong, now=NOW)
    with pytest.raises(NotAllowed):
        draw_visits(account_of("liaison"), draft(plan_number="丙"), now=NOW)
    assert len(draw_visits(clerk, draft(plan_number="丁", seed=""), now=NOW).seed) == 16


def test_nobody_knows_who_will_be_visited_until_all_were(
    home: None, browser_of: Callable[[str], Client]
) -> None:
    clerk = account_of("clerk")
    made = draw_visits(clerk, draft(), now=NOW)
    first, second = (visit.unit.code for visit in made.visits.select_related("unit"))
    (left,) = {"U1", "U2", "U3"} - {first, second}
    for unit, day in ((left, TODAY), (first, TODAY - timedelta(days=1)), (first, TODAY + timedelta(days=1))):
        with pytest.raises(VisitNotDrawn):
            note_visit(clerk, made.pk, unit, day, "查看了台账", now=NOW)
    note_visit(clerk, made.pk, first, TODAY, "查看了台账", now=NOW)
    here, liaison = f"/work/duties/visits/{made.pk}/", browser_of("liaison")
    assert liaison.get(here).status_code == 404
    answer = browser_of("clerk").post(
        f"{here}note/", {"unit": second, "visited_on": TODAY.isoformat(), "found": "有记录"}
    )
    assert answer.status_code == 302
    page = liaison.get(here).content.decode()
    assert "结果与登记的一致" in page
    assert "有记录" in page
    assert list(draws(account_of("other"))) == [made]


def reform() -> None:
    """区招生办 owes two duties of 2018 and goes over into 区教育局 on 1 July; 区教育局 owes one of its own."""
    load_units(SYSTEM, [UnitDraft("U8", "区招生办", "institution", date(2010, 1, 1))], now=NOW)
    merged(line())
    issued()
    mine = UnitList.objects.get(unit__code="U8")
    for number, measure in enumerate(("招生普法", "考务普法")):
        new = Duty(key=f"old-{number}", unit_list=mine, unit=mine.unit, measure=measure, position=number)
        for name in (
            "audiences",
            "kinds",
            "evidence",
            "since",
            "until",
            "quantity",
            "node_on",
            "section",
            "person",
            "effect",
        ):
            setattr(new, name, list(value) if isinstance(value := getattr(line(), name), tuple) else value)
        new.save()
        new.laws.create(version_id=law()[0].version, text_id=law()[0].text, label=law()[0].label)
    UnitList.objects.filter(pk=mine.pk).update(state=ListState.MERGED)
    issued(on=date(2018, 4, 1), number="测普法〔2018〕2号")
    merge_unit(SYSTEM, "U8", ["U2"], on=date(2018, 7, 1), document="某编〔2018〕3号", now=NOW)


def test_a_unit_merged_in_mid_year(home: None, browser_of: Callable[[str], Client]) -> None:
    """Every duty that was running is listed; handed over, it stays in force under its old unit until the heir's list is issued, then
    it is the heir's under its old key."""
    reform()
    clerk, year = account_of("clerk"), DutyYear.objects.get()
    assert organ_changes(clerk, year, date(2018, 6, 30)) == []
    (organ,) = organ_changes(clerk, year, TODAY)
    assert (organ.unit.code, [one.code for one in organ.successors], [one.measure for one in organ.duties]) == (
        "U8", ["U2"], ["招生普法", "考务普法"],
    )  # fmt: skip
    desk = browser_of("clerk")
    page = desk.get("/work/duties/year/2018/changes/").content.decode()
    assert "招生普法" in page
    assert "移交给区教育局" in page
    assert "责任待移交" in desk.get("/work/duties/year/2018/").content.decode()
    for old, to in (("U8", "U3"), ("U2", "U3")):
        with pytest.raises(NotTakenOver):
            hand_over_duties(clerk, 2018, old, to, now=NOW)
    assert desk.post("/work/duties/year/2018/hand-over/", {"unit": "U8", "to": "U2"}).status_code == 302
    target = UnitList.objects.get(unit__code="U2")
    assert (target.state, target.lines.filter(version=None).count()) == (ListState.DRAFTING, 3)
    assert Duty.objects.filter(is_current=True, unit__code="U8").count() == 2
    with pytest.raises(MoveNotPossible):
        hand_over_duties(clerk, 2018, "U8", "U2", now=NOW)
    merged()
    third = issued(on=date(2018, 8, 1), number="测普法〔2018〕3号")
    assert {duty["unit"]["name"] for duty in read(third.content)["duties"]} == {"区教育局"}
    assert set(Duty.objects.filter(is_current=True, unit__code="U2").values_list("key", flat=True)) >= {
        "old-0",
        "old-1",
    }
    assert organ_changes(clerk, year, TODAY) == []


def test_a_repealed_law_in_a_published_row(home: None, browser_of: Callable[[str], Client]) -> None:
    """The row keeps its words and says that the law stands no longer; the desk lists the duty with what to do."""
    merged(line())
    version = issued()
    clerk, year = account_of("clerk"), DutyYear.objects.get()
    assert law_changes(clerk, year, TODAY) == []
    Instrument.objects.filter(title="校园法治条例").update(is_repealed=True, repealed_on=date(2018, 9, 1))
    (found,) = law_changes(clerk, year, TODAY)
    assert found.why == "《校园法治条例》已于 2018-09-01 废止，请改引现行法律"
    assert law_changes(clerk, year, date(2018, 8, 31)) == []
    desk = browser_of("clerk")
    assert "已废止" in desk.get(f"/duties/versions/{version.pk}/").content.decode()
    assert "已于 2018-09-01 废止" in desk.get("/work/duties/year/2018/changes/").content.decode()
