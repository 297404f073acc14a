"""An invented statute for the tests of what cites law."""

from __future__ import annotations

from datetime import date

from zhifa.laws.api import Instrument, Provision, ProvisionText, Version


def loan_law(articles: dict[int, str]) -> Instrument:
    """《测试借款法》 with articles by number, in force since 2010."""
    found = Instrument.objects.create(
        code="test-loan",
        kind="statute",
        title="测试借款法",
        short_title="测试借款法",
        pinyin="ceshijiekuanfa",
    )
    add_version(found, date(2010, 1, 1), articles)
    return found


def add_version(instrument: Instrument, since: date, articles: dict[int, str]) -> Version:
    """A version in force from a day; the one before it ends the day before."""
    for earlier in Version.objects.filter(instrument=instrument, ended_on=None):
        earlier.ended_on = date.fromordinal(since.toordinal() - 1)
        earlier.save()
    version = Version.objects.create(
        instrument=instrument, published_on=since, effective_on=since, basis="stated", source="测试",
        source_key=since.isoformat(), text_held=True,
    )  # fmt: skip
    for number, words in articles.items():
        provision, _made = Provision.objects.get_or_create(
            instrument=instrument,
            key=str(number),
            defaults={"label": f"第{'零一二三'[number]}条", "number": number},
        )
        ProvisionText.objects.create(provision=provision, version=version, position=number, text=words)
    return version
