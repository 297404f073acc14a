"""Founding the demonstration district through the doors of the mechanisms."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, transaction
from PIL import Image, ImageDraw

from zhifa.accounts.api import Account
from zhifa.assessment import api as assessment
from zhifa.cases import api as cases
from zhifa.deeds import api as deeds
from zhifa.duties import api as duties
from zhifa.evidence.api import attach, attach_existing_many
from zhifa.exams import api as exams
from zhifa.figures.api import ensure_definitions
from zhifa.founding.rules import assessment as assessment_of
from zhifa.founding.rules import bodies as bodies_of
from zhifa.founding.rules import exams as exams_of
from zhifa.founding.rules import funding as funding_of
from zhifa.founding.rules import meetings as meetings_of
from zhifa.founding.rules import plans as plans_of
from zhifa.founding.rules import sittings as sittings_of
from zhifa.founding.rules.planned import CONFIRMED, CORRECTED, RETURNED, WITHDRAWN, Planned
from zhifa.founding.services.opening import publish_district
from zhifa.founding.services.scenario import Scenario, file_of, read_scenario
from zhifa.funding import api as funding
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.laws import api as laws
from zhifa.learning import api as learning
from zhifa.ledger.api import Subject
from zhifa.meetings import api as meetings
from zhifa.outreach import api as outreach
from zhifa.people import api as people
from zhifa.plans import api as plans
from zhifa.sittings import api as sittings

FOUNDER = Actor.system("founding", "示范区生成")
Say = Callable[[str], None]
SHEETS = "sign_in_sheet"  # the evidence behind every training class


@transaction.atomic
def found_district(*, now: datetime, say: Say) -> None:
    """The whole demonstration district, or nothing of it. Refused where a district stands already."""
    scenario = read_scenario()
    _found_bodies(scenario, now, say)
    _know_the_sizes()
    ensure_definitions(now=now)
    counts = laws.import_packaged(FOUNDER, now=now)
    say(f"法律：{counts.texts} 个文本，{counts.articles} 条")
    _found_plans(scenario, now, say)
    _found_duties(scenario, now, say)
    found = _record(scenario, now, say)
    taught = _train(scenario, now, say)
    _attend(scenario, found, now, say)
    _attach(scenario, found, taught, now, say)
    _know_the_sizes()
    _settle(scenario, found, taught, now, say)
    _found_cases(now, say)
    _found_bank(now, say)
    _meet(scenario, now, say)
    _keep_books(scenario, now, say)
    _evaluate(now, say)
    _charge(now, say)
    months: dict[str, list[str]] = defaultdict(list)
    for one in scenario.deeds:
        if one.public and one.fate in (CONFIRMED, CORRECTED):
            months[f"{found[one.code].occurred_on:%Y-%m}"].append(found[one.code].key)
    publish_district(months, now=now, say=say)


def _know_the_sizes() -> None:
    """Tell the planner how large the tables have become: within one transaction nobody else can, and a plan for empty
    tables may run for minutes over full ones."""
    with connection.cursor() as cursor:
        # Its own tables by name: a bare ANALYZE would also hold the cluster's catalogues, which other databases share.
        tables = connection.introspection.table_names(cursor)
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")


def _found_bodies(scenario: Scenario, now: datetime, say: Say) -> None:
    bodies, district = scenario.bodies, scenario.bodies["district"]
    people.open_district(FOUNDER, district["code"], district["name"], demonstration=True, now=now)
    areas = people.load_areas(FOUNDER, bodies_of.area_drafts(bodies), now=now)
    people.load_populations(FOUNDER, bodies_of.population_drafts(bodies), now=now)
    say(f"区域：{areas} 个")
    units = people.load_units(FOUNDER, bodies_of.unit_drafts(bodies), now=now)
    people.load_successions(FOUNDER, bodies_of.succession_drafts(bodies), now=now)
    say(f"单位：{units} 个")
    persons = people.load_people(FOUNDER, bodies_of.person_drafts(bodies), now=now)
    say(f"人员：{persons} 人")


def _found_plans(scenario: Scenario, now: datetime, say: Say) -> None:
    for plan in plans_of.plan_drafts(scenario.plan, scenario.bodies):
        plans.open_plan(FOUNDER, plan, now=now)
    campaigns = plans_of.campaign_drafts(scenario.plan, scenario.bodies, moved=False)
    for campaign in campaigns:
        plans.open_campaign(FOUNDER, campaign, now=now)
    for campaign in plans_of.campaign_drafts(scenario.plan, scenario.bodies, moved=True):
        plans.change_campaign(FOUNDER, campaign, now=now)
    honours = plans.load_honours(FOUNDER, plans_of.honour_drafts(scenario.plan), now=now)
    for programme in plans_of.programme_drafts(scenario.plan, scenario.bodies):
        outreach.open_programme(FOUNDER, programme, now=now)
    places = outreach.load_places(FOUNDER, plans_of.place_drafts(scenario.plan, scenario.bodies), now=now)
    say(f"专题活动：{len(campaigns)} 个；荣誉：{honours} 项；法治文化场所：{places} 处")


def _found_duties(scenario: Scenario, now: datetime, say: Say) -> None:
    """The lists of each year, issued on paper then; the deeds that come later prove them."""
    book = laws.CitationBook()
    for planned in scenario.duties:
        duties.call_year(FOUNDER, planned.call, now=now)
        lines = [
            (one.unit, replace(one.draft, laws=tuple(_law_words(one.cites, book)))) for one in planned.duties
        ]
        duties.load_issued(FOUNDER, planned.call.year, lines, planned.said, planned.issue, now=now)
    say(
        f"普法责任：{sum(len(planned.duties) for planned in scenario.duties)} 项，{len(scenario.duties)} 个年度"
    )


def _law_words(cites: Iterable[tuple[str, date]], book: laws.CitationBook) -> Iterator[duties.LawWords]:
    for words, day in cites:
        for ref in laws.parse_citations([words], day, book=book):
            yield duties.LawWords(ref.version_id, ref.provision_text_id, ref.label)


def _found_cases(now: datetime, say: Say) -> None:
    """A few approved cases; they go out through the gate with everything else."""
    codes = dict(people.Unit.objects.values_list("name", "code"))
    book = laws.CitationBook()
    drafts = []
    for row in file_of("cases")["cases"]:
        words = {
            name: row[name] for name in ("title", "subtitle", "facts", "handling", "analysis", "meaning")
        }
        drafts.append(
            cases.CaseDraft(
                row["kind"], row["topic"], codes[row["unit"]], cases.CaseText(**words), row["body"], "示例",
                row["decided_on"], laws.parse_citations(row["citations"], row["decided_on"], book=book),
                consent=cases.Consent.GIVEN if "consent_on" in row else "", consent_on=row.get("consent_on"),
                consent_kept=row.get("consent_kept", ""),
            )
        )  # fmt: skip
    say(f"案例：{len(cases.load_cases(FOUNDER, drafts, now=now))} 个")


def _found_bank(now: datetime, say: Say) -> None:
    """A small bank whose questions are made of the packaged provisions' own words, read by the office's director; a blueprint, and
    papers drawn by it."""
    today, book = clock.civil_day(now), laws.CitationBook()
    rows = laws.ProvisionText.objects.filter(
        version__instrument__short_title__in=exams_of.LAWS, version__ended_on=None, version__text_held=True
    ).select_related("provision", "version__instrument")
    texts = [
        exams_of.Article(row.version.instrument.short_title, row.provision.label, row.text)
        for row in rows.order_by("version__instrument__short_title", "position")
    ]

    def drafts(made: Sequence[exams_of.Made], pool: str) -> list[exams.ItemDraft]:
        return [
            exams.ItemDraft(
                one.question, one.law, one.difficulty, (), laws.parse_citations(list(one.cites), today, book=book), pool=pool
            )
            for one in made
        ]  # fmt: skip

    practised = exams_of.practice(texts)
    told = [
        *drafts(exams_of.questions(texts), exams.Pool.EXAM),
        *drafts(practised, exams.Pool.PRACTICE),
    ]
    made = exams.load_items(FOUNDER, told, now=now, reviewer=_office(now))
    draft = learning.CourseDraft("读《行政处罚法》", "读几条条文，做几道自测题", exams_of.course(practised))
    course = learning.write_course(FOUNDER, draft, now=now)
    learning.set_course_stage(FOUNDER, course.key, "open", now=now)
    plan = exams.keep_blueprint(FOUNDER, exams_of.BLUEPRINT, now=now)
    papers = exams.draw_papers(FOUNDER, plan.key, exams_of.PAPERS, today, now=now, seed="founding")
    say(f"题库：{len(made)} 道；试卷：{papers.count} 份")
    _hold_exams(papers.key, now, say)


def _hold_exams(draw: str, now: datetime, say: Say) -> None:
    """An exam of the whole staff that is over, with its answers; and one that the demonstration's civil servants can sit."""
    window, organiser = sittings_of.Window.before(clock.civil_day(now)), people.unit_named("区司法局")
    assert organiser is not None  # noqa: S101 - the scenario has it
    units = list(people.Unit.objects.filter(valid_until=None))
    day = clock.civil_day(window.opens_at)
    staff = [
        person.code
        for person in people.Person.objects.filter(
            holdings__post__role="staff", account__is_demonstration=True
        )
    ]
    roster = people.freeze_roster(
        FOUNDER, sittings_of.HELD_ROSTER, "全区国家工作人员（示例）", "学法考试", units=units, on=day, now=now
    )
    codes = list(roster.members.order_by("person__code").values_list("person__code", flat=True))
    keep = frozenset(staff)
    held = sittings.load_exam(
        FOUNDER, sittings_of.held_draft(draw, window, organiser.code),
        lambda code, paper, key: sittings_of.sat(code, paper, key, window, keep=keep),
        exempt=sittings_of.exempt(codes, keep=keep), seed=sittings_of.SEED, now=now,
    )  # fmt: skip
    sittings.mark_exam(FOUNDER, held.key, now=now)
    recorded = sittings.publish_results(FOUNDER, held.key, now=now).deed
    assert recorded is not None  # noqa: S101 - publishing writes it
    deeds.confirm_deeds(FOUNDER, [recorded.key], until=deeds.Level.AREA, now=now)
    deeds.confirm_deeds(_office(now), [recorded.key], now=now)
    theirs = list(people.Unit.objects.filter(posts__holdings__person__code__in=staff).distinct())
    people.freeze_roster(
        FOUNDER, sittings_of.OPEN_ROSTER, "试用考试的工作人员（示例）", "学法考试", units=theirs, on=clock.civil_day(now), now=now,
        roles=("staff",),
    )  # fmt: skip
    free = sittings.draft_exam(FOUNDER, sittings_of.open_draft(draw, now, organiser.code), now=now)
    sittings.announce_exam(FOUNDER, free.key, now=now)
    say(f"考试：{held.candidates.count()} 人应考；随时可考的一场")


