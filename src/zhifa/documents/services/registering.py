"""Entering documents and ending them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhifa.documents.access import may_keep
from zhifa.documents.errors import AlreadyEnded, DaysOutOfOrder, KeptByItsRecord, NumberTaken
from zhifa.documents.models import Document
from zhifa.documents.rules.numbers import written, year_of
from zhifa.documents.terms import DOCUMENT, Ending, Kind
from zhifa.evidence.api import attach_all
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.people.api import Unit
from zhifa.search.api import touch

DAY = timedelta(days=1)


@dataclass(frozen=True)
class DocumentDraft:
    """A document as it stands on paper. Without `valid_from` it holds from its day of issue."""

    kind: str
    title: str
    issuer: str
    issued_on: date
    number: str = ""
    about: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def tidy(self) -> DocumentDraft:
        """The same without blanks around its words, its number in the one form, its first day said."""
        words = {name: getattr(self, name).strip() for name in ("title", "issuer", "about")}
        return DocumentDraft(
            self.kind, number=written(self.number), issued_on=self.issued_on,
            valid_from=self.valid_from or self.issued_on, valid_until=self.valid_until, **words,
        )  # fmt: skip


def register(
    actor: Actor,
    draft: DocumentDraft,
    source: Subject,
    *,
    now: datetime,
    addressee: Unit | None = None,
    takes_place_of: Subject | None = None,
) -> Document:
    """Enter what another mechanism issues, in its transaction; that act has weighed who may. What it takes the place of, by its own
    subject, ends the day before. Refused: a number taken, days out of order."""
    document = _written(draft, now, source=source, addressee=addressee)
    record(actor, "documents.register", _subject(document), _facts(document), now=now)
    former = takes_place_of and Document.objects.filter(
        source_kind=takes_place_of.kind, source_key=takes_place_of.key, ending=""
    )
    for one in former or ():
        _end(actor, one, Ending.SUPERSEDED, document.valid_from - DAY, now=now, by=document)
    return document


@transaction.atomic
def enter_document(
    actor: Actor, draft: DocumentDraft, *, now: datetime, files: Iterable[File[bytes]] = ()
) -> Document:
    """Enter by hand a document that was issued elsewhere, with its scan if there is one."""
    _must_keep(actor)
    document = _written(draft, now)
    record(actor, "documents.enter", _subject(document), _facts(document), now=now)
    attach_all(actor, _subject(document), files, kind="document", now=now)
    return document


@transaction.atomic
def correct_document(actor: Actor, pk: int, draft: DocumentDraft, reason: str, *, now: datetime) -> Document:
    """Put right what was entered by hand wrongly; both states stand in the ledger. Refused: without a reason, for an entry that an
    act here made."""
    document = _locked(actor, pk)
    if not document.by_hand:
        raise KeptByItsRecord(_("这份文件由系统里的办理结果登记"), next_step=_("请到它的来源更正。"))
    if not reason.strip():
        raise BadInput(_("请写明为什么更正"), field="reason")
    before = _facts(document)
    _fill(document, draft.tidy())
    _save(document)
    facts = {"before": before, "after": _facts(document), "reason": reason.strip()}
    record(actor, "documents.correct", _subject(document), facts, now=now)
    return document


@transaction.atomic
def supersede(actor: Actor, pk: int, successor: int, *, now: datetime) -> Document:
    """Say which document took the place of one: it holds until the day before that one begins. Refused: one that begins no later,
    one that ended before."""
    document = _locked(actor, pk)
    found = Document.objects.filter(pk=successor, addressee=None).exclude(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这份文件"))
    return _end(actor, document, Ending.SUPERSEDED, found.valid_from - DAY, now=now, by=found)


@transaction.atomic
def repeal(actor: Actor, pk: int, from_day: date, reason: str, *, now: datetime) -> Document:
    """A document holds no longer from a day on, by what is named. Refused: without it, from its first day or before, twice."""
    document = _locked(actor, pk)
    if not reason.strip():
        raise BadInput(_("请写明废止的依据"), field="reason")
    return _end(actor, document, Ending.REPEALED, from_day - DAY, now=now, words=reason.strip())


def settle(actor: Actor, source: Subject, on: date, words: str, *, now: datetime) -> None:
    """What was issued by that act is done with (a prompt answered): the day is its last. Nothing happens where it stands in no
    register or ended before."""
    rows = Document.objects.filter(source_kind=source.kind, source_key=source.key, ending="")
    for document in rows:
        _end(actor, document, Ending.DONE, max(on, document.valid_from), now=now, words=words)


def _end(
    actor: Actor,
    document: Document,
    ending: Ending,
    last: date,
    *,
    now: datetime,
    words: str = "",
    by: Document | None = None,
) -> Document:
    if document.ending:
        raise AlreadyEnded(
            _("这份文件已经是“%(standing)s”") % {"standing": document.get_ending_display()},
            next_step=_("请刷新页面看最新状态。"),
        )
    if last < document.valid_from:
        raise DaysOutOfOrder(
            _("失效不能早于生效"),
            why=_("这份文件从 %(day)s 起有效。") % {"day": document.valid_from.isoformat()},
            next_step=_("请核对日期；整份登记有误的，请更正登记。"),
            field="successor" if by else "from_day",
        )
    document.ending, document.ending_words, document.superseded_by = ending, words[:300], by
    document.valid_until = min(last, document.valid_until or last)
    document.save(update_fields=["ending", "ending_words", "superseded_by", "valid_until"])
    facts = {"ending": ending.value, "last_day": document.valid_until, "words": document.ending_words}
    if by:
        facts["by"] = {"document": by.pk, "number": by.number, "title": by.title}
    record(actor, f"documents.{_ACTS[ending]}", _subject(document), facts, now=now)
    touch(DOCUMENT, [document.pk])
    return document


_ACTS = {Ending.SUPERSEDED: "supersede", Ending.REPEALED: "repeal", Ending.DONE: "settle"}


def _written(
    draft: DocumentDraft, now: datetime, *, source: Subject | None = None, addressee: Unit | None = None
) -> Document:
    document = Document(entered_at=now, addressee=addressee)
    if source is not None:
        document.source_kind, document.source_key = source.kind, source.key
    _fill(document, draft.tidy())
    _save(document)
    touch(DOCUMENT, [document.pk])
    return document


def _fill(document: Document, draft: DocumentDraft) -> None:
    for name, what in (("title", _("请写明标题")), ("issuer", _("请写明发文机关"))):
        if not getattr(draft, name):
            raise BadInput(what, field=name)
    if draft.kind not in Kind.values:
        raise BadInput(_("请选择种类"), field="kind")
    first = draft.valid_from or draft.issued_on
    if draft.valid_until is not None and draft.valid_until < first:
        raise DaysOutOfOrder(_("有效期止日早于生效日期"), next_step=_("请核对日期。"), field="valid_until")
    for name, value in asdict(draft).items():
        setattr(document, name, value)
    document.year = year_of(draft.number, draft.issued_on)


def _save(document: Document) -> None:
    """The number is the database's to guard: two who enter it at once meet there."""
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:
        taken = Document.objects.filter(issuer=document.issuer, year=document.year, number=document.number)
        other = taken.exclude(pk=document.pk).first()
        if other is None or not document.number:
            raise
        raise NumberTaken(
            _("%(issuer)s %(year)s 年已经用过文号%(number)s")
            % {"issuer": other.issuer, "year": other.year, "number": other.number},
            why=_("用在《%(title)s》上。") % {"title": other.title},
            next_step=_("请核对文号；一个发文机关一年里一个文号只用一次。"),
            field="number",
        ) from error


def _locked(actor: Actor, pk: int) -> Document:
    _must_keep(actor)
    found = Document.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这份文件"))
    return found


def _must_keep(actor: Actor) -> None:
    if not may_keep(actor):
        raise NotAllowed(_("只有区普法办可以登记文件"))


def _facts(document: Document) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "number": document.number, "issuer": document.issuer, "kind": document.kind, "title": document.title,
        "about": document.about, "issued_on": document.issued_on, "valid_from": document.valid_from,
        "valid_until": document.valid_until,
    }  # fmt: skip
    if document.source_kind:
        facts["source"] = f"{document.source_kind}:{document.source_key}"
    return facts


def _subject(document: Document) -> Subject:
    return Subject(DOCUMENT, str(document.pk))
