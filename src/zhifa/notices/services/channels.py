"""Ways out of the program: mail is built in; SMS and 政务微信 come as adapters that a setting names.

An adapter is a class with the shape of `Channel`, made without arguments. `NOTICE_CHANNELS` in the settings lists
dotted paths of such classes; none is active by default.
"""

from __future__ import annotations

from smtplib import SMTPException
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from zhifa.accounts.api import Account
from zhifa.notices.errors import ChannelFailed
from zhifa.notices.rules.wording import Message
from zhifa.notices.terms import MAIL


class Channel(Protocol):
    """A way to reach someone outside the program."""

    @property
    def code(self) -> str:
        """Short, stable, unique (`mail`, `sms`, `work-wechat`); kept with every delivery."""
        ...

    @property
    def title(self) -> str | Promise:
        """What users choose by (邮件, 短信, 政务微信)."""
        ...

    def address_of(self, account: Account) -> str:
        """Where the account is reached, or "" when it is not."""
        ...

    def send(self, message: Message) -> None:
        """Hand the message on, or raise `ChannelFailed`; it must come back within a minute."""
        ...


class MailChannel:
    """Mail through Django's backend."""

    code = MAIL
    title = _("邮件")

    def address_of(self, account: Account) -> str:
        """The mail address of an account that may sign in."""
        return account.email if account.is_active else ""

    def send(self, message: Message) -> None:
        """One plain-text mail."""
        try:
            EmailMessage(message.heading, message.text, to=[message.to]).send()
        except (OSError, SMTPException, ValueError) as error:
            raise ChannelFailed(f"{type(error).__name__}: {error}") from error


def active_channels() -> dict[str, Channel]:
    """The channels of this home by their code; mail only where a mail server is named."""
    adapters = [import_string(path)() for path in settings.NOTICE_CHANNELS]
    channels: list[Channel] = [MailChannel(), *adapters] if settings.ENVIRONMENT.mail_url else adapters
    return {channel.code: channel for channel in channels}
