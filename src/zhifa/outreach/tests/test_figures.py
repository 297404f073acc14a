"""What activities give to figures: credit to each unit, sorts of campaigns, and the same bytes whichever way they are computed."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from zhifa.deeds.api import (
    Attendance,
    CountDraft,
    CreditDraft,
    Deed,
    State,
    confirm_deeds,
    correct_deed,
    load_participations,
    return_deed,
    withdraw_deed,
)
from zhifa.figures.api import FigureValue, as_json, rebuild_all, values
from zhifa.kernel import clock
from zhifa.kernel.quantities import UNITS
from zhifa.kernel.registry import FigureOffer, offered
from zhifa.outreach.api import ActivityDraft, load_activities
from zhifa.outreach.tests.conftest import SYSTEM, Here
from zhifa.people.api import rename_unit
from zhifa.plans.api import CampaignDraft, CampaignKind, change_campaign, open_campaign

Draft = Callable[..., ActivityDraft]
NOW = clock.now()
YEAR = (date(2018, 1, 1), date(2018, 12, 31))


def figure(code: str, since: date | None = None) -> FigureValue:
    (value,) = values(SYSTEM, district="999901", since=since, until=YEAR[1], codes=[code])
    return value


def held(*drafts: ActivityDraft) -> list[Deed]:
    deeds = load_activities(SYSTEM, drafts, sheet="s", now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    return deeds


def test_held_together_it_counts_once_and_is_credited_to_each(here: Here, draft: Draft) -> None:
    held(draft(credits=(CreditDraft("U02", "co_organiser"),)), draft(title="独办的讲座"))
    told = figure("outreach.lectures")
    assert told.value == 2
    assert dict(told.composition) == {"区教育局": Decimal(2), "区民政局": Decimal(1)}
    assert told.parts_overlap, "so the parts may not be added up"


def test_a_renamed_unit_keeps_its_part_under_its_new_name(here: Here, draft: Draft) -> None:
    held(draft())
    assert dict(figure("outreach.lectures").composition) == {"区教育局": Decimal(1)}
    rename_unit(SYSTEM, "U01", "区教育和体育局", on=clock.today(), document="机构改革方案", now=NOW)
    before = as_json(figure("outreach.lectures"))
    assert "区教育和体育局" in before
    rebuild_all(SYSTEM)
    assert as_json(figure("outreach.lectures")) == before


def test_the_seven_kinds_are_counted_by_kind_whatever_the_campaigns_are_called(
    here: Here, draft: Draft
) -> None:
    """Two campaigns of one kind, one of another, a topic and a party-led one, opened under codes that say nothing."""
    wanted = [
        ("c1", CampaignKind.SCHOOL, "2018 宪法进校园", ("宪法",)), ("c2", CampaignKind.SCHOOL, "又一个进校园", ("宪法",)),
        ("c3", CampaignKind.DAY, "宪法日", ("宪法日",)), ("c4", CampaignKind.WEEK, "宪法宣传周", ("宪法",)),
        ("c5", CampaignKind.PARTY, "主题教育", ("初心",)), ("c6", CampaignKind.TOPIC, "扫黑除恶", ("扫黑",)),
    ]  # fmt: skip
    for code, kind, title, words in wanted:
        open_campaign(SYSTEM, CampaignDraft(code, kind.value, title, *YEAR, words=words), now=NOW)
    held(
        draft(title="宪法日进校园"),
        draft(title="不忘初心党课"),
        draft(title="扫黑除恶宣传"),
        draft(title="别的讲座"),
    )
    kinds = figure("plans.constitution_kinds")
    assert kinds.value == 2
    assert {label for label, _ in kinds.composition} == {"宪法学习进校园", "国家宪法日宣传"}
    assert figure("plans.campaign_deeds").value == 2


def test_when_the_constitution_week_moves_what_it_counts_moves_too(here: Here, draft: Draft) -> None:
    first = CampaignDraft(
        "w", CampaignKind.SCHOOL.value, "宪法周", date(2018, 11, 28), date(2018, 12, 4), words=("宪法",)
    )
    open_campaign(SYSTEM, first, now=NOW)
    held(draft(title="宪法讲座", occurred_on=date(2018, 12, 7)))
    assert figure("plans.constitution_kinds").value == 0
    moved = CampaignDraft("w", first.kind, "宪法周", date(2018, 12, 1), date(2018, 12, 7), words=("宪法",))
    change_campaign(SYSTEM, moved, now=NOW)
    assert figure("plans.constitution_kinds").value == 1


def test_no_offered_figure_mixes_what_may_be_scored_with_what_may_not() -> None:
    bodies = [body for offer in offered(FigureOffer) for body in offer.definitions]
    views = [body for body in bodies if "deeds.views" in str(body["measure"])]
    assert views
    assert not any(UNITS[body["unit"]].scorable for body in views)


@pytest.mark.parametrize("seed", range(3))
def test_after_any_acts_brought_up_to_date_equals_computed_anew(here: Here, draft: Draft, seed: int) -> None:
    """The acts of users, in any order, over every figure that the program offers."""
    chance = random.Random(seed)
    open_campaign(SYSTEM, CampaignDraft("w", "constitution-week", "周", *YEAR, words=("宪法",)), now=NOW)
    for _round in range(3):
        for _act in range(6):
            _something(here, draft, chance)
        incremental = _everything()
        rebuild_all(SYSTEM)
        assert _everything() == incremental


def _everything() -> list[str]:
    windows = ((None, YEAR[1]), (date(2018, 3, 5), date(2018, 3, 12)))
    return [
        as_json(value)
        for since, until in windows
        for value in values(SYSTEM, district="999901", since=since, until=until)
    ]


def _something(here: Here, draft: Draft, chance: random.Random) -> None:
    deeds = list(Deed.objects.exclude(state__in=(State.WITHDRAWN, State.RETURNED)))
    deed = chance.choice(deeds) if deeds else None
    day = date(2018, 3, 1) + timedelta(days=chance.randrange(15))
    act = chance.choice(["load", "load", "confirm", "correct", "withdraw", "return", "log", "week"])
    if act == "load" or deed is None:
        partners = (CreditDraft("U02", "co_organiser"),) if chance.random() < 0.5 else ()
        counts = (
            CountDraft(
                "attendances", "onsite", "sign_in", chance.randrange(200), is_final=chance.random() < 0.8
            ),
        )
        made = draft(title=f"宪法讲座{chance.random()}", occurred_on=day, credits=partners, counts=counts)
        load_activities(SYSTEM, [made], sheet="s", now=NOW)
    elif act == "confirm":
        confirm_deeds(SYSTEM, now=NOW)
    elif act == "correct" and deed.closed_at:
        correct_deed(SYSTEM, deed.key, draft(title="改了的", occurred_on=day).deed, "核对", now=NOW)
    elif act == "withdraw":
        withdraw_deed(SYSTEM, deed.key, "重复", now=NOW)
    elif act == "return" and deed.state == State.SUBMITTED:
        return_deed(SYSTEM, deed.key, "核对", now=NOW)
    elif act == "log":
        rows = [Attendance(f"t{chance.randrange(6)}", day, chance.random() < 0.5) for _ in range(4)]
        channel = chance.choice(["wechat", "live"])
        if not deed.counts.filter(channel=channel).exists():
            load_participations(SYSTEM, deed, channel, "export", rows, now=NOW)
    elif act == "week":
        moved = CampaignDraft("w", "constitution-week", "周", day, YEAR[1], words=("宪法",))
        change_campaign(SYSTEM, moved, now=NOW)
