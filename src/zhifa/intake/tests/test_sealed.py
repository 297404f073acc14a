"""What a sheet said lies encrypted in the database, and comes through the migration both ways (F136)."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from zhifa.intake.models import ImportFile, ImportJob, ImportPage
from zhifa.kernel import clock

PHONE = "13800001234"


def job_with_a_phone() -> ImportJob:
    now = clock.now()
    job = ImportJob.objects.create(
        drop="0" * 32, target="t", name="人员.csv", size=11, sha256="0" * 64, state="open", salt=b"x",
        owner_key="a", memory_key="m", created_at=now, changed_at=now, findings={"faults": [PHONE]},
    )  # fmt: skip
    ImportFile.objects.create(job=job, content=PHONE.encode())
    ImportPage.objects.create(job=job, number=1, rows=[{"cells": [PHONE]}])
    return job


def everything_kept() -> str:
    with connection.cursor() as cursor:
        words = []
        for table in ("intake_importjob", "intake_importfile", "intake_importpage"):
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608 - our own names
            words += [row for (row,) in cursor.fetchall()]
    return "\n".join(words)


@pytest.mark.django_db
def test_no_number_stands_in_clear() -> None:
    job = job_with_a_phone()
    kept = everything_kept()
    assert PHONE not in kept
    assert PHONE.encode().hex() not in kept
    again = ImportJob.objects.get(pk=job.pk)
    assert again.findings == {"faults": [PHONE]}
    assert bytes(again.file.content) == PHONE.encode()
    assert again.pages.get().rows == [{"cells": [PHONE]}]


@pytest.mark.django_db(transaction=True)
def test_the_migration_loses_nothing_either_way() -> None:
    job = job_with_a_phone()
    call_command("migrate", "intake", "0001_initial", verbosity=0)
    assert PHONE in everything_kept()
    call_command("migrate", "intake", verbosity=0)
    assert PHONE not in everything_kept()
    again = ImportJob.objects.get(pk=job.pk)
    assert again.findings == {"faults": [PHONE]}
    assert bytes(again.file.content) == PHONE.encode()
    assert again.pages.get().rows == [{"cells": [PHONE]}]
