"""Akoma Ntoso 3.0 (OASIS LegalDocML): one document as XML and back, the words the same both ways.

Articles are `article`, clauses of an amendment `clause`, the preamble `preamble`, annexes and texts without articles
`hcontainer` by name; 编, 分编, 章, 节 are `part`, `subpart`, `chapter`, `section`. A paragraph (款) is
a `paragraph`, and each line of it (an item, a line below one) a `p` in it; rows of a table are a `table`. Elements are
named by `eId`: art_120-3__para_2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from lxml import etree

from zhifa.laws.rules.documents import LawDocument, Piece, Place, Remark
from zhifa.laws.rules.names import title_kind
from zhifa.laws.rules.numbers import (
    ANNEX,
    PREAMBLE,
    NotANumber,
    ProvisionNumber,
    number_from_key,
    provision_number,
)
from zhifa.laws.rules.parsing import incompleteness
from zhifa.laws.rules.structure import Paragraph, paragraphs_of
from zhifa.laws.terms import Flaw, InstrumentKind, VersionStatus

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_LEVELS = ("part", "subpart", "chapter", "section")
_NAMES = {
    InstrumentKind.CONSTITUTION: "constitution",
    InstrumentKind.STATUTE: "statute",
    InstrumentKind.ADMINISTRATIVE_REGULATION: "regulation",
    InstrumentKind.JUDICIAL_INTERPRETATION: "interpretation",
}


def to_akoma(document: LawDocument, code: str) -> bytes:
    """A document as XML in UTF-8. `code` names it in addresses: /akn/cn/act/<day of publication>/<code>."""
    root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap={None: AKN})
    act = _sub(root, "act", name=_NAMES.get(document.kind, document.kind.value))
    _meta(act, document, code)
    preface = _sub(act, "preface")
    title = _sub(_sub(preface, "longTitle"), "p")
    _sub(title, "docTitle").text = document.title
    for note in document.history:
        _sub(preface, "p").text = note
    pieces = list(document.pieces)
    if pieces and pieces[0].number.word == PREAMBLE:
        preamble = _sub(act, "preamble")
        _sub(preamble, "p", {"class": "heading"}).text = pieces[0].label
        for block in _blocks(pieces[0].text):
            preamble.append(block)
        pieces = pieces[1:]
    body = _sub(act, "body")
    _divide(body, pieces, 0, Place(), "")
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=False))


def _sub(
    parent: etree._Element, tag: str, attributes: dict[str, str] | None = None, **more: str
) -> etree._Element:
    return etree.SubElement(parent, f"{{{AKN}}}{tag}", {**(attributes or {}), **more})


def _meta(act: etree._Element, document: LawDocument, code: str) -> None:
    meta = _sub(act, "meta")
    identification = _sub(meta, "identification", source="#zhifa")
    published = document.published_on or date.min
    since = document.effective_on or published
    work = f"/akn/cn/act/{published}/{code}"
    for level, uri, day, name in (
        ("FRBRWork", work, published, "publication"),
        ("FRBRExpression", f"{work}/zho@{since}", since, "in-force" if document.is_own_day else "stated"),
        ("FRBRManifestation", f"{work}/zho@{since}.xml", since, "generation"),
    ):
        one = _sub(identification, level)
        _sub(one, "FRBRthis", value=f"{uri}/!main" if level != "FRBRManifestation" else uri)
        _sub(one, "FRBRuri", value=uri)
        _sub(one, "FRBRdate", date=day.isoformat(), name=name)
        _sub(one, "FRBRauthor", {"href": "#body" if level == "FRBRWork" else "#zhifa"})
        if level == "FRBRWork":
            _sub(one, "FRBRcountry", value="cn")
            _sub(one, "FRBRsubtype", value=document.kind.value)
            if document.document_number:
                _sub(one, "FRBRnumber", value=document.document_number)
        elif level == "FRBRExpression":
            _sub(one, "FRBRlanguage", language="zho")
    references = _sub(meta, "references", source="#zhifa")
    _sub(
        references,
        "TLCOrganization",
        eId="body",
        href="/akn/ontology/organization/cn/body",
        showAs=document.issuing_body or "—",
    )
    _sub(
        references, "TLCOrganization", eId="zhifa", href="/akn/ontology/organization/cn/zhifa", showAs="知法"
    )
    if document.status:
        _sub(
            references,
            "TLCConcept",
            eId="status",
            href=f"/akn/ontology/concept/cn/{document.status.value}",
            showAs=document.status.value,
        )
    if document.made_by:
        _sub(references, "activeRef", eId="made-by", href="/akn/cn/act/amending", showAs=document.made_by)


def _divide(parent: etree._Element, pieces: Iterable[Piece], level: int, place: Place, prefix: str) -> None:
    """Pieces under their headings: one element for each run of pieces below one heading."""
    if level == len(_LEVELS):
        for piece in pieces:
            _piece(parent, piece)
        return
    name = _LEVELS[level]
    for number, (heading, group) in enumerate(
        groupby(pieces, key=lambda one: str(getattr(one.place, name))), start=1
    ):
        below, tag = parent, f"{prefix}{name}_{number}"
        if heading:
            below = _sub(parent, name, eId=tag)
            _sub(below, "heading").text = heading
        _divide(below, list(group), level + 1, place, f"{tag}__")


def _piece(parent: etree._Element, piece: Piece) -> None:
    number = piece.number
    if number.word == ANNEX:
        one = _sub(parent, "hcontainer", name=ANNEX, eId=piece.key)
    elif not number.number:
        one = _sub(parent, "hcontainer", name=number.word or "whole", eId=piece.key)
    elif number.is_item:
        one = _sub(parent, "clause", eId=piece.key)
    else:
        one = _sub(parent, "article", eId=f"art_{piece.key}")
    _sub(one, "num").text = piece.label
    paragraphs = paragraphs_of(piece.text)
    if not paragraphs:
        _sub(_sub(one, "content"), "p")
    for paragraph in paragraphs:
        within = _sub(one, "paragraph", eId=f"{one.get('eId')}__para_{paragraph.number}")
        content = _sub(within, "content")
        for block in _paragraph_blocks(paragraph):
            content.append(block)


def _blocks(text: str) -> Iterator[etree._Element]:
    for paragraph in paragraphs_of(text):
        yield from _paragraph_blocks(paragraph)


def _paragraph_blocks(paragraph: Paragraph) -> Iterator[etree._Element]:
    for kind, lines in groupby(paragraph.lines, key=lambda line: line.startswith("|") and line.endswith("|")):
        if not kind:
            for line in lines:
                one = etree.Element(f"{{{AKN}}}p")
                one.text = line
                yield one
            continue
        table = etree.Element(f"{{{AKN}}}table")
        for line in lines:
            row = _sub(table, "tr")
            for cell in line.strip("|").split("|"):
                _sub(_sub(row, "td"), "p").text = cell.strip()
        yield table


def from_akoma(content: bytes, name: str) -> LawDocument:
    """The document of an XML text; remarks say what is wrong. Raises `lxml.etree.LxmlError` for what is no XML.

    Reads what `to_akoma` writes, and other acts as far as their `num`s can be read; draft namespaces are taken too.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    root = etree.fromstring(content, parser)
    for node in root.iter():
        if isinstance(node.tag, str):
            node.tag = etree.QName(node).localname
    act = next((one for one in root if isinstance(one.tag, str)), root)
    title = _words(act.find(".//docTitle")) or _words(act.find("./preface/longTitle"))
    notes = tuple(_words(one) for one in act.findall("./preface/p"))
    pieces = tuple(_pieces(act))
    subtype = _attribute(act, ".//FRBRWork/FRBRsubtype", "value")
    expression = act.find(".//FRBRExpression/FRBRdate")
    body = act.find(".//references/TLCOrganization[@eId='body']")
    maker = act.find(".//references/activeRef[@eId='made-by']")
    status = _attribute(act, ".//references/TLCConcept[@eId='status']", "showAs")
    published = _day(_attribute(act, ".//FRBRWork/FRBRdate", "date"))
    document = LawDocument(
        name=name,
        title=title,
        pieces=pieces,
        kind=InstrumentKind(subtype)
        if subtype in InstrumentKind.values
        else title_kind(title, " ".join(notes)),
        published_on=published,
        effective_on=_day(expression.get("date", "") if expression is not None else "") or published,
        is_own_day=expression is not None and expression.get("name") == "in-force",
        status=VersionStatus(status) if status in VersionStatus.values else VersionStatus.UNSTATED,
        issuing_body=(body.get("showAs", "") if body is not None else "").strip("—"),
        document_number=_attribute(act, ".//FRBRWork/FRBRnumber", "value"),
        history=notes,
        made_by=maker.get("showAs", "") if maker is not None else "",
    )
    remarks = [Remark(flaw) for flaw, is_so in _faults(document) if is_so]
    return document.with_remarks([*remarks, *incompleteness(pieces)])


