"""Questions about cases, asked as someone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from zhifa.cases.access import public_cases, role_for, visible_to
from zhifa.cases.models import Case, CaseCited, CaseStep, ListRow, Recommendation, Telling
from zhifa.cases.rules.lists import Line, lines_on
from zhifa.cases.rules.spans import Decision, Group, Span, groups_of, replaced, spans_in
from zhifa.cases.rules.stops import hints_in
from zhifa.cases.rules.text import CaseText, case_text, text_from
from zhifa.cases.rules.versions import radio_of, talk_of
from zhifa.cases.terms import CASE, STATES_MASKED, Consent, Form, ListSort, Move, State
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import LawUse
from zhifa.laws.api import CitedView, Hold, Verdict, checked_text, cited_views, held_back
from zhifa.publishing.api import is_public

NEXT = {State.DRAFT: Move.SUBMIT, State.UNIT: Move.PASS, State.MASKING: Move.MASK, State.CHECK: Move.APPROVE}
MOVE_WORDS = {
    Move.SUBMIT: "送单位审核。", Move.PASS: "单位审核通过：事实准确，说法正确，可以公开。", Move.RETURN: "退回。", Move.STOP: "停止。",
    Move.MASK: "脱敏完成：已逐处看过，能认出人的内容都已隐去或写明了保留的理由；不含国家秘密、工作秘密和商业秘密。",
    Move.APPROVE: "复核通过：已通读全文，凭它认不出当事人；没有不得公开的情形。", Move.RECALL: "撤回。",
}  # fmt: skip


@dataclass(frozen=True)
class CaseFilter:
    """How a list is narrowed; what is empty asks nothing. `instrument` and `provision` are codes of the law library."""

    topic: str = ""
    kind: str = ""
    state: str = ""
    instrument: str = ""
    provision: str = ""


def cases_seen(actor: Actor, narrowed: CaseFilter) -> QuerySet[Case]:
    """Those that the actor sees in the workplace, the newest first, each with `public`: whether readers see it."""
    rows = visible_to(actor).select_related("unit").annotate(public=is_public(CASE, "key"))
    return _narrowed(rows, narrowed)


def published(narrowed: CaseFilter, today: date) -> QuerySet[Case]:
    """Those that anyone may read today, the newest first: public ones that no change of law holds back."""
    stopped = held(public_cases(), today)
    rows = _narrowed(public_cases().exclude(pk__in=stopped), narrowed)
    chosen = Exists(Recommendation.objects.filter(case=OuterRef("pk")))
    return rows.select_related("unit").prefetch_related("cited").annotate(chosen=chosen)


def barred(today: date) -> set[str]:
    """Keys of cases that were found once and are not to be found now: recalled, taken from the public, or held back. Six queries."""
    shown = public_cases().only("pk", "key")
    keys = dict(shown.values_list("pk", "key"))
    gone = Case.objects.filter(state__in=(State.READY, State.RECALLED)).exclude(pk__in=keys)
    stopped = held(shown, today)
    return {*gone.values_list("key", flat=True), *(keys[pk] for pk in stopped)}


def topics(today: date) -> list[tuple[str, str, int]]:
    """Topics of which there are cases to read today: code, words, how many."""
    rows = published(CaseFilter(), today).order_by()
    found = dict(rows.values_list("topic").annotate(n=Count("pk")))
    return [(code, words, found[code]) for code, words in named(ListSort.TOPIC).items() if code in found]


def lines_of(sort: str, on: date) -> dict[str, Line]:
    """A list of the office as it holds on a day, by code. One query."""
    return lines_on(sort, map(_line, ListRow.objects.filter(sort=sort)), on)


def lines_ever(sort: str) -> dict[str, Line]:
    """Every line that a list ever had or will have, by code, with its last words. One query."""
    rows = map(_line, ListRow.objects.filter(sort=sort))
    return lines_on(sort, (replace(row, used=True) for row in rows), date.max)


def named(sort: str) -> dict[str, str]:
    """The words of every code that a list ever had, in the reader's language where they are shipped ones. One query."""
    return {code: gettext(line.words) for code, line in lines_ever(sort).items()}


