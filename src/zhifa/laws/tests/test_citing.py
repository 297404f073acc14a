"""Citing: written lines to article@version of a day, faults by line, the form field, suggestions, documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from zhifa.kernel import registry
from zhifa.kernel.actor import STRANGER, Actor, Grant, Role
from zhifa.kernel.registry import Citation, Citer
from zhifa.laws.api import (
    CitationBook,
    CitationsField,
    CitationsUnreadable,
    DocumentDraft,
    add_document,
    cited_views,
    citing,
    parse_citations,
)
from zhifa.laws.errors import DocumentAlreadyKept, DocumentIncomplete, LawKeepingNotAllowed
from zhifa.laws.models import Instrument, ProvisionText, Version
from zhifa.laws.selectors import suggestions
from zhifa.laws.tests.conftest import KEEPER, NOW
from zhifa.ledger.api import Subject, entries_of

DAY = date(2020, 1, 1)


@dataclass(frozen=True)
class Row:
    """A row of whoever cites."""

    label: str
    version_id: int
    text_id: int | None


def test_a_citation_is_bound_to_the_version_of_its_day(small: Path) -> None:
    (old,) = parse_citations("《甲法》第一条", date(2018, 12, 31))
    (new,) = parse_citations("《甲法》第一条", date(2019, 1, 1))
    assert old.label == new.label == "《甲法》第一条"
    assert ProvisionText.objects.get(pk=old.provision_text_id).text == "甲一旧。"
    assert ProvisionText.objects.get(pk=new.provision_text_id).version_id == new.version_id != old.version_id


def test_a_text_not_held_is_cited_without_text_and_says_so(small: Path) -> None:
    (ref,) = parse_citations("丙法第一条", date(2018, 5, 1))
    version = Version.objects.get(pk=ref.version_id)
    assert ref.provision_text_id is None
    assert not version.text_held
    assert "当日文本未收录" in ref.note


def test_several_articles_in_a_line_and_doubles_once(small: Path) -> None:
    refs = parse_citations("《甲法》第一条至第二条\n中华人民共和国甲法第2条；《甲法》", DAY)
    assert [ref.label for ref in refs] == ["《甲法》第一条", "《甲法》第二条", "《甲法》"]
    assert refs[-1].provision_text_id is None


def test_faults_name_the_line_and_how_to_mend_it(small: Path) -> None:
    with pytest.raises(CitationsUnreadable) as caught:
        parse_citations(["《甲法》第一条", "第三条", "《甲法》第九条", "《乙法》第一条", "《甲发》"], DAY)
    faults = {fault.row: (fault.what, fault.mend) for fault in caught.value.faults}
    assert set(faults) == {2, 3, 4, 5}
    assert faults[2][0] == "“第三条”没有写法律名称"
    assert faults[3] == ("《甲法》第九条不存在", "2019-01-01 起的文本共 3 条，请核对条号。")
    assert "已于 2019-01-01 废止" in faults[4][0]
    assert faults[5][0] == "法规库没有《甲发》"


def test_a_book_resolves_many_in_few_queries(
    small: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        book = CitationBook()
        for _ in range(50):
            parse_citations(
                ["《甲法》第一条", "《甲法》第二条", "《丙法》第一条"], date(2019, 6, 1), book=book
            )


def test_stored_citations_are_shown_in_two_queries(
    small: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    refs = parse_citations("《甲法》第一条；《甲法》；《丙法》第一条", date(2019, 6, 1))
    rows = [Row(ref.label, ref.version_id, ref.provision_text_id) for ref in refs]
    with django_assert_num_queries(2):
        views = cited_views(KEEPER, rows)
    assert [(one.label, one.text_held) for one in views] == [
        ("《甲法》第一条", True),
        ("《甲法》", True),
        ("《丙法》第一条", False),
    ]
    assert views[0].url == f"/laws/jiafa/1/#v{rows[0].version_id}"


def test_a_stranger_is_told_of_a_document_that_is_not_published_but_not_sent_to_it(
    small: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    add_document(KEEPER, DRAFT, NOW)
    (ref,) = parse_citations(f"《{DRAFT.title}》", DAY)
    row = Row(ref.label, ref.version_id, None)
    with django_assert_num_queries(2):  # no article is cited, so none is read
        (shown,) = cited_views(STRANGER, [row])
    assert (shown.label, shown.url) == (ref.label, "")
    assert cited_views(KEEPER, [row])[0].url


def test_who_cites_is_asked_of_every_citer(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (ref,) = parse_citations("《甲法》第一条", DAY)

    def of(ids: Sequence[int]) -> list[Citation]:
        return [Citation(f"deed:{pk}", "一场宣讲", "/deeds/1/") for pk in ids if pk == ref.provision_text_id]

    citer, silent = Citer("deed", "履职记录", of), Citer("case", "案例", lambda ids: [])
    monkeypatch.setattr(registry, "_offers", [citer, silent])
    assert ref.provision_text_id is not None
    assert citing([ref.provision_text_id, 0]) == [
        (citer, [Citation(f"deed:{ref.provision_text_id}", "一场宣讲", "/deeds/1/")])
    ]


# The form field


class LectureForm(forms.Form):
    """A form as other mechanisms write it."""

    occurred_on = forms.DateField()
    citations = CitationsField(day_field="occurred_on", required=False)


def sent(prefix: str = "", **fields: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(f"{prefix}{name}", value if isinstance(value, list) else [value])
    return data


def test_the_field_binds_chips_and_typed_lines_to_the_forms_day(small: Path) -> None:
    form = LectureForm(
        sent(occurred_on="2018-06-01", citations=["《甲法》第一条", "甲法第二条\n《甲法》第一条"])
    )
    assert form.is_valid(), form.errors
    refs = form.cleaned_data["citations"]
    assert [ref.label for ref in refs] == ["《甲法》第一条", "《甲法》第二条"]
    assert Version.objects.get(pk=refs[0].version_id).ended_on == date(2018, 12, 31)


def test_the_field_keeps_what_was_typed_above_and_not_picked(small: Path) -> None:
    form = LectureForm(sent(occurred_on="2020-06-01", citations="", citations__typed="甲法1"))
    assert form.is_valid(), form.errors
    assert [ref.label for ref in form.cleaned_data["citations"]] == ["《甲法》第一条"]


def test_the_field_finds_its_day_under_a_prefix(small: Path) -> None:
    data = sent("lecture-", occurred_on="2018-06-01", citations="甲法1")
    form = LectureForm(data, prefix="lecture")
    assert form.is_valid(), form.errors
    (ref,) = form.cleaned_data["citations"]
    assert Version.objects.get(pk=ref.version_id).ended_on == date(2018, 12, 31)


def test_the_field_names_each_bad_line_and_gives_the_lines_back(small: Path) -> None:
    form = LectureForm(sent(occurred_on="2020-06-01", citations="甲法1\n丁法2"))
    assert not form.is_valid()
    assert form.errors["citations"] == ["第 2 处：法规库没有《丁法》。请核对名称，或先收录这部法律。"]
    assert "甲法1\n丁法2</textarea>" in str(form["citations"])


def test_the_field_shows_what_is_cited_as_chips(small: Path) -> None:
    refs = parse_citations("《甲法》第一条", DAY)
    form = LectureForm(initial={"citations": refs})
    html = str(form["citations"])
    assert 'type="checkbox" name="citations" value="《甲法》第一条" checked' in html
    assert "hx-include=\"[name='occurred_on']\"" in html
    unchanged = LectureForm(sent(citations="《甲法》第一条"), initial={"citations": refs})
    assert "citations" not in unchanged.changed_data


def test_a_required_field_asks_for_one(db: None) -> None:
    class Strict(forms.Form):
        citations = CitationsField()

    assert Strict(sent(citations="")).errors["citations"] == ["请至少引用一部法律。"]


# Suggestions


def test_suggestions_find_words_in_the_text_of_the_day_only(small: Path) -> None:
    assert [one.line for one in suggestions("甲一旧", date(2018, 1, 1))] == ["《甲法》第一条"]
    assert suggestions("甲一旧", DAY) == []
    assert suggestions("  ", DAY) == []
    assert suggestions("甲\x00%_'\\", DAY) == []


def test_suggestions_say_when_the_text_is_not_held(small: Path) -> None:
    (one,) = suggestions("丙法1", date(2018, 5, 1))
    assert one.provision_text_id is None
    assert "未收录" in one.note


def test_an_article_that_is_not_there_is_not_suggested(small: Path) -> None:
    assert suggestions("甲法99", DAY) == []


@pytest.mark.parametrize(("typed", "queries"), [("甲法1", 3), ("甲", 2), ("甲一", 6)])
def test_suggestions_ask_little(
    small: Path, typed: str, queries: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(queries):
        suggestions(typed, DAY)


# Party regulations and policy documents

DRAFT = DocumentDraft(
    kind="policy_document",
    title="《某区普法规划》",
    issuing_body="某区委",
    published_on=date(2016, 6, 1),
    document_number="某发〔2016〕1号",
    source="某区政府网站",
)


def test_a_document_is_kept_by_title_and_dates(db: None) -> None:
    kept = add_document(KEEPER, DRAFT, NOW)
    assert kept.code == "mouqupufaguihuamoufa-2016-1hao"
    (entry,) = entries_of(Subject("instrument", kept.code))
    assert entry.act == "laws.document.add"
    assert entry.facts["published_on"] == "2016-06-01"
    (ref,) = parse_citations("《某区普法规划》", date(2017, 1, 1))
    assert (ref.label, ref.note) == ("《某区普法规划》（某发〔2016〕1号）", "")
    (again,) = parse_citations(ref.label, date(2017, 1, 1))
    assert again == ref


def test_a_document_that_is_not_published_is_suggested_to_nobody_outside(db: None) -> None:
    add_document(KEEPER, DRAFT, NOW)
    for typed in ("某区普法规划", "某区普发规划", "mouqupufaguihua"):
        assert [one.line for one in suggestions(typed, DAY)], typed
        assert suggestions(typed, DAY, STRANGER) == [], typed


def test_a_document_is_cited_as_a_whole_and_not_before_its_day(db: None) -> None:
    add_document(KEEPER, DRAFT, NOW)
    with pytest.raises(CitationsUnreadable) as caught:
        parse_citations("《某区普法规划》第三条", date(2017, 1, 1))
    assert "不能引到条" in caught.value.faults[0].what
    with pytest.raises(CitationsUnreadable) as early:
        parse_citations("《某区普法规划》", date(2016, 5, 31))
    assert "自 2016-06-01 起施行，2016-05-31 尚未施行" in early.value.faults[0].what


def test_a_document_ends_with_its_last_day(db: None) -> None:
    add_document(KEEPER, DocumentDraft(**{**DRAFT.__dict__, "ended_on": date(2020, 12, 31)}), NOW)
    assert parse_citations("《某区普法规划》", date(2020, 12, 31))
    with pytest.raises(CitationsUnreadable) as late:
        parse_citations("《某区普法规划》", date(2021, 1, 1))
    assert "施行到 2020-12-31 为止" in late.value.faults[0].what


def test_two_documents_of_one_title_are_told_apart_by_number(db: None) -> None:
    add_document(KEEPER, DRAFT, NOW)
    second = DocumentDraft(**{**DRAFT.__dict__, "document_number": "某发〔2017〕2号"})
    add_document(KEEPER, second, NOW)
    with pytest.raises(CitationsUnreadable) as caught:
        parse_citations("《某区普法规划》", date(2018, 1, 1))
    assert "请在标题后写明文号" in caught.value.faults[0].mend
    (ref,) = parse_citations("《某区普法规划》（某发〔2017〕2号）", date(2018, 1, 1))
    assert ref.label.endswith("（某发〔2017〕2号）")
    with pytest.raises(DocumentAlreadyKept):
        add_document(KEEPER, second, NOW)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "statute"}, "kind"),
        ({"title": "《》"}, "title"),
        ({"issuing_body": " "}, "issuing_body"),
        ({"source": ""}, "source"),
        ({"effective_on": date(2016, 5, 1)}, "effective_on"),
        ({"ended_on": date(2016, 5, 1)}, "ended_on"),
    ],
)
def test_an_incomplete_document_says_what_is_missing(db: None, change: dict[str, Any], field: str) -> None:
    with pytest.raises(DocumentIncomplete) as caught:
        add_document(KEEPER, DocumentDraft(**{**DRAFT.__dict__, **change}), NOW)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert not Instrument.objects.exists()


def test_only_the_office_enters_documents(db: None) -> None:
    liaison = Actor("account:1", "甲", 1, (Grant(Role.LIAISON, "/U01/"),))
    for actor in (STRANGER, liaison):
        with pytest.raises(LawKeepingNotAllowed):
            add_document(actor, DRAFT, NOW)
    office = Actor("account:2", "乙", 2, (Grant(Role.OFFICE, "/"),))
    assert add_document(office, DRAFT, NOW).pk
