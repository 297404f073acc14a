"""From the backlog to issued minutes: nothing is lost, four states stand in the minutes, every unit that attended agrees."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from docx import Document

from zhifa.accounts.api import signatures_of
from zhifa.documents.api import Document as Registered
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, entries_of
from zhifa.meetings.api import ActionDraft, MatterDraft, Sitting, raise_matter
from zhifa.meetings.errors import AttendanceIncomplete, CountersignMissing, MeetingIncomplete, MeetingNotThere
from zhifa.meetings.models import AgendaLine, Matter, Meeting, Series
from zhifa.meetings.rules.moves import RUNNING
from zhifa.meetings.selectors import backlog, sheet_of, text_of
from zhifa.meetings.services import (
    MeetingDraft,
    add_action,
    agree_to_minutes,
    answer_call,
    cancel_meeting,
    check_in,
    circulate_minutes,
    decide_line,
    hold_meeting,
    issue_minutes,
    object_to_minutes,
    plan_meeting,
    record_attendance,
    take_off_agenda,
    withdraw_matter,
)
from zhifa.meetings.services.paper import minutes_docx
from zhifa.meetings.tests.conftest import (
    AWAY,
    CODE,
    HERE,
    NOW,
    SENT,
    SYSTEM,
    TODAY,
    account_of,
    called,
    held,
    issued,
    key_of,
    matter,
    proof_for,
)

ACTION = ActionDraft("开展宪法进校园", "U02", TODAY + timedelta(days=60), "word")


def decided(meeting: Meeting, line: AgendaLine) -> None:
    decide_line(SYSTEM, key_of(meeting), line.pk, "decided", "会议同意。", now=NOW)
    add_action(SYSTEM, key_of(meeting), line.pk, ACTION, now=NOW)


def test_no_unfinished_matter_is_lost_over_twelve_meetings(conference: str) -> None:
    """A new matter before each meeting; each meeting finishes every third line, leaves the rest, and one does not take place."""
    series, finished = Series.objects.get(code=CODE), 0
    for number in range(1, 13):
        matter(f"议题{number}")
        if number == 6:
            cancel_meeting(SYSTEM, key_of(called()), "场地停电", now=NOW)
        meeting = held()
        for line in meeting.lines.all()[::3]:
            decided(meeting, line)
            finished += 1
        issued(meeting)
        waiting = set(backlog(series).values_list("pk", flat=True))
        running = set(AgendaLine.objects.filter(meeting__state__in=RUNNING).values_list("matter", flat=True))
        still_open = set(Matter.objects.filter(state="open").values_list("pk", flat=True))
        assert waiting | running == still_open
    assert Matter.objects.count() == 12
    assert backlog(series).count() == 12 - finished
    later = plan_meeting(SYSTEM, CODE, MeetingDraft(TODAY, "会议室", "赵某"), now=NOW)
    assert later.lines.count() == 12 - finished
    assert [line.position for line in later.lines.all()] == list(range(1, 13 - finished))


def test_a_matter_off_the_agenda_or_carried_is_in_the_backlog_at_once(conference: str) -> None:
    series, first = Series.objects.get(code=CODE), matter("甲")
    meeting = called()
    assert not backlog(series).exists()
    with pytest.raises(MeetingNotThere):
        withdraw_matter(SYSTEM, first.pk, "不办了", now=NOW)
    take_off_agenda(SYSTEM, key_of(meeting), meeting.lines.get().pk, now=NOW)
    assert list(backlog(series)) == [first]
    withdraw_matter(SYSTEM, first.pk, "不办了", now=NOW)
    assert not backlog(series).exists()


def test_attendance_has_four_states_and_a_delegate_an_authority(conference: str) -> None:
    matter("甲")
    meeting = called()
    key, liaison = key_of(meeting), account_of("liaison2")
    with pytest.raises(AttendanceIncomplete) as refused:
        answer_call(liaison, key, "U02", Sitting("delegate", "王某"), now=NOW)
    assert refused.value.field == "authority"
    with pytest.raises(AttendanceIncomplete):
        check_in(liaison, key, "U02", now=NOW)
    answer_call(liaison, key, "U02", SENT, now=NOW)
    with pytest.raises(NotAllowed):
        answer_call(liaison, key, "U03", AWAY, now=NOW)
    check_in(liaison, key, "U02", now=NOW)
    record_attendance(SYSTEM, key, {"U01": HERE}, now=NOW)
    hold_meeting(SYSTEM, key, now=NOW)
    assert [line.seat.state for line in sheet_of(meeting).seats] == ["present", "delegate", "absent"]
    record_attendance(SYSTEM, key, {"U03": AWAY}, now=NOW)
    text = text_of(meeting)
    assert "委托出席：测试区教育局 王某（科长），委托依据：局长3月1日书面委托。" in text
    assert "请假：测试区民政局（参加市里的会议）。\n缺席：无。" in text
    entries = str([entry.facts for entry in entries_of(Subject("meeting", meeting.key))])
    assert "王某" not in entries


def test_a_meeting_is_not_held_before_its_day(conference: str) -> None:
    matter("甲")
    meeting = called(TODAY + timedelta(days=1))
    with pytest.raises(MeetingNotThere):
        hold_meeting(SYSTEM, key_of(meeting), now=NOW)
    answer_call(account_of("liaison2"), key_of(meeting), "U02", SENT, now=NOW)
    with pytest.raises(MeetingNotThere):
        check_in(account_of("liaison2"), key_of(meeting), "U02", now=NOW)


def test_minutes_are_issued_when_all_who_attended_agreed_to_the_very_text(conference: str) -> None:
    matter("甲")
    meeting = held()
    key, line = key_of(meeting), meeting.lines.get()
    decide_line(SYSTEM, key, line.pk, "decided", "会议同意。", now=NOW)
    with pytest.raises(MeetingIncomplete):
        circulate_minutes(SYSTEM, key, now=NOW)  # a decision without an action item
    add_action(SYSTEM, key, line.pk, ACTION, now=NOW)
    text = circulate_minutes(SYSTEM, key, now=NOW).minutes
    head, lead = account_of("head1"), account_of("lead")
    agree_to_minutes(head, key, "U01", proof=proof_for(head, text), now=NOW)
    with pytest.raises(BadInput):
        agree_to_minutes(head, key, "U01", proof=proof_for(head, text), now=NOW)
    with pytest.raises(CountersignMissing):
        issue_minutes(lead, key, proof=proof_for(lead, text), now=NOW)
    liaison, absent = account_of("liaison2"), account_of("head3")
    with pytest.raises(NotAllowed):
        agree_to_minutes(liaison, key, "U02", proof=proof_for(liaison, text), now=NOW)
    with pytest.raises(NotFound):
        agree_to_minutes(absent, key, "U03", proof=proof_for(absent, text), now=NOW)
    object_to_minutes(account_of("head2"), key, "U02", "时限写错了", now=NOW)
    meeting.refresh_from_db()
    assert meeting.state == "held"
    final = issued(meeting)
    assert (final.state, final.version, final.minutes) == ("issued", 2, text)
    (told,) = Registered.objects.filter(source_kind="meeting", source_key=meeting.key)
    assert (told.title, told.number) == (f"{meeting}纪要", "")
    assert [one.role for one in signatures_of(Subject("meeting", meeting.key))] == [
        "head",
        "head",
        "head",
        "lead",
    ]
    assert Matter.objects.get().state == "done"


def test_the_minutes_in_word_bear_no_number_and_set_the_roll(conference: str) -> None:
    matter("甲")
    meeting = held()
    decided(meeting, meeting.lines.get())
    paper = Document(io.BytesIO(minutes_docx(issued(meeting))))
    lines = [paragraph.text for paragraph in paper.paragraphs if paragraph.text]
    assert lines[0] == "测试区普法工作联席会议纪要"
    assert lines[1] == "测试区普法工作联席会议第1次会议纪要"
    (roll,) = [one for one in paper.paragraphs if one.text.startswith("委托出席：")]
    assert roll.runs[0].text == "委托出席："
    assert "〔" not in "".join(lines)
    draft = Document(io.BytesIO(minutes_docx(held_again())))
    assert draft.paragraphs[0].text.endswith("会议纪要（稿）")


def held_again() -> Meeting:
    matter("乙")
    return held()


def test_a_unit_raises_a_matter_for_itself_only(conference: str) -> None:
    liaison = account_of("liaison2")
    raise_matter(liaison, CODE, MatterDraft("教育", TODAY, unit="U02"), now=NOW)
    for unit in ("U03", ""):
        with pytest.raises(NotAllowed):
            raise_matter(liaison, CODE, MatterDraft("别人的", TODAY, unit=unit), now=NOW)
