"""Numbers by which a person can be found: identity cards, bank cards, telephones, plates, files, certificates.

An identity number ends in a check digit (GB 11643-1999, ISO 7064 MOD 11-2), a bank card in another (Luhn, ISO/IEC 7812), a unified
social credit code in a third (GB 32100-2015). A number that fits is sure; one that only looks like it is proposed with a
remark, since a slip of the pen does not make it harmless.

Worked: 11010519491231002X fits; the weighted sum of its digits is 167, 167 mod 11 is 2, whose check digit is X.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_ALONE = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9A-Za-z])"

_ID18 = re.compile(
    rf"{_ALONE}[1-8]\d{{5}}(?:18|19|20)\d{{2}}[ -]?(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[ -]?\d{{3}}[0-9Xx]{_END}"
)
_ID15 = re.compile(rf"{_ALONE}[1-8]\d{{5}}\d{{2}}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{{3}}{_END}")
_MOBILE = re.compile(rf"{_ALONE}(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{{4}}){{2}}{_END}")
_LANDLINE = re.compile(rf"{_ALONE}(?:[（(]0\d{{2,3}}[）)]|0\d{{2,3}}[ -－—])\s?[2-9]\d{{6,7}}{_END}")
_CARD = re.compile(rf"{_ALONE}[3-6]\d{{3}}(?:[ -]?\d{{4}}){{2}}(?:[ -]?\d{{1,7}}){_END}")
_ACCOUNT = re.compile(
    r"(?:卡号|账号|帐号|账户|银行卡)(?:为|是|：|:|（|\()?\s*(?:尾号)?[：:为是]?\s*(\d[\d -]{3,28}\d)"
)
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][·•\s]?(?:[A-HJ-NP-Z0-9]{{5,6}}|[A-HJ-NP-Z0-9]{{4}}[挂学警港澳领]){_END}"
)
_COURT_FILE = re.compile(
    rf"[（(〔\[]\s?(?:19|20)\d{{2}}\s?[）)〕\]]\s?(?:最高法|[{_PROVINCES}兵])[\u4e00-\u9fff\d]{{0,14}}?(?:初|终|再|申|监|抗|执|保|破|赔|他|辖|特|督|催|诉|裁|复|异|调|恢)"
    r"[\u4e00-\u9fff]{0,2}第?\d{1,7}(?:之[一二三四五六七八九十\d]+)?号"
)
_OFFICE_FILE = re.compile(
    r"(?:[\u4e00-\u9fff]|[（(][\u4e00-\u9fff]{1,4}[）)]){1,12}?(?:字|罚|罚决|仲案|决|诉|调)\s?第?[（(〔\[]\s?(?:19|20)\d{2}\s?[）)〕\]]"
    r"\s?第?\s?\d{1,7}(?:-\d+)?号"
)
_BEFORE_FILE = re.compile(r"^.*(?:作出的?|简称|送达|依据|根据|收到|下达|了|以|的|为|是|向|对|于|在)")
_CERTIFICATE = re.compile(
    r"(?:证号|证件号|证件号码|证书编号|执照号|执照注册号|许可证编号|护照号|护照|军官证|学籍号|社保号|社会保障号|病历号|住院号|保单号|工号)"
    r"(?:码)?(?:为|是|：|:)?\s*((?:[\u4e00-\u9fff]{1,4}(?:字|军)?第?)?[A-Za-z]{0,6}[-\d（）()A-Za-z]{4,26}号?)"
)
_PROPERTY = re.compile(
    rf"[{_PROVINCES}]?"
    r"[（(〔](?:19|20)\d{2}[）)〕][\u4e00-\u9fff]{2,8}(?:不动产权|房地?产权)第?\d{4,10}号"
    r"|[\u4e00-\u9fff]{1,4}房权证[\u4e00-\u9fff]{1,6}字第?\s?\d{3,12}号"
)
_CREDIT_CODE = re.compile(rf"{_ALONE}[0-9A-HJ-NPQRTUWXY]{{2}}\d{{6}}[0-9A-HJ-NPQRTUWXY]{{10}}{_END}")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{2,40}@[A-Za-z0-9-]+(?:\.[A-Za-z]{2,6})+")
_CHAT = re.compile(r"(?:微信号|微信|QQ号|QQ|旺旺号)(?:为|是|：|:)\s*([A-Za-z0-9_-]{5,20})")
NATIONAL_FILE = re.compile(r"^.*(?:法释|法发|国发|国办发|国办函|中办发|国令|主席令|政办字|府办字|发字)")

Found = tuple[int, int, str, str]  # start, end, kind, remark


def numbers_in(text: str) -> Iterator[Found]:
    """Numbers in a text whose digits are plain: (start, end, kind, remark); they may overlap, the sure ones come first."""
    for pattern, kind, group, judge in _PATTERNS:
        for one in pattern.finditer(text):
            remark = judge(text, one)
            if remark is not None:
                start, end = one.span(group)
                if pattern is _OFFICE_FILE and (before := _BEFORE_FILE.match(one[0])):
                    start += before.end()  # the words that lead to it
                yield start, end, kind, remark


def is_identity_number(digits: str) -> bool:
    """Whether 18 characters are an identity number: a day of birth that existed, and the check digit."""
    if not re.fullmatch(r"\d{17}[\dXx]", digits):
        return False
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()


def is_card_number(digits: str) -> bool:
    """Whether 15 to 19 digits end in Luhn's check digit."""
    if not re.fullmatch(r"\d{15,19}", digits):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_credit_code(code: str) -> bool:
    """Whether 18 characters are a unified social credit code."""
    if len(code) != 18 or any(sign not in _CODE for sign in code):
        return False
    total = sum(_CODE.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return _CODE[(31 - total % 31) % 31] == code[17]


def _digits(words: str) -> str:
    return re.sub(r"[ -]", "", words)


def _sure(_text: str, _one: re.Match[str]) -> str | None:
    return ""


def _checked_id(_text: str, one: re.Match[str]) -> str | None:
    return "" if is_identity_number(_digits(one[0])) else "校验码不符"


def _old_id(text: str, one: re.Match[str]) -> str | None:
    return "十五位旧号" if "身份证" in text[max(0, one.start() - 14) : one.start()] else None


def _if_card(_text: str, one: re.Match[str]) -> str | None:
    return "" if is_card_number(_digits(one[0])) else None


def _if_code(_text: str, one: re.Match[str]) -> str | None:
    return "" if is_credit_code(one[0]) else None


def _if_local(_text: str, one: re.Match[str]) -> str | None:
    return None if NATIONAL_FILE.match(one[0]) else ""


# Pattern, kind, the group that is the number, and who judges it (None: it is no such number).
_PATTERNS: tuple[tuple[re.Pattern[str], str, int, Callable[[str, re.Match[str]], str | None]], ...] = (
    (_ID18, "id", 0, _checked_id), (_CREDIT_CODE, "certificate", 0, _if_code), (_ID15, "id", 0, _old_id),
    (_CARD, "bank", 0, _if_card), (_ACCOUNT, "bank", 1, _sure), (_MOBILE, "phone", 0, _sure),
    (_LANDLINE, "phone", 0, _sure), (_PLATE, "plate", 0, _sure), (_COURT_FILE, "file", 0, _sure),
    (_PROPERTY, "certificate", 0, _sure), (_MAIL, "contact", 0, _sure), (_OFFICE_FILE, "file", 0, _if_local),
    (_CERTIFICATE, "certificate", 1, _sure), (_CHAT, "contact", 1, _sure),
)  # fmt: skip
