"""The proof bundle, checked by the checker that knows nothing of us; and what happens to it in bad hands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from zhifa_verify.__main__ import main as verify

from zhifa.deeds.api import CountDraft, Deed, DeedDraft, correct_deed, withdraw_deed
from zhifa.kernel import clock
from zhifa.ledger.api import Subject, entries_of, seal_pending, verifier_key
from zhifa.ledger.rules import note
from zhifa.plans.api import CampaignDraft, HonourDraft, load_honours, open_campaign
from zhifa.reports.rules.outline import from_text
from zhifa.reports.services import bundle, compose
from zhifa.reports.tests.conftest import SINCE, SYSTEM, UNTIL, Here

TEXT = (
    "讲座{{法治讲座}}，上年{{法治讲座|上年同期}}，人次{{活动参加人次}}，直播{{直播参与人次}}，单位{{开展工作的单位}}，"
    "荣誉{{连续获评年数|至今}}，专题{{专题活动记录}}"
)
Check = Callable[[bytes], int]


@pytest.fixture
def made(here: Here) -> bytes:
    """The bundle of a report with counts, sums, distinct units, a streak and a campaign."""
    now = clock.now()
    campaign = CampaignDraft(
        "topic-civil", "topic", "民法宣传", date(2018, 1, 1), date(2018, 12, 31), words=("民法",)
    )
    open_campaign(SYSTEM, campaign, now=now)
    load_honours(
        SYSTEM,
        [
            HonourDraft("绩效立功单位", "全市立功单位", "city", year, date(year, 3, 1), "市委", "文件")
            for year in (2016, 2017, 2018)
        ],
        now=now,
    )
    deed = Deed.objects.get(title="监察法讲座")
    corrected = DeedDraft(
        kind="lecture", title="监察法讲座", occurred_on=deed.occurred_on, unit="U01", audience="staff",
        counts=(CountDraft("attendances", "onsite", "sign_in", 85),),
    )  # fmt: skip
    correct_deed(here.clerk, deed.key, corrected, "签到表漏数五人", now=now)
    while seal_pending(now=now):
        pass
    return fresh()


def fresh() -> bytes:
    return bundle(SYSTEM, compose(SYSTEM, from_text(TEXT), title="题", since=SINCE, until=UNTIL))


@pytest.fixture
def check(tmp_path: Path, here: Here) -> Check:
    """The exit status of the checker with the district's key."""
    key = tmp_path / "district.pub"

    def run(content: bytes) -> int:
        key.write_text(verifier_key() + "\n")
        path = tmp_path / "bundle.json"
        path.write_bytes(content)
        return verify(["--key", str(key), str(path)])

    return run


def test_a_stranger_computes_the_same(made: bytes, check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(made) == 0
    told = capsys.readouterr().out
    assert told.splitlines()[0] == "【示例数据·非公文】"
    for words in (
        "✓ 法治讲座（2018-01-01 至 2018-06-30）：3",
        "✓ 法治讲座（2017-01-01 至 2017-06-30）：1",
        "25305",
        "全部相符",
    ):
        assert words in told
    assert "连续获评年数（最早 至 2018-06-30）：3 年" in told
    assert "专题活动记录（2018-01-01 至 2018-06-30）：1 项" in told


def test_without_a_key_the_signer_is_not_verified(made: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    path.write_bytes(made)
    assert verify([str(path)]) == 2


def test_the_same_head_gives_the_same_bytes(made: bytes) -> None:
    assert fresh() == made


def test_any_changed_byte_is_found(made: bytes, check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    """Every byte has a meaning but the windows of figures: other days may hold the same true value."""
    windows = [
        match.span()
        for match in re.finditer(rb'"(?:since|until)":"[\d-]+"', made.partition(b'"figures":')[2])
    ]
    start = made.index(b'"figures":') + len(b'"figures":')
    random = Random(20180824)
    for _ in range(300):
        place = random.randrange(len(made))
        if any(start + first <= place < start + last for first, last in windows):
            continue
        changed = bytearray(made)
        changed[place] ^= 1 << random.randrange(7)
        assert check(bytes(changed)) == 1, made[max(0, place - 60) : place + 20]
    capsys.readouterr()


def altered(made: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    data = json.loads(made)
    change(data)
    return rfc8785.dumps(data)


def entry_of(data: dict[str, Any], act: str) -> dict[str, Any]:
    return next(one for one in data["entries"] if one["entry"]["act"] == act)


def _value(data: dict[str, Any]) -> None:
    data["figures"][0]["value"] = "4"


def _twice(data: dict[str, Any]) -> None:
    data["entries"].append(entry_of(data, "deeds.load_deeds"))


def _reordered(data: dict[str, Any]) -> None:
    data["entries"].reverse()


def _correction_left_out(data: dict[str, Any]) -> None:
    data["entries"].remove(entry_of(data, "deeds.correct_deed"))


def _confirmation_left_out(data: dict[str, Any]) -> None:
    data["entries"].remove(entry_of(data, "deeds.confirm_deeds"))


def _row_hidden(data: dict[str, Any]) -> None:
    from zhifa_verify.log import leaf_hash
    from zhifa_verify.reading import canonical

    rows = entry_of(data, "deeds.load_deeds")["rows"]
    rows[0] = leaf_hash(canonical(rows[0])).hex()


def _definition_swapped(data: dict[str, Any]) -> None:
    data["definitions"]["outreach.lectures"]["measure"] = {"count": "outreach.activities", "where": []}


def _mark_removed(data: dict[str, Any]) -> None:
    data["mark"] = ""


def _moved(data: dict[str, Any]) -> None:
    data["district"] = "999902"


@pytest.mark.parametrize(
    "change",
    [_value, _twice, _reordered, _correction_left_out, _confirmation_left_out, _row_hidden, _definition_swapped,
     _mark_removed, _moved],
)  # fmt: skip
def test_a_malicious_bundle_is_refused(
    made: bytes, check: Check, change: Callable[[dict[str, Any]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(altered(made, change)) == 1
    assert "×" in capsys.readouterr().out


def test_a_head_signed_by_another_key_is_refused(made: bytes, check: Check) -> None:
    from zhifa_verify.log import head_of

    def resign(data: dict[str, Any]) -> None:
        head = head_of(data["checkpoint"])
        forged = note.Checkpoint(head.origin, head.size, head.root, head.extensions)
        data["checkpoint"] = note.sign(forged, Ed25519PrivateKey.generate())

    assert check(altered(made, resign)) == 1


def test_what_was_withdrawn_later_shows_in_a_later_bundle(here: Here, made: bytes, check: Check) -> None:
    deed = Deed.objects.get(title="宪法进机关")
    withdraw_deed(here.clerk, deed.key, "与另一条重复", now=clock.now())
    seal_pending(now=clock.now())
    assert check(fresh()) == 0
    assert check(made) == 0, "what was true at its head stays true"
    assert [entry.act for entry in entries_of(Subject("deed", deed.key))][-1] == "deeds.withdraw_deed"


def test_it_holds_no_row_that_no_figure_rests_on(here: Here, made: bytes) -> None:
    data = json.loads(made)
    titles = {
        row["title"]
        for one in data["entries"]
        for row in one.get("rows", [])
        if isinstance(row, dict) and "title" in row
    }
    assert "走进法庭" in titles
    only = bundle(
        SYSTEM, compose(SYSTEM, from_text("{{法治讲座|上年同期}}"), title="题", since=SINCE, until=UNTIL)
    )
    assert "上年讲座" in only.decode()
    assert "走进法庭" not in only.decode()
