"""Citations of a running text, checked against the library: is there such a law, did it stand, has it such an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.laws.errors import CitationsUnreadable
from zhifa.laws.models import Instrument, ProvisionText, Version
from zhifa.laws.rules.aliases import ALIASES
from zhifa.laws.rules.citations import WrittenCitation
from zhifa.laws.rules.history import Shortfall
from zhifa.laws.rules.names import comparable
from zhifa.laws.rules.places import CitedPlace
from zhifa.laws.rules.repeals import repeals_in
from zhifa.laws.rules.running import Means, Mention, mentions_in
from zhifa.laws.selectors.citations import CitationBook
from zhifa.laws.selectors.versions import Held, NotHeld, holding_among
from zhifa.laws.terms import GRAVE, Verdict

SUGGESTIONS = 20  # unknown titles of one text for which a like one is looked for


@dataclass(frozen=True)
class Finding:
    """One cited place (or whole instrument) of a mention: the verdict, the citation in official form, where it can be read,
    what is wrong, and what to do."""

    mention: Mention
    words: str
    verdict: Verdict
    label: str
    url: str = ""
    note: str = ""
    mend: str = ""


@dataclass(frozen=True)
class CheckedText:
    """A text with its findings in order. `pieces` are the text cut at its citations: (words, the findings of them)."""

    text: str
    on: date
    findings: tuple[Finding, ...]
    pieces: tuple[tuple[str, tuple[Finding, ...]], ...]

    @property
    def grave(self) -> int:
        """How many findings must be mended."""
        return sum(one.verdict in GRAVE for one in self.findings)


def checked_text(
    text: str, on: date, *, own: str = "", today: date, actor: Actor | None = None
) -> CheckedText:
    """The citations of a text as of a day, by the instruments that the actor may read (none: the house). `own` is the title
    that 本法 means. Two queries,
    and two for each version that is first cited."""
    checker = _Checker(CitationBook(actor), on, today, comparable(own))
    mentions = mentions_in(text, checker.names, aliases=ALIASES)
    checked = [(one, tuple(checker.findings(one, text[one.start : one.end]))) for one in mentions]
    pieces: list[tuple[str, tuple[Finding, ...]]] = []
    position = 0
    for mention, findings in checked:
        pieces.append((text[position : mention.start], ()))
        pieces.append((text[mention.start : mention.end], findings))
        position = mention.end
    pieces.append((text[position:], ()))
    return CheckedText(
        text,
        on,
        tuple(one for _mention, found in checked for one in found),
        tuple(piece for piece in pieces if piece[0]),
    )


class _Checker:
    """The library at hand for one text."""

    def __init__(self, book: CitationBook, on: date, today: date, own: str) -> None:
        self.on, self.today, self.own = on, today, own
        self.book = book
        self.names = frozenset(self.book.titles())
        self._unknown: set[str] = set()
        self._last: dict[int, tuple[str, int]] = {}

    def findings(self, mention: Mention, words: str) -> Iterator[Finding]:
        """What the library says of each place that a mention names."""
        title = self.own if mention.means is Means.THIS else mention.title
        base = Finding(mention, words, Verdict.FITS, words)
        if mention.broken:
            note = _("“%(part)s”不是条款号，或不成范围") % {"part": mention.broken}
            yield replace(base, verdict=Verdict.UNREADABLE, note=note, mend=_("请核对条号。"))
        if not title:
            mend = _("请写明是哪部法律，或填写“本法”所指的名称。")
            yield replace(base, verdict=Verdict.UNCLEAR, note=_("不知道指哪部法律"), mend=mend)
            return
        try:
            written = WrittenCitation(title, (), mention.document_number)
            instrument = self.book.instrument(written, suggest=len(self._unknown) < SUGGESTIONS)
        except CitationsUnreadable as refusal:
            known_ended = self._ended(base, title) if len(self._unknown) < SUGGESTIONS else None
            self._unknown.add(title)
            (fault,) = refusal.faults
            yield known_ended or replace(base, verdict=Verdict.UNKNOWN, note=fault.what, mend=fault.mend)
            return
        base = replace(base, url=reverse("laws_instrument", args=[instrument.code]))
        if not mention.places and not mention.broken:
            yield self._whole(replace(base, label=instrument.cited_as), instrument)
        for place in mention.places:
            yield self._place(replace(base, label=instrument.cited_as + place.label), instrument, place)

    def _ended(self, base: Finding, title: str) -> Finding | None:
        """What a closing article in the library says of an instrument that is not held itself: repealed, when, by which. One
        query."""
        closing = ProvisionText.objects.filter(text__contains=f"{title}》", version__text_held=True)
        rows = closing.filter(text__contains="同时废止").select_related("version__instrument")
        for row in rows.order_by("-version__effective_on"):
            days = {comparable(name): day for name, day in repeals_in(row.text).items()}
            day = days.get(comparable(title))
            if day is None:
                continue
            by = row.version.instrument
            told = (
                _("《%(title)s》没有收录，已于 %(day)s 废止")
                if day <= self.on
                else _("《%(title)s》没有收录，自 %(day)s 起废止")
            )
            return replace(
                base, verdict=Verdict.REPEALED if day <= self.on else Verdict.NOT_HELD, note=told % {"title": title, "day": day},
                mend=_("现行的是《%(title)s》。") % {"title": by.short_title},
            )  # fmt: skip
        return None

    def _holding(self, instrument: Instrument, on: date) -> Held | NotHeld:
        return holding_among(instrument, self.book.versions_of(instrument), on)

    def _whole(self, base: Finding, instrument: Instrument) -> Finding:
        holding = self._holding(instrument, self.on)
        if isinstance(holding, NotHeld) and holding.code is not Shortfall.TITLE_ONLY:
            return self._not_held(base, instrument, holding)
        now = self._holding(instrument, self.today)
        if isinstance(now, NotHeld) and now.code is Shortfall.REPEALED:
            return replace(base, verdict=Verdict.CHANGED, note=now.reason, mend=_governing(instrument))
        return base

    def _place(self, base: Finding, instrument: Instrument, place: CitedPlace) -> Finding:
        holding = self._holding(instrument, self.on)
        if isinstance(holding, NotHeld):
            return self._not_held(base, instrument, holding)
        text = self.book.text_of(holding.version, place)
        if text is None:
            last, count = self._last_article(holding.version)
            note = _("%(since)s 起的文本没有%(place)s：共 %(count)d 条，最后是%(last)s") % {
                "since": holding.version.effective_on, "place": place.article.label, "count": count, "last": last,
            }  # fmt: skip
            return replace(base, verdict=Verdict.NO_ARTICLE, note=note, mend=_("请核对条号。"))
        where: tuple[object, ...] = (instrument.code, place.article.key)
        dated = self.on != self.today
        url = (
            reverse("laws_article_on", args=[*where, self.on])
            if dated
            else reverse("laws_article", args=where)
        )
        base = replace(base, url=url)
        if lacking := self.book.lacking(holding.version, place):
            return replace(base, verdict=Verdict.NO_PLACE, note=lacking, mend=_("请核对款、项的序号。"))
        if self.on == self.today:
            return replace(base, note=holding.caution)
        return self._since(base, instrument, holding.version, place, text)

    def _since(
        self, base: Finding, instrument: Instrument, version: Version, place: CitedPlace, text: int
    ) -> Finding:
        """The finding for words of another day: whether they still stand today."""
        now = self._holding(instrument, self.today)
        if isinstance(now, NotHeld):
            mend = _governing(instrument) if now.code is Shortfall.REPEALED else ""
            return replace(base, verdict=Verdict.CHANGED, note=now.reason, mend=mend)
        present = self.book.text_of(now.version, place)
        if present is not None and (
            present == text or self.book.words_of(now.version)[present] == self.book.words_of(version)[text]
        ):
            return base
        words = _("自 %(day)s 起条文已修改") if present else _("自 %(day)s 起的文本没有这一条")
        note = words % {"day": now.version.effective_on}
        return replace(base, verdict=Verdict.CHANGED, note=note, mend=_("今天引用的，请对照现行条文。"))

    def _not_held(self, base: Finding, instrument: Instrument, holding: NotHeld) -> Finding:
        verdict = {Shortfall.REPEALED: Verdict.REPEALED, Shortfall.NOT_YET: Verdict.NOT_YET}.get(
            holding.code, Verdict.NOT_HELD
        )
        mend = _governing(instrument) if verdict is Verdict.REPEALED else ""
        return replace(base, verdict=verdict, note=holding.reason, mend=mend)

    def _last_article(self, version: Version) -> tuple[str, int]:
        if version.pk not in self._last:
            last = version.texts.select_related("provision").order_by("-position").first()
            self._last[version.pk] = (last.provision.label if last else "—", version.texts.count())
        return self._last[version.pk]


def _governing(instrument: Instrument) -> str:
    """Which law governs now, where the source names it."""
    by = instrument.repealed_by
    return _("现行的是《%(title)s》。") % {"title": by.short_title} if by else _("请核对现行的规定。")
