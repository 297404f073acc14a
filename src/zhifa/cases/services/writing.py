"""A case is written, changed while it is a draft, and sent to its unit's review."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import Proof
from zhifa.cases.access import may_write
from zhifa.cases.errors import CaseIncomplete, CaseMustNotGoOut, DocumentUnreadable, MoveNotPossible
from zhifa.cases.models import Case, CaseCited, Original
from zhifa.cases.rules.documents import LONGEST, NotACase, ReadCase, read_document
from zhifa.cases.rules.lists import must_have_consent
from zhifa.cases.rules.text import PARTS, CaseText, text_from
from zhifa.cases.selectors import lines_of, named, stop_hints, use_of
from zhifa.cases.services.reviewing import locked, move_on
from zhifa.cases.terms import (
    CASE,
    FILE_MOST,
    SUBTITLE_MOST,
    TITLE_MOST,
    TOLD_BY_CONSENT,
    Consent,
    ListSort,
    Move,
    State,
)
from zhifa.evidence.api import mark_and_words
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, Fault, NotAllowed
from zhifa.kernel.wording import clauses, listed
from zhifa.laws.api import CitationRef, recited
from zhifa.ledger.api import Subject, commit_personal, record
from zhifa.people.api import Unit


@dataclass(frozen=True)
class CaseDraft:
    """What an author writes. `stops` are the codes of what applies, `no_stops` that the author says that none does."""

    kind: str
    topic: str
    unit: str
    text: CaseText
    body: str = ""
    source: str = ""
    decided_on: date | None = None
    citations: Sequence[CitationRef] = ()
    stops: tuple[str, ...] = ()
    no_stops: bool = False
    consent: str = Consent.UNSTATED
    consent_on: date | None = None
    consent_kept: str = ""


@transaction.atomic
def write_case(actor: Actor, draft: CaseDraft, *, now: datetime) -> Case:
    """Begin a case; it may still be incomplete, but has a title. Refused: a unit that is not the author's, a day to come, a text
    of more than 60,000 characters, a classification mark."""
    unit = _unit_of(actor, draft.unit)
    _must_be_fit(draft, now)
    case = Case.objects.create(
        key=secrets.token_hex(8), unit=unit, author=actor.key, author_words=actor.name, written_at=now,
        **_head(draft, _topic_words(draft.topic, now)),
    )  # fmt: skip
    Original.objects.create(case=case, words=draft.text.as_data())
    _cite(case, draft.citations, now)
    record(actor, "cases.write", Subject(CASE, case.key), _facts(case, draft), now=now)
    return case


@transaction.atomic
def change_case(actor: Actor, key: str, draft: CaseDraft, *, now: datetime) -> Case:
    """Change a draft. Refused as writing is, and for a case under way: it is returned first."""
    case = locked(actor, key)
    if case.state != State.DRAFT:
        raise MoveNotPossible(
            _("它现在是“%(state)s”，不能修改") % {"state": case.get_state_display()},
            next_step=_("请由审核人退回后再改。"),
        )
    case.unit = _unit_of(actor, draft.unit)
    _must_be_fit(draft, now)
    for name, value in _head(draft, _topic_words(draft.topic, now, kept=case)).items():
        setattr(case, name, value)
    case.save()
    Original.objects.filter(case=case).delete()
    Original.objects.create(case=case, words=draft.text.as_data())
    _cite(case, draft.citations, now)
    record(actor, "cases.change", Subject(CASE, key), _facts(case, draft), now=now)
    return case


@transaction.atomic
def submit(actor: Actor, key: str, *, proof: Proof, now: datetime) -> Case:
    """Send a draft to its unit's review. Refused (F89: not one may be missing): a part, the deciding body, the day, the law then
    in force, the parties' consent where it is needed; and whatever its author said it must stop for."""
    case = locked(actor, key)
    if case.state == State.DRAFT:
        must_be_complete(case, text_from(case.original.words), clock.civil_day(now))
    return move_on(actor, key, Move.SUBMIT, proof=proof, now=now)


def must_be_complete(case: Case, text: CaseText, today: date) -> None:
    """Refuses a case with something missing, or one that must not go out."""
    if case.stops:
        words = named(ListSort.STOP)
        told = [words.get(code, code) for code in case.stops]
        raise CaseMustNotGoOut(
            _("这个案例不能送审公开"),
            why=clauses(told),
            next_step=_("它可以留作内部资料；情形不存在了，修改后再送审。"),
            faults=[Fault(one, field="stops") for one in told],
        )
    missing = [(name, label) for name, label in PARTS.items() if not getattr(text, name).strip()]
    head = ((case.body, "body", "办理机关"), (case.decided_on, "decided_on", "裁判或办结日期"))
    missing += [(name, label) for value, name, label in head if not value]
    if not case.cited.exists():
        missing.append(("citations", "引用的法律"))
    if not case.no_stops:
        missing.append(("no_stops", "不得公开情形的核对"))
    needing = lines_of(ListSort.CONSENT, today)
    hinted = any(code == TOLD_BY_CONSENT for code, _words, _around in stop_hints(text, today))
    stated = case.consent == Consent.GIVEN or (
        case.consent == Consent.NOT_NEEDED and case.kind not in needing
    )
    if must_have_consent(case.kind, needing, hinted) and not stated:
        missing.append(("consent", "当事人同意公开"))
    if missing:
        raise CaseIncomplete(
            _("还缺 %(n)d 项，不能送审") % {"n": len(missing)},
            why=listed(label for _name, label in missing),
            next_step=_("请补齐后再送审。"),
            faults=[Fault(_("缺少“%(label)s”") % {"label": label}, field=name) for name, label in missing],
        )


