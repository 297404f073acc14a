"""Which text each provision of a version continues: the chain of a provision through revisions and renumbering."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from zhifa.laws.models import Instrument, ProvisionText, Version
from zhifa.laws.rules.comparing import Words, compared


def link_versions(instruments: Iterable[Instrument]) -> None:
    """Link the texts of each held version of the instruments to those of the held version before it, anew.

    A chain follows the words (`rules.comparing`), so that 第四十八条 that became 第五十二条 is one provision. Three queries, and
    one for each pair of versions.
    """
    by_instrument: dict[int, list[int]] = {}
    versions = Version.objects.filter(instrument__in=list(instruments), text_held=True)
    for pk, owner in versions.order_by("published_on", "effective_on", "pk").values_list(
        "pk", "instrument_id"
    ):
        by_instrument.setdefault(owner, []).append(pk)
    pairs = [pair for held in by_instrument.values() for pair in pairwise(held)]
    if not pairs:
        return
    wanted = {pk for pair in pairs for pk in pair}
    texts: dict[int, list[_Row]] = {}
    rows = ProvisionText.objects.filter(version__in=wanted).order_by("version", "position")
    for pk, version, key, label, words in rows.values_list(
        "pk", "version_id", "provision__key", "provision__label", "text"
    ):
        texts.setdefault(version, []).append(_Row(key, label, words, pk))
    links = [
        (new.pk, old.pk)
        for before, after in pairs
        for pair in compared(texts.get(before, []), texts.get(after, []))
        if isinstance(old := pair.before, _Row) and isinstance(new := pair.after, _Row)
    ]
    table = connection.ops.quote_name(ProvisionText._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET continues_id = NULL WHERE version_id = ANY(%s) AND continues_id IS NOT NULL",  # noqa: S608
            [[after for _before, after in pairs]],
        )
        cursor.execute(
            f"UPDATE {table} AS t SET continues_id = l.old FROM unnest(%s::bigint[], %s::bigint[]) AS l(new, old)"  # noqa: S608
            " WHERE t.id = l.new",
            [[new for new, _old in links], [old for _new, old in links]],
        )


@dataclass(frozen=True)
class _Row(Words):
    """Words that know their row."""

    pk: int
