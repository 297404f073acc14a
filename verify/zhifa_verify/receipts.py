"""Receipts of exams: that a hand-in stands in the district's signed log with just these answers, and nothing of it was changed since.

    {"format": "zhifa-receipt/1", "attempt", "head", "links", "handed_at", "entry", "index", "path", "checkpoint"}
    {"format": "zhifa-promise/1", "attempt", "head", "links", "handed_at", "seal"}

A promise says the same before the entry has its place: it is signed by the log's key, and redeemed for a receipt.
"""

from __future__ import annotations

import hashlib
from typing import Any

from zhifa_verify.check import ENTRY, ENTRY_FORMAT, FITS, WRONG, Finding, Verdict
from zhifa_verify.log import Head, head_of, leaf_hash, must_be_signed, root_by_path
from zhifa_verify.reading import Wrong, canonical, digest_of, read, same

FORMAT, PROMISE = "zhifa-receipt/1", "zhifa-promise/1"
SAID = ("attempt", "head", "links", "handed_at")
LIMITS = "回执不说题目、答案和成绩，也不证明答题的是谁（it does not tell questions, answers or marks, nor who answered）"
ENDS = ("sittings.hand_in", "sittings.accept_file", "sittings.collect")
PARTS = {
    FORMAT: {"format", *SAID, "entry", "index", "path", "checkpoint"},
    PROMISE: {"format", *SAID, "seal"},
}


def check_receipt(content: bytes, key: str | None = None) -> Verdict:
    """Check a receipt or a promise; with a C2SP verifier key also who signed it."""
    mark, findings = "", []
    try:
        told = read(content, spelt=False)
        if not isinstance(told, dict) or told.get("format") not in PARTS:
            raise Wrong("这不是考试回执（this is no receipt of an exam）")
        if set(told) != PARTS[told["format"]]:
            raise Wrong("回执缺项或多项（the receipt has parts missing or too many）")
        _must_be_well_said(told)
        note = told["checkpoint" if told["format"] == FORMAT else "seal"]
        head = head_of(note)
        mark = next(
            (
                line.removeprefix("demonstration: ")
                for line in head.extensions
                if line.startswith("demonstration: ")
            ),
            "",
        )
        found = _proven(told, head) if told["format"] == FORMAT else _promised(told, head)
        if key is not None:
            must_be_signed(note, key)
        findings = [Finding(FITS, line) for line in (*found, LIMITS)]
    except Wrong as wrong:
        findings = [Finding(WRONG, str(wrong))]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        findings = [Finding(WRONG, "回执里有读不懂的内容（the receipt holds something that cannot be read）")]
    wrong_one = any(finding.state == WRONG for finding in findings)
    return Verdict(1 if wrong_one else 2 if key is None else 0, mark, tuple(findings))


def _must_be_well_said(told: dict[str, Any]) -> None:
    digest_of(told["head"])
    links = told["links"]
    if isinstance(links, bool) or not isinstance(links, int) or links < 0:
        raise Wrong("作答次数写得不对（the number of answers is no number）")
    if not all(isinstance(told[name], str) and told[name] for name in ("attempt", "handed_at")):
        raise Wrong("答卷号或交卷时间写得不对（the attempt or its time is misspelt）")


def _proven(told: dict[str, Any], head: Head) -> list[str]:
    """The entry says what the receipt says, and stands in the log."""
    entry, index = told["entry"], told["index"]
    if (
        set(entry) != ENTRY
        or entry["format"] != ENTRY_FORMAT
        or not same(entry["schema"], 1)
        or entry["act"] not in ENDS
    ):
        raise Wrong("回执里的记录不是交卷记录（the entry is not one of a hand-in）")
    facts = entry["facts"]
    if entry["subject"] != ["exam-attempt", told["attempt"]]:
        raise Wrong("记录的不是这份答卷（the entry is about another attempt）")
    for name, words in (("head", "答卷内容"), ("links", "作答次数"), ("handed_at", "交卷时间")):
        if not same(facts[name], told[name]):
            raise Wrong(f"回执上的{words}与存证记录不符（the {name} is not the one in the log）")
    if isinstance(index, bool) or not isinstance(index, int):
        raise Wrong("记录的位置写得不对（the place in the log is misspelt）")
    path = [digest_of(part) for part in told["path"]]
    if root_by_path(leaf_hash(canonical(entry)), index, head.size, path) != head.root:
        raise Wrong("这条交卷记录不在日志里，或者被改动过（the entry is not in the log, or was changed）")
    late = "，迟交（late）" if facts["late"] is True else ""
    return [
        _handed_in(told) + late,
        f"交卷记录是 {head.origin} 第 {index} 条，在 {head.size} 条的日志里（the entry is in the log）",
    ]


def _promised(told: dict[str, Any], head: Head) -> list[str]:
    """The seal is a head of the log with one line more, the hash of the rest."""
    rest = {name: value for name, value in told.items() if name != "seal"}
    if head.extensions[-1:] != (f"bundle: {hashlib.sha256(canonical(rest)).hexdigest()}",):
        raise Wrong("承诺的内容不是签名时的内容（the promise is not what was signed）")
    return [
        _handed_in(told),
        f"这是 {head.origin} 签名的承诺，可以换取回执（a promise, to be redeemed for a receipt）",
    ]


def _handed_in(told: dict[str, Any]) -> str:
    links = told["links"]
    return f"答卷 {told['attempt']} 于 {told['handed_at']} 交卷，保存作答 {links} 次（handed in, {links} answers saved）"
