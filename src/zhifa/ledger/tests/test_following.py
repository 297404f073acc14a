"""The log followed from outside: every rule of docs/proof.md, by HTTP; who may, what is withheld, what is kept how long."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.kernel import clock, registry
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import OpenActs
from zhifa.ledger.api import Subject, open_log, record, seal_pending, verifier_key
from zhifa.ledger.models import Leaf, Tile
from zhifa.ledger.rules.networks import all_inside, networks_of
from zhifa.ledger.rules.tiles import ENTRIES, TilePlace, bundled, place_at
from zhifa.ledger.tests.follower import Broken, Follower, root_of

WHO = Actor.system("test")


def append(count: int, act: str = "test.open", kind: str = "deed", start: int = 0) -> None:
    with transaction.atomic():
        for number in range(start, start + count):
            record(WHO, act, Subject(kind, str(number)), {"n": number, "title": "法治讲座"}, now=clock.now())
    while seal_pending(now=clock.now()):
        pass


@pytest.fixture
def offers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two offers of ours beside all others: an open act, and one that is open about the even numbers."""
    ours = [
        OpenActs(frozenset({"test.open"})),
        OpenActs(
            frozenset({"test.published"}), lambda kind, keys: {key for key in keys if int(key) % 2 == 0}
        ),
    ]
    monkeypatch.setattr(registry, "_offers", [*registry._offers, *ours])


@pytest.fixture
def log(db: None, offers: None) -> None:
    open_log("zhifa/test", demonstration=True, now=clock.now())


def fetched(client: Client, **headers: str) -> Callable[[str], bytes | None]:
    def fetch(path: str) -> bytes | None:
        answer = client.get(f"/log/{path}", **headers)
        return answer.content if answer.status_code == 200 else None

    return fetch


@pytest.fixture
def follower(log: None) -> Follower:
    return Follower(fetched(Client()), verifier_key())


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 600])
def test_a_stranger_with_the_page_of_rules_rebuilds_the_log(follower: Follower, size: int) -> None:
    append(size)
    head, leaves, entries = follower.whole_log()
    assert (head.size, len(leaves)) == (size, size)
    assert [entry["facts"]["n"] for entry in entries if entry] == list(range(size))
    for index in {0, size // 2, size - 1}:
        assert follower.includes(head, index, leaves[index])
        assert not follower.includes(head, index, hashlib.sha256(b"other").digest())


def test_a_level_above_the_tiles_of_leaves(follower: Follower) -> None:
    append(256 * 256 // 64 + 3)  # 1,027 leaves: four full tiles and three
    head, leaves, _entries = follower.whole_log()
    assert len(follower.hashes(1, head.size)) == 4
    assert follower.includes(head, 1026, leaves[1026])


def test_a_newer_head_only_adds_to_an_older_one(follower: Follower) -> None:
    append(300)
    old = follower.head()
    append(200, start=300)
    _head, leaves, _entries = follower.whole_log()
    assert follower.extends(old, leaves)
    assert not follower.extends(replace(old, root=hashlib.sha256(b"another history").digest()), leaves)


def test_restricted_entries_give_their_leaf_hash_and_nothing_else(follower: Follower) -> None:
    append(3)
    append(2, act="people.add_person")  # no offer names it
    append(4, act="test.published")
    _head, leaves, entries = follower.whole_log()
    assert [entry is None for entry in entries] == [False] * 3 + [True] * 2 + [False, True, False, True]
    assert len(leaves) == 9
    bundle = follower.fetch("tile/entries/000.p/9")
    assert bundle is not None
    assert b"people.add_person" not in bundle
    assert bundle.count(b"\x00\x00") == 4


def test_an_act_that_nobody_offers_as_open_is_restricted(log: None) -> None:
    """The list of what is open, so that opening another act is a decision that this test sees."""
    opened = {
        act for offer in registry.offered(OpenActs) for act in offer.acts if not act.startswith("test.")
    }
    personal = (
        "accounts.",
        "evidence.",
        "intake.",
        "notices.",
        "people.add",
        "people.load_people",
        "people.reveal",
    )
    assert opened
    assert [act for act in opened if act.startswith(personal)] == []


@pytest.mark.parametrize("damage", ["flip", "tear", "swap", "forge"])
def test_what_was_damaged_on_the_way_is_noticed(log: None, damage: str) -> None:
    append(300)
    whole = fetched(Client())

    def damaged(path: str) -> bytes | None:
        content = whole(path)
        if content is None:
            return None
        if damage == "flip" and path == "tile/0/000":
            return content[:77] + bytes([content[77] ^ 1]) + content[78:]
        if damage == "tear" and path == "tile/entries/001.p/44":
            return content[:-1]
        if damage == "swap" and path == "tile/0/000":
            return content[32:64] + content[:32] + content[64:]
        if damage == "forge" and path == "checkpoint":
            return content.replace(b"\n300\n", b"\n299\n")
        return content

    with pytest.raises(Broken):
        Follower(damaged, verifier_key()).whole_log()


def test_full_tiles_are_kept_for_ever_and_all_else_is_asked_again(follower: Follower) -> None:
    append(256)
    append(2, act="people.add_person")
    caching = {
        path: Client().get(f"/log/{path}")["Cache-Control"]
        for path in (
            "checkpoint",
            "tile/0/000",
            "tile/0/001.p/2",
            "tile/1/000.p/1",
            "tile/entries/000",
            "tile/entries/001.p/2",
        )
    }
    assert caching == {
        "checkpoint": "no-store",
        "tile/0/000": "private, max-age=31536000, immutable",
        "tile/0/001.p/2": "private, max-age=60",
        "tile/1/000.p/1": "private, max-age=60",
        "tile/entries/000": "private, max-age=31536000, immutable",
        "tile/entries/001.p/2": "private, no-cache",
    }
    assert Client().get("/log/checkpoint")["Content-Type"] == "text/plain; charset=utf-8"
    assert Client().get("/log/tile/0/000")["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/001", "tile/0/000.p/6", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/05", "tile/0/x000/000", "tile/0/0",
        "tile/00/000", "tile/1/000", "tile/99/000", "tile/entries/000.p/6", "tile/entries/001", "tile/0/000/", "tile/x/000",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/x999/999", "tile/",
    ],
)  # fmt: skip
def test_what_is_not_there_or_not_spelled_so_is_404(follower: Follower, path: str) -> None:
    append(5)
    assert follower.fetch("tile/0/000.p/5") is not None
    assert Client().get(f"/log/{path}").status_code == 404


def test_an_empty_log_has_no_head(log: None) -> None:
    assert Client().get("/log/checkpoint").status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "10.9.8.7"}, 200),
        ({"REMOTE_ADDR": "::ffff:192.168.1.2"}, 200),
        ({"REMOTE_ADDR": "fd00::7"}, 200),
        ({"REMOTE_ADDR": "8.8.8.8"}, 404),
        ({"REMOTE_ADDR": "2001:db8::1"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.5"}, 200),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "8.8.8.8"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.5, 8.8.8.8"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "unknown"}, 404),
        ({"REMOTE_ADDR": "8.8.8.8", "HTTP_X_FORWARDED_FOR": "10.0.0.5"}, 404),
    ],
)
def test_outside_the_internal_network_nothing_is_here(
    log: None, headers: dict[str, str], status: int
) -> None:
    append(1)
    for path in ("checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1"):
        assert Client().get(f"/log/{path}", **headers).status_code == status  # type: ignore[arg-type]


