"""Putting the words of a held text right by a second source."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault
from zhifa.laws.access import may_keep_laws
from zhifa.laws.errors import CorrectionIncomplete, LawKeepingNotAllowed
from zhifa.laws.models import ProvisionText, TextCorrection, Version
from zhifa.laws.rules.comparing import plain
from zhifa.laws.rules.documents import LawDocument
from zhifa.laws.rules.names import comparable
from zhifa.laws.services.retrieval import follow_soon
from zhifa.laws.terms import SEARCH_KIND, SUBJECT_KIND
from zhifa.ledger.api import Subject, record
from zhifa.search.api import touch


@transaction.atomic
def correct_text(actor: Actor, document: LawDocument, reason: str, source: str, now: datetime) -> Version:
    """Take the words of a document as those of the held text of the same instrument and day: a misprint of the library is put right, the
    former words are kept, readers see both. Answers the version.

    Refuses others than the keeper, a missing reason or source, a document without its held text, one with other article numbers (that is no
    misprint), and one with the same words.
    """
    if not may_keep_laws(actor):
        raise LawKeepingNotAllowed(_("只有普法办可以维护法规库"))
    faults = []
    if not reason.strip():
        faults.append(Fault(_("请写明为什么更正"), field="reason"))
    if not source.strip():
        faults.append(Fault(_("请填写出处，例如公报期号或网址"), field="source"))
    if faults:
        raise CorrectionIncomplete(_("还不能更正"), faults=faults)
    texts = _held_texts(document)
    told = {piece.key: piece.text for piece in document.pieces}
    if texts.keys() != told.keys():
        apart = sorted(texts.keys() ^ told.keys())
        raise CorrectionIncomplete(
            _("两个文本的条号不同（%(count)d 处），不是文字更正") % {"count": len(apart)},
            next_step=_("请核对公布日期；确是另一个版本的，按新版本导入。"),
        )
    wrong = [text for key, text in texts.items() if plain(text.text) != plain(told[key])]
    if not wrong:
        raise CorrectionIncomplete(_("文字相同，没有要更正的"))
    rows = [
        TextCorrection(
            text=text,
            former=text.text,
            reason=reason.strip()[:200],
            source=source.strip()[:120],
            corrected_at=now,
        )
        for text in wrong
    ]
    TextCorrection.objects.bulk_create(rows)
    changed = [[text.provision.key, _hash(text.text), _hash(told[text.provision.key])] for text in wrong]
    for text in wrong:
        text.text = told[text.provision.key]
    ProvisionText.objects.bulk_update(wrong, ["text"])
    version = wrong[0].version
    version.corrected_at = now
    version.save(update_fields=["corrected_at"])
    record(
        actor, "laws.text.correct", Subject(SUBJECT_KIND, version.instrument.code),
        {
            "version": version.source_key, "published_on": str(version.published_on), "reason": reason.strip(),
            "source": source.strip(), "articles": changed,
        },
        now=now,
    )  # fmt: skip
    touch(SEARCH_KIND, [str(text.provision_id) for text in wrong])
    follow_soon()
    return version


def _held_texts(document: LawDocument) -> dict[str, ProvisionText]:
    """The texts of the held version of the document's instrument and day, locked."""
    rows = ProvisionText.objects.select_for_update(of=("self",)).filter(
        version__published_on=document.published_on, version__text_held=True
    )
    found = {
        row.provision.key: row
        for row in rows.select_related("provision", "version__instrument")
        if comparable(row.version.instrument.title) == comparable(document.title)
    }
    if not found:
        raise CorrectionIncomplete(_("没有收录《%(title)s》这一天公布的文本") % {"title": document.title})
    return found


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
