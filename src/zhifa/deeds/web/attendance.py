"""The page by which a unit brings in who came to one deed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.deeds.access import may_attend
from zhifa.deeds.selectors import deed_by_key
from zhifa.deeds.services.attendance_sheets import TARGET
from zhifa.deeds.terms import UNIT_OF, Measure
from zhifa.deeds.web.forms import AttendanceForm
from zhifa.intake.api import drop_files, drop_of, target_of
from zhifa.kernel import clock
from zhifa.kernel.errors import NotAllowed
from zhifa.kernel.web.asking import asker


def attendance(request: HttpRequest, key: str) -> HttpResponse:
    """Choose what the sheet is and upload it; the intake then shows what it read, asks, and writes."""
    actor = asker(request)
    found = deed_by_key(actor, key)
    if not may_attend(actor, found):
        raise NotAllowed(_("只有记录单位可以导入这条记录的参加记录"))
    posted = request.POST if request.method == "POST" else None
    form = AttendanceForm(posted, request.FILES or None, closed=found.closed_at is not None)
    if posted is not None and form.is_valid():
        files = [form.cleaned_data["sheet"]]
        drop = drop_files(actor, TARGET, files, about=form.about(key), now=clock.now())
        return redirect("intake_job", drop_of(actor, drop)[0].pk)
    standing = [
        (count, UNIT_OF[count.measure].label)
        for count in found.counts.all()
        if count.measure in (Measure.ATTENDANCES, Measure.DISTINCT, Measure.STAYED)
    ]
    return render(
        request,
        "deeds/attendance.html",
        {"deed": found, "form": form, "standing": standing, "columns": target_of(TARGET).columns},
    )