def read_file(name: str, content: bytes) -> ReadCase:
    """A case from an uploaded file, to be looked at before anything is kept."""
    if len(content) > FILE_MOST:
        raise DocumentUnreadable(_("文件超过 2 MB"), next_step=_("请去掉图片，只留文字。"), field="file")
    try:
        return read_document(name, content)
    except NotACase as error:
        why, mend = _UNREADABLE[error.args[0]]()
        raise DocumentUnreadable(_("这个文件读不成案例"), why=why, next_step=mend, field="file") from error


_UNREADABLE = {
    "kind": lambda: (
        _("只收 Markdown（.md、.txt）和 Word（.docx）。"), _("旧的 .doc 请在 Word 里另存为 .docx。")
    ),
    "encoding": lambda: (_("文字编码认不出，不是 UTF-8，也不是 GB18030。"), _("请另存为 UTF-8 编码。")),
    "damaged": lambda: (_("Word 文件打不开，可能损坏或加了密码。"), _("请在 Word 里打开后另存一份。")),
    "huge": lambda: (_("文字太多，不像一个案例。"), _("一个文件只放一个案例，不超过六万字。")),
    "empty": lambda: (_("文件里没有文字。"), _("请检查是不是选错了文件。")),
    "parts": lambda: (
        _("没有找到“基本案情”“裁判结果”“法律分析”“典型意义”一类的小标题。"),
        _("请给各部分加上小标题，或者直接在表单里填写。"),
    ),
}  # fmt: skip


def _unit_of(actor: Actor, code: str) -> Unit:
    unit = Unit.objects.filter(code=code, valid_until=None).first()
    if unit is None:
        raise BadInput(_("没有这个单位"), field="unit")
    mine = actor.is_system or actor.has_role(Role.OFFICE)
    if not may_write(actor) or not (mine or actor.reaches_unit(unit.path, Role.LIAISON, Role.HEAD)):
        raise NotAllowed(_("您不能替这个单位写案例"), next_step=_("请选自己的单位。"))
    return unit


def _must_be_fit(draft: CaseDraft, now: datetime) -> None:
    if not draft.text.title.strip():
        raise BadInput(_("请写标题"), field="title")
    if len(draft.text.title) > TITLE_MOST or len(draft.text.subtitle) > SUBTITLE_MOST:
        raise BadInput(
            _("标题最多 %(n)d 个字，提要最多 %(m)d 个字") % {"n": TITLE_MOST, "m": SUBTITLE_MOST},
            field="title",
        )
    if draft.decided_on and draft.decided_on > clock.civil_day(now):
        raise BadInput(
            _("裁判或办结日期还没有到"), next_step=_("没有办结、没有生效的案件不能用。"), field="decided_on"
        )
    _must_be_sound_consent(draft, clock.civil_day(now))
    whole = draft.text.whole()
    if len(whole) > LONGEST:
        raise BadInput(_("全文超过六万字"), next_step=_("请删去与说法无关的内容。"), field="facts")
    level, around = mark_and_words(whole)
    if level:
        raise CaseMustNotGoOut(
            _("文中有“%(level)s”标志：%(around)s") % {"level": level, "around": around},
            next_step=_("带密级的材料不能录入本系统，请按保密规定处理。"),
            field="facts",
        )


def _topic_words(topic: str, now: datetime, kept: Case | None = None) -> str:
    """What a topic is called that day; the one that a case has may stay when it is used no more."""
    line = lines_of(ListSort.TOPIC, clock.civil_day(now)).get(topic)
    if line is None and kept is not None and kept.topic == topic:
        return kept.topic_words
    if line is None:
        raise BadInput(_("没有这个主题"), next_step=_("请从列出的主题里选一个。"), field="topic")
    return line.words


def _must_be_sound_consent(draft: CaseDraft, today: date) -> None:
    if draft.consent != Consent.GIVEN:
        return
    if draft.consent_on is None or not draft.consent_kept.strip():
        raise BadInput(
            _("当事人同意公开的，要写明哪天同意、凭据存在哪里"),
            field="consent_on" if draft.consent_on is None else "consent_kept",
        )
    if draft.consent_on > today:
        raise BadInput(_("同意的日期还没有到"), field="consent_on")


def _head(draft: CaseDraft, topic_words: str) -> Mapping[str, Any]:
    given = draft.consent == Consent.GIVEN
    return {
        "consent": draft.consent, "consent_on": draft.consent_on if given else None,
        "consent_kept": draft.consent_kept.strip() if given else "",
        "kind": draft.kind, "topic": draft.topic, "topic_words": topic_words, "body": draft.body.strip(), "source": draft.source.strip(),
        "decided_on": draft.decided_on, "stops": list(draft.stops), "no_stops": draft.no_stops and not draft.stops,
    }  # fmt: skip


def _cite(case: Case, citations: Sequence[CitationRef], now: datetime) -> None:
    case.cited.all().delete()
    CaseCited.objects.bulk_create(
        CaseCited(case=case, version_id=one.version_id, text_id=one.provision_text_id, label=one.label)
        for one in {ref.label: ref for ref in citations}.values()
    )
    rows = case.cited.select_related("case__unit")
    recited(CASE, case.key, [use_of(row) for row in rows], now=now)


def _facts(case: Case, draft: CaseDraft) -> dict[str, Any]:
    words = json.dumps(draft.text.as_data(), ensure_ascii=False, sort_keys=True)
    return {
        "kind": case.kind, "topic": case.topic, "unit": case.unit.code, "decided_on": draft.decided_on,
        "cites": [one.label for one in draft.citations], "stops": list(draft.stops), "consent": draft.consent,
        "consent_on": case.consent_on,
        "words": commit_personal(f"{CASE}:{case.key}", words),
    }  # fmt: skip