def _meet(scenario: Scenario, now: datetime, say: Say) -> None:
    """The joint meetings in their order; before each, what had become due by then is weighed, so that it returns in time."""
    told, bodies, until = scenario.meetings, scenario.bodies, scenario.work["until"]
    series = meetings.open_series(FOUNDER, meetings_of.series_draft(told, bodies), now=now)
    meetings.admit_members(FOUNDER, series.code, meetings_of.member_drafts(told, bodies), now=now)
    words, days = meetings_of.claims(told), meetings_of.due_days(told, until)
    for draft in meetings_of.held_drafts(told, bodies):
        while days and days[0] <= draft.held_on:
            meetings.evaluate_due(FOUNDER, now=now, on=days.pop(0))
        meetings.load_meetings(FOUNDER, series.code, [draft], now=now)
        for action in meetings.actions(FOUNDER).filter(line__meeting__number=draft.number, text__in=words):
            meetings.report_action(
                FOUNDER, action.pk, words[action.text], claims_done=True, now=now, on=action.due_on
            )
    for day in days:
        meetings.evaluate_due(FOUNDER, now=now, on=day)
    say(f"联席会议：{len(told['meetings'])} 次；督办事项：{meetings.actions(FOUNDER).count()} 项")


def _keep_books(scenario: Scenario, now: datetime, say: Say) -> None:
    """The money of each year, posted item by item; what was over is closed."""
    told = scenario.funding
    finance, unit = funding_of.unit_codes(told, scenario.bodies)
    standard = told["standard"]
    funding.set_standard(
        FOUNDER, standard["since"], Decimal(standard["per_head"]), standard["document"], now=now
    )
    for row in told["years"]:
        year = row["year"]
        funding.open_year(FOUNDER, year, finance, now=now)
        for plan in funding_of.item_plans(row, unit):
            key = (year, funding.open_item(FOUNDER, year, plan.draft, now=now).number)
            for draft in plan.revisions:
                funding.revise_budget(FOUNDER, key, draft, now=now)
            funding.release_money(FOUNDER, key, plan.release, now=now)
            for contract in plan.contracts:
                agreed = funding.commit_money(FOUNDER, key, contract.agreed, now=now)
                funding.spend_money(FOUNDER, key, replace(contract.paid, contract=agreed.number), now=now)
            if plan.direct is not None:
                funding.spend_money(FOUNDER, key, plan.direct, now=now)
        if row["closed"]:
            funding.close_year(FOUNDER, year, now=now)
    say(f"经费：{len(told['years'])} 个年度")


