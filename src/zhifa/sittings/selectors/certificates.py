"""Certificates: one's own, and all of an exam for the office."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.sittings.access import may_run
from zhifa.sittings.models import Certificate, Exam


def own_certificate(actor: Actor, candidate: str) -> Certificate:
    """One's own that holds, by the candidate's key; for everybody else there is none."""
    found = None
    if actor.account_id is not None:
        mine = Certificate.objects.filter(
            candidate__key=candidate, candidate__person__account=actor.account_id
        )
        found = (
            mine.filter(revoked_on=None)
            .select_related("candidate__person", "candidate__exam__organiser")
            .first()
        )
    if found is None:
        raise NotFound(_("没有这份证书"))
    return found


def visible_certificates(actor: Actor) -> QuerySet[Certificate]:
    """All of them, for whoever runs exams."""
    return Certificate.objects.all() if may_run(actor) else Certificate.objects.none()


def certificates_of(actor: Actor, exam: Exam) -> QuerySet[Certificate]:
    """An exam's, with whose they are, in the order of units and names."""
    rows = visible_certificates(actor).filter(candidate__exam=exam)
    return rows.select_related("candidate__person", "candidate__unit").order_by(
        "candidate__unit__path", "candidate__person__pinyin", "pk"
    )
