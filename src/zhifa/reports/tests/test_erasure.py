"""Lawful erasure: a person's data is gone from every table, and every proof of everything else holds as it did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from psycopg import sql
from zhifa_verify.__main__ import main as verify

from zhifa.accounts.api import Account, Proof, digest_of, register_email
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, NotAllowed, Refusal
from zhifa.ledger.api import (
    Prover,
    Subject,
    destroyed_owners,
    entries_of,
    erasures_noted,
    opens,
    seal_pending,
    verifier_key,
    verify_log,
)
from zhifa.ledger.errors import PersonErased
from zhifa.ledger.models import Checkpoint, Entry, PersonalSalt
from zhifa.ledger.services import commit_personal
from zhifa.notices.api import notify
from zhifa.people.errors import PersonAlreadyErased, PersonStillServes
from zhifa.people.models import Backbone, Holding, Person
from zhifa.people.rules.erasing import decision_text
from zhifa.people.services import (
    BackboneDraft,
    HoldingDraft,
    PersonDraft,
    add_person,
    appoint,
    appoint_backbone,
    erase_person,
    leave_backbone,
    redo_erasures,
    register_phone,
)
from zhifa.people.terms import ErasureGround
from zhifa.reports.rules.outline import from_text
from zhifa.reports.services import bundle, compose
from zhifa.reports.tests.conftest import SINCE, SYSTEM, UNTIL, Here

NAME, PHONE, CODE = "独孤求真", "13912345678", "P77"
TODAY, LAST_YEAR = clock.today(), clock.today() - timedelta(days=365)


@pytest.fixture
def gone_by(here: Here) -> Here:
    """One who served until yesterday, with a phone, an account that signed in badly, a notice, a reason for leaving."""
    now = clock.now()
    for code, name, username, role, since, until in (
        ("P70", "程某", "lead", Role.LEAD, date(2016, 1, 1), None),
        (CODE, NAME, "dugu-qiuzhen", Role.LIAISON, date(2016, 1, 1), TODAY - timedelta(days=1)),
    ):
        post = HoldingDraft("U09", f"职务{code}", role, since, valid_until=until)
        add_person(SYSTEM, PersonDraft(code, name, (post,), username=username), now=now)
    register_phone(here.clerk, CODE, PHONE, now=now)
    service = appoint_backbone(SYSTEM, BackboneDraft("volunteer", LAST_YEAR, None, person=CODE), now=now)
    leave_backbone(SYSTEM, service.pk, last_day=TODAY - timedelta(days=1), reason=f"{NAME}因病退出", now=now)
    account = Account.objects.get(username="dugu-qiuzhen")
    register_email(SYSTEM, account.pk, "dugu@example.gov.cn", now=now)
    notify(
        [account.pk],
        title=f"{NAME}，您好",
        body="",
        url="/work/",
        why="",
        subject=Subject("person", CODE),
        now=now,
    )
    Client().post("/accounts/login/", {"login": "dugu-qiuzhen", "password": "wrong"})
    while seal_pending(now=now):
        pass
    return here


def lead() -> Actor:
    from zhifa.people.api import actor_of

    return actor_of(Account.objects.get(username="lead"), TODAY)


def proof_of(actor: Actor, now: datetime) -> Proof:
    assert actor.account_id is not None
    text = decision_text(
        code=CODE, ground=str(ErasureGround.CONSENT.label), document="申请〔2026〕1号", day=TODAY
    )
    return Proof(actor.account_id, "password", digest_of(text), now)


def erase(actor: Actor, **changes: object) -> None:
    now = clock.now()
    given = {
        "ground": ErasureGround.CONSENT,
        "document": "申请〔2026〕1号",
        "proof": proof_of(actor, now),
        **changes,
    }
    erase_person(actor, CODE, now=now, **given)  # type: ignore[arg-type]


def tables_with(words: str) -> list[str]:
    """Every table of the database in whose rows the words stand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        found = []
        for name in names:
            cursor.execute(
                sql.SQL("SELECT count(*) FROM {} AS t WHERE t::text LIKE %s").format(sql.Identifier(name)),
                [f"%{words}%"],
            )
            if cursor.fetchone()[0]:
                found.append(name)
    return found


