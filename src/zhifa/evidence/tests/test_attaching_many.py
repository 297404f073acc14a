"""One held file speaks for many things by the bulk door."""

from __future__ import annotations

import pytest

from zhifa.evidence.api import Evidence, attach, attach_existing_many, kinds_of
from zhifa.evidence.errors import KindUnknown
from zhifa.evidence.models import Attachment
from zhifa.evidence.tests import files
from zhifa.evidence.tests.conftest import KIND, readers
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import Subject, entries_of

pytestmark = pytest.mark.django_db
WHO = Actor("account:1", "联络员")
THINGS = [Subject(KIND, str(number)) for number in range(1, 6)]


@pytest.fixture
def held() -> Evidence:
    """A notice that speaks for the first thing, readable by the one who attached it."""
    readers["1"] = {WHO.key}
    file = files.upload(files.text_file("关于宪法讲座的通知"), "通知.txt")
    return attach(WHO, THINGS[0], file, kind="notice", now=clock.now())


def test_each_thing_is_tied_once_and_one_entry_commits_to_all(held: Evidence) -> None:
    made = attach_existing_many(WHO, held.pk, [*THINGS, THINGS[4]], kind="notice", now=clock.now())
    assert made == 4
    assert Attachment.objects.filter(evidence=held).count() == 5
    assert kinds_of(THINGS) == dict.fromkeys(THINGS, ("notice",))
    (entry,) = entries_of(Subject("evidence", str(held.pk)))
    assert (entry.act, entry.facts["rows"]) == ("evidence.attach_existing_many", 4)
    assert attach_existing_many(WHO, held.pk, THINGS, kind="notice", now=clock.now()) == 0


def test_a_file_that_the_actor_may_not_read_does_not_exist(held: Evidence) -> None:
    with pytest.raises(NotFound):
        attach_existing_many(Actor("account:2", "旁人"), held.pk, THINGS, kind="notice", now=clock.now())
    with pytest.raises(KindUnknown):
        attach_existing_many(WHO, held.pk, THINGS, kind="rumour", now=clock.now())
    assert Attachment.objects.filter(evidence=held).count() == 1
