"""Certificates: issued to whoever passed, revoked with a reason, made into a signed file, asked about by anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.kernel.secrecy import keyed_mark
from zhifa.ledger.api import Subject, demonstration_mark, log_state, record, record_each, sign_statement
from zhifa.sittings.errors import CertificateGone, TooManyLooks
from zhifa.sittings.models import Certificate, CertificateLook, Exam
from zhifa.sittings.rules.certificates import compact, fragment_fits, new_number, number_typed, sealed_file
from zhifa.sittings.selectors.certificates import own_certificate, visible_certificates
from zhifa.sittings.selectors.results import CandidateOutcome
from zhifa.sittings.services.paper import certificate_pdf
from zhifa.sittings.terms import CERTIFICATE, LOOKS

HOUR = timedelta(hours=1)
KEPT = timedelta(days=1)
PER_ADDRESS, PER_HOUR = 30, 2_000  # looks within an hour, from one address and from everywhere


def settle_certificates(actor: Actor, exam: Exam, rows: Sequence[CandidateOutcome], *, now: datetime) -> None:
    """Let whoever passed have one, in the caller's transaction; one whose holder passes no more, or otherwise than it says, is revoked and
    says why."""
    today = clock.civil_day(now)
    passed = {one.candidate: one.excellent for one in rows if one.passed}
    standing = {
        one.candidate_id: one for one in Certificate.objects.filter(candidate__exam=exam, revoked_on=None)
    }
    gone = [one for pk, one in standing.items() if passed.get(pk) != one.excellent]
    for one in gone:
        one.revoked_on = today
        one.revoked_why = _("成绩更正，另发新证书") if one.candidate_id in passed else _("成绩更正后不合格")
    Certificate.objects.bulk_update(gone, ["revoked_on", "revoked_why"], batch_size=2_000)
    revoked = {one.candidate_id for one in gone}
    fresh = Certificate.objects.bulk_create(
        (
            Certificate(number=new_number(today.year), candidate_id=pk, excellent=excellent, issued_on=today)
            for pk, excellent in passed.items()
            if pk not in standing or pk in revoked
        ),
        batch_size=2_000,
    )
    keys = {one.candidate: one.key for one in rows}
    for act, several in (("sittings.revoke_certificate", gone), ("sittings.issue_certificate", fresh)):
        record_each(
            actor, act, [Subject(CERTIFICATE, one.number) for one in several],
            [
                {"exam": exam.key, "candidate": keys[one.candidate_id], "excellent": one.excellent, "why": one.revoked_why}
                for one in several
            ],
            now=now,
        )  # fmt: skip


@transaction.atomic
def revoke_certificate(actor: Actor, number: str, why: str, *, now: datetime) -> Certificate:
    """Revoke one with a reason that whoever checks it reads. Refused: without a reason, one that is revoked."""
    found = visible_certificates(actor).select_for_update(of=("self",)).filter(number=number).first()
    if found is None:
        raise NotFound(_("没有这份证书"))
    if found.revoked_on is not None:
        raise CertificateGone(_("这份证书已经撤销"))
    if not why.strip():
        raise BadInput(_("请写明撤销的原因"), field="why")
    found.revoked_on, found.revoked_why = clock.civil_day(now), why.strip()[:200]
    found.save(update_fields=["revoked_on", "revoked_why"])
    record(
        actor,
        "sittings.revoke_certificate",
        Subject(CERTIFICATE, number),
        {"why": found.revoked_why},
        now=now,
    )
    return found


def certificate_file(actor: Actor, candidate: str, *, address: str) -> tuple[str, bytes]:
    """One's own certificate as a signed PDF, with its number; see `rules.certificates`. `address` is this installation's, for the QR."""
    found = own_certificate(actor, candidate)
    return found.number, signed_pdf(found, address=address)


def signed_pdf(found: Certificate, *, address: str) -> bytes:
    """The file of a certificate, in Chinese whatever language is asked in."""
    with override("zh-hans"):
        fields = fields_of(found)
        token = compact(fields, sign_statement)
        place = address.rstrip("/") + reverse("sittings_certificates")
        return sealed_file(certificate_pdf(fields, f"{place}#{token}", place), token, sign_statement)


def fields_of(found: Certificate) -> dict[str, str]:
    """What is signed, and all that the page says. Refused: one that was revoked, a holder whose data were erased."""
    person, exam = found.candidate.person, found.candidate.exam
    if found.revoked_on is not None or person.erased_at is not None:
        raise CertificateGone(_("这份证书已经撤销"), why=found.revoked_why)
    fields = {
        "origin": log_state().origin, "number": found.number, "name": person.name, "exam": exam.title, "organiser": exam.organiser.name,
        "held": clock.civil_day(exam.opens_at).isoformat(), "result": _("优秀") if found.excellent else _("合格"),
        "issued": found.issued_on.isoformat(),
    }  # fmt: skip
    mark = demonstration_mark()
    return {**fields, "mark": mark} if mark else fields


@dataclass(frozen=True)
class Told:
    """What anybody learns of a certificate: `valid`, `revoked` (when and why) or `unknown`. Never whose it is: whoever asks brings a part
    of the name along."""

    state: str
    number: str = ""
    exam: str = ""
    organiser: str = ""
    held: date | None = None
    excellent: bool = False
    issued_on: date | None = None
    revoked_on: date | None = None
    revoked_why: str = ""


@transaction.atomic
def look_up(number: str, fragment: str, *, sender: str, now: datetime) -> Told:
    """What is to be said of a number and a part of the name. A number that is not, and a name that is not its, answer alike. The look is
    counted by a keyed mark of the sender's address, kept for a day. Refused: too many within the hour."""
    _count(sender, now)
    found = (
        Certificate.objects.select_related("candidate__person", "candidate__exam__organiser")
        .filter(number=number_typed(number))
        .first()
    )
    fits = fragment_fits(found.candidate.person.name if found else "", fragment)
    if found is None or not fits or found.candidate.person.erased_at is not None:
        return Told("unknown")
    exam = found.candidate.exam
    return Told(
        "revoked" if found.revoked_on else "valid", found.number, exam.title, exam.organiser.name, clock.civil_day(exam.opens_at),
        found.excellent, found.issued_on, found.revoked_on, found.revoked_why,
    )  # fmt: skip


def _count(sender: str, now: datetime) -> None:
    CertificateLook.objects.filter(at__lt=now - KEPT).delete()
    mark = keyed_mark(sender, LOOKS)
    lately = CertificateLook.objects.filter(at__gt=now - HOUR)
    if lately.filter(mark=mark).count() >= PER_ADDRESS or lately.count() >= PER_HOUR:
        raise TooManyLooks(
            _("查得太多了，请过一小时再查"), next_step=_("也可以用 zhifa-verify 离线核对证书文件，不用联网。")
        )
    CertificateLook.objects.create(mark=mark, at=now)