def test_the_content_is_gone_from_every_table(gone_by: Here) -> None:
    assert {"people_person", "accounts_account", "notices_notice", "people_backbone"} <= set(
        tables_with(NAME)
    )
    assert {"accounts_account", "axes_accessattempt"} <= set(tables_with("dugu"))
    erase(lead())
    assert tables_with(NAME) == []
    assert tables_with("dugu") == []
    person = Person.objects.get(code=CODE)
    assert (person.name, person.pinyin, person.phone_cipher, person.phone_mark) == (
        "已删除人员",
        "",
        None,
        "",
    )
    account = person.account
    assert account is not None
    assert (account.is_active, account.has_usable_password(), account.email) == (False, False, "")
    assert Holding.objects.filter(person=person).count() == 1, "that somebody held the post stays"
    assert Backbone.objects.get(person=person).exit_reason == "已删除人员"


def test_the_commitments_can_no_longer_be_opened(gone_by: Here) -> None:
    (phone,) = [
        e.facts["phone"] for e in entries_of(Subject("person", CODE)) if e.act == "people.register_phone"
    ]
    owner = f"person:{CODE}"
    account = Account.objects.get(username="dugu-qiuzhen")
    (mail,) = [e.facts["email"] for e in entries_of(Subject("account", account.key)) if "email" in e.facts]
    assert opens(mail, f"account:{account.pk}:email", "dugu@example.gov.cn")
    assert opens(phone, owner, PHONE)
    assert not opens(phone, owner, "13912345679")
    erase(lead())
    assert not opens(phone, owner, PHONE)
    assert not opens(mail, f"account:{account.pk}:email", "dugu@example.gov.cn")
    assert PersonalSalt.objects.get(pk=owner).salt is None
    with pytest.raises(PersonErased):
        commit_personal(owner, PHONE)
    (kept,) = [e for e in entries_of(Subject("person", CODE)) if e.act == "people.register_phone"]
    assert kept.facts["phone"] == phone, "the entry itself stands as it was"


def test_every_other_proof_holds_and_a_bundle_of_before_passes(gone_by: Here, tmp_path: Path) -> None:
    text = "讲座{{法治讲座}}，人次{{活动参加人次}}"

    def built() -> bytes:
        return bundle(SYSTEM, compose(SYSTEM, from_text(text), title="题", since=SINCE, until=UNTIL))

    def checked(content: bytes) -> int:
        key, path = tmp_path / "key", tmp_path / "bundle.json"
        key.write_text(verifier_key() + "\n")
        path.write_bytes(content)
        return verify(["--key", str(key), str(path)])

    before, size = built(), Checkpoint.objects.order_by("-size").values_list("size", flat=True)[0]
    ids = list(Entry.objects.values_list("pk", flat=True))
    proofs = Prover(size).entries(ids)
    assert checked(before) == 0
    erase(lead())
    assert Prover(size).entries(ids) == proofs
    while seal_pending(now=clock.now()):
        pass
    assert verify_log().faults == []
    assert Prover().consistency(size) != []
    assert checked(before) == 0
    assert checked(built()) == 0


def test_the_decision_is_signed_and_says_why_without_a_name(gone_by: Here) -> None:
    erase(lead())
    signed, erased = entries_of(Subject("person", CODE))[-2:]
    assert (signed.act, erased.act) == ("accounts.sign", "people.erase_person")
    assert erased.facts["text_sha256"] == signed.facts["text_sha256"]
    assert erased.facts["article"] == "个人信息保护法第四十七条第一款第3项"
    assert erased.facts["salt_destroyed"] is True
    assert NAME not in str(erased.facts)


