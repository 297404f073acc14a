"""Moodle's XML, in and out. What Moodle has no place for (law, difficulty, posts, which case) goes along as tags, so that nothing is lost
on the way there and back; a case is a description followed by its questions.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from zhifa.exams.rules.questions import tidy
from zhifa.exams.rules.rows import BankRow, Written, rows_of
from zhifa.exams.terms import BLANK, CHOICE, LETTERS, Kind

TAG = "知法"
CLOZE = re.compile(
    r"\{\d*:(SHORTANSWER|SA|MW|SHORTANSWER_C|SAC|MULTICHOICE|MC|MCV|MULTICHOICE_V):((?:\\.|[^{}])*)\}",
    re.IGNORECASE,
)
TOPIC, LAW, HARD, POSTS, POOL, CASE, WORDS = "主题", "依据", "难度", "岗位", "用途", "案例", "题干"


class NotMoodle(ValueError):
    """Not a quiz in Moodle's XML."""


def read_moodle(data: bytes) -> list[BankRow]:
    """The questions of a quiz file, in their order. Refuses (`NotMoodle`) what is no such XML; entities are not followed."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise NotMoodle(str(error)) from error
    if root.tag != "quiz":
        raise NotMoodle(str(root.tag))
    topic = ""
    cases: dict[str, str] = {}
    rows = []
    for number, node in enumerate(root.iter("question"), start=1):
        sort = node.get("type", "")
        if sort == "category":
            topic = (node.findtext("category/text") or "").strip().rpartition("/")[2]
            continue
        tags = dict(
            text.removeprefix(f"{TAG}·").split("：", 1) for text in (one.text or "" for one in node.iterfind("tags/tag/text"))
            if text.startswith(f"{TAG}·") and "：" in text
        )  # fmt: skip
        stem = tags.get(WORDS) or _plain(node.findtext("questiontext/text") or "")
        if sort == "description":
            cases[tags.get(CASE, "")] = stem
            continue
        row = _row(node, sort, stem)
        rows.append(
            replace(
                row,
                topic=tags.get(TOPIC, topic),
                laws=tags.get(LAW, ""),
                difficulty=tags.get(HARD, ""),
                posts=tags.get(POSTS, ""),
                pool=tags.get(POOL, ""),
                case=cases.get(tags[CASE], "") if CASE in tags else "",
                place=f"第 {number} 个 question",
                explanation=_plain(node.findtext("generalfeedback/text") or ""),
            )
        )
    return rows


def _row(node: etree._Element, sort: str, stem: str) -> BankRow:
    answers = [
        (_plain(one.findtext("text") or ""), float(one.get("fraction", "0")))
        for one in node.iterfind("answer")
    ]
    if sort == "multichoice":
        key = "".join(letter for letter, (_words, share) in zip(LETTERS, answers, strict=False) if share > 0)
        many = (node.findtext("single") or "true").strip() == "false"
        return BankRow(
            Kind.MULTIPLE if many else Kind.SINGLE, stem, tuple(words for words, _share in answers), key
        )
    if sort == "truefalse":
        right = next((words.lower() for words, share in answers if share > 0), "")
        return BankRow(Kind.JUDGE, stem, key={"true": "对", "false": "错"}.get(right, right))
    if sort == "shortanswer":
        blank = stem if BLANK in stem else f"{stem} {BLANK}"
        return BankRow(Kind.FILL, blank, key="|".join(words for words, share in answers if share > 0))
    if sort == "cloze":
        keys = [_cloze_keys(body) for _sort, body in CLOZE.findall(stem)]
        return BankRow(Kind.FILL, CLOZE.sub(BLANK, stem), key="\n".join(keys))
    if sort == "essay":
        return BankRow(Kind.SHORT, stem, key=_plain(node.findtext("graderinfo/text") or ""))
    return BankRow(sort or "?", stem)


def _cloze_keys(body: str) -> str:
    """The full answers of one gap, parted by |."""
    found = []
    for mark, words in re.findall(r"(?:^|~)(=|%\d+%)?((?:\\.|[^~])*)", body):
        if mark in ("=", "%100%"):
            found.append(re.sub(r"\\(.)", r"\1", re.split(r"(?<!\\)#", words)[0]))
    return "|".join(found)


def written_moodle(questions: Sequence[Written]) -> bytes:
    """A quiz file that Moodle takes and `read_moodle` reads again without loss."""
    quiz = etree.Element("quiz")
    for number, one in enumerate(questions, start=1):
        rows = rows_of(one)
        if rows[0].case:
            node = _node(quiz, "description", f"案例 {number}", rows[0].case)
            _tags(node, {CASE: str(number), WORDS: rows[0].case})
        for row in rows:
            _question(quiz, row, str(number) if row.case else "")
    return bytes(etree.tostring(quiz, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _question(quiz: etree._Element, row: BankRow, case: str) -> None:
    keys = row.key.split("\n")
    stem = row.stem
    if row.kind in CHOICE:
        node = _node(quiz, "multichoice", row.stem, stem)
        etree.SubElement(node, "single").text = "false" if row.kind == Kind.MULTIPLE else "true"
        etree.SubElement(node, "shuffleanswers").text = "true"
        share = 100 / len(row.key)
        for letter, option in zip(LETTERS, row.options, strict=False):
            _answer(node, option, f"{share:.5f}".rstrip("0").rstrip(".") if letter in row.key else "0")
    elif row.kind == Kind.JUDGE:
        node = _node(quiz, "truefalse", row.stem, stem)
        for word, meant in (("true", "对"), ("false", "错")):
            _answer(node, word, "100" if row.key == meant else "0")
    elif row.kind == Kind.FILL and len(keys) == 1:
        node = _node(quiz, "shortanswer", row.stem, stem)
        for key in keys[0].split("|"):
            _answer(node, key, "100")
    elif row.kind == Kind.FILL:
        gaps = iter(keys)
        filled = re.sub(re.escape(BLANK), lambda found: _gap(next(gaps, "")), stem)
        node = _node(quiz, "cloze", row.stem, filled)
    else:
        node = _node(quiz, "essay", row.stem, stem)
        _text(node, "graderinfo", _html(row.key))
    _text(node, "generalfeedback", _html(row.explanation))
    told = {
        TOPIC: row.topic,
        LAW: row.laws,
        HARD: row.difficulty,
        POSTS: row.posts,
        POOL: row.pool,
        CASE: case,
    }
    if row.kind != Kind.FILL or len(keys) == 1:
        told[WORDS] = stem  # a stem's blanks and lines as they are, whatever HTML does to them
    _tags(node, {name: words for name, words in told.items() if words})


def _gap(key: str) -> str:
    answers = "~".join("=" + re.sub(r"([\\~#{}/\"=])", r"\\\1", one) for one in key.split("|"))
    return "{1:SHORTANSWER:" + answers + "}"


def _node(quiz: etree._Element, sort: str, name: str, stem: str) -> etree._Element:
    node = etree.SubElement(quiz, "question", type=sort)
    _text(node, "name", " ".join(name.split())[:60], fmt="")
    _text(node, "questiontext", _html(stem))
    return node


def _answer(node: etree._Element, words: str, fraction: str) -> None:
    answer = etree.SubElement(node, "answer", fraction=fraction, format="html")
    etree.SubElement(answer, "text").text = _html(words)


def _text(node: etree._Element, tag: str, words: str, fmt: str = "html") -> None:
    made = etree.SubElement(node, tag, **({"format": fmt} if fmt else {}))
    etree.SubElement(made, "text").text = words


def _tags(node: etree._Element, told: dict[str, str]) -> None:
    tags = etree.SubElement(node, "tags")
    for name, words in told.items():
        etree.SubElement(etree.SubElement(tags, "tag"), "text").text = f"{TAG}·{name}：{words}"


def _html(text: str) -> str:
    return "<br>".join(html.escape(line, quote=False) for line in text.split("\n"))


def _plain(words: str) -> str:
    """The text of a piece of HTML: paragraphs and breaks are line breaks, pictures are left out."""
    if "<" not in words and "&" not in words:
        return tidy(words)
    broken = re.sub(r"(?i)<br\s*/?>|</p>|</div>|</li>", "\n", words)
    return tidy(str(lxml_html.fromstring(f"<div>{broken}</div>").text_content()))
