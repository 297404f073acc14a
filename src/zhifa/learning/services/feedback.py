"""What those who attended say of a class."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput
from zhifa.kernel.secrecy import keyed_mark
from zhifa.learning.errors import WasNotThere
from zhifa.learning.models import Attendance, Feedback
from zhifa.learning.services.classes import lock, note
from zhifa.people.api import Person


@transaction.atomic
def tell_feedback(
    actor: Actor, key: str, useful: int, clear: int, remark: str = "", *, now: datetime
) -> None:
    """Say how a class was, from 1 to 5; saying it again puts the new in the place of the old. Refused for whoever did not attend.
    Neither the row nor the ledger names the person: the entry says only that somebody spoke."""
    training = lock(actor, key)
    account = actor.account_id
    person = Person.objects.filter(account_id=account).first() if account is not None else None
    if person is None or not Attendance.objects.filter(session__training=training, person=person).exists():
        raise WasNotThere(
            _("只有到课的人可以评价"), why=_("签到记录里没有您。"), next_step=_("您确实到了课的，请举办单位补记签到。")
        )  # fmt: skip
    if not {useful, clear} <= set(range(1, 6)):
        raise BadInput(_("请在 1 到 5 里选"))
    Feedback.objects.update_or_create(
        training=training, teller=keyed_mark(f"{training.key}|{person.code}", "learning.feedback"),
        defaults={"useful": useful, "clear": clear, "remark": remark.strip()},
    )  # fmt: skip
    note(Actor.system("learning"), "learning.tell_feedback", training, {}, now=now)
