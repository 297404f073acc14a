"""Citations: from written lines to versions and texts of a day, from those to words and addresses, and back to
who cites them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.chinese import number_written
from zhifa.kernel.errors import Fault
from zhifa.kernel.registry import Citation, Citer, offered
from zhifa.kernel.wording import listed
from zhifa.laws.access import readable_by
from zhifa.laws.errors import CitationsUnreadable
from zhifa.laws.models import Instrument, ProvisionText, Version
from zhifa.laws.rules.citations import (
    WrittenCitation,
    read_citation,
    split_citations,
)
from zhifa.laws.rules.history import Shortfall
from zhifa.laws.rules.names import comparable
from zhifa.laws.rules.numbers import ProvisionNumber
from zhifa.laws.rules.places import CitedPlace, Trouble, Unreadable
from zhifa.laws.rules.structure import shortage_in
from zhifa.laws.selectors.versions import Held, NotHeld, holding_among
from zhifa.laws.terms import BY_TITLE_ONLY


@dataclass(frozen=True)
class CitationRef:
    """What a thing cites: a version of an instrument, and the text of one article in it where one is cited and
    held. `label` is the citation in official form; `note` says what is missing or needs care ("" : nothing)."""

    version_id: int
    provision_text_id: int | None
    label: str
    note: str = ""


@dataclass(frozen=True)
class CitedView:
    """A cited thing as a page shows it. `url` is empty where the reader may not open it: a document that is not published."""

    label: str
    url: str
    text_held: bool


class CitationBook:
    """Everything needed to resolve many citations: two queries when made, one for each version whose articles
    are first cited, and one for each whose paragraphs are. Make one for a bulk load; it does not see what is imported after it was
    made. `actor` (none: the house) sees only
    the instruments that it may read."""

    def __init__(self, actor: Actor | None = None) -> None:
        self._instruments: dict[str, list[Instrument]] = {}
        for row in readable_by(actor).select_related("repealed_by"):
            self._instruments.setdefault(comparable(row.title), []).append(row)
        self._versions: dict[int, list[Version]] = {}
        for version in Version.objects.all():
            self._versions.setdefault(version.instrument_id, []).append(version)
        self._texts: dict[int, dict[str, int]] = {}
        self._words: dict[int, dict[int, str]] = {}

    def titles(self) -> Iterable[str]:
        """The comparable titles of all instruments."""
        return self._instruments

    def versions_of(self, instrument: Instrument) -> Sequence[Version]:
        """All versions of an instrument."""
        return self._versions.get(instrument.pk, [])

    def refs(self, line: str, on: date) -> list[CitationRef]:
        """What one line cites, as of a day. Refuses with one fault (`CitationsUnreadable`)."""
        try:
            written = read_citation(line)
        except Unreadable as error:
            raise _unreadable([_fault_of(error, line)]) from error
        return self.resolve(written, on)

    def resolve(self, written: WrittenCitation, on: date) -> list[CitationRef]:
        """The versions and texts of a read citation, as of a day."""
        instrument = self.instrument(written)
        holding = holding_among(instrument, self._versions.get(instrument.pk, []), on)
        if holding.version is None:
            reason = holding.reason if isinstance(holding, NotHeld) else ""
            raise _unreadable(
                [Fault(instrument.cited_as + _("：") + reason, mend=_("请核对日期或所引的法律。"))]
            )
        name = instrument.cited_as
        if instrument.document_number:
            name += f"（{instrument.document_number}）"
        note = _note(holding)
        if not written.places:
            return [CitationRef(holding.version.pk, None, name, note)]
        if isinstance(holding, NotHeld):
            if holding.code is Shortfall.TITLE_ONLY:
                raise _unreadable(
                    [Fault(_("%(name)s只按标题收录，不能引到条") % {"name": name}, mend=_("请只写标题。"))]
                )
            version = holding.version.pk
            return [CitationRef(version, None, name + place.label, note) for place in written.places]
        return [self._place(instrument, holding.version, place, note) for place in written.places]

    def instrument(self, written: WrittenCitation, *, suggest: bool = True) -> Instrument:
        """The instrument that a read citation means; refuses (`CitationsUnreadable`, one fault) none and several. To look
        for a title like an unknown one takes some milliseconds: whoever has many asks without."""
        title = comparable(written.title)
        found = self._instruments.get(title, [])
        if written.document_number:
            found = [row for row in found if row.document_number == written.document_number]
        if len(found) == 1:
            return found[0]
        if found:
            numbers = listed(row.document_number or _("无文号") for row in found)
            raise _unreadable(
                [
                    Fault(
                        _("《%(title)s》有 %(count)d 件") % {"title": title, "count": len(found)},
                        mend=_("请在标题后写明文号，例如（%(numbers)s）。") % {"numbers": numbers},
                    )
                ]
            )
        close = get_close_matches(title, self._instruments, n=1, cutoff=0.6) if suggest else []
        mend = (
            _("是否指《%(title)s》？") % {"title": close[0]} if close else _("请核对名称，或先收录这部法律。")
        )
        raise _unreadable([Fault(_("法规库没有《%(title)s》") % {"title": title}, mend=mend)])

    def text_of(self, version: Version, place: CitedPlace) -> int | None:
        """The text of a cited article in a version, or of a clause where the version is an amendment."""
        if version.pk not in self._texts:
            texts = ProvisionText.objects.filter(version=version).values_list("provision__key", "pk")
            self._texts[version.pk] = dict(texts)
        clause = ProvisionNumber(place.article.number, is_item=True).key
        return self._texts[version.pk].get(place.article.key) or self._texts[version.pk].get(clause)

    def words_of(self, version: Version) -> dict[int, str]:
        """The words of all texts of a version by their ids."""
        if version.pk not in self._words:
            rows = ProvisionText.objects.filter(version=version).values_list("pk", "text")
            self._words[version.pk] = dict(rows)
        return self._words[version.pk]

    def lacking(self, version: Version, place: CitedPlace) -> str:
        """What an article that the version has lacks of the paragraph and item that are cited in it; empty where it lacks nothing. The
        clauses of amendments quote paragraphs of others and are not asked."""
        text = self._texts.get(version.pk, {}).get(place.article.key)
        if text is None or not place.within:
            return ""
        shortage = shortage_in(self.words_of(version)[text], place.paragraph, place.item)
        if shortage is None:
            return ""
        told: dict[str, object] = {
            "article": place.article.label,
            "place": place.within,
            "count": shortage.count,
        }
        if shortage.is_of_items:
            told["article"] = replace(place, item=0).label
            told["place"] = f"第（{number_written(place.item)}）项"
            if not shortage.count:
                return _("%(article)s没有分项") % told
            return _("%(article)s没有%(place)s：共 %(count)d 项") % told
        return _("%(article)s没有%(place)s：共 %(count)d 款") % told

    def _place(self, instrument: Instrument, version: Version, place: CitedPlace, note: str) -> CitationRef:
        label = instrument.cited_as + place.label
        found = self.text_of(version, place)
        if found is None:
            raise _unreadable(
                [
                    Fault(
                        _("%(label)s不存在") % {"label": label},
                        mend=_("%(since)s 起的文本共 %(count)d 条，请核对条号。")
                        % {"since": version.effective_on, "count": len(self._texts[version.pk])},
                    )
                ]
            )
        if lacking := self.lacking(version, place):
            raise _unreadable([Fault(instrument.cited_as + lacking, mend=_("请核对款、项的序号。"))])
        return CitationRef(version.pk, found, label, note)


def parse_citations(
    text: str | Sequence[str], on: date, *, book: CitationBook | None = None
) -> list[CitationRef]:
    """What written citations cite as of a day: one a line (or parted by ；), doubles once.

    Refuses the whole with `CitationsUnreadable`; its faults name each bad line by `row` (from 1) and how to
    mend it.
    """
    lines = split_citations(text) if isinstance(text, str) else [line for line in text if line.strip()]
    if not lines:
        return []
    book = book or CitationBook()
    refs: list[CitationRef] = []
    faults: list[Fault] = []
    for row, line in enumerate(lines, start=1):
        try:
            refs += book.refs(line, on)
        except CitationsUnreadable as refusal:
            faults += [Fault(fault.what, fault.mend, row=row) for fault in refusal.faults]
    if faults:
        raise _unreadable(faults)
    return list(dict.fromkeys(refs))


class CitingRow(Protocol):
    """A row of a mechanism that cites: the label as written, the version, the text of one article or none."""

    label: str
    version_id: int
    text_id: int | None


def cited_views(actor: Actor, rows: Iterable[CitingRow]) -> list[CitedView]:
    """What rows cite, as a page shows it to the actor, in their order. Two queries; a third where a document that the office
    entered is among them, which a stranger may open only when it is published."""
    rows = list(rows)
    versions = Version.objects.select_related("instrument").in_bulk({row.version_id for row in rows})
    texts = ProvisionText.objects.select_related("provision").in_bulk(
        {row.text_id for row in rows if row.text_id}
    )
    entered = {one.instrument_id for one in versions.values() if one.instrument.kind in BY_TITLE_ONLY}
    open_ = set(readable_by(actor).filter(pk__in=entered).values_list("pk", flat=True)) if entered else set()
    views = []
    for row in rows:
        version = versions[row.version_id]
        code = version.instrument.code
        if version.instrument_id in entered - open_:
            url = ""
        elif row.text_id is not None:
            url = f"{reverse('laws_article', args=[code, texts[row.text_id].provision.key])}#v{version.pk}"
        else:
            url = f"{reverse('laws_instrument', args=[code])}#v{version.pk}"
        views.append(CitedView(row.label, url, version.text_held))
    return views


def citing(provision_text_ids: Sequence[int]) -> list[tuple[Citer, list[Citation]]]:
    """Who cites any of these texts, by kind of citer, in the ladder's order; kinds without any are left out."""
    found = [(citer, list(citer.citing(provision_text_ids))) for citer in offered(Citer)]
    return [(citer, citations) for citer, citations in found if citations]


def _note(holding: Held | NotHeld) -> str:
    if isinstance(holding, Held):
        return holding.caution
    return "" if holding.code is Shortfall.TITLE_ONLY else holding.reason


def _unreadable(faults: list[Fault]) -> CitationsUnreadable:
    return CitationsUnreadable(
        _("有 %(count)d 处引用认不出") % {"count": len(faults)},
        next_step=_("请按“《宪法》第二十四条”的写法改正。"),
        faults=faults,
    )


def _fault_of(error: Unreadable, line: str) -> Fault:
    what = {
        Trouble.EMPTY: _("这一行是空的"),
        Trouble.NO_TITLE: _("“%(line)s”没有写法律名称"),
        Trouble.UNBALANCED: _("“%(line)s”的书名号不成对"),
        Trouble.NUMBER: _("“%(line)s”里的“%(part)s”不是条款号"),
        Trouble.RANGE: _("“%(line)s”的起止条号不成范围，或超过 60 条"),
        Trouble.REST: _("“%(line)s”从“%(part)s”起读不懂"),
    }[error.trouble] % {"line": line, "part": error.part}
    return Fault(what, mend=_("写法示例：《宪法》第二十四条第二款"))
