"""Addresses of homes and rooms in running text: a road, village or estate with a number after it.

The province, city or district before it may stay; the rest is what finds a door. 中山路 alone is no address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十百]{1,4}|[A-Za-z]\d{0,3})"
_UNIT = r"(?:号楼|号院|号|弄|栋|幢|座|单元|层|楼|室|组|户|门|房)"
_NEXT = rf"(?:[\u4e00-\u9fff]{{2,6}}(?={_NUMBER}(?:栋|幢|号楼|座|单元)))?"  # 12号 东湖花园 3栋
_DOOR = rf"(?:{_NUMBER}(?:-\d+)?{_UNIT}{_NEXT})"
_PLACE = r"(?:路|街|大道|巷|胡同|小区|花园|公寓|家园|新村|村|社区|苑|里|庄|屯|城|府|湾|居)"
_ADDRESS = re.compile(
    rf"[\u4e00-\u9fff]{{2,24}}?{_PLACE}(?:[东南西北中])?(?:[（(][^（）()]{{1,10}}[）)])?"
    rf"{_DOOR}(?:-?{_DOOR})*(?:\d{{2,4}}(?=[，。、；]))?"
)
_CUE = re.compile(
    r"(?:住址|户籍地|户籍所在地|地址|住所地|住所|居住|家住|现住|租住|位于|坐落于|坐落在|送至|送到|搬到|搬至|来到|住在|住|地处"
    r"|坐落|购买了?|名下|承租|租下|进入|回到|在|到|至|从|的|了|以|将|对)(?:是|为|于|在|：|:)?"
)
_ADMIN = re.compile(
    r"^((?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,8}?(?:市|州|盟))?"
    r"(?:[\u4e00-\u9fff]{1,7}?(?:区|县|旗))?)"
)
_NOT_HERE = re.compile(r"^(?:本|该|其|第|各|某)")


def addresses_in(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand, without the words that lead to them."""
    for one in _ADDRESS.finditer(text):
        start, words = one.start(), one[0]
        cues = [cue.end() for cue in _CUE.finditer(words) if cue.end() <= len(words) - 4]
        start += max(cues, default=0)
        if one.end() - start >= 5 and not _NOT_HERE.match(text[start : one.end()]):
            yield start, one.end()


def administrative_part(address: str) -> str:
    """The province, city and district at its head, which may stay."""
    found = _ADMIN.match(address)
    return found[1] if found else ""
