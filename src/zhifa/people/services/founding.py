"""Founding a real, empty district with its first administrator."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import create_account
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput
from zhifa.people.models import District, Person, Unit
from zhifa.people.services.bodies import UnitDraft, load_units, open_district, pinyin_of
from zhifa.people.services.persons import HoldingDraft, place_person
from zhifa.people.terms import UnitKind

FIRST_UNIT = "U00"


@transaction.atomic
def found_real_district(
    code: str, name: str, username: str, display_name: str, password: str, *, now: datetime
) -> District:
    """A district without demonstration data, the office that runs the program, and one administrator who may sign in.

    Refused where any district stands, so that demonstration data can never mix in.
    """
    try:
        validate_password(password)
    except ValidationError as error:
        raise BadInput(_("密码不够安全"), why="".join(error.messages), field="password") from error
    if not username.strip() or not display_name.strip() or not name.strip():
        raise BadInput(_("区名、管理员用户名和姓名都要填写"))
    actor = Actor.system("init")
    found = open_district(actor, code, name.strip(), demonstration=False, now=now)
    today = clock.civil_day(now)
    load_units(actor, [UnitDraft(FIRST_UNIT, f"{name.strip()}系统管理", UnitKind.OTHER, today)], now=now)
    account = create_account(actor, username.strip(), display_name.strip(), password=password, now=now)
    person = Person.objects.create(
        code="P0001", name=display_name.strip(), account=account, pinyin=pinyin_of(display_name.strip())
    )
    place_person(
        person,
        Unit.objects.get(code=FIRST_UNIT),
        HoldingDraft(FIRST_UNIT, "系统管理员", Role.ADMINISTRATOR, today),
    )
    return found
