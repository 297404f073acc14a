"""What happens to a bundle in bad hands: both checkers, Python and the page, refuse it, and say the same."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import sync_playwright
from zhifa_verify import check as checker
from zhifa_verify.check import check
from zhifa_verify.log import leaf_hash, path_to, root_of
from zhifa_verify.reading import canonical

from zhifa.ledger.api import verifier_key
from zhifa.ledger.rules import note
from zhifa.reports.services.bundle import bundle_rows
from zhifa.reports.services.bundle import checker as page_of_checker
from zhifa.reports.tests.conftest import SYSTEM, Here
from zhifa.reports.tests.proof import composed, fresh, prepare, sealed

Data = dict[str, Any]
Change = Callable[[Data], None]
SOAK = bool(os.environ.get("ZHIFA_SOAK"))
FLIPS = 400
CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), "")


@dataclass(frozen=True)
class Vector:
    """A bundle, the key and the side file to check it with, and what a check must come to."""

    name: str
    status: int
    bundle: bytes
    key: str | None
    rows: bytes | None = None


@pytest.fixture
def made(here: Here) -> bytes:
    prepare(here)
    return fresh()


def altered(made: bytes, change: Change) -> bytes:
    data = json.loads(made)
    change(data)
    return sealed(data)


def forged(made: bytes, change: Change) -> tuple[bytes, str]:
    """The bundle of a log that a forger keeps, whole and well signed by a key of the forger's own: only what it says is wrong."""
    data = json.loads(made)
    change(data)
    leaves = [leaf_hash(canonical(one["entry"])) for one in data["entries"]]
    for index, one in enumerate(data["entries"]):
        one["index"], one["path"] = index, [part.hex() for part in path_to(leaves, index)]
    origin, _size, _root, *extensions = data["checkpoint"].partition("\n\n")[0].split("\n")
    key = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    head = note.Checkpoint(origin, len(leaves), root_of(leaves), tuple(extensions))
    data["checkpoint"] = note.sign(head, key)
    data.pop("seal")
    line = f"bundle: {hashlib.sha256(rfc8785.dumps(data)).hexdigest()}"
    data["seal"] = note.sign(replace(head, extensions=(*head.extensions, line)), key)
    return rfc8785.dumps(data), note.verifier_line(origin, key.public_key())


def entry_of(data: Data, act: str) -> Data:
    found: Data = next(one for one in data["entries"] if one["entry"]["act"] == act)
    return found


def figure_of(data: Data, code: str) -> Data:
    found: Data = next(one for one in data["figures"] if one["code"] == code)
    return found


def _value(data: Data) -> None:
    data["figures"][0]["value"] = "4"


def _another_spelling(data: Data) -> None:
    data["figures"][0]["value"] = "03"


def _part(data: Data) -> None:
    figure_of(data, "outreach.times")["parts"][0]["value"] = "1"


def _part_renamed(data: Data) -> None:
    figure_of(data, "outreach.times")["parts"][0]["label"] = "别的"


def _count(data: Data) -> None:
    data["figures"][0]["record_count"] += 1


def _window(data: Data) -> None:
    data["figures"][0]["until"] = "2018-04-30"


def _growth(data: Data) -> None:
    data["growths"][0]["value"] = "300.00"


def _left_out(act: str) -> Change:
    def change(data: Data) -> None:
        data["entries"].remove(entry_of(data, act))

    return change


def _twice(data: Data) -> None:
    data["entries"].append(entry_of(data, "deeds.load_deeds"))


def _reordered(data: Data) -> None:
    data["entries"].reverse()


def _row_hidden(data: Data) -> None:
    rows = entry_of(data, "deeds.load_deeds")["rows"]
    rows[0] = leaf_hash(canonical(rows[0])).hex()


def _definition_swapped(data: Data) -> None:
    data["definitions"]["outreach.lectures"]["measure"] = {"count": "outreach.activities", "where": []}


def _definition_added(data: Data) -> None:
    data["definitions"]["more"] = data["definitions"]["outreach.lectures"]


def _mark_removed(data: Data) -> None:
    data["mark"] = ""


def _mark_shortened(data: Data) -> None:
    data["mark"] = data["mark"][:2]


def _moved(data: Data) -> None:
    data["district"] = "999902"


def _figure_twice(data: Data) -> None:
    data["figures"].append(data["figures"][0])


def _emptied(data: Data) -> None:
    data.update(figures=[], definitions={}, growths=[])


def _more(data: Data) -> None:
    data["more"] = "x"


