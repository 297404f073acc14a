"""Leaders' lists: a type of leaders opened, an edition of its list issued, leading posts given a type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zhifa.assessment.access import may_keep_lists
from zhifa.assessment.errors import LeaderListSettled, LeaderListUnfit
from zhifa.assessment.models import LeaderDuty, LeaderDutyCite, LeaderList, LeaderType, PostType
from zhifa.assessment.rules.leading import Unread, WrittenDuty, duties_of
from zhifa.assessment.selectors import use_of, uses
from zhifa.assessment.terms import DUTIES_MOST, EVIDENCE_MOST, LEADER_TYPE, LEADING, WORDS_MOST
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound
from zhifa.laws.api import CitationRef, CitationsUnreadable, parse_citations, recited
from zhifa.ledger.api import Subject, record
from zhifa.people.api import Post


@dataclass(frozen=True)
class LeaderListDraft:
    """An edition: from when, by which document, and its duties as `rules.leading` reads them."""

    effective_on: date
    document: str
    text: str
    to_confirm: bool = False


@transaction.atomic
def open_leader_type(actor: Actor, name: str, *, now: datetime) -> LeaderType:
    """Open a type of leaders, after those that are there. Refused: a name that there is."""
    _must_keep(actor)
    name = name.strip()
    if not name or LeaderType.objects.filter(name=name).exists():
        raise BadInput(_("已经有这类领导") if name else _("请写明是哪类领导"), field="name")
    last = LeaderType.objects.aggregate(last=Max("position"))["last"] or 0
    made = LeaderType.objects.create(name=name, position=last + 1)
    record(actor, "assessment.open_leader_type", subject_of(made), {"name": name}, now=now)
    return made


@transaction.atomic
def issue_leader_list(actor: Actor, pk: int, draft: LeaderListDraft, *, now: datetime) -> LeaderList:
    """Issue an edition of a type's list; the one before holds until the day before. Refused: a second edition for one day, and
    lines that cannot be read, every one by its number."""
    _must_keep(actor)
    leader_type = LeaderType.objects.select_for_update().filter(pk=pk).first()
    if leader_type is None:
        raise NotFound(_("没有这类领导"))
    if not draft.document.strip():
        raise BadInput(_("请写明依据"), field="document")
    if leader_type.editions.filter(effective_on=draft.effective_on).exists():
        raise LeaderListSettled(
            _("这一天已经有一版清单"), next_step=_("下发过的清单不改；要改，请定新的起用日期。"), field="effective_on"
        )  # fmt: skip
    duties = _read(draft)
    edition = LeaderList.objects.create(
        leader_type=leader_type, effective_on=draft.effective_on, document=draft.document.strip(), to_confirm=draft.to_confirm,
        issued_at=now,
    )  # fmt: skip
    rows = LeaderDuty.objects.bulk_create(
        LeaderDuty(edition=edition, number=number, words=one.words, evidence=one.evidence)
        for number, (one, _refs) in enumerate(duties, start=1)
    )
    LeaderDutyCite.objects.bulk_create(
        LeaderDutyCite(duty=row, version_id=ref.version_id, text_id=ref.provision_text_id, label=label)
        for row, (_one, refs) in zip(rows, duties, strict=True)
        for label, ref in {ref.label: ref for ref in refs}.items()
    )
    citings = uses(LeaderDutyCite.objects.filter(duty__edition__leader_type=leader_type))
    recited(LEADER_TYPE, str(leader_type.pk), [use_of(row) for row in citings], now=now)
    facts = {
        "effective_on": draft.effective_on, "document": edition.document, "to_confirm": draft.to_confirm,
        "duties": [[one.words, one.evidence, [ref.label for ref in refs]] for one, refs in duties],
    }  # fmt: skip
    record(actor, "assessment.issue_leader_list", subject_of(leader_type), facts, now=now)
    return edition


@transaction.atomic
def type_posts(
    actor: Actor, pk: int | None, posts: Sequence[int], since: date, *, now: datetime
) -> Sequence[PostType]:
    """From a day on these posts have the list of a type (None: of none), until a later row says otherwise. Refused: a post that is no
    leading one, and a post for which that day says something else already."""
    _must_keep(actor)
    leader_type = LeaderType.objects.filter(pk=pk).first() if pk is not None else None
    if pk is not None and leader_type is None:
        raise NotFound(_("没有这类领导"))
    found = list(Post.objects.filter(pk__in=posts, role__in=LEADING).select_for_update().order_by("pk"))
    if not found or len(found) != len(set(posts)):
        raise BadInput(_("请勾选领导职务"), field="posts")
    said = PostType.objects.filter(post__in=found, since=since).select_related("post__unit").first()
    if said is not None:
        raise LeaderListSettled(
            _("%(post)s在这一天已经定过类型") % {"post": said.post}, next_step=_("定过的不改；要改，请定新的日期。"), field="since"
        )  # fmt: skip
    rows = PostType.objects.bulk_create(
        PostType(post=post, leader_type=leader_type, since=since) for post in found
    )
    subject = subject_of(leader_type) if leader_type else Subject(LEADER_TYPE, "none")
    record(
        actor, "assessment.type_posts", subject, {"posts": [one.pk for one in found], "since": since}, now=now
    )
    return rows


def subject_of(leader_type: LeaderType) -> Subject:
    """A type, with the editions of its list, as the ledger knows it."""
    return Subject(LEADER_TYPE, str(leader_type.pk))


def _must_keep(actor: Actor) -> None:
    if not may_keep_lists(actor):
        raise NotAllowed(_("法治建设职责清单由区普法办维护"))


def _read(draft: LeaderListDraft) -> list[tuple[WrittenDuty, list[CitationRef]]]:
    """The duties with the law of the edition's day that they cite."""
    duties, unread = duties_of(draft.text)
    faults = [_unread(one) for one in unread]
    if not duties and not faults:
        raise BadInput(_("清单里还没有职责"), next_step=_("每行写一项职责。"), field="text")
    if len(duties) > DUTIES_MOST:
        raise BadInput(_("一份清单最多 %(n)d 项") % {"n": DUTIES_MOST}, field="text")
    seen: set[str] = set()
    found = []
    for one in duties:
        faults += _unfit(one, seen)
        seen.add(one.words)
        refs: list[CitationRef] = []
        for line, cite in one.cites:
            try:
                refs += parse_citations([cite], draft.effective_on)
            except CitationsUnreadable as refusal:
                faults += [_fault(line, fault.what, fault.mend) for fault in refusal.faults]
        found.append((one, refs))
    if faults:
        raise LeaderListUnfit(_("有几行读不懂"), faults=faults, field="text")
    return found


def _unfit(duty: WrittenDuty, seen: set[str]) -> list[Fault]:
    found = []
    if not duty.words or len(duty.words) > WORDS_MOST:
        mend = _("每项职责写 1 到 %(n)d 个字。") % {"n": WORDS_MOST}
        found.append(_fault(duty.line, _("职责太长，或只有序号"), mend))
    if len(duty.evidence) > EVIDENCE_MOST:
        found.append(_fault(duty.line, _("佐证写得太长"), _("佐证最多 %(n)d 个字。") % {"n": EVIDENCE_MOST}))
    if duty.words and duty.words in seen:
        found.append(_fault(duty.line, _("与前面的一项相同"), _("去掉一项，或写明区别。")))
    return found


def _unread(one: Unread) -> Fault:
    what = _("“%(written)s”不知道说的是哪项职责，或后面没有内容") % {"written": one.written}
    return _fault(one.line, what, _("写在职责下面一行，冒号后面写完整。"))


def _fault(line: int, what: str, mend: str) -> Fault:
    return Fault(_("第 %(line)d 行：%(what)s") % {"line": line, "what": what}, mend, field="text", row=line)
