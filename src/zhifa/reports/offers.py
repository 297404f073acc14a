"""What reports offer: a line of the menu and the words of its acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import CharField, Prefetch, QuerySet, Value
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import SHANGHAI, civil_day
from zhifa.kernel.registry import ActWords, MenuEntry, Nameable, NamedThing, Publishable, PublishableThing
from zhifa.reports.access import may_read_reports, may_write_reports, visible_to
from zhifa.reports.models import Report, ReportFile
from zhifa.reports.terms import PROOF_FORM, REPORT_SUBJECT, ReportState


def _ready() -> QuerySet[Any]:
    rows: QuerySet[Any] = Report.objects.filter(state=ReportState.FINAL).annotate(
        thing_key=Cast("pk", CharField()),
        thing_group=Value("", CharField()),
        thing_formed=TruncDate("finalised_at", tzinfo=SHANGHAI),
    )
    return rows


def _things(keys: Sequence[str]) -> list[PublishableThing]:
    """定稿 with the text that they print and what goes out with them; nothing of them changes any more."""
    return [
        PublishableThing(
            key=str(row.pk),
            title=row.title,
            text="\n".join([row.title, *(row.frozen or {}).get("lines", []), *_of_the_proof(row)]),
            unit="",
            day=row.until,
            url=reverse("reports_public_one", args=[row.pk]),
            formed_on=civil_day(row.finalised_at) if row.finalised_at else None,
        )
        for row in Report.objects.filter(pk__in=keys, state=ReportState.FINAL).prefetch_related(_PROOFS)
    ]


_PROOFS = Prefetch("files", ReportFile.objects.filter(form=PROOF_FORM).defer("content"), to_attr="proofs")


def _of_the_proof(row: Any) -> list[str]:
    """What the reviewers decide besides: the bundle shows the entries of every record behind the figures, those not published by
    themselves too. Chinese always, as all that is signed."""
    return [
        f"随报告公开证明包（SHA-256：{one.sha256}）。证明包列出各数字所依据的履职记录的存证，未单独公开的记录也在其中。"
        for one in row.proofs
    ]


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    """Titles, for whoever may read reports."""
    rows = visible_to(actor).filter(pk__in=[key for key in keys if key.isdigit()]).values_list("pk", "title")
    return {str(pk): NamedThing(title, reverse("reports_report", args=[pk])) for pk, title in rows}


def _found(words: str) -> Sequence[str]:
    return [str(pk) for pk in Report.objects.filter(title__icontains=words).values_list("pk", flat=True)[:50]]


OFFERS = (
    Nameable(REPORT_SUBJECT, _("报告"), _names, _found),
    Publishable(REPORT_SUBJECT, _("报告定稿"), _ready, _things, may_write_reports),
    MenuEntry("reports", _("报告"), "reports_public", public=True, order=35),
    MenuEntry("reports", _("报告"), "reports_list", visible=may_read_reports, order=60),
    MenuEntry("reports", _("核对报告"), "reports_verify", public=True, order=90),
    ActWords(
        {
            "reports.take_outline": _("收下提纲"),
            "reports.start_report": _("新建报告"),
            "reports.revise_report": _("修改报告正文"),
            "reports.finalise_report": _("报告定稿"),
        }
    ),
)
