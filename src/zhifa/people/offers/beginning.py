"""The first steps of a new district, on the home of those who run it, until the four sheets have come in."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.registry import Block
from zhifa.people.access import may_manage_bodies, may_manage_people
from zhifa.people.models import Area, Person, Population, Unit


def begin_block(request: HttpRequest) -> str:
    """Areas, populations, units, people: what stands already and where each comes in. Nothing once all stand."""
    actor = request.actor  # type: ignore[attr-defined]
    if not may_manage_bodies(actor):
        return ""
    # What `zhifa init` itself enters (the district as an area, the administrator and that unit) is no start.
    steps = [
        ("areas", _("区域（街道、社区、网格）"), Area.objects.exclude(parent=None).count(), 1),
        ("populations", _("人口数"), Population.objects.count(), 1),
        ("units", _("单位"), Unit.objects.count(), 2),
    ]
    if may_manage_people(actor):
        steps.append(("people", _("人员与职务"), Person.objects.count(), 2))
    if all(count >= least for _code, _title, count, least in steps):
        return ""
    lines = [
        {"number": number, "code": code, "title": title, "count": count, "done": count >= least}
        for number, (code, title, count, least) in enumerate(steps, start=1)
    ]
    return render_to_string("people/begin.html", {"lines": lines}, request)


BEGIN = Block("begin", _("从这里开始"), begin_block, order=1)
