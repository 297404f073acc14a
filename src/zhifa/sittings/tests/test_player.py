"""The page on which an exam is sat is the candidate's own; what a browser keeps of it says nothing of anybody."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhifa.kernel import clock
from zhifa.sittings.models import Attempt, Exam, Save
from zhifa.sittings.rules.sealing import sealed_file
from zhifa.sittings.services.sitting import attempt_of_ticket, start_attempt
from zhifa.sittings.tests.world import attempt_of, make_exam

Browser = Callable[[str], Client]
FILE = "/exams/hand-in-file/"


def told(page: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        page.decode().split('id="sitting" type="application/json">')[1].split("</script>")[0]
    )
    return found


def test_only_the_candidate_gets_the_ticket(exam: Exam, signed_in: Browser) -> None:
    attempt = attempt_of(exam, "anna")
    answer = signed_in("anna").get(f"/exams/sit/{attempt.key}/")
    given = told(answer.content)
    assert attempt_of_ticket(given["ticket"], clock.now()) == attempt.key
    assert (given["title"], given["begun"]) == (exam.title, False)
    assert answer["X-Zhifa-Player"] == "1"
    assert "no-store" in answer["Cache-Control"]
    for other in ("bea", "head2", "clerk", "lead"):
        assert signed_in(other).get(f"/exams/sit/{attempt.key}/").status_code == 404
    assert Client().get(f"/exams/sit/{attempt.key}/").status_code == 302


def test_the_kept_page_is_the_same_for_everybody(exam: Exam, signed_in: Browser) -> None:
    pages = [one.get("/exams/sit/") for one in (Client(), signed_in("anna"))]
    assert pages[0].content == pages[1].content
    assert all(page["X-Zhifa-Player"] == "1" for page in pages)
    for word in ("anna", exam.title, 'id="sitting"'):
        assert word not in pages[1].content.decode()
    assert Client().get("/exams/sit/app.webmanifest").json()["start_url"] == "/exams/mine/"


def test_the_worker_is_served_under_the_addresses_it_keeps(world: None) -> None:
    answer = Client().get("/exams/sit/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert b"zhifa-player" in answer.content


@pytest.mark.parametrize(
    ("who", "late", "refusal"),
    [
        ("anna", False, ""),
        ("bea", False, "没有这份答卷"),
        ("anna", True, "宽限期已经过了"),
        ("clerk", True, ""),
    ],
)
def test_a_hand_in_file_comes_in(world: None, signed_in: Browser, who: str, late: bool, refusal: str) -> None:
    """The candidate's own within the grace; after it the office's, with a reason."""
    exam = make_exam(grace_minutes=30)
    attempt = attempt_of(exam, "anna")
    start_attempt(attempt.key, now=clock.now())
    if late:
        ended = clock.now() - timedelta(hours=1)
        Attempt.objects.filter(pk=attempt.pk).update(started_at=ended - timedelta(hours=1), ends_at=ended)
    save = {"turn": 1, "position": "1", "answer": ["A"], "device_at": clock.now().isoformat()}
    content = {"device": "d" * 22, "made_at": clock.now().isoformat(), "saves": [save]}
    sealed = sealed_file(bytes(exam.secret), attempt.key, b"n" * 12, content)
    posted = {"file": SimpleUploadedFile("x.json", sealed), "reason": "考点停电" if who == "clerk" else ""}
    answer = signed_in(who).post(FILE, posted)
    assert Save.objects.filter(attempt=attempt).count() == (not refusal)
    assert answer.status_code == (200 if refusal else 302)
    assert refusal in answer.content.decode()


def test_a_changed_file_is_refused_beside_the_field(exam: Exam, signed_in: Browser) -> None:
    attempt = attempt_of(exam, "anna")
    start_attempt(attempt.key, now=clock.now())
    sealed = json.loads(sealed_file(bytes(exam.secret), attempt.key, b"n" * 12, {"saves": []}))
    for changed in (
        b"no file",
        json.dumps({**sealed, "sealed": base64.b64encode(b"x" * 60).decode()}).encode(),
    ):
        answer = signed_in("anna").post(FILE, {"file": SimpleUploadedFile("x.json", changed)})
        assert answer.status_code == 200
        assert "error-summary" in answer.content.decode()
