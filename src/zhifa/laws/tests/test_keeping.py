"""The keeper's desk: completeness, the versions of one instrument, several files at once."""

# ruff: noqa: E501 - a text stands as it is read

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhifa.laws.errors import CorrectionIncomplete, UploadUnreadable
from zhifa.laws.models import Instrument, LawChange, TextCorrection, Version
from zhifa.laws.selectors import flawed_texts, kinds_kept
from zhifa.laws.services import correct_text, import_documents
from zhifa.laws.services.readers import read_path, uploaded_documents
from zhifa.laws.tests.conftest import KEEPER, NOW
from zhifa.laws.tests.test_pages import html_of
from zhifa.ledger.models import Entry

SMALL = """# 中华人民共和国甲法

2018年10月26日 某机关通过

<!-- INFO END -->

## 第一章 总则

第一条 甲一新。

第二款。

第二条 甲二。

## 第二章 附则

第二条之一 本法自2019年1月1日起施行。《中华人民共和国乙法》同时废止。
"""
TEXT = "# 中华人民共和国{name}法\n\n2020年3月4日 某机关通过\n\n<!-- INFO END -->\n\n第一条 {name}一。\n\n{second} {name}二。\n\n第三条 本法自2020年7月1日起施行。\n"


def text_of(name: str, second: str = "第二条") -> bytes:
    return TEXT.format(name=name, second=second).encode()


def packed(**files: bytes) -> SimpleUploadedFile:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in files.items():
            archive.writestr(name.replace("__", "/"), words)
    return SimpleUploadedFile("一批.zip", content.getvalue())


def sent(client: Client, *files: SimpleUploadedFile) -> str:
    return str(client.post("/work/laws/import/", {"file": files, "source": "公报"}).content.decode())


def carried(html: str) -> str:
    (text,) = re.findall(r'name="text" value="([^"]+)"', html)
    return str(text)


def test_completeness_by_kind_and_by_text(small: Path, tmp_path: Path) -> None:
    (line,) = kinds_kept(KEEPER)
    assert (line.kind, line.instruments, line.without_text, line.texts) == ("statute", 3, 0, 4)
    assert line.gaps == Version.objects.filter(text_held=False).exclude(basis="gap_unknown").count() > 0
    assert flawed_texts(KEEPER) == []
    (tmp_path / "戊法(2020-03-04).md").write_bytes(text_of("戊", "第一条"))
    import_documents(KEEPER, read_path(tmp_path), "公报", NOW)
    (flawed,) = flawed_texts(KEEPER)
    assert (flawed.missing, flawed.doubled) == (("第二条",), ("第一条",))


def test_the_desk_leads_to_what_is_missing(small: Path, office: Client) -> None:
    html = html_of(office, "/work/laws/")
    assert 'href="/laws/?standing=not_held">0 件没有收录</a>' in html
    assert "所有文本的条号都连续" in html
    assert 'href="/work/laws/"' in html_of(office, "/laws/")


def test_the_versions_of_an_instrument_say_what_contradicts(small: Path, office: Client) -> None:
    Version.objects.filter(published_on="2012-03-14").update(status="in_force")
    html = html_of(office, "/work/laws/jiafa/versions/")
    assert "来源注明“现行有效”，按日期 2018-12-31 以后已不是施行的文本" in html
    assert html.index("2019-01-01 至 今") < html.index("2012-07-01 至 2018-12-31"), "the newest first"


def test_the_desk_is_the_keepers(small: Path, worker: Client) -> None:
    for address in ("/work/laws/", "/work/laws/jiafa/versions/"):
        assert worker.get(address).status_code == 404


