"""A change of law lists what it touches, asks each owner once, and holds back what must not be used."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from zhifa.figures.api import bring_up_to_date, ensure_definitions, value_of
from zhifa.kernel import registry
from zhifa.kernel.actor import Actor, Grant, Role
from zhifa.kernel.clock import Window
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import Citer, LawUse
from zhifa.laws.api import Instrument, ProvisionText, Version, held_back, recited
from zhifa.laws.errors import DecisionIncomplete, DecisionNotAllowed
from zhifa.laws.models import LawChange, LawStanding, RippleTask, TouchedText
from zhifa.laws.rules.parsing import Line, parse
from zhifa.laws.rules.ripple import How, Touch, touched_by_newest, touched_by_repeal
from zhifa.laws.selectors import change_seen, changes_listed, library_counts, open_tasks, touched_uses
from zhifa.laws.services import decide, import_packaged, preview_documents
from zhifa.laws.terms import Outcome
from zhifa.laws.tests.conftest import KEEPER, NOW, SMALL_ARTICLES, SMALL_LAWS
from zhifa.people.api import (
    HoldingDraft,
    PersonDraft,
    Unit,
    UnitDraft,
    UnitKind,
    add_person,
    load_units,
    open_district,
)

TODAY = date(2026, 11, 24)
ONE, TWO = {"1": "甲。", "2": "乙。"}, {"1": "甲。", "2": "乙二。"}


def test_only_words_that_stood_until_then_are_touched() -> None:
    assert touched_by_newest([ONE, TWO]) == [Touch(0, "2", How.CHANGED)]
    third = {"1": "甲三。", "2": "乙二。"}
    assert touched_by_newest([ONE, TWO, third]) == [Touch(0, "1", How.CHANGED), Touch(1, "1", How.CHANGED)]
    assert touched_by_newest([ONE]) == touched_by_newest([]) == []


def test_another_typesetting_is_no_change() -> None:
    assert touched_by_newest([{"1": "甲，\n乙。"}, {"1": "甲， 乙。"}]) == []


def test_removed_and_renumbered_words() -> None:
    assert touched_by_newest([ONE, {"1": "甲。"}]) == [Touch(0, "2", How.REMOVED)]
    moved = touched_by_newest([ONE, {"1": "新。", "2": "甲。", "3": "乙。"}])
    assert moved == [Touch(0, "1", How.RENUMBERED, "2"), Touch(0, "2", How.RENUMBERED, "3")]


def test_a_repeal_touches_all_that_stood() -> None:
    assert touched_by_repeal([ONE, TWO]) == [
        Touch(0, "1", How.REPEALED), Touch(1, "1", How.REPEALED), Touch(1, "2", How.REPEALED)
    ]  # fmt: skip
    assert touched_by_repeal([]) == []


@dataclass
class Shelf:
    """Things of our own that cite law, offered as one kind."""

    uses: list[LawUse] = field(default_factory=list)

    def asked(self, texts: Any, versions: Any) -> Iterable[LawUse]:
        wanted, whole = {row["text"] for row in texts}, {row["pk"] for row in versions}
        return [
            use for use in self.uses
            if use.text_id in wanted or (use.text_id is None and use.version_id in whole)
        ]  # fmt: skip

    def put(
        self, subject: str, text: ProvisionText | Version, unit: str = "", until: date | None = None
    ) -> LawUse:
        version = text if isinstance(text, Version) else text.version
        use = LawUse(
            subject, f"标题{subject}", f"/{subject}/", unit, unit and "某单位", version.pk,
            text.pk if isinstance(text, ProvisionText) else None, "引用", None, until,
        )  # fmt: skip
        self.uses.append(use)
        return use


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf()
    own = [offer for offer in registry._offers if not isinstance(offer, Citer)]
    monkeypatch.setattr(
        registry, "_offers", [*own, Citer("item", "题目", lambda ids: [], shelf.asked, holds=True)]
    )
    return shelf


@pytest.fixture
def older(package: Callable[..., Path], db: None) -> None:
    """The small laws as they were before 甲法 was revised and 乙法 repealed."""
    laws = [replaced(row) for row in SMALL_LAWS if row[0] != "a2"]
    import_packaged(KEEPER, NOW, path=package(laws, [row for row in SMALL_ARTICLES if row[0] != "a2"]))


def replaced(row: tuple[str, ...]) -> tuple[str, ...]:
    return (*row[:-1], "现行有效")


def newer(package: Callable[..., Path], name: str = "newer.db") -> None:
    import_packaged(KEEPER, NOW, path=package(SMALL_LAWS, SMALL_ARTICLES, name))


def text(law: str, key: str) -> ProvisionText:
    return ProvisionText.objects.filter(
        version__instrument__title__endswith=law, provision__key=key
    ).order_by("version__effective_on")[0]


def of_unit(unit: Unit, role: Role = Role.HEAD) -> Actor:
    return Actor("p1", "张三", 1, (Grant(role, unit.path),))


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(
        code="U07", name="某局", kind="agency", path="/U07/", valid_from=date(2016, 1, 1)
    )


def test_a_new_text_touches_exactly_what_it_changes(
    older: None, package: Any, shelf: Shelf, unit: Unit
) -> None:
    shelf.put("changed", text("甲法", "1"), "U07")
    shelf.put("same", text("甲法", "2"), "U07")
    shelf.put("whole", text("甲法", "1").version, "U07")
    shelf.put("gone", text("乙法", "1"), "")
    shelf.put("whole-gone", text("乙法", "1").version, "U07")
    assert not LawChange.objects.exists()
    newer(package)
    amended, repealed = LawChange.objects.exclude(version=None).get(), LawChange.objects.get(version=None)
    assert (amended.since, repealed.since) == (date(2019, 1, 1), date(2019, 1, 1))
    assert [(row.text_id, row.how) for row in TouchedText.objects.filter(change=amended)] == [
        (text("甲法", "1").pk, "changed")
    ]
    assert {(task.subject, task.unit and task.unit.code) for task in RippleTask.objects.all()} == {
        ("changed", "U07"), ("gone", None), ("whole-gone", "U07")
    }  # fmt: skip
    assert [row.use.subject for row in touched_uses(KEEPER, repealed)] == ["gone", "whole-gone"]
    newer(package, "again.db")
    assert (LawChange.objects.count(), RippleTask.objects.count()) == (2, 3)


def test_a_preview_says_whom_the_ripple_would_reach_and_writes_nothing(
    older: None, shelf: Shelf, unit: Unit
) -> None:
    shelf.put("changed", text("甲法", "1"), "U07")
    shelf.put("lecture", text("甲法", "1"), until=date(2018, 12, 31))
    shelf.put("same", text("甲法", "2"))
    body = "中华人民共和国甲法\n（2027年3月1日某机关修订　自2027年5月1日起施行）\n第一条 甲一更新。\n第二条 甲二。"
    (seen,) = preview_documents(KEEPER, [parse([Line(line) for line in body.split("\n")], "甲")], NOW)
    assert seen.outcome is Outcome.NEW_VERSION
    assert [(row.use.subject, row.task is not None) for row in seen.touches] == [
        ("lecture", False),
        ("changed", True),
    ]
    assert seen.since == date(2027, 5, 1)
    assert not LawChange.objects.exists()
    assert not RippleTask.objects.exists()


def test_what_spoke_of_its_own_day_is_only_flagged(older: None, package: Any, shelf: Shelf) -> None:
    shelf.put("lecture", text("甲法", "1"), until=date(2018, 12, 31))
    shelf.put("campaign", text("甲法", "1"), until=date(2019, 1, 1))
    newer(package)
    change = LawChange.objects.exclude(version=None).get()
    assert [(row.use.subject, row.task is not None) for row in touched_uses(KEEPER, change)] == [
        ("campaign", True), ("lecture", False)
    ]  # fmt: skip


def test_a_thing_is_held_from_the_day_until_its_owner_decides(
    older: None, package: Any, shelf: Shelf
) -> None:
    one = text("甲法", "1")
    cited = {"item": [(one.version_id, one.pk)], "other": [(one.version_id, text("甲法", "2").pk)]}
    shelf.put("item", one)
    assert held_back("item", cited, TODAY) == {}
    newer(package)
    assert held_back("item", cited, date(2018, 12, 31)) == {}
    held = held_back("item", cited, date(2019, 1, 1))
    assert list(held) == ["item"]
    assert "甲法" in held["item"].words
    change = LawChange.objects.exclude(version=None).get()
    decide(KEEPER, change.pk, [("item", "item")], "revise", "", now=NOW)
    assert list(held_back("item", cited, TODAY)) == ["item"]
    decide(KEEPER, change.pk, [("item", "item")], "unchanged", "只改了标点", now=NOW)
    assert held_back("item", cited, TODAY) == {}
    assert held_back("case", cited, TODAY).keys() == {"item"}  # the decision was about another kind of thing


def test_a_repealed_statute_says_what_governs(older: None, package: Any, shelf: Shelf) -> None:
    whole = text("乙法", "1").version
    shelf.put("item", whole)
    newer(package)
    held = held_back("item", {"item": [(whole.pk, None)]}, TODAY)
    assert held["item"].governs == Instrument.objects.get(title__endswith="甲法")
    assert "甲法" in held["item"].words


def test_only_the_owner_and_the_office_decide(older: None, package: Any, shelf: Shelf, unit: Unit) -> None:
    shelf.put("item", text("甲法", "1"), "U07")
    newer(package)
    change = LawChange.objects.exclude(version=None).get()
    other = Unit.objects.create(
        code="U08", name="另局", kind="agency", path="/U08/", valid_from=date(2016, 1, 1)
    )
    with pytest.raises(DecisionNotAllowed):
        decide(of_unit(other), change.pk, [("item", "item")], "retire", "", now=NOW)
    with pytest.raises(DecisionNotAllowed):
        decide(of_unit(unit, Role.AUDITOR), change.pk, [("item", "item")], "retire", "", now=NOW)
    with pytest.raises(DecisionIncomplete) as refused:
        decide(of_unit(unit), change.pk, [("item", "item")], "unchanged", " ", now=NOW)
    assert [fault.field for fault in refused.value.faults] == ["remark"]
    assert decide(of_unit(unit), change.pk, [("item", "item")], "retire", "", now=NOW) == 1
    assert not open_tasks(of_unit(unit)).exists()


def test_another_unit_sees_nothing_of_it(older: None, package: Any, shelf: Shelf, unit: Unit) -> None:
    shelf.put("item", text("甲法", "1"), "U07")
    newer(package)
    other = Unit.objects.create(
        code="U08", name="另局", kind="agency", path="/U08/", valid_from=date(2016, 1, 1)
    )
    assert [line.open for line in changes_listed(of_unit(unit), TODAY)] == [1]
    assert changes_listed(of_unit(other), TODAY) == []
    assert open_tasks(of_unit(unit)).count() == 1
    assert open_tasks(of_unit(other)).count() == 0
    change = LawChange.objects.exclude(version=None).get()
    with pytest.raises(NotFound):
        change_seen(of_unit(other), change.pk)


def test_a_task_is_settled_when_other_words_are_cited(older: None, package: Any, shelf: Shelf) -> None:
    use = shelf.put("item", text("甲法", "1"))
    newer(package)
    newest = ProvisionText.objects.filter(
        version__instrument__title__endswith="甲法", provision__key="1"
    ).latest("version__effective_on")
    recited("item", "item", [replace(use, text_id=newest.pk, version_id=newest.version_id)], now=NOW)
    assert [task.decision for task in RippleTask.objects.all()] == ["settled"]
    recited("item", "late", [replace(use, subject="late")], now=NOW)
    assert RippleTask.objects.get(subject="late").decision == ""


def test_a_text_found_between_two_others_moves_what_the_later_touches(
    package: Any, shelf: Shelf, db: None
) -> None:
    laws = [
        ("a1", "中华人民共和国甲法", "法律", "2012-03-14", "2012-07-01", "历史版本"),
        ("a2", "中华人民共和国甲法", "法律", "2018-10-26", "2019-01-01", "现行有效"),
    ]
    articles = [("a1", "第一条", "", "旧。"), ("a2", "第一条", "", "新。")]
    import_packaged(KEEPER, NOW, path=package(laws, articles))
    assert TouchedText.objects.get().change.since == date(2019, 1, 1)
    between = ("am", "中华人民共和国甲法", "法律", "2015-01-01", "2015-03-01", "历史版本")
    import_packaged(
        KEEPER, NOW, path=package([*laws, between], [*articles, ("am", "第一条", "", "新。")], "more.db")
    )
    assert TouchedText.objects.get().change.since == date(2015, 3, 1)


def test_the_command_lists_what_a_change_touches(
    older: None, package: Any, shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf.put("item", text("甲法", "1"))
    shelf.put("lecture", text("甲法", "1"), until=date(2018, 12, 31))
    newer(package)
    call_command("laws", "ripple")
    assert "法律变动 2 次" in (told := capsys.readouterr().out)
    assert "标题item" not in told
    call_command("laws", "ripple", "jiafa")
    told = capsys.readouterr().out
    assert "要处理 1 件，未处理 1 件" in told
    assert ["待处理" in line for line in told.splitlines() if "标题item" in line] == [True]
    assert ["仅提示" in line for line in told.splitlines() if "标题lecture" in line] == [True]


@pytest.fixture
def clerk(db: None) -> Client:
    """The office's clerk at a browser."""
    ensure_definitions(now=NOW)
    open_district(KEEPER, "999901", "测试区", demonstration=False, now=NOW)
    load_units(KEEPER, [UnitDraft("U01", "测试区司法局", UnitKind.GOVERNMENT, date(2010, 1, 1))], now=NOW)
    held = HoldingDraft("U01", "普法办", Role.OFFICE, date(2020, 1, 1))
    account = add_person(KEEPER, PersonDraft("P01", "周敏", (held,), username="clerk"), now=NOW).account
    assert account is not None
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_desk_shows_each_thing_once_and_keeps_what_was_ticked(
    older: None, package: Any, shelf: Shelf, clerk: Client
) -> None:
    shelf.put("item", text("甲法", "1"))
    shelf.put("item", text("甲法", "1"))
    newer(package)
    change = LawChange.objects.exclude(version=None).get()
    assert "1 件待处理" in clerk.get("/work/laws/changes/").content.decode()
    sent = {"things": ["item:item"], "decision": "unchanged", "remark": ""}
    page = clerk.post(f"/work/laws/changes/{change.pk}/", sent).content.decode()
    assert page.count('value="item:item" checked') == 1
    assert "请写明为什么实质不变" in page
    clerk.post(f"/work/laws/changes/{change.pk}/", sent | {"remark": "只改了标点"})
    assert "只改了标点" in clerk.get(f"/work/laws/changes/{change.pk}/").content.decode()
    assert "1 件已处理" in clerk.get("/work/laws/changes/").content.decode()