def test_the_networks_are_a_setting(log: None, monkeypatch: pytest.MonkeyPatch) -> None:
    append(1)
    monkeypatch.setattr(
        settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, log_networks=("203.0.113.0/24",))
    )
    assert Client().get("/log/checkpoint", REMOTE_ADDR="127.0.0.1").status_code == 404
    assert Client().get("/log/checkpoint", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_nothing_is_written_by_following(follower: Follower) -> None:
    append(3)
    assert Client().post("/log/checkpoint").status_code == 405


def test_a_bundle_asks_as_much_for_three_entries_as_for_one(log: None) -> None:
    counts = []
    for many in (1, 2):
        append(many, act="test.published", start=many)
        size = Leaf.objects.count()
        with CaptureQueriesContext(connection) as asked:
            Client().get(f"/log/tile/entries/000.p/{size}")
        counts.append(len(asked))
    assert counts[0] == counts[1] == 1


def test_a_tile_that_is_torn_in_the_database_is_not_served(log: None) -> None:
    append(5)
    Tile.objects.filter(level=0).update(hashes=bytes(Tile.objects.get(level=0).hashes)[:100])
    assert Client().get("/log/tile/0/000.p/5").status_code == 404


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("0/000", TilePlace(0, 0)),
        ("2/x001/x234/067", TilePlace(2, 1_234_067)),
        ("entries/x001/000.p/17", TilePlace(ENTRIES, 1000, 17)),
    ],
)
def test_addresses_have_one_spelling(address: str, place: TilePlace) -> None:
    assert place_at(address) == place
    assert place.address() == address


def test_what_is_too_long_for_two_bytes_is_withheld() -> None:
    assert bundled([b"ab", None, b"x" * 65_536, b"c"]) == b"\x00\x02ab\x00\x00\x00\x00\x00\x01c"


def test_no_address_is_not_inside() -> None:
    assert not all_inside([], networks_of(["0.0.0.0/0"]))


def test_the_root_of_the_rules_is_that_of_the_log() -> None:
    a, b, c = (hashlib.sha256(b"\x00" + word).digest() for word in (b"a", b"b", b"c"))
    pair = hashlib.sha256(b"\x01" + a + b).digest()
    assert root_of([a, b, c]) == hashlib.sha256(b"\x01" + pair + c).digest()
