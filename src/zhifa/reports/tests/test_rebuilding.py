"""A report made at a signed head is the same bytes again, whatever happened to the records since (F129)."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhifa.deeds.api import CountDraft, Deed, DeedDraft, correct_deed, withdraw_deed
from zhifa.figures.api import bring_up_to_date, value_of
from zhifa.figures.models import RollUp
from zhifa.kernel import clock
from zhifa.kernel.clock import Window
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import rewound, seal_pending
from zhifa.ledger.models import PastRow
from zhifa.people.api import UnitDraft, load_units, rename_unit
from zhifa.reports.models import Outline
from zhifa.reports.rules.outline import as_data, from_text
from zhifa.reports.services import Built, build_report
from zhifa.reports.terms import PROVEN_SOURCES
from zhifa.reports.tests.conftest import SINCE, SYSTEM, UNTIL, Here, add_activities, make_here

TEXT = "# 一、总体\n讲座{{法治讲座}}，人次{{活动参加人次}}，直播{{直播参与人次}}，单位{{开展工作的单位}}。\n"


@pytest.fixture
def here_and_sealed(transactional_db: None) -> Here:
    """The small district, committed, everything sealed."""
    make_here()
    Outline.objects.create(
        code="small", title="小结", blocks=as_data(from_text(TEXT)), sha256="0" * 64, added_at=clock.now()
    )
    seal()
    return Here()


def seal() -> None:
    while seal_pending(now=clock.now()):
        pass


def built(checkpoint: int | None = None) -> Built:
    return build_report(SYSTEM, outline="small", since=SINCE, until=UNTIL, checkpoint=checkpoint)


def stable(one: Built) -> dict[str, bytes]:
    return {name: content for name, content in one.files.items() if not name.endswith(".pdf")}


def change_everything(here: Here) -> None:
    """A correction, a withdrawal, a new lecture, a renamed unit, another text of the outline: each after the head."""
    now = clock.now()
    deed = Deed.objects.get(title="监察法讲座")
    corrected = DeedDraft(
        kind="lecture", title="监察法专题讲座", occurred_on=date(2018, 5, 4), unit="U01", audience="staff",
        counts=(CountDraft("attendances", "onsite", "sign_in", 85),),
    )  # fmt: skip
    correct_deed(here.clerk, deed.key, corrected, "签到表漏数五人", now=now)
    withdraw_deed(here.clerk, Deed.objects.get(title="宪法进机关").key, "记错了区", now=now)
    add_activities([("lecture", "后来补记的讲座", date(2018, 6, 1), 999)])
    load_units(SYSTEM, [UnitDraft("U05", "区新局", "government", date(2018, 1, 1))], now=now)
    rename_unit(SYSTEM, "U01", "区甲乙局", on=date(2018, 2, 1), document="区编〔2018〕1号", now=now)
    Outline.objects.filter(code="small").update(title="另一个题目")


def test_the_same_head_gives_the_same_bytes_after_everything_changed(here_and_sealed: Here) -> None:
    first = built()
    change_everything(here_and_sealed)
    seal()
    later = built()
    assert later.head.size > first.head.size
    assert later.files["report.html"] != first.files["report.html"]
    again = built(first.head.size)
    assert again.head.undone > 0
    assert stable(again) == stable(first)
    assert stable(built(later.head.size)) == stable(later)


def test_nothing_of_the_past_remains(here_and_sealed: Here) -> None:
    head = built().head.size
    change_everything(here_and_sealed)
    seal()
    window = Window(SINCE, UNTIL)
    bring_up_to_date(SYSTEM)
    before = value_of(SYSTEM, "deeds.attendances", district="999901", window=window)
    past, roll_ups, deeds = PastRow.objects.count(), RollUp.objects.count(), list(Deed.objects.values())
    built(head)
    assert value_of(SYSTEM, "deeds.attendances", district="999901", window=window) == before
    assert (PastRow.objects.count(), RollUp.objects.count()) == (past, roll_ups)
    assert list(Deed.objects.values()) == deeds


def test_what_is_not_sealed_yet_does_not_show(here_and_sealed: Here) -> None:
    first = built()
    add_activities([("lecture", "还没有封存的讲座", date(2018, 6, 1), 999)])
    assert stable(built()) == stable(first)


def test_a_head_cuts_no_act_in_two(here_and_sealed: Here) -> None:
    """Entries of one transaction are sealed under one head, however small the batch."""
    change_everything(here_and_sealed)
    sizes = []
    while seal_pending(now=clock.now(), limit=1):
        sizes.append(rewound(lambda head: head.undone))
    assert sizes[-1] == 0
    assert sizes == sorted(sizes, reverse=True)


# Read by a report without a past: the log, which only grows; roll-ups, made anew; the one row of the district; and persons, of
# whom only their keys are asked, and whose past shall not outlive their erasure.
WITHOUT_PAST = {
    "ledger_entry", "ledger_leaf", "ledger_checkpoint", "ledger_bulksheet", "ledger_bulkmember", "ledger_logidentity",
    "ledger_tile", "ledger_pastrow", "figures_rollup", "figures_rollupterm", "figures_keynumber", "figures_staleday",
    "figures_touched", "people_district", "people_person", "people_unitchange", "people_populationchange", "laws_ripplechange",
    "laws_lawstanding", "laws_instrument", "laws_version",  # of the library, whose figures no report takes
    "laws_askedquestion",  # counted without any entry, so that no report takes it
    "funding_base", "deeds_use",  # views of rows whose past is kept
}  # fmt: skip


# Their figures are computed with the rest but may stand in no report (`PROVEN_SOURCES`): nobody asks for them as of a head.
NOT_IN_REPORTS = {"duties", "learning", "meetings", "requests", "sittings"}


def test_whatever_a_report_reads_has_its_past_kept(here_and_sealed: Here) -> None:
    with CaptureQueriesContext(connection) as captured:
        built()
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor, include_views=True))
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'keep_born'")
        kept = {table for (table,) in cursor.fetchall()}
    read = {
        table
        for query in captured.captured_queries
        for table in re.findall(r'(?:FROM|JOIN|USING) "?([a-z_]+)"?', query["sql"])
        if table in tables
    }
    assert "deeds_deed" in read
    beside = {
        table for table in read - kept if table.startswith(tuple(f"{name}_" for name in NOT_IN_REPORTS))
    }
    assert read - kept - beside <= WITHOUT_PAST
    assert not {source.partition(".")[0] for source in PROVEN_SOURCES} & NOT_IN_REPORTS


def test_a_head_that_nobody_signed_is_refused(here_and_sealed: Here) -> None:
    with pytest.raises(NotFound, match="没有这个大小的签名树头"):
        built(987_654)


def test_a_head_from_before_the_past_was_kept_is_refused(here_and_sealed: Here) -> None:
    size = built().head.size
    PastRow.objects.create(txn=1, at=clock.now(), tab="deeds_deed", kind="S")
    with pytest.raises(NotFound, match="不能按树头"):
        built(size)


def test_the_command_says_how_to_make_it_again(
    here_and_sealed: Here, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        "report",
        "build",
        "--from",
        "2018-01-01",
        "--until",
        "2018-06-30",
        "--template",
        "small",
        "--out",
    ]
    call_command(*words, f"{tmp_path}/a")
    assert "--checkpoint" in capsys.readouterr().out
