"""A report's proof reaches strangers with the report, and only by the same decision."""

from __future__ import annotations

from django.test import Client

from zhifa.kernel import clock
from zhifa.ledger.api import seal_pending
from zhifa.publishing.tests.passing import publish_all, withdraw_all
from zhifa.reports.services import finalise_report, start_report
from zhifa.reports.terms import PROOF_FORM, REPORT_SUBJECT
from zhifa.reports.tests.conftest import SINCE, UNTIL, Here


def test_the_proof_goes_out_with_the_report(here: Here) -> None:
    now = clock.now()
    while seal_pending(now=now):
        pass
    report = start_report(here.clerk, outline="quarter", title="季度小结", since=SINCE, until=UNTIL, now=now)
    finalise_report(here.clerk, report.pk, now=now)
    kept = report.files.get(form=PROOF_FORM)
    address = f"/reports/{report.pk}/bundle.json"
    assert Client().get(address).status_code == 404
    assert Client().get("/api/v1/documents").json()["total"] == 0

    office, there = here.client("clerk"), f"/work/reports/{report.pk}/number/"
    told = {"number": "某政报[2018] 12号", "issuer": "测试区人民政府", "issued_on": "2018-07-20"}
    assert "某政报〔2018〕12号" in office.post(there, told, follow=True).content.decode()
    assert "已经登记过文号" in office.post(there, told).content.decode()

    publication = publish_all(REPORT_SUBJECT)
    assert publication is not None
    assert f"随报告公开证明包（SHA-256：{kept.sha256}）" in publication.items.get().text
    assert Client().get(address).content == bytes(kept.content)
    page = Client().get(f"/reports/{report.pk}/").content.decode()
    assert f'href="{address}"' in page
    assert 'href="/verify/"' in page
    (paper,) = (
        Client().get("/api/v1/documents").json()["documents"]
    )  # public by its report's passage through the gate
    assert (paper["title"], paper["number"], paper["kind"]) == ("季度小结", "某政报〔2018〕12号", "report")

    withdraw_all(publication)
    assert Client().get(address).status_code in (404, 410)
