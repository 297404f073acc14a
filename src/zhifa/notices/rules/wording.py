"""How a notice reads outside the inbox: as text for a chat group, as a mail, as a digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Saying:
    """What a notice says, with its full address."""

    title: str
    body: str
    link: str
    why: str


@dataclass(frozen=True)
class Message:
    """What a channel hands on: to whom (an address in the channel's own form), a heading and plain text."""

    to: str
    heading: str
    text: str


def chat_text(said: Saying) -> str:
    """A notice as one pastes it into a chat group: what, details, where; without why *you* got it."""
    return "\n".join(part for part in (f"【{said.title}】", said.body, said.link) if part)


def message_for(to: str, sayings: Sequence[Saying]) -> Message:
    """One notice as itself, several as one digest; line breaks cannot enter the heading."""
    if len(sayings) == 1:
        heading = sayings[0].title
        text = _paragraphs(sayings[0])
    else:
        heading = _("您有 %(n)d 条通知") % {"n": len(sayings)}
        text = "\n\n".join(f"{number}. {_paragraphs(said)}" for number, said in enumerate(sayings, 1))
    foot = _("所有通知都在“待办与提醒”里。要改成随时发、每天汇总或不发，请在那里设置。")
    return Message(to, " ".join(f"知法：{heading}".split()), f"{text}\n\n——\n{foot}\n")


def _paragraphs(said: Saying) -> str:
    why = _("为什么发给您：%(why)s") % {"why": said.why} if said.why else ""
    return "\n".join(part for part in (said.title, said.body, said.link, why) if part)