def _resigned(data: Data) -> None:
    origin, size, root, *extensions = data["checkpoint"].partition("\n\n")[0].split("\n")
    head = note.Checkpoint(origin, int(size), note.parsed([origin, size, root]).root, tuple(extensions))  # type: ignore[union-attr]
    data["checkpoint"] = note.sign(head, Ed25519PrivateKey.generate())


def _total_twice(data: Data) -> None:
    data["entries"].append(json.loads(json.dumps(entry_of(data, "deeds.load_participations"))))


def _total_of_other_rows(data: Data) -> None:
    entry_of(data, "deeds.load_participations")["entry"]["facts"]["totals"]["times"] += 1


def _plan_left_out(data: Data) -> None:
    data["entries"] = [one for one in data["entries"] if one["entry"]["act"] != "plans.open_plan"]


def _confirmation_invented(data: Data) -> None:
    """The file that was taken away says nothing any more; a forger lets it stay."""
    data["entries"].remove(entry_of(data, "evidence.detach"))


def _confirmation_of_another_kind(data: Data) -> None:
    entry_of(data, "evidence.attach")["entry"]["facts"]["kind"] = "notice"


def _confirmation_hidden(data: Data) -> None:
    rows = entry_of(data, "evidence.attach_existing_many")["rows"]
    rows[0] = leaf_hash(canonical(rows[0])).hex()


def _nothing(_data: Data) -> None:
    pass


ALTERED: dict[str, Change] = {
    "value": _value, "another spelling": _another_spelling, "part": _part, "part renamed": _part_renamed,
    "record count": _count, "window": _window, "growth": _growth, "doubled": _twice, "reordered": _reordered,
    "row hidden": _row_hidden, "definition swapped": _definition_swapped, "definition added": _definition_added,
    "mark removed": _mark_removed, "mark shortened": _mark_shortened, "district swapped": _moved,
    "figure twice": _figure_twice, "emptied": _emptied, "more": _more, "re-signed": _resigned,
    "confirmation left out": _left_out("deeds.confirm_deeds"), "correction left out": _left_out("deeds.correct_deed"),
    "total left out": _left_out("deeds.load_participations"), "names left out": _left_out("people.load_units"),
    "other side left out": _left_out("evidence.attach"), "file's removal left out": _confirmation_invented,
    "other side for many left out": _left_out("evidence.attach_existing_many"),
    "other side for one hidden": _confirmation_hidden, "other side's kind": _confirmation_of_another_kind,
    "definition left out": _left_out("figures.define_figure"),
}  # fmt: skip
FORGED: dict[str, tuple[Change, int]] = {
    "forger's own log": (_nothing, 0), "total twice": (_total_twice, 1), "total of other rows": (_total_of_other_rows, 1),
    "plan left out": (_plan_left_out, 0), "file's removal forged away": (_confirmation_invented, 1),
    "other side of another kind": (_confirmation_of_another_kind, 1),
}  # fmt: skip


