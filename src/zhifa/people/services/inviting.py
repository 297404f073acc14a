"""Inviting many at once: links for those who have never signed in, by mail where there is an address and a mail server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import invite_many
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import BadInput
from zhifa.people.models import Person
from zhifa.people.selectors import accounts_never_entered, visible_people

MOST = 500  # links a page can show and a mail server takes in one go


@dataclass(frozen=True)
class Invited:
    """A person with the link; `mailed` says whether it went to the address on file, else somebody hands it over."""

    person: Person
    link: str
    mailed: bool


def invite_people(
    actor: Actor, codes: Sequence[str] | None, *, address_of: Callable[[str], str], now: datetime
) -> list[Invited]:
    """Make a link for each of these persons (None: for all) whose account was never entered, one ledger entry each; the rest
    is left as it is. A constant number of queries. `address_of(token)` is the full address of a link.

    A mail server that does not take the mails changes nothing: the links are answered for handing over.
    """
    with transaction.atomic():
        wanted = visible_people(actor, civil_day(now)).filter(
            pk__in=accounts_never_entered().order_by().values("pk")
        )
        found = list(
            (wanted if codes is None else wanted.filter(code__in=codes)).order_by("pinyin", "code")[
                : MOST + 1
            ]
        )
        if not found:
            raise BadInput(
                _("没有可以邀请的人"), next_step=_("请选择还没有设置密码的账号；已能登录的不用邀请。")
            )
        if len(found) > MOST:
            raise BadInput(
                _("一次最多邀请 %(n)d 人") % {"n": MOST}, next_step=_("请分几次邀请，或先按姓名、单位筛选。")
            )
        tokens = invite_many(actor, [one.account_id for one in found if one.account_id], now=now)
    links = {one.pk: address_of(tokens[one.account_id]) for one in found if one.account_id in tokens}
    mailed = _mail([one for one in found if one.pk in links], links)
    return [Invited(one, links[one.pk], one.pk in mailed) for one in found if one.pk in links]


def _mail(people: Sequence[Person], links: dict[int, str]) -> set[int]:
    """Those to whom the mail server took a mail; over one connection."""
    if not settings.ENVIRONMENT.mail_url:
        return set()
    sent: set[int] = set()
    try:
        with get_connection() as connection:
            for one in people:
                if one.account is None or not one.account.email:
                    continue
                text = _("%(name)s：\n\n请用下面的链接设置密码，七天内有效，只能用一次。\n\n%(link)s\n") % {
                    "name": one.name, "link": links[one.pk],
                }  # fmt: skip
                mail = EmailMessage(
                    _("知法：设置密码的链接"), text, to=[one.account.email], connection=connection
                )
                if mail.send():
                    sent.add(one.pk)
    except (OSError, SMTPException, ValueError):
        return sent
    return sent