def test_a_backup_from_before_does_not_bring_the_person_back(
    gone_by: Here, settings: Any, tmp_path: Path
) -> None:
    """The salt is noted outside the database as soon as it is destroyed; a restoration erases by that list again."""
    settings.LEDGER_WITNESSES = (tmp_path / "zhifa.checkpoint",)
    assert redo_erasures([f"person:{CODE}", "account:0:email"], now=clock.now()) == 2
    assert tables_with(NAME) == []
    assert tables_with("dugu") == []
    assert PersonalSalt.objects.get(pk=f"person:{CODE}").salt is None
    assert entries_of(Subject("person", CODE))[-1].act == "people.redo_erasure"
    assert redo_erasures([f"person:{CODE}"], now=clock.now()) == 0, "once is enough"


def test_what_was_erased_is_noted_beside_the_witness(
    gone_by: Here, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    witness = tmp_path / "zhifa.checkpoint"
    settings.LEDGER_WITNESSES = (witness, tmp_path / "missing" / "other.checkpoint")
    with django_capture_on_commit_callbacks(execute=True):
        erase(lead())
    noted = erasures_noted(settings.LEDGER_WITNESSES)
    assert f"person:{CODE}" in noted
    assert sorted(noted) == sorted(destroyed_owners())
    assert NAME not in witness.with_name("zhifa.checkpoint.erased").read_text("utf-8")


@pytest.mark.parametrize("username", ["clerk", "auditor", "liaison"])
def test_nobody_but_the_lead_may(gone_by: Here, username: str) -> None:
    with pytest.raises(NotAllowed):
        erase(getattr(gone_by, username))
    assert gone_by.client(username).get(f"/work/people/{CODE}/erase/").status_code == 404
    assert Person.objects.get(code=CODE).name == NAME


def test_whoever_still_serves_is_not_erased(gone_by: Here) -> None:
    appoint(SYSTEM, CODE, HoldingDraft("U01", "顾问", Role.LIAISON, TODAY), now=clock.now())
    with pytest.raises(PersonStillServes):
        erase(lead())
    assert Person.objects.get(code=CODE).name == NAME


def test_no_erasure_without_a_paper_nor_with_another_text(gone_by: Here) -> None:
    with pytest.raises(BadInput):
        erase(lead(), document=" ")
    with pytest.raises(Refusal):
        erase(lead(), document="另一份材料")
    assert tables_with(NAME) != []


def test_nobody_is_erased_twice_nor_registered_again(gone_by: Here) -> None:
    erase(lead())
    with pytest.raises(PersonAlreadyErased):
        erase(lead())
    with pytest.raises(PersonAlreadyErased):
        register_phone(gone_by.clerk, CODE, PHONE, now=clock.now())
    with pytest.raises(PersonAlreadyErased):
        appoint(SYSTEM, CODE, HoldingDraft("U01", "顾问", Role.LIAISON, TODAY), now=clock.now())
    with pytest.raises(PersonErased):
        appoint_backbone(SYSTEM, BackboneDraft("expert", TODAY, None, person=CODE), now=clock.now())


def test_the_page_from_ground_to_signature(gone_by: Here, settings: object) -> None:
    account = Account.objects.get(username="lead")
    account.set_password("Zhi-fa.2026-juzhang")
    account.save()
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/work/people/{CODE}/erase/"
    assert address in client.get(f"/work/people/{CODE}/").content.decode()
    assert "读决定全文" in client.get(address).content.decode()
    asked = f"{address}?ground=3&document=申请〔2026〕1号"
    page = client.get(asked).content.decode()
    assert "个人撤回同意" in page
    assert "删除后不能恢复" in page
    digest = digest_of(
        decision_text(
            code=CODE, ground=str(ErasureGround.CONSENT.label), document="申请〔2026〕1号", day=TODAY
        )
    )
    wrong = client.post(asked, {"shown": digest, "password": "wrong"})
    assert "密码不对" in wrong.content.decode()
    assert Person.objects.get(code=CODE).name == NAME
    done: Callable[..., object] = client.post
    assert done(asked, {"shown": digest, "password": "Zhi-fa.2026-juzhang"}).status_code == 302  # type: ignore[attr-defined]
    page = client.get(f"/work/people/{CODE}/").content.decode()
    assert "依法删除" in page
    assert NAME not in page
    assert client.get(asked).status_code == 404
