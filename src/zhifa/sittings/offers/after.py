"""What comes after an exam, offered: the inbox, names, words of acts, the public's menu line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ActWords, Awaiting, AwaitingItem, MenuEntry, Nameable, NamedThing
from zhifa.sittings.access import may_mark, may_run
from zhifa.sittings.models import Certificate, Exam, Objection
from zhifa.sittings.selectors.marks import exams_to_mark
from zhifa.sittings.terms import CERTIFICATE, EXAM, OBJECTION, Stage, Verdict


def _waiting(actor: Actor, _today: date) -> list[AwaitingItem]:
    """Written answers to read, exam by exam; objections to answer. Two queries, and one for an exam with written answers."""
    if actor.is_system or not may_mark(actor):
        return []
    found = []
    for exam, count in exams_to_mark(actor):
        words = ngettext("%(n)d 份简答题待评：%(title)s", "%(n)d 份简答题待评：%(title)s", count)
        title = words % {"n": count, "title": exam.title}
        url = reverse("sittings_written", args=[exam.key])
        found.append(AwaitingItem(title, url, gettext("您可以评简答题"), subject=f"{EXAM}:{exam.key}"))
    if may_run(actor):
        waits = Q(candidates__attempts__marks__objection__verdict=Verdict.OPEN)
        rows = Exam.objects.filter(waits, stage=Stage.PUBLISHED).annotate(
            waiting=Count("candidates__attempts__marks__objection", filter=waits)
        )
        for one in rows:
            words = ngettext("%(n)d 条异议待答复：%(title)s", "%(n)d 条异议待答复：%(title)s", one.waiting)
            title = words % {"n": one.waiting, "title": one.title}
            url = reverse("sittings_objections", args=[one.key])
            found.append(
                AwaitingItem(title, url, gettext("考试由区普法办来办"), subject=f"{OBJECTION}:{one.key}")
            )
    return found


def _certificates(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    rows = Certificate.objects.filter(number__in=keys).select_related("candidate__exam")
    return {
        one.number: NamedThing(
            one.number,
            reverse("sittings_certificate_list", args=[one.candidate.exam.key]) if may_run(actor) else "",
        )
        for one in rows
    }


def _objections(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    rows = Objection.objects.filter(key__in=keys).select_related("mark__attempt__candidate__exam")
    exams = {one.key: one.mark.attempt.candidate.exam for one in rows}
    return {
        key: NamedThing(
            gettext("异议：%(title)s") % {"title": exam.title},
            reverse("sittings_objection", args=[exam.key, key]) if may_run(actor) else "",
        )
        for key, exam in exams.items()
    }


AFTER = (
    MenuEntry("sittings", _("核对证书"), "sittings_certificates", public=True, order=60),
    Awaiting("sittings.after", _("评分和异议"), _waiting),
    Nameable(CERTIFICATE, _("考试证书"), _certificates),
    Nameable(OBJECTION, _("考试异议"), _objections),
    ActWords(
        {
            "sittings.mark_exam": _("评分"),
            "sittings.mark_written": _("评简答题"),
            "sittings.publish_results": _("公布成绩"),
            "sittings.rule_question": _("处理试题，重新评分"),
            "sittings.file_objection": _("提出异议"),
            "sittings.answer_objection": _("答复异议"),
            "sittings.issue_certificate": _("发证书"),
            "sittings.revoke_certificate": _("撤销证书"),
        }
    ),
)
