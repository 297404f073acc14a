"""Photographs: no place stays in them, and a reused one is a question, never a block."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from zhifa.evidence.errors import KindUnknown
from zhifa.evidence.models import Evidence, Likeness
from zhifa.evidence.services import answer_likeness, opened
from zhifa.evidence.services.attaching import attach_one
from zhifa.evidence.tests import files
from zhifa.evidence.tests.conftest import KIND, readers
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import Subject, entries_of

pytestmark = pytest.mark.django_db
WHO = Actor("account:1", "联络员")


def take(picture: bytes, key: str = "1", name: str = "现场.jpg") -> Evidence:
    return attach_one(
        WHO, Subject(KIND, key), files.upload(picture, name), kind="photo", title="", now=clock.now()
    ).evidence


def picture_of(evidence: Evidence) -> Image.Image:
    with opened(evidence) as file:
        return Image.open(BytesIO(file.read()))


def test_no_place_no_device_no_thumbnail_stays_in_it() -> None:
    sent = files.jpeg(files.scene(1), exif=files.placed_exif())
    assert b"PhoneMaker" in sent
    assert dict(Image.open(BytesIO(sent)).getexif().get_ifd(files.GPS))
    evidence = take(sent)
    with opened(evidence) as file:
        kept = file.read()
    assert b"PhoneMaker" not in kept
    assert b"Exif" not in kept
    assert not dict(Image.open(BytesIO(kept)).getexif())
    assert evidence.sha256 != evidence.upload_sha256


def test_it_stands_upright_whichever_way_the_phone_was_held() -> None:
    evidence = take(files.jpeg(files.scene(1), exif=files.placed_exif(orientation=6)))
    assert picture_of(evidence).size == (480, 640)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_are_cleaned_too(kind: str) -> None:
    out = BytesIO()
    files.scene(1).save(out, kind, exif=files.placed_exif())
    evidence = take(out.getvalue(), name=f"现场.{kind.lower()}")
    assert not dict(picture_of(evidence).getexif())


def test_the_same_photograph_again_is_the_same_file_even_as_our_own_download() -> None:
    sent = files.jpeg(files.scene(1), exif=files.placed_exif())
    evidence = take(sent)
    with opened(evidence) as file:
        ours = file.read()
    assert take(sent, "2").pk == take(ours, "3").pk == evidence.pk
    assert not Likeness.objects.exists()


def cropped(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.crop((0, 0, width * 9 // 10, height * 9 // 10))


def watermarked(picture: Image.Image) -> Image.Image:
    marked = picture.copy()
    ImageDraw.Draw(marked).rectangle((20, 420, 260, 460), fill=(250, 250, 250))
    return marked


@pytest.mark.parametrize(
    "changed",
    [
        lambda picture: files.jpeg(picture, quality=50),
        lambda picture: files.jpeg(picture.resize((320, 240))),
        lambda picture: files.jpeg(cropped(picture)),
        lambda picture: files.jpeg(watermarked(picture)),
    ],
    ids=["saved again", "made smaller", "cropped", "watermarked"],
)
def test_a_reused_photograph_is_taken_and_asked_about(changed: object) -> None:
    earlier = take(files.jpeg(files.scene(1)))
    take(files.jpeg(files.scene(2)))
    later = take(changed(files.scene(1)), "2")  # type: ignore[operator]
    (question,) = Likeness.objects.all()
    assert (question.evidence, question.earlier, question.answer) == (later, earlier, "")


def test_the_whole_of_an_earlier_cut_out_is_asked_about_too() -> None:
    earlier = take(files.jpeg(cropped(files.scene(1))))
    later = take(files.jpeg(files.scene(1)), "2")
    assert Likeness.objects.get().evidence == later
    assert Likeness.objects.get().earlier == earlier


def test_forty_different_photographs_raise_no_question() -> None:
    for seed in range(40):
        take(files.jpeg(files.scene(seed)), str(seed))
    assert not Likeness.objects.exists()


def test_the_answer_is_an_act_and_may_be_mended() -> None:
    take(files.jpeg(files.scene(1)))
    later = take(files.jpeg(files.scene(1), quality=50), "2")
    question = Likeness.objects.get()
    with pytest.raises(NotFound):
        answer_likeness(WHO, question.pk, "same_occasion", now=clock.now())
    readers["2"] = {WHO.key}
    for wrong in ("", "whatever"):
        with pytest.raises(KindUnknown):
            answer_likeness(WHO, question.pk, wrong, now=clock.now())
    for answer in ("same_occasion", "reused"):
        answer_likeness(WHO, question.pk, answer, now=clock.now())
    question.refresh_from_db()
    assert (question.answer, question.answered_by) == ("reused", WHO.key)
    entries = entries_of(Subject("evidence", str(later.pk)))
    assert [entry.facts["answer"] for entry in entries] == ["same_occasion", "reused"]