def _evaluate(now: datetime, say: Say) -> None:
    """The plan's mid-term evaluation, out of the records that stand by now; checked by the office, it waits for the lead's signature."""
    told = file_of("assessment")
    scheme = assessment.load_scheme(
        FOUNDER, assessment_of.scheme_draft(told), assessment_of.line_drafts(told), now=now
    )
    made = assessment.draft_evaluation(FOUNDER, scheme.pk, told["since"], told["until"], now=now)
    lines = dict(scheme.lines.values_list("title", "pk"))
    for title, draft in assessment_of.answers(told):
        assessment.answer_line(FOUNDER, made.pk, lines[title], draft, now=now)
    assessment.hand_in(FOUNDER, made.pk, now=now)
    otherwise = assessment_of.checked(told)
    checked = {
        one.line_id: otherwise.get(one.line.title, (one.self_points or Decimal(0), ""))
        for one in made.answers.select_related("line")
    }
    assessment.check_lines(_office(now), made.pk, checked, now=now)
    say(f"规划评估：{len(checked)} 项指标")


def _charge(now: datetime, say: Say) -> None:
    """What leaders of each type are to do, by editions, and which posts have which list; some posts are left as gaps."""
    told = file_of("leaders")
    typed = 0
    for row in told["types"]:
        kind = assessment.open_leader_type(FOUNDER, row["name"], now=now)
        for edition in row["editions"]:
            draft = assessment.LeaderListDraft(
                edition["since"], edition["document"], edition["text"], to_confirm=True
            )
            assessment.issue_leader_list(FOUNDER, kind.pk, draft, now=now)
        posts = people.Post.objects.filter(
            role__in=assessment.LEADING, unit__kind__in=row["kinds"], title__in=row["titles"]
        )
        typed += len(
            assessment.type_posts(
                FOUNDER, kind.pk, list(posts.values_list("pk", flat=True)), told["since"], now=now
            )
        )
    say(f"领导职责清单：{len(told['types'])} 类，{typed} 个领导职务")


