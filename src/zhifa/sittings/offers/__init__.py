"""What sittings offer: menu lines, the inbox, search, words of acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import held_deeds
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import EVENTS
from zhifa.kernel.registry import (
    ActWords,
    DeedKind,
    HeldField,
    MenuEntry,
    Nameable,
    NamedThing,
    PapersInUse,
    Searchable,
    SearchRow,
)
from zhifa.sittings.access import may_see_desk, visible_to
from zhifa.sittings.models import Exam, ExamPapers
from zhifa.sittings.offers.after import AFTER
from zhifa.sittings.offers.figures import DEFINITIONS, SOURCES
from zhifa.sittings.offers.sheets import CANDIDATES
from zhifa.sittings.offers.waiting import WAITING
from zhifa.sittings.terms import DEED_KIND, EXAM, Stage


def _search_rows(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    """Exams by their title, for the district's roles. Candidates find theirs under their own exams."""
    rows = Exam.objects.select_related("organiser")
    if keys is not None:
        rows = rows.filter(key__in=keys)
    for row in rows.order_by("pk"):
        yield SearchRow(
            key=row.key, title=row.title, body=f"{row.organiser.name} {row.source}", day=clock.civil_day(row.opens_at),
            url=row.get_absolute_url(), scopes=frozenset({"district"}),
        )  # fmt: skip


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    return {
        one.key: NamedThing(one.title, one.get_absolute_url())
        for one in visible_to(actor).filter(key__in=keys)
    }


def _draws_in_use() -> set[str]:
    """The papers of exams whose results are not out: their questions must not become known yet. One query."""
    rows = ExamPapers.objects.exclude(exam__stage__in=(Stage.PUBLISHED, Stage.CANCELLED))
    return set(rows.values_list("draw__key", flat=True))


def exam_url(deed: str) -> str:
    """The page of the exam behind a deed."""
    key = Exam.objects.filter(deed__key=deed).values_list("key", flat=True).first()
    return reverse("sittings_exam", args=[key]) if key else ""


OFFERS = (
    DeedKind(DEED_KIND, _("学法考试"), "sittings", EVENTS, exam_url),
    HeldField(
        "sittings.exams",
        _("学法考试场数"),
        "activity",
        held_deeds(DEED_KIND),
        EVENTS.code,
        (_("组织学法考试场次"), _("法律知识考试次数")),
    ),
    PapersInUse(_draws_in_use),
    WAITING,
    CANDIDATES,
    Searchable(EXAM, _("考试"), _search_rows),
    Nameable(EXAM, _("考试"), _names),
    MenuEntry("sittings", _("考试"), "sittings_desk", visible=may_see_desk, order=34),
    MenuEntry("sittings", _("我的考试"), "sittings_mine", order=35),
    ActWords(
        {
            "sittings.draft_exam": _("筹备考试"),
            "sittings.change_exam": _("修改考试"),
            "sittings.announce_exam": _("发布考试"),
            "sittings.load_exam": _("成批录入考试"),
            "sittings.extend_window": _("推迟截止"),
            "sittings.cancel_exam": _("取消考试"),
            "sittings.hand_in": _("交卷"),
            "sittings.accept_file": _("接收离线交卷文件"),
            "sittings.collect": _("到时收卷"),
            "sittings.record_outage": _("登记系统中断"),
            "sittings.excuse": _("免考"),
            "sittings.call_back": _("撤回免考"),
            "sittings.give_extra_time": _("延长考生时间"),
            "sittings.broadcast": _("通知全体考生"),
            "sittings.note_incident": _("记考场情况"),
        }
    ),
    *AFTER,
    *SOURCES,
    DEFINITIONS,
)
