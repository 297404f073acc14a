"""Prompts: proposed by what was missed, drafted by a click, sent by a signature, answered by the unit, closed or taken further."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zhifa.accounts.api import Account, Proof, sign
from zhifa.documents.api import settle
from zhifa.duties.access import may_draft, may_manage, visible_prompts
from zhifa.duties.errors import PromptMoveNotPossible, PromptNotDue
from zhifa.duties.models import Duty, Prompt
from zhifa.duties.rules.content import amount_in_short
from zhifa.duties.rules.prompting import MOVES, PromptWords, text_of
from zhifa.duties.selectors import content_of, misses
from zhifa.duties.selectors.lists import LAWS
from zhifa.duties.services.registering import register_prompt
from zhifa.duties.terms import NUMBER_LOCK, PROMPT, PromptState
from zhifa.figures.api import touch as figures_touch
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.laws.api import CitationsUnreadable, ProvisionText, parse_citations
from zhifa.ledger.api import Subject, record
from zhifa.people.api import posts_of

ARTICLE = "《中华人民共和国法治宣传教育法》第五十七条"
SOURCE = "duties.prompts"


@transaction.atomic
def draft_prompt(actor: Actor, key: str, *, now: datetime) -> Prompt:
    """Draft a prompt for a duty that was missed. Refused: nothing is missed, a prompt for the same miss exists (a dropped one too)."""
    (made,) = draft_prompts(actor, [key], now=now)
    return made


@transaction.atomic
def draft_prompts(actor: Actor, keys: Collection[str], *, now: datetime) -> list[Prompt]:
    """Draft a prompt for each of several misses with one click; all or none. Nothing is sent."""
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以拟普法提示"))
    if not keys:
        raise PromptNotDue(_("没有选要提示的责任"), next_step=_("请选一项。"))
    return [_drafted(actor, key, now) for key in sorted(keys)]


def _drafted(actor: Actor, key: str, now: datetime) -> Prompt:
    today = clock.civil_day(now)
    duty = Duty.objects.select_for_update(of=("self",)).filter(is_current=True, key=key).first()
    found = misses(actor, duty.unit_list.duty_year.year, today, key) if duty else []
    if duty is None or not found or duty.unit is None or duty.node_on is None:
        raise PromptNotDue(_("这项责任现在不需要提示"), next_step=_("可能已经完成，或已有提示。"))
    prompt = Prompt.objects.create(
        duty_key=key,
        unit=duty.unit,
        subject=duty.measure,
        ground=found[0].ground,
        missed_on=duty.node_on,
        drafted_on=today,
    )
    facts = {"duty": key, "unit": duty.unit.code, "ground": prompt.ground, "missed_on": duty.node_on}
    record(actor, "duties.draft_prompt", _subject(prompt), facts, now=now)
    return prompt


def prompt_text(actor: Actor, prompt: Prompt, due: date, today: date) -> str:
    """What would be signed and sent: numbered next of the year, in the name of the bureau whose office the actor holds."""
    duty = (
        Duty.objects.filter(is_current=True, key=prompt.duty_key)
        .select_related("unit", "version__duty_year")
        .prefetch_related(LAWS)
        .first()
    )
    if duty is None or duty.version is None:
        raise PromptNotDue(_("这项责任已不在现行清单里"), next_step=_("请撤下这份拟稿。"))
    (told,) = content_of("", {}, [duty], today)["duties"]
    return text_of(
        PromptWords(
            number=f"普法提示〔{today.year}〕{_next_number(today.year)}号", unit=told["unit"]["name"],
            list_title=duty.version.duty_year.title, measure=duty.measure, planned=amount_in_short(told), node=prompt.missed_on,
            done=duty.done, ground=prompt.ground, article=_article(today), due=due, bureau=_bureau(actor, today),
            today=today,
        )
    )  # fmt: skip


@transaction.atomic
def issue_prompt(actor: Actor, pk: int, due: date, *, proof: Proof, now: datetime) -> Prompt:
    """Sign the prompt and send it to the unit in the bureau's name. Refused: not a draft, a deadline that has passed."""
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以发普法提示"))
    prompt, today = _locked(actor, pk), clock.civil_day(now)
    if prompt.state != PromptState.DRAFT:
        raise _not_possible(prompt)
    if due <= today:
        raise BadInput(_("反馈期限要在今天以后"), field="due_on")
    _take_turn()
    text = prompt_text(actor, prompt, due, today)
    digest = sign(actor, text, _subject(prompt), role=Role.OFFICE, proof=proof, now=now)
    prompt.year, prompt.number = today.year, _next_number(today.year)
    prompt.state, prompt.text, prompt.issued_on, prompt.due_on = PromptState.ISSUED, text, today, due
    prompt.save()
    record(
        actor,
        "duties.issue_prompt",
        _subject(prompt),
        {"number": prompt.document_number, "due_on": due, "text_sha256": digest},
        now=now,
    )
    register_prompt(actor, prompt, _bureau(actor, today), now=now)
    return prompt