def test_the_desk_asks_a_constant_number(
    small: Path,
    office: Client,
    tmp_path: Path,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for names in ("戊", "己庚"):  # one flawed text, then three
        for name in names:
            (tmp_path / f"{name}法(2020-03-04).md").write_bytes(text_of(name, "第五条"))
        import_documents(KEEPER, read_path(tmp_path), "公报", NOW)
        office.get("/work/laws/")
        for address, many in (("/work/laws/", 14), ("/work/laws/jiafa/versions/", 8)):
            with django_assert_num_queries(many):
                office.get(address)


def test_several_files_are_previewed_and_taken_together(small: Path, office: Client) -> None:
    files = [SimpleUploadedFile(f"{name}法(2020-03-04).md", text_of(name)) for name in "戊己"]
    html = sent(office, *files)
    assert html.count("新收录") == 2
    assert "戊法(2020-03-04).md" in html
    assert not Instrument.objects.filter(title__contains="戊").exists(), "a preview writes nothing"
    assert office.post("/work/laws/import/", {"text": carried(html)})["Location"] == "/work/laws/"
    assert Instrument.objects.filter(title__in=("中华人民共和国戊法", "中华人民共和国己法")).count() == 2


def test_all_or_nothing_unless_the_keeper_chooses(small: Path, office: Client) -> None:
    differing = SimpleUploadedFile(
        "甲法(2018-10-26).md", text_of("甲").replace("2020年3月4日".encode(), "2018年10月26日".encode())
    )
    html = sent(office, SimpleUploadedFile("戊法(2020-03-04).md", text_of("戊")), differing)
    assert "同日公布的文本已收录，文字不同" in html
    refused = office.post("/work/laws/import/", {"text": carried(html)}).content.decode()
    assert "勾选“其余照收”" in refused
    assert not Instrument.objects.filter(title__contains="戊").exists()
    office.post("/work/laws/import/", {"text": carried(refused), "partly": "1"})
    assert Instrument.objects.filter(title__contains="戊").exists()


def test_a_folder_packed_as_one_goes_in(small: Path, office: Client) -> None:
    html = sent(
        office,
        packed(
            **{
                "法律__戊法(2020-03-04).md": text_of("戊"),
                "法律__己法(2020-03-04).md": text_of("己"),
                "说明.exe": b"x",
            }
        ),
    )
    assert html.count("新收录") == 2
    assert "会怎样" in html


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("坏.zip", b"PK\x03\x04 no archive"),
        packed(**{"a.exe": b"x"}),
        packed(**{f"{n}.md": b"x" for n in range(501)}),
    ],
)
def test_a_bad_packing_is_refused_in_words(file: SimpleUploadedFile) -> None:
    file.seek(0)
    with pytest.raises(UploadUnreadable):
        uploaded_documents([file])


def test_a_packed_name_leads_nowhere_else(tmp_path: Path) -> None:
    (one,) = uploaded_documents([packed(**{"..__..__..__tmp__戊法(2020-03-04).md": text_of("戊")})])
    assert one.title == "中华人民共和国戊法"


def test_a_differing_second_source_is_taken_as_a_correction(small: Path, office: Client) -> None:
    words = SMALL.replace("甲二。", "甲二，原漏一字。")
    html = sent(office, SimpleUploadedFile("甲法(2018-10-26).md", words.encode()))
    assert "作为更正收下" in html
    (carried_text,) = re.findall(r'name="correction" value="([^"]+)"', html)
    bare = office.post("/work/laws/import/", {"correction": carried_text, "reason": "", "source": "公报"})
    assert "错误" in bare.content.decode() or "必填" in bare.content.decode()
    (before,) = office.get("/laws/jiafa/2/").context["reading"].texts[:1]
    assert before.text == "甲二。"
    done = office.post(
        "/work/laws/import/", {"correction": carried_text, "reason": "来源漏字", "source": "公报2018年第6号"}
    )
    assert done["Location"] == "/work/laws/jiafa/versions/"
    (row,) = TextCorrection.objects.all()
    assert (row.former, row.reason, row.text_id) == ("甲二。", "来源漏字", before.pk)
    html = html_of(office, "/laws/jiafa/2/")
    assert "甲二，原漏一字。" in html
    assert "来源漏字（出处：公报2018年第6号）。更正前：" in html
    entry = Entry.objects.get(act="laws.text.correct")
    assert entry.facts["reason"] == "来源漏字"
    assert "已收录，没有改动" in sent(office, SimpleUploadedFile("甲法(2018-10-26).md", words.encode()))


def test_a_correction_is_no_new_version(small: Path, tmp_path: Path) -> None:
    (tmp_path / "甲法(2018-10-26).md").write_text(SMALL.replace("第二条之一", "第三条"), "utf-8")
    (document,) = read_path(tmp_path)
    for reason, said in (("漏字", "不是文字更正"), ("", "还不能更正")):
        with pytest.raises(CorrectionIncomplete, match=said):
            correct_text(KEEPER, document, reason, "公报", NOW)
    assert not TextCorrection.objects.exists()


def test_programs_list_the_changes_that_concern_them(small: Path, client: Client, office: Client) -> None:
    change = LawChange.objects.get(instrument__code="yifa")
    answer = office.get("/api/v1/laws/changes").json()
    assert answer["total"] == LawChange.objects.count() >= 2
    assert {"id": change.pk, "instrument": "yifa", "is_repeal": True} in [
        {key: one[key] for key in ("id", "instrument", "is_repeal")} for one in answer["changes"]
    ]
    assert office.get(f"/api/v1/laws/changes/{change.pk}").json()["touches"] == []
    stranger = Client()
    assert stranger.get("/api/v1/laws/changes").json()["changes"] == []
    assert stranger.get(f"/api/v1/laws/changes/{change.pk}").status_code == 404
