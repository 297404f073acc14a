"""A stranger checks a certificate: its holder shows it, the public page says whether it holds, a phone in flight mode checks it, and a
hundred of them at once."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from zhifa_verify.certificates import check_certificate

from tests.running import Zhifa
from tests.stories.conftest import NewWalk, Walk
from tests.stories.test_anyone import check
from zhifa.sittings.rules.certificates import compact, new_number, sealed_file

HUNDRED, LOG, MARK = 100, "zhifa/990001", b"%zhifa-certificate/1 "


def signer() -> tuple[Ed25519PrivateKey, str]:
    """A key for a hundred certificates, and its C2SP verifier line."""
    key = Ed25519PrivateKey.generate()
    raw = b"\x01" + key.public_key().public_bytes_raw()
    mark = sha256(LOG.encode() + b"\n" + raw).hexdigest()[:8]
    return key, f"{LOG}+{mark}+{b64encode(raw).decode()}"


def a_hundred(key: Ed25519PrivateKey, page: bytes) -> Iterator[bytes]:
    """Certificates of as many people, each with its own number, on the page of a real one."""
    for number in range(HUNDRED):
        fields = {
            "origin": LOG, "number": new_number(2026), "name": f"考生{number}", "exam": "学法考试", "organiser": "区司法局",
            "held": "2026-11-01", "result": "合格", "issued": "2026-11-20",
        }  # fmt: skip
        yield sealed_file(page, compact(fields, key.sign), key.sign)


def changed(content: bytes, at: int) -> bytes:
    """A file with one byte changed, another one in each file, in the page and in the signed line alike."""
    place = at * 7919 % len(content) if at % 2 else len(content) - 2 - at
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def scan(stranger: Walk, content: bytes) -> None:
    """What the QR holds is said on the page and sent to nobody; one press asks whether it was revoked."""
    token = content.rpartition(MARK)[2].split(b" ")[0].decode()
    asked: list[str] = []
    stranger.page.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    stranger.open(f"/certificates/?scanned#{token}")
    stranger.page.get_by_text("二维码是本区签发的").wait_for()
    assert "国家工作人员学法考试" in stranger.text()
    stranger.step("qr")
    stranger.page.click("main button[type=submit]")
    stranger.page.locator("[role=status]", has_text="有效").wait_for()
    assert not any(token[:40] in one for one in asked), "what the QR holds is sent to nobody"
    stranger.open(f"/certificates/?again#{token[:-8]}AAAAAAAA")
    stranger.page.get_by_text("二维码对不上").wait_for()
    assert stranger.page.input_value("[name=number]") == ""
    stranger.step("qr-wrong")


def a_hundred_at_once(stranger: Walk, content: bytes, tmp_path: Path) -> None:
    """Both checkers, the page in flight mode, take 100 of 100, and none of 100 with one byte changed."""
    key, verifier = signer()
    made = list(a_hundred(key, content.rpartition(MARK)[0]))
    edits = [changed(content, at) for at, content in enumerate(made)]
    assert [check_certificate(content, verifier).status for content in made] == [0] * HUNDRED
    assert [check_certificate(content, verifier).status for content in edits] == [1] * HUNDRED
    for name, contents, words in (
        ("true", made, "100 份全部相符"),
        ("edited", edits, "100 份里有 100 份不符"),
    ):
        paths = [tmp_path / f"{name}-{at}.pdf" for at in range(HUNDRED)]
        for path, one in zip(paths, contents, strict=True):
            path.write_bytes(one)
        stranger.page.set_input_files("#bundle", paths)
        stranger.page.fill("#key", verifier)
        stranger.page.click("button[type=submit]")
        stranger.page.locator("#verdict", has_text=words).wait_for()
        assert stranger.page.locator("#findings li").count() == HUNDRED
    stranger.step("a-hundred-edited")


def test_a_stranger_checks_a_certificate(walk: NewWalk, site: Zhifa, tmp_path: Path) -> None:
    holder = walk(phone=True)
    holder.sign_in("servant")
    holder.open("/exams/results/")
    holder.step("own-results")
    found = re.search(r"20\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", holder.text())
    assert found is not None, "whoever passed has a certificate"
    holder.page.locator("main h2 a").first.click()
    holder.page.locator("main", has_text="您的回答").first.wait_for()
    holder.step("own-result")
    with holder.page.expect_download() as saved:
        holder.page.click('a[href$="certificate.pdf"]')
    file, edited = tmp_path / "certificate.pdf", tmp_path / "edited.pdf"
    saved.value.save_as(file)
    stranger = walk(phone=True)
    stranger.open("/certificates/")
    stranger.step("check")
    for name, answer in (("无此", "没有查到"), ("许宁", "有效")):
        stranger.page.fill("[name=number]", found.group().lower())
        stranger.page.fill("[name=name]", name)
        stranger.page.click("main button[type=submit]")
        stranger.page.locator("[role=status]", has_text=answer).wait_for()
        stranger.step("known" if answer == "有效" else "unknown")
    assert "国家工作人员学法考试" in stranger.text()
    scan(stranger, file.read_bytes())
    stranger.open("/verify/")
    with stranger.page.expect_download() as saved:
        stranger.page.click("text=下载核对工具")
    saved.value.save_as(tmp_path / "check.html")
    stranger.context.set_offline(True)
    stranger.page.goto((tmp_path / "check.html").as_uri())
    key = site.command("ledger", "key").stdout.strip().splitlines()[-1]
    assert check(stranger, file, key) == "0"
    assert f"编号（number）：{found.group()}" in stranger.text()
    stranger.step("in flight mode")
    edited.write_bytes(file.read_bytes().replace(b"%PDF-1.", b"%PDF-2.", 1))
    assert check(stranger, edited, key) == "1"
    a_hundred_at_once(stranger, file.read_bytes(), tmp_path)
