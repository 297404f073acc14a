"""The first steps of a new district, on the home of those who run it, until its first sheets have come in."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from zhifa.intake.api import first_steps
from zhifa.kernel.registry import Block
from zhifa.kernel.web.asking import asker
from zhifa.people.access import may_manage_bodies


def begin_block(request: HttpRequest) -> str:
    """Areas, populations, units, people, activities: what stands already and where each comes in. Nothing once all stand."""
    actor = asker(request)
    if not may_manage_bodies(actor):
        return ""
    steps = first_steps(actor)
    if all(one.is_done for one in steps):
        return ""
    return render_to_string("people/begin.html", {"steps": steps}, request)


BEGIN = Block("begin", _("从这里开始"), begin_block, order=1)
