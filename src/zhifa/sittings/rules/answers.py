"""Answers as a device tells them, read strictly: whatever is kept was understood whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from zhifa.sittings.rules.chain import Given
from zhifa.sittings.terms import ANSWER_MOST, ANSWERS_MOST

SAVES_MOST = 200  # in one request; a hand-in file may hold all of an attempt
TURN_MOST = 2**53 - 1
DEVICE = re.compile(r"[A-Za-z0-9_-]{22}")
POSITION = re.compile(r"[1-9][0-9]{0,3}(\.[1-9][0-9]{0,2})?")


class Malformed(ValueError):
    """What came in is no answer; the text says which part, for a programmer."""


def saves_of(told: Mapping[str, Any], most: int = SAVES_MOST) -> tuple[Given, ...]:
    """The answers of a request or a file: `{"device", "saves": [{"turn", "position", "answer", "device_at"}]}`."""
    saves = told.get("saves", [])
    if not isinstance(saves, list) or len(saves) > most:
        raise Malformed(f"saves: a list of at most {most}")
    if not saves:
        return ()
    device = told.get("device")
    if not isinstance(device, str) or not DEVICE.fullmatch(device):
        raise Malformed("device: 22 characters of base64url")
    return tuple(_given(device, one) for one in saves)


def seen_of(told: Mapping[str, Any]) -> int:
    """The number of the last broadcast that the player has shown."""
    seen = told.get("seen", 0)
    if seen is None:
        return 0
    if type(seen) is not int or not 0 <= seen <= TURN_MOST:
        raise Malformed("seen: the id of a broadcast")
    return seen


def _given(device: str, told: Any) -> Given:
    if not isinstance(told, dict):
        raise Malformed("saves: objects")
    turn, position, answer = told.get("turn"), told.get("position"), told.get("answer")
    if type(turn) is not int or not 1 <= turn <= TURN_MOST:
        raise Malformed("turn: a whole number from 1")
    if not isinstance(position, str) or not POSITION.fullmatch(position):
        raise Malformed('position: "3" or "7.2"')
    if not isinstance(answer, list) or len(answer) > ANSWERS_MOST:
        raise Malformed(f"answer: a list of at most {ANSWERS_MOST} texts")
    return Given(device, turn, position, tuple(_text(one) for one in answer), _instant(told.get("device_at")))


def _text(told: Any) -> str:
    if not isinstance(told, str) or len(told) > ANSWER_MOST or "\0" in told:
        raise Malformed(f"answer: texts of at most {ANSWER_MOST} characters")
    try:
        told.encode()
    except UnicodeEncodeError as error:  # half of a surrogate pair
        raise Malformed("answer: text that UTF-8 can hold") from error
    return told


def _instant(told: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(told)
        if moment.tzinfo is None or not 1 < moment.year < 9999:
            raise Malformed("device_at: RFC 3339 with a zone")
        return moment.astimezone(UTC)
    except (TypeError, ValueError) as error:
        raise Malformed("device_at: RFC 3339 with a zone") from error