def _record(scenario: Scenario, now: datetime, say: Say) -> dict[str, deeds.Deed]:
    """Every activity, a sheet a year, by the door that imports use; answers the deeds by the scenario's codes."""
    book, places = laws.CitationBook(), dict(outreach.Place.objects.values_list("name", "pk"))
    sheets: dict[int, list[Planned]] = defaultdict(list)
    for one in scenario.deeds:
        sheets[one.activity.deed.occurred_on.year].append(one)
    found: dict[str, deeds.Deed] = {}
    for year, rows in sorted(sheets.items()):
        drafts = [_draft(one, book, places) for one in rows]
        made = outreach.load_activities(FOUNDER, drafts, sheet=f"founding-{year}", now=now)
        found.update(zip((one.code for one in rows), made, strict=True))
        say(f"{year} 年履职记录：{len(made)} 条")
    return found


def _train(scenario: Scenario, now: datetime, say: Say) -> dict[str, deeds.Deed]:
    """The training classes from their sign-in sheets; answers their records by the scenario's codes."""
    drafts = [one.draft for one in scenario.classes]
    made = learning.load_classes(FOUNDER, drafts, sheet="founding-training", now=now)
    cycle = file_of("training")["cycle"]
    learning.set_cycle(FOUNDER, cycle["since"], cycle["until"], cycle["document"], now=now)
    for known in file_of("training")["should_know"]:
        refs = laws.parse_citations(known["laws"], known["since"])
        edition = laws.ShouldKnowDraft(known["posts"], known["since"], known["document"], refs)
        laws.issue_should_know(FOUNDER, edition, now=now)
    say(f"培训班：{len(made)} 期；到课 {sum(one.times for one in scenario.classes):,} 人次")
    return {one.code: deed for one, deed in zip(scenario.classes, made, strict=True)}


def _draft(one: Planned, book: laws.CitationBook, places: dict[str, int]) -> outreach.ActivityDraft:
    """The activity with its citation bound to the text of its day, and its place."""
    deed = one.activity.deed
    return replace(one.activity, deed=_citing(deed, one, book), place=places.get(one.place))