@transaction.atomic
def move_prompt(actor: Actor, pk: int, move: str, words: str = "", *, now: datetime) -> Prompt:
    """A further step of a prompt, by the one table: drop, receive, plan, report, send back, close, escalate (Article 59).

    Refused: not from where it stands, not whose step it is, a step without its words, escalation before the deadline.
    """
    prompt, today = _locked(actor, pk), clock.civil_day(now)
    leads = MOVES.get((PromptState(prompt.state), move))
    if leads is None:
        raise _not_possible(prompt)
    state, of_unit, wants_words = leads
    if not (may_draft(actor, prompt.unit) if of_unit else may_manage(actor)):
        raise NotAllowed(_("这一步由收到提示的单位办理") if of_unit else _("这一步由区普法办办理"))
    if wants_words and not words.strip():
        raise BadInput(_("请写明内容"), field="words")
    if (
        move == "escalate"
        and prompt.due_on is not None
        and today <= prompt.due_on
        and prompt.state != PromptState.REPORTED
    ):
        raise PromptMoveNotPossible(
            _("还没有过反馈期限，不能提请通报"), next_step=_("过了期限仍不改进的，再提请通报。")
        )
    _note(prompt, move, words.strip(), today)
    prompt.state = state
    prompt.save()
    record(actor, "duties.move_prompt", _subject(prompt), {"move": move, "state": state.value}, now=now)
    if move in ("close", "escalate"):
        settle(actor, _subject(prompt), today, words.strip(), now=now)
    return prompt


def _note(prompt: Prompt, move: str, words: str, today: date) -> None:
    if move == "receive":
        prompt.received_on = today
    elif move == "plan":
        prompt.measures = words
    elif move == "report":
        prompt.feedback, prompt.fed_back_on = words, today
        prompt.days = (today - prompt.missed_on).days
        figures_touch(SOURCE, {today})
    else:
        prompt.remarks = words
    if move == "send-back" and prompt.fed_back_on is not None:
        figures_touch(SOURCE, {prompt.fed_back_on})
        prompt.fed_back_on = prompt.days = None
    if move in ("drop", "close", "escalate"):
        prompt.settled_on = today


def _locked(actor: Actor, pk: int) -> Prompt:
    found = (
        visible_prompts(actor).select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound(_("没有这份普法提示"))
    return found


def _not_possible(prompt: Prompt) -> PromptMoveNotPossible:
    return PromptMoveNotPossible(
        _("这份提示是“%(state)s”，不能这样办理") % {"state": prompt.get_state_display()},
        next_step=_("请刷新页面看最新状态。"),
    )


def _take_turn() -> None:
    """Wait until nobody else is numbering a prompt; a lock on rows would hold nobody back while there is none yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBER_LOCK])


def _next_number(year: int) -> int:
    return (Prompt.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1


def _bureau(actor: Actor, today: date) -> str:
    """The bureau in whose office the actor holds a post; a prompt goes out in its name."""
    account = Account.objects.filter(pk=actor.account_id or 0).first()
    held = posts_of(account, today).filter(post__role=Role.OFFICE).first() if account else None
    return held.post.unit.name if held else ""


def _article(today: date) -> str:
    """Article 57 as it stands that day; empty where the library does not hold it."""
    try:
        (ref,) = parse_citations([ARTICLE], today)
    except CitationsUnreadable:
        return ""
    if ref.provision_text_id is None:
        return ""
    text = ProvisionText.objects.filter(pk=ref.provision_text_id).first()
    return text.text.replace("\n", "") if text else ""


def _subject(prompt: Prompt) -> Subject:
    return Subject(PROMPT, str(prompt.pk))