def test_figures_count_what_stands_and_of_how_many_the_words_are_held(
    clerk: Client, older: None, package: Any, shelf: Shelf
) -> None:
    """As the library itself counts, on every day on which anything changes and the day before; also where texts come in later."""

    def told(day: date) -> tuple[str, str]:
        window = Window(date(1950, 1, 1), day)
        codes = ("laws.in_force", "laws.in_force_held")
        return tuple(str(value_of(KEEPER, code, district="999901", window=window).value) for code in codes)  # type: ignore[return-value]

    bring_up_to_date(KEEPER)
    before = told(TODAY)
    newer(package)
    days = {day for (day,) in LawStanding.objects.values_list("day") if day > date(1990, 1, 1)}
    for day in sorted(days | {date.fromordinal(day.toordinal() - 1) for day in days}):
        counts = library_counts(KEEPER, day)
        assert told(day) == (str(counts.in_force), str(counts.in_force_held)), day
    assert told(TODAY) != before
    found = value_of(KEEPER, "laws.completeness", district="999901", window=Window(date(2016, 1, 1), TODAY))
    counts = library_counts(KEEPER, TODAY)
    assert found.value == round(Decimal(100 * counts.in_force_held) / counts.in_force, 2)


def test_figures_count_open_and_overdue(clerk: Client, older: None, package: Any, shelf: Shelf) -> None:
    shelf.put("one", text("甲法", "1"))
    shelf.put("two", text("甲法", "1"))
    newer(package)
    change = LawChange.objects.exclude(version=None).get()
    late = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)
    assert decide(KEEPER, change.pk, [("item", "one")], "retire", "", now=late) == 1
    until = {
        day: Window(date(2016, 1, 1), date.fromisoformat(day))
        for day in ("2026-11-24", "2026-12-25", "2026-12-28")
    }
    told = {
        day: [
            str(value_of(KEEPER, f"laws.ripple_{name}", district="999901", window=window).value)
            for name in ("open", "overdue")
        ]
        for day, window in until.items()
    }
    assert told == {"2026-11-24": ["2", "0"], "2026-12-25": ["2", "2"], "2026-12-28": ["1", "1"]}
