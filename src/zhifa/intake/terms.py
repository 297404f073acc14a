"""The intake's words: states, limits, and every sentence that the pure rules say about a sheet."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MEGABYTE: Final = 1024 * 1024
ACCEPT: Final = ".xlsx,.xls,.xlsm,.xlsb,.ods,.csv,.tsv,.txt,.docx,.et"
MAX_BYTES: Final = 20 * MEGABYTE
MAX_UNPACKED: Final = 400 * MEGABYTE
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 500
MAX_CELLS: Final = 6_000_000
MAX_FILES: Final = 60
LISTED_FAULTS: Final = 2_000
PAGE_ROWS: Final = 100


class JobState(TextChoices):
    """Where one file stands."""

    REFUSED = "refused", _("不能读")
    MAPPING = "mapping", _("待对应列")
    OPEN = "open", _("待处理")
    READY = "ready", _("可以写入")
    WRITTEN = "written", _("已写入")
    DISCARDED = "discarded", _("已放弃")


TONES: Final = {
    JobState.REFUSED: "late",
    JobState.MAPPING: "waiting",
    JobState.OPEN: "waiting",
    JobState.READY: "plain",
    JobState.WRITTEN: "done",
    JobState.DISCARDED: "off",
}
SKIPPED_WORDS: Final = {
    "total": _("合计行"),
    "note": _("附注"),
    "section": _("分组行"),
    "head": _("重复的表头"),
    "serial": _("只有序号"),
}


# What the reader notices.
HAS_MACROS = _("文件带有宏。宏从不运行，只读取单元格的值。")
WRONG_ENDING = _("扩展名是 %(ending)s，内容其实是 %(kind)s，已按内容读取。")
HIDDEN_SHEET = _("工作表“%(sheet)s”是隐藏的，没有读取；需要时请取消隐藏后再传。")
UNSAVED_FORMULAS = _(
    "工作表“%(sheet)s”有 %(n)s 个公式没有存下结果（如 %(where)s）。请在 Excel 中打开、保存一次再传。"
)
BROKEN_SHEET = _("工作表“%(sheet)s”读不出来，已跳过：%(detail)s")
ENCODING = _("按 %(encoding)s 编码读取。")

# What the tables notice.
TOTAL_AGREES = _("第 %(row)s 行“%(label)s”：%(column)s %(written)s，与各行之和相符。")
TOTAL_DIFFERS = _("第 %(row)s 行“%(label)s”：%(column)s写的是 %(written)s，各行相加是 %(summed)s。")

# Why a column is suggested.
SAME_NAME = _("与“%(name)s”同名")
SAME_NAME_BARE = _("去掉括号和单位后与“%(name)s”同名")
CONTAINS = _("与“%(name)s”有相同的字")
ALIKE = _("与“%(name)s”相近")
CONTENT_ONLY = _("列名不同，但内容像%(kind)s")
REMEMBERED = _("沿用上次的选择")
SECTION_FITS = _("分组行写的像是%(title)s")
FACT_FITS = _("表头上方写明了%(title)s")
KIND_WORDS: Final = {
    "text": _("文字"), "day": _("日期"), "number": _("数字"), "quantity": _("数量"), "choice": _("选项"),
    "area": _("区域"), "unit": _("单位"),
}  # fmt: skip

# What is wrong in a cell, and how to mend it.
MISSING = _("“%(column)s”没有填")
MISSING_MEND = _("请补填；整行不要时请删去这一行。")
MISSING_FORMULA_MEND = _("这一格是公式但没有存下结果：请在 Excel 中打开、保存一次再传，或直接填数。")
ERROR_CELL = _("“%(column)s”是公式错误 %(text)s")
ERROR_CELL_MEND = _("请改正公式，或直接填上值。")
NOT_A_DAY = _("“%(text)s”读不成日期")
NOT_A_DAY_MEND = _("请写成 2017-03-05、2017年3月5日 或 3.5-3.7 这样的日期。")
NO_YEAR = _("“%(text)s”没有年份")
NO_YEAR_MEND = _("请补上年份，或在表头标题里写明年份。")
ONLY_YEAR = _("“%(text)s”只写到年")
ONLY_YEAR_MEND = _("请写到日，例如 2017-03-05。")
ONLY_MONTH = _("“%(text)s”只写到月")
FUTURE_DAY = _("“%(text)s”还没有到")
FUTURE_DAY_MEND = _("已办的事不能写未来的日期；请核对年份。")
SPAN_BACKWARDS = _("“%(text)s”的结束早于开始")
NO_SUCH_DAY = _("没有“%(text)s”这一天")
AMBIGUOUS_DAY = _("“%(text)s”被存成了数字，分不清是 %(one)s 还是 %(other)s")
AMBIGUOUS_DAY_MEND = _("请写成 3月1日 或 3月10日 这样的文字。")
UNLIKELY_DAY = _("“%(text)s”的年份不像真的")
NOT_A_NUMBER = _("“%(text)s”读不成一个数")
NOT_A_NUMBER_MEND = _("请只填一个数，如 300、约300、1.2万；多个数请分行或分列。")
IS_A_RANGE = _("“%(text)s”是一个范围，不是一个数")
IS_A_RANGE_MEND = _("请填一个数；拿不准时写“约”，会标为估计。")
NEGATIVE = _("“%(text)s”是负数")
NOT_WHOLE = _("“%(text)s”不是整数，%(unit)s只能是整数")
WRONG_UNIT = _("“%(text)s”的单位是%(seen)s，这一列要的是%(unit)s")
WRONG_UNIT_MEND = _("请核对是不是对应错了列；单位不同的数不能互换。")
NOT_FOUND = _("没有找到“%(text)s”（%(kind)s）")
NOT_FOUND_MEND = _("请核对是不是写了简称或旧名称，改成系统里的名称；系统里确实没有的，先登记。")
NOT_A_CHOICE = _("“%(text)s”不在可选的值里")
NOT_A_CHOICE_MEND = _("可填：%(choices)s。")
TOO_LONG = _("“%(column)s”太长（%(n)s 字）")
TOO_LONG_MEND = _("最多 %(limit)s 字；请缩短，或把说明放到备注里。")

# What only a person can decide.
SLIP = _(
    "“%(column)s”写的单位是%(seen)s（如“%(text)s”，共 %(n)s 处），系统这一列按%(unit)s记。这些数到底是什么？"
)
NO_YEAR_NAMED = _("“%(column)s”没有写年份（如“%(text)s”，共 %(n)s 处）。标题写的是 %(year)s 年，按哪一年记？")
NO_YEAR_ASKED = _("“%(column)s”没有写年份（如“%(text)s”，共 %(n)s 处），标题和文件名里也没有。按哪一年记？")
OTHER_YEAR = _(
    "“%(column)s”有 %(n)s 处写成 %(seen)s 年（如“%(text)s”），而标题写的是 %(year)s 年。是不是写错了？"
)
YEAR_IS = _("按 %(year)s 年记")
YEAR_KEEP = _("没有写错，就是 %(year)s 年")
SLIP_YES = _("就是%(unit)s，按%(unit)s记")
SLIP_NO = _("确实是%(seen)s，这个数不导入")
TWIN = _("这一行与另一行完全相同，要不要再记一次？")
TWIN_AGAINST = _("%(sheet)s第 %(row)s 行")
KEEP = _("是两件事，都记")
SKIP = _("是同一件，不再记")

# What is asked about a file as a whole.
SAME_FILE = _("与“%(name)s”是同一个文件，没有重复接收")
FILE_BEFORE = _("同一个文件（%(name)s）%(day)s 已经导入过，写入 %(n)s 条。还要再导入一次吗？")
FILE_AGAIN = _("再导入一次，逐行核对重复")
FILE_STOP = _("不再导入，放弃这个文件")
NAMELESS = _("未命名的文件")