def lines_entered(sort: str) -> QuerySet[ListRow]:
    """What the office entered in a list, the last first."""
    return ListRow.objects.filter(sort=sort).order_by("-since", "-pk")


def _line(row: ListRow) -> Line:
    signs = tuple(word for word in row.signs.split("、") if word)
    return Line(row.code, row.words, row.source, signs, row.since, row.used, row.to_confirm)


def stop_hints(text: CaseText, on: date) -> list[tuple[str, str, str]]:
    """What in the words hints at a situation in which a case must not go out: code, words of the situation, what stands around.
    One query."""
    lines = lines_of(ListSort.STOP, on)
    signs = {code: line.signs for code, line in lines.items()}
    return [(one.stop, gettext(lines[one.stop].words), one.around) for one in hints_in(text.whole(), signs)]


def recommended(actor: Actor) -> QuerySet[Recommendation]:
    """Cases that were chosen and sent on, of those that the actor sees, the last first."""
    rows = Recommendation.objects.filter(case__in=visible_to(actor).order_by().values("pk"))
    return rows.select_related("case__unit").order_by("-on", "-pk")


def case_by_key(actor: Actor, key: str) -> Case:
    """One in the workplace; 404 for what the actor may not see."""
    steps = Prefetch("steps", CaseStep.objects.order_by("at", "pk"))
    rows = (
        visible_to(actor)
        .select_related("unit", "original")
        .prefetch_related(steps, "cited", "recommendations")
    )
    found = rows.annotate(public=is_public(CASE, "key")).filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这个案例"))
    return found


def public_case(key: str) -> Case:
    """One that went through the gate, held back or not; 404 otherwise."""
    found = public_cases().select_related("unit").prefetch_related("cited").filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这个案例"))
    return found


def proposal(words: CaseText, extra: Iterable[tuple[str, str]] = ()) -> list[Group]:
    """What should be hidden in a case, together with what a person added."""
    return groups_of(spans_in(words.parts(), extra), words.whole())


def decisions_of(case: Case) -> tuple[list[Decision], list[tuple[str, str]]]:
    """What was decided so far, and what a person added to the proposal."""
    kept = case.original.decisions or {"spans": [], "extra": []}
    spans = [Decision(Span(**one["span"]), one["replacement"], one["reason"]) for one in kept["spans"]]
    return spans, [(kind, words) for kind, words in kept["extra"]]


def masked_text(words: CaseText, decisions: Sequence[Decision]) -> CaseText:
    """The anonymous text of a case."""
    return words.with_parts(replaced(words.parts(), decisions))


def left_over(case: Case) -> list[Group]:
    """What the rules still find in the anonymous text: the second person reads each of them."""
    return groups_of(spans_in(case.text.parts()), case.text.whole())


def text_of(case: Case, text: CaseText | None = None) -> str:
    """The exact text that is signed, reviewed and published. Of a case that is not anonymous yet: its original words."""
    words = text or (case.text if case.state in STATES_MASKED else text_from(case.original.words))
    with override("zh-hans"):
        head = {
            "类别": str(case.get_kind_display()), "主题": case.topic_words, "办理机关": case.body,
            "裁判或办结日期": case.decided_on.isoformat() if case.decided_on else "", "报送单位": case.unit.name,
            "来源": case.source,
            "当事人同意公开": case.consent_on.isoformat() if case.consent_on and case.consent == Consent.GIVEN else "",
        }  # fmt: skip
    return case_text(words, head, citations_of(case))


def words_of_move(case: Case, move: str, text: CaseText | None = None) -> str:
    """What is signed with a move: what is done, in words, then the whole text. A reason that goes with it stands in the move's
    own entry, by a commitment."""
    return "\n".join([MOVE_WORDS[Move(move)], "", text_of(case, text)])


