"""Certificates offline: a hundred of a hundred fit, and nothing can be changed unseen. The checker imports nothing of Zhifa."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from zhifa_verify.__main__ import main
from zhifa_verify.certificates import check_certificate, fields_of
from zhifa_verify.reading import Wrong

from zhifa.ledger.api import sign_statement, verifier_key
from zhifa.ledger.rules.note import verifier_line
from zhifa.sittings.models import Exam
from zhifa.sittings.rules.certificates import compact, fragment_fits, new_number, number_typed, sealed_file
from zhifa.sittings.services.marking import mark_exam
from zhifa.sittings.services.results import publish_results
from zhifa.sittings.tests.answering import after, right_answers, sit
from zhifa.sittings.tests.world import actor, attempt_of

KEY = Ed25519PrivateKey.generate()
VERIFIER = verifier_line("zhifa.test", KEY.public_key())
PAGE = b"%PDF-1.7\n...\n%%EOF\n"
FIELDS = {
    "origin": "zhifa.test", "number": "2026-K7QM-3FZT-9H", "name": "张三", "exam": "学法考试", "organiser": "区司法局",
    "held": "2026-10-01", "result": "合格", "issued": "2026-10-12",
}  # fmt: skip


def test_a_hundred_of_a_hundred_verify_offline() -> None:
    for place in range(100):
        fields = {**FIELDS, "number": new_number(2026), "name": f"考生{place}"}
        token = compact(fields, KEY.sign)
        assert check_certificate(sealed_file(PAGE, token, KEY.sign), VERIFIER).status == 0
        assert fields_of(token.encode(), VERIFIER)["name"] == f"考生{place}"


def test_every_changed_field_fails() -> None:
    token = compact(FIELDS, KEY.sign)
    payload, _, signature = token.partition(".")
    told = json.loads(base64.urlsafe_b64decode(payload + "=="))
    for name in told:
        changed = json.dumps(
            {**told, name: told[name] + "改"}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        forged = base64.urlsafe_b64encode(changed.encode()).rstrip(b"=").decode() + "." + signature
        assert check_certificate(sealed_file(PAGE, forged, KEY.sign), VERIFIER).status == 1, name
        with pytest.raises(Wrong):
            fields_of(forged.encode(), VERIFIER)


def edits(content: bytes) -> Iterator[bytes]:
    """The file with something of it changed."""
    for place in range(0, len(content), max(1, len(content) // 200)):
        yield content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    yield content + b"\n"
    yield content[:-1]
    yield content + content[content.rindex(b"%zhifa") :]
    yield PAGE + content[content.rindex(b"%zhifa") :]


def test_a_real_certificate_verifies_and_an_edited_one_does_not(
    exam: Exam,
    signed_in: Callable[[str], Client],
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sit(exam, "anna", right_answers(attempt_of(exam, "anna")))
    mark_exam(actor("clerk"), exam.key, now=after(exam))
    publish_results(actor("clerk"), exam.key, now=after(exam))
    answer = signed_in("anna").get(f"/exams/results/{attempt_of(exam, 'anna').candidate.key}/certificate.pdf")
    content: bytes = answer.content
    assert content.startswith(b"%PDF")
    assert verifier_key().split("+")[0].encode() not in content[: content.rindex(b"%zhifa")]
    folder = tmp_path_factory.mktemp("certificate")
    file, key = folder / "certificate.pdf", folder / "district.pub"
    file.write_bytes(content)
    key.write_text(verifier_key(), "utf-8")
    assert main(["certificate", str(file), "--key", str(key)]) == 0
    said = capsys.readouterr().out
    assert "anna某" in said
    assert "优秀" in said
    for edited in edits(content):
        assert check_certificate(edited, verifier_key()).status == 1
    assert check_certificate(content, VERIFIER).status == 1, "another district's key"


def test_a_statement_is_never_a_head(exam: Exam) -> None:
    with pytest.raises(ValueError, match="head"):
        sign_statement(verifier_key().split("+")[0].encode() + b"\n1\n")


def test_numbers_and_names_as_they_are_typed() -> None:
    number = new_number(2026)
    assert number_typed(number) == number_typed(number.lower().replace("-", " ")) == number
    assert len({new_number(2026) for _n in range(1_000)}) == 1_000
    assert fragment_fits("欧阳明月", "明月")
    assert fragment_fits("张三", " 张 三 ")
    assert not fragment_fits("张三", "张")
    assert not fragment_fits("", "张三")
    assert not fragment_fits("张三丰", "张丰")