def _faults(document: LawDocument) -> Iterable[tuple[Flaw, bool]]:
    yield Flaw.NO_TITLE, not document.title
    yield Flaw.NO_DATE, document.published_on is None
    yield Flaw.NO_TEXT, not document.pieces
    yield Flaw.DAY_UNSTATED, not document.is_own_day and document.published_on is not None


def _attribute(act: etree._Element, path: str, name: str) -> str:
    found = act.find(path)
    return str(found.get(name, "")) if found is not None else ""


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None


def _words(node: etree._Element | None) -> str:
    return "" if node is None else "".join(node.itertext()).strip()


def _pieces(act: etree._Element) -> Iterator[Piece]:
    preamble = act.find("./preamble")
    if preamble is not None and len(preamble):
        head = preamble[0] if preamble[0].get("class") == "heading" else None
        lines = list(_lines(one for one in preamble if one is not head))
        yield Piece(ProvisionNumber(0, word=PREAMBLE), _words(head) or "序言", "\n".join(lines))
    body = act.find("./body")
    if body is not None:
        yield from _below(body, Place())


def _below(parent: etree._Element, place: Place) -> Iterator[Piece]:
    for one in parent:
        if one.tag in _LEVELS:
            heading = " ".join(
                words for words in (_words(one.find("./num")), _words(one.find("./heading"))) if words
            )
            told = {name: getattr(place, name) for name in _LEVELS[: _LEVELS.index(one.tag)]}
            yield from _below(one, Place(**{**told, one.tag: heading}))
        elif one.tag in ("article", "clause", "hcontainer"):
            key = (one.get("eId") or "").removeprefix("art_")
            bare, _mark, again = key.partition("-again-")
            try:
                number = _number(bare, _words(one.find("./num")))
            except NotANumber:
                continue
            content = [child for child in one if child.tag not in ("num", "heading")]
            text = "\n".join(_lines(content))
            yield Piece(number, _words(one.find("./num")), text, place, int(again) if again.isdigit() else 0)
        elif one.tag not in ("num", "heading"):
            yield from _below(one, place)


def _number(key: str, label: str) -> ProvisionNumber:
    """The number by our own `eId`, else by what is printed."""
    try:
        return number_from_key(key)
    except NotANumber:
        return provision_number(label.strip(" 　"))


def _lines(nodes: Iterable[etree._Element]) -> Iterator[str]:
    """The lines of words: each `p` one, each row of a table one."""
    for one in nodes:
        if one.tag == "p":
            if words := _words(one):
                yield words
        elif one.tag == "tr":
            yield f"| {' | '.join(_words(cell) for cell in one)} |"
        else:
            yield from _lines(one)