def citations_of(case: Case) -> tuple[str, ...]:
    """The citations as written."""
    return tuple(one.label for one in case.cited.all())


def citations_in(text: str, on: date) -> list[str]:
    """The citations that a running text makes and the library knows as of a day, once each, in official form."""
    findings = checked_text(text, on, today=on).findings
    return list(dict.fromkeys(one.label for one in findings if one.verdict is Verdict.FITS))


def cited_of(actor: Actor, case: Case) -> list[CitedView]:
    """The citations as links that the actor may follow."""
    return cited_views(actor, case.cited.all())


def held(cases: Iterable[Case], on: date) -> dict[int, Hold]:
    """Which of these must not be read as the law of a day, by case: what they cite says otherwise since, and nobody has said that
    they may stay. Four queries."""
    by_subject = {case.key: case.pk for case in cases}
    pairs: dict[str, list[tuple[int, int | None]]] = {subject: [] for subject in by_subject}
    rows = CaseCited.objects.filter(case__in=by_subject.values())
    for key, version, text in rows.values_list("case__key", "version_id", "text_id"):
        pairs[key].append((version, text))
    return {by_subject[subject]: hold for subject, hold in held_back(CASE, pairs, on).items()}


def use_of(row: CaseCited) -> LawUse:
    """One citing as the ripple of a change of law weighs it: a case stays in use."""
    case = row.case
    return LawUse(
        subject=case.key, title=str(case), url=reverse("cases_work", args=[case.key]), unit=case.unit.code,
        unit_name=case.unit.name, version_id=row.version_id, text_id=row.text_id, label=row.label, day=case.decided_on,
    )  # fmt: skip


def waiting(actor: Actor) -> list[tuple[Case, str]]:
    """Cases that wait for the actor, with the move that does; one query. What was returned waits for its author."""
    under_way = (State.UNIT, State.MASKING, State.CHECK, State.DRAFT)
    returned = Exists(CaseStep.objects.filter(case=OuterRef("pk"), move=Move.RETURN))
    rows = visible_to(actor).filter(state__in=under_way).select_related("unit").annotate(returned=returned)
    found: list[tuple[Case, str]] = []
    for case in rows:
        move = NEXT[State(case.state)]
        mine = (
            case.author == actor.key and case.returned
            if case.state == State.DRAFT
            else role_for(actor, case, move)
        )
        if mine:
            found.append((case, move))
    return found


def telling_of(case: Case, form: str) -> tuple[str, Telling | None]:
    """A talk or radio version: as edited, else as the record makes it."""
    kept = Telling.objects.filter(case=case, form=form).exclude(text="").first()
    make = talk_of if form == Form.TALK else radio_of
    return (kept.text if kept else make(case.text, citations_of(case))), kept


def citing_cases(text_ids: Sequence[int], today: date) -> QuerySet[CaseCited]:
    """The cases that cite these texts and that anyone may read today: public ones that no change of law holds back."""
    rows = CaseCited.objects.filter(text_id__in=text_ids, case__in=public_cases().order_by().values("pk"))
    citing = Case.objects.filter(cited__text_id__in=text_ids).distinct().only("pk", "key")
    rows = rows.exclude(case__in=held(citing, today))
    return rows.select_related("case__unit").order_by("-case__decided_on", "pk")


def _narrowed(rows: QuerySet[Case], narrowed: CaseFilter) -> QuerySet[Case]:
    for name in ("topic", "kind", "state"):
        if value := getattr(narrowed, name):
            rows = rows.filter(**{name: value})
    if narrowed.instrument:
        cited = CaseCited.objects.filter(case=OuterRef("pk"), version__instrument__code=narrowed.instrument)
        if narrowed.provision:
            cited = cited.filter(text__provision__key=narrowed.provision)
        rows = rows.filter(Exists(cited))
    return rows