def _citing(deed: deeds.DeedDraft, one: Planned, book: laws.CitationBook) -> deeds.DeedDraft:
    """The deed with what it explained, in the words of its own day."""
    if not one.cites:
        return deed
    refs = laws.parse_citations([one.cites], deed.occurred_on, book=book)
    return replace(
        deed, cites=tuple(deeds.CiteDraft(ref.version_id, ref.provision_text_id, ref.label) for ref in refs)
    )


def _attend(scenario: Scenario, found: dict[str, deeds.Deed], now: datetime, say: Say) -> None:
    """The event rows: who took part, by pseudonymous tokens."""
    total = 0
    for one in scenario.deeds:
        for log in one.logs:
            deed = found[one.code]
            rows = log.rows(deed.occurred_on)
            total += deeds.load_participations(FOUNDER, deed, log.channel, log.source, rows, now=now)
    say(f"参加记录：{total:,} 行")


def _attach(
    scenario: Scenario, found: dict[str, deeds.Deed], taught: dict[str, deeds.Deed], now: datetime, say: Say
) -> None:
    """A small invented file for each kind of evidence; each speaks for the records that the scenario says."""
    by_kind: dict[str, list[Subject]] = defaultdict(list)
    for one in scenario.deeds:
        for kind in one.evidence:
            by_kind[kind].append(Subject("deed", found[one.code].key))
    by_kind[SHEETS] += [Subject("deed", deed.key) for deed in taught.values()]
    for kind, subjects in sorted(by_kind.items()):
        file = _sample(kind)
        held = attach(FOUNDER, subjects[0], file, kind=kind, title=f"示例佐证：{kind}", now=now)
        attach_existing_many(FOUNDER, held.pk, subjects[1:], kind=kind, now=now)
    say(f"佐证：{sum(map(len, by_kind.values()))} 处")


def _settle(
    scenario: Scenario, found: dict[str, deeds.Deed], taught: dict[str, deeds.Deed], now: datetime, say: Say
) -> None:
    """Close the counts, then confirm, return, withdraw and correct as the scenario says.

    The units and streets behind the records are no persons here, so the founding passes their levels and is named there;
    the last word is that of the district office's own account.
    """
    closed = deeds.close_counts(FOUNDER, now=now)
    office = _office(now)
    keys = {one.code: found[one.code].key for one in scenario.deeds}
    good = [keys[one.code] for one in scenario.deeds if one.fate in (CONFIRMED, CORRECTED)]
    good += [taught[one.code].key for one in scenario.classes if one.fate == CONFIRMED]
    returned = [keys[one.code] for one in scenario.deeds if one.fate == RETURNED]
    deeds.confirm_deeds(FOUNDER, [*good, *returned], until=deeds.Level.AREA, now=now)
    confirmed = deeds.confirm_deeds(office, good, now=now)
    book = laws.CitationBook()
    for one in scenario.deeds:
        key = keys[one.code]
        if one.fate == CORRECTED and one.truth is not None:
            deeds.correct_deed(office, key, _citing(one.truth, one, book), one.reason, now=now)
        elif one.fate == WITHDRAWN:
            deeds.withdraw_deed(office, key, one.reason, now=now)
        elif one.fate == RETURNED:
            deeds.return_deed(office, key, one.reason, now=now)
    for held in scenario.classes:
        if held.fate == WITHDRAWN:
            deeds.withdraw_deed(office, taught[held.code].key, held.reason, now=now)
    say(f"已封账 {closed} 条，已确认 {confirmed} 条")


def _office(now: datetime) -> Actor:
    """The director of the district office: the second of its sign-ins, who recorded nothing."""
    account = Account.objects.get(username="clerk2")
    return people.actor_of(account, clock.civil_day(now))


def _sample(kind: str) -> ContentFile[Any]:
    """A file made here: a picture for a photo, else a line of text, marked as an example."""
    if kind == "photo":
        picture = Image.new("RGB", (640, 480), "white")
        draw = ImageDraw.Draw(picture)
        draw.rectangle((60, 80, 580, 400), outline="black", width=6)
        draw.line((60, 400, 580, 80), fill="grey", width=4)
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        return ContentFile(buffer.getvalue(), name="示例照片.png")
    return ContentFile(f"示例数据·非公文\n佐证样例：{kind}\n".encode(), name=f"示例-{kind}.txt")
