"""A file is kept once, speaks for many things, and is refused with a reason."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from zhifa.evidence.api import attach, attach_all, attach_existing, detach, evidence_of, kinds_of, mean_uses
from zhifa.evidence.errors import (
    FileDamaged,
    FileLocked,
    FileTooLarge,
    FileTypeNotTaken,
    KindUnknown,
    MarkedSecret,
    ReasonMissing,
)
from zhifa.evidence.models import Attachment, Evidence
from zhifa.evidence.services import opened
from zhifa.evidence.tests import files
from zhifa.evidence.tests.conftest import KIND, readers
from zhifa.evidence.tests.files import upload
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import Subject, entries_of

pytestmark = pytest.mark.django_db
WHO = Actor("account:1", "联络员")
LECTURE, LESSON = Subject(KIND, "1"), Subject(KIND, "2")
NOTICE = files.docx("关于举办宪法讲座的通知")


def take(
    content: bytes = NOTICE, name: str = "通知.docx", subject: Subject = LECTURE, kind: str = "notice"
) -> Evidence:
    return attach(WHO, subject, upload(content, name), kind=kind, now=clock.now())


def kept(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_the_bytes_are_kept_as_they_came_with_their_hash_and_an_entry() -> None:
    evidence = take()
    assert evidence.sha256 == hashlib.sha256(NOTICE).hexdigest()
    with opened(evidence) as file:
        assert file.read() == NOTICE
    (view,) = evidence_of([LECTURE])[LECTURE]
    assert (view.title, view.kind, view.size, view.mark_check) == (
        "通知.docx",
        "notice",
        len(NOTICE),
        "clear",
    )
    (entry,) = entries_of(LECTURE)
    assert (entry.act, entry.actor_key) == ("evidence.attach", "account:1")
    assert (entry.facts["sha256"], entry.facts["kind"]) == (evidence.sha256, "notice")


def test_five_times_the_same_upload_is_one_file_and_one_entry(store: Path) -> None:
    assert len({take().pk for _again in range(5)}) == 1
    assert (Evidence.objects.count(), Attachment.objects.count(), len(kept(store))) == (1, 1, 1)
    assert len(entries_of(LECTURE)) == 1


def test_one_file_speaks_for_two_things_and_is_uploaded_once(store: Path) -> None:
    evidence = take()
    readers["1"] = {WHO.key}
    attach_existing(WHO, evidence.pk, LESSON, kind="document", now=clock.now())
    assert kinds_of([LECTURE, LESSON]) == {LECTURE: ("notice",), LESSON: ("document",)}
    assert [view.also_serves for view in evidence_of([LESSON])[LESSON]] == [1]
    assert (mean_uses(), len(kept(store))) == (2.0, 1)


def test_attaching_is_no_way_to_read_what_is_not_yours() -> None:
    evidence = take()
    with pytest.raises(NotFound):
        attach_existing(WHO, evidence.pk, LESSON, now=clock.now())


def test_taken_away_it_stays_with_its_reason_and_counts_no_more() -> None:
    evidence = take()
    with pytest.raises(ReasonMissing):
        detach(WHO, evidence.pk, LECTURE, reason="  ", now=clock.now())
    detach(WHO, evidence.pk, LECTURE, reason="传错了场次", now=clock.now())
    assert kinds_of([LECTURE]) == {LECTURE: ()}
    row = Attachment.objects.get()
    assert (row.reason, row.detached_by) == ("传错了场次", "account:1")
    assert [entry.act for entry in entries_of(LECTURE)] == ["evidence.attach", "evidence.detach"]
    take()  # and may be attached again
    assert kinds_of([LECTURE]) == {LECTURE: ("notice",)}


def test_all_files_or_none(store: Path) -> None:
    uploads = [upload(NOTICE, "通知.docx"), upload(b"MZ\x90\x00", "程序.exe")]
    with pytest.raises(FileTypeNotTaken):
        attach_all(WHO, LECTURE, uploads, kind="notice", now=clock.now())
    assert not Evidence.objects.exists()
    assert not entries_of(LECTURE)


def test_of_an_act_that_fails_no_row_stays() -> None:
    with transaction.atomic():
        take()
        transaction.set_rollback(True)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("kind", ["", "selfie"])
def test_the_kind_is_one_of_the_list(kind: str) -> None:
    with pytest.raises(KindUnknown):
        take(kind=kind)


MARKED = {
    "head of a text file": (files.text_file("机密★5年\n\n关于……的通知"), "通知.txt"),
    "text in GB 18030": (files.text_file("密级：秘密\n正文", "gb18030"), "通知.txt"),
    "header of a document, run by run": (files.docx("正文", header="绝密★启用前"), "方案.docx"),
    "first paragraph": (files.docx("秘密★10年", "关于印发方案的通知"), "方案.docx"),
    "a cell of a sheet": (files.xlsx("序号", "机密★"), "名单.xlsx"),
    "a cell of an old sheet": (files.xls("机密★三年", "名单"), "名单.xls"),
    "a page of a PDF": (files.pdf("秘密★1年\n\n关于举办活动的通知"), "通知.pdf"),
    "the name of a file": (files.docx("正文"), "【机密】方案.docx"),
    "the name of a photograph": (files.jpeg(files.scene(1)), "（秘密）现场.jpg"),
}


@pytest.mark.parametrize("case", MARKED)
def test_a_classification_mark_stops_the_upload_and_nothing_of_it_is_kept(case: str, store: Path) -> None:
    with pytest.raises(MarkedSecret) as refusal:
        take(*MARKED[case])
    assert refusal.value.status == 422
    assert "没有留下副本" in refusal.value.why
    assert kept(store) == []
    assert not Evidence.objects.exists()
    assert not entries_of(LECTURE)


def test_a_file_about_secrecy_is_taken() -> None:
    text = "为了保守国家秘密，制定本法。国家秘密的密级分为绝密、机密、秘密三级。"
    assert take(files.docx("保密法讲座提纲", text), "提纲.docx").mark_check == "clear"


@pytest.mark.parametrize(
    ("content", "name", "refusal", "words"),
    [
        (b"", "空.txt", FileDamaged, "空的"),
        (files.jpeg(files.scene(1))[:2000], "断.jpg", FileDamaged, "打不开"),
        (files.docx("通知")[:900], "断.docx", FileDamaged, "打不开"),
        (b"%PDF-1.7\nnothing more", "断.pdf", FileDamaged, "打不开"),
        (files.locked_pdf(), "锁.pdf", FileLocked, "密码"),
        (files.locked_xlsx(), "锁.xlsx", FileLocked, "密码"),
        (files.archive("a.txt"), "资料.zip", FileTypeNotTaken, "不收"),
        (b"x" * (1024 * 1024 + 1), "大.txt", FileTooLarge, "太大"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(
    content: bytes, name: str, refusal: Any, words: str, store: Path
) -> None:
    with pytest.raises(refusal, match=words) as said:
        take(content, name)
    assert said.value.next_step
    assert kept(store) == []


def test_a_megabyte_is_still_taken() -> None:
    assert take(b"x" * (1024 * 1024), "正好.txt").size == 1024 * 1024


def test_a_name_with_folders_in_it_is_only_a_name() -> None:
    assert take(name="../../etc/通知.docx").title == "通知.docx"


def test_many_things_cost_two_queries(django_assert_num_queries: Any) -> None:
    take()
    take(files.docx("议程"), "议程.docx", LESSON, "agenda")
    with django_assert_num_queries(2):
        evidence_of([LECTURE])
    with django_assert_num_queries(2):
        evidence_of([LECTURE, LESSON, Subject(KIND, "3")])
    with django_assert_num_queries(1):
        kinds_of([LECTURE, LESSON, Subject(KIND, "3")])