def spelt(made: bytes) -> dict[str, bytes]:
    """The same or nearly the same content in bytes that a reader must not take."""
    text = made.decode()
    return {
        "blank": made + b"\n",
        "byte order mark": b"\xef\xbb\xbf" + made,
        "utf-16": text.encode("utf-16"),
        "not utf-8": made.replace(b'"district"', b'"distric\xff"'),
        "name twice": made.replace(b'"district":', b'"district":"999901","district":', 1),
        "huge number": re.sub(rb'"record_count":\d+', b'"record_count":' + b"9" * 5000, made, count=1),
        "beyond every reader": re.sub(rb'"record_count":\d+', b'"record_count":9007199254740993', made, count=1),
        "fraction": re.sub(rb'"record_count":(\d+)', rb'"record_count":\1.0', made, count=1),
        "exponent": re.sub(rb'"record_count":\d+', b'"record_count":1e400', made, count=1),
        "deep": b"[" * 100_000 + b"]" * 100_000,
        "deep inside": made.replace(b'"mark":"', b'"mark":' + b"[" * 200 + b"]" * 200 + b',"mork":"', 1),
        "half a character": made.replace(b'"district":"999901"', b'"district":"99990\\ud800"'),
        "empty": b"",
        "list": b"[]",
        "null": b"null",
        "text": b'"x"',
        "torn": made[: len(made) // 2],
    }  # fmt: skip


def vectors(made: bytes) -> Iterator[Vector]:
    """Good bundles and bad ones."""
    key = verifier_key()
    rows = b"".join(bundle_rows(SYSTEM, composed()))
    yield Vector("good", 0, made, key)
    yield Vector("good, no key", 2, made, None)
    yield Vector("good, with rows", 0, made, key, rows)
    yield Vector("rows torn", 1, made, key, rows[:-1])
    yield Vector("rows of another", 1, made, key, rows.replace(b'"token":"d"', b'"token":"e"'))
    yield Vector("no rows", 1, made, key, b"")
    yield Vector("another's key", 1, made, forged(made, _nothing)[1])
    yield Vector("no key at all", 1, made, "x")
    for name, change in ALTERED.items():
        yield Vector(name, 1, altered(made, change), key)
    for name, (change, status) in FORGED.items():
        yield Vector(name, status, *forged(made, change))
    for name, content in spelt(made).items():
        yield Vector(name, 1, content, key)
    random = Random(7)
    for turn in range(40):
        changed = bytearray(made)
        changed[random.randrange(len(made))] ^= 1 << random.randrange(8)
        yield Vector(f"flip {turn}", check(bytes(changed), key).status, bytes(changed), key)


def test_both_checkers_say_the_same(made: bytes) -> None:
    """Every vector through Python and through the page in a browser without a network."""
    if not CHROMIUM:
        pytest.skip("no Chromium is installed; `make test` as root installs it")
    every = list(vectors(made))
    for vector in every:
        assert verdict(vector).status == vector.status, vector.name
    # The browser has a thread of its own: its event loop must not stand where Django asks the database.
    with ThreadPoolExecutor(1) as pool:
        shown = pool.submit(on_the_page, every, page_of_checker().decode()).result()
    for vector, (status, findings) in zip(every, shown, strict=True):
        mine = verdict(vector)
        assert status == mine.status, (vector.name, findings)
        if "×" not in "".join(findings):
            assert findings == [str(finding) for finding in mine.findings], vector.name
        states = [finding[0] for finding in findings]
        assert states == [str(finding)[0] for finding in mine.findings], (vector.name, findings)


def verdict(vector: Vector) -> checker.Verdict:
    rows = None if vector.rows is None else vector.rows.splitlines(keepends=True)
    return check(vector.bundle, vector.key, rows)


def on_the_page(every: list[Vector], html: str) -> list[tuple[int, list[str]]]:
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.set_content(html)
        for vector in every:
            page.evaluate(
                "document.getElementById('result').replaceChildren(); document.querySelector('form').reset()"
            )
            page.set_input_files("#bundle", as_file("bundle.json", vector.bundle))
            page.set_input_files(
                "#rows", as_file("rows.jsonl", vector.rows) if vector.rows is not None else []
            )
            page.fill("#key", vector.key or "")
            page.click("button[type=submit]")
            page.wait_for_selector("#verdict", state="attached")
            status = int(page.get_attribute("#verdict", "data-status") or -1)
            findings = page.eval_on_selector_all("#findings li", "all => all.map(one => one.textContent)")
            found.append((status, findings))
        browser.close()
    return found


def as_file(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_a_number_may_move_inside_the_bounds_of_declared_totals_but_not_out_of_them(made: bytes) -> None:
    """Different people over two sheets whose rows are not shown: 3 to 5 by the declared totals; 4 is what was printed. Whoever holds
    the log's key could seal another, and the checker says of it that it rests on declared totals."""
    for value, status in (("2", 1), ("3", 0), ("4", 0), ("5", 0), ("6", 1)):
        changed = altered(
            made, lambda data, value=value: figure_of(data, "outreach.people_range").update(value=value)
        )  # type: ignore[misc]
        verdict = check(changed, verifier_key())
        assert verdict.status == status
        assert (changed == made) == (value == "4")
        if status == 0:
            assert any("within the bounds" in str(found) for found in verdict.findings)


@pytest.mark.resilience
def test_any_changed_byte_is_found(made: bytes) -> None:
    """A flipped bit at every offset (in `make test` at some of them)."""
    key = verifier_key()
    random = Random(20180824)
    places = range(len(made)) if SOAK else sorted(random.sample(range(len(made)), FLIPS))
    unseen = []
    for place in places:
        changed = bytearray(made)
        changed[place] ^= 1 << random.randrange(8)
        if check(bytes(changed), key).status != 1:
            unseen.append((place, made[max(0, place - 40) : place + 20]))
    assert unseen == []


@pytest.mark.resilience
def test_a_torn_bundle_is_refused(made: bytes) -> None:
    """Cut off at every offset (in `make test` at some)."""
    key = verifier_key()
    for place in range(0, len(made), 1 if SOAK else max(1, len(made) // 100)):
        assert check(made[:place], key).status == 1
