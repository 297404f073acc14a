"""What the intake refuses, each with its mend."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhifa.kernel.errors import BadInput, NotAllowed, Refusal


class SheetIsEmpty(BadInput):
    """The file holds no row at all."""

    code = "sheet-empty"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s”是空的") % {"name": name},
            why=_("文件里没有任何一行内容。"),
            next_step=_("请确认选对了文件；内容若在图片里，请先录成表格。"),
        )


class SheetIsBroken(BadInput):
    """The file does not hold together."""

    code = "sheet-broken"

    def __init__(self, name: str, detail: str = "") -> None:
        super().__init__(
            _("“%(name)s”已损坏，打不开") % {"name": name},
            why=detail or _("文件不完整，可能没有传完，或存盘时中断。"),
            next_step=_("请在 Excel 或 WPS 中打开它，另存为 .xlsx 后再传；打不开时请向填报人要原件。"),
        )


class SheetIsLocked(BadInput):
    """The file is encrypted; Zhifa asks for no password."""

    code = "sheet-locked"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s”设了打开密码") % {"name": name},
            why=_("加密的文件读不出内容，本系统也不收集文件密码。"),
            next_step=_("请打开后在“文件—信息—保护工作簿”中去掉密码，另存后再传。"),
        )


class SheetTooLarge(BadInput):
    """More bytes than one file may have."""

    code = "sheet-too-large"
    status = 413

    def __init__(self, name: str, megabytes: int) -> None:
        super().__init__(
            _("“%(name)s”太大") % {"name": name},
            why=_("一个文件最多 %(n)s MB。") % {"n": megabytes},
            next_step=_("请删去图片和无关的工作表，或按月份拆成几个文件一起传。"),
        )


class SheetHasTooManyRows(BadInput):
    """More rows or cells than one sheet may have."""

    code = "sheet-too-many-rows"
    status = 413

    def __init__(self, name: str, sheet: str, limit: int, where: str = "") -> None:
        super().__init__(
            _("“%(name)s”的工作表“%(sheet)s”超出了可读的范围") % {"name": name, "sheet": sheet},
            why=_("一张表最多 %(limit)s 行。") % {"limit": f"{limit:,}"}
            + (_("最远的一个值在 %(where)s。") % {"where": where} if where else ""),
            next_step=_("请删去远处孤立的值和空行，或把表拆成几个文件一起传。"),
        )


class SheetBlowsUp(BadInput):
    """A small file that unpacks into something enormous."""

    code = "sheet-blows-up"
    status = 413

    def __init__(self, name: str, megabytes: int) -> None:
        super().__init__(
            _("“%(name)s”解开后过大，已停止读取") % {"name": name},
            why=_("压缩包解开后超过 %(n)s MB，不像一张普通的表。") % {"n": megabytes},
            next_step=_("请把需要的那张表单独复制到新文件里再传。"),
        )


class UnknownSheetType(BadInput):
    """Nothing that can be read as a table."""

    code = "sheet-type-unknown"
    status = 415

    def __init__(self, name: str, seen: str = "") -> None:
        super().__init__(
            _("不认识“%(name)s”的格式") % {"name": name},
            why=_("从内容看是%(seen)s。") % {"seen": seen} if seen else _("内容不是表格，也不是文字表。"),
            next_step=_(
                "可以导入 .xlsx、.xls、.xlsm、.xlsb、.ods、.csv，以及 .docx 里的表格；请另存为其中一种。"
            ),
        )


class DocumentHasNoTable(BadInput):
    """A Word document without a table."""

    code = "document-without-table"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s”里没有表格") % {"name": name},
            why=_("只读 Word 文档里的表格，不读正文。"),
            next_step=_("请把内容放进表格，或改用空白模板填报。"),
        )


class TextUnreadable(BadInput):
    """A text file in no encoding that we know."""

    code = "text-unreadable"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s”的文字编码认不出来") % {"name": name},
            why=_("既不是 UTF-8、UTF-16，也不是 GB18030。"),
            next_step=_("请用 Excel 打开，另存为“CSV UTF-8（逗号分隔）”或 .xlsx。"),
        )


class TooManyFiles(BadInput):
    """More files than one batch may have."""

    code = "too-many-files"

    def __init__(self, limit: int) -> None:
        super().__init__(
            _("一次最多 %(n)s 个文件") % {"n": limit}, next_step=_("请分几批导入；前一批写入后再传下一批。")
        )


class NoFiles(BadInput):
    """Nothing was handed in."""

    code = "no-files"

    def __init__(self) -> None:
        super().__init__(_("还没有选择文件"), next_step=_("请选择一个或几个文件。"), field="files")


class ImportNotAllowed(NotAllowed):
    """The target says that this actor may not import into it."""

    code = "import-not-allowed"

    def __init__(self, title: str) -> None:
        super().__init__(
            _("您不能导入“%(title)s”") % {"title": title}, next_step=_("请联系本单位联络员或区普法办。")
        )


class BatchAlreadyClosed(Refusal):
    """Written or discarded: nothing more can be done to it."""

    code = "batch-already-closed"

    def __init__(self) -> None:
        super().__init__(
            _("这一批已经写入或放弃"),
            why=_("写入后的记录在各自的页面上更正，不能重新导入覆盖。"),
            next_step=_("需要补充的，请另传一批。"),
        )


class MappingIncomplete(BadInput):
    """A required column has no source."""

    code = "mapping-incomplete"

    def __init__(self, missing: str) -> None:
        super().__init__(
            _("还有必填的列没有对应：%(missing)s") % {"missing": missing},
            next_step=_("请为它选一列，或填一个对所有行都一样的值。"),
        )


class NothingToWrite(Refusal):
    """No file of the batch may be written as it stands."""

    code = "nothing-to-write"

    def __init__(self) -> None:
        super().__init__(
            _("还没有可以写入的内容"),
            why=_("每个文件都还有错误或没有回答的问题。"),
            next_step=_("请先改正或回答，或选择“只写入没有问题的行”。"),
        )


class AnswerUnknown(BadInput):
    """No such question, or no such answer to it."""

    code = "answer-unknown"

    def __init__(self) -> None:
        super().__init__(_("没有这个问题或这个答案"), next_step=_("请刷新页面后再答。"))


class NoSuchColumn(BadInput):
    """A mapping names a column that the sheet or the target does not have."""

    code = "column-unknown"

    def __init__(self, column: str) -> None:
        super().__init__(
            _("没有“%(column)s”这一列") % {"column": column}, next_step=_("请重新选择对应的列。")
        )


class DiskRefused(Refusal):
    """The file could not be kept; nothing was written."""

    code = "file-not-kept"
    status = 507

    def __init__(self) -> None:
        super().__init__(
            _("文件没有存下来"),
            why=_("服务器的存储空间不足或暂时不可写；没有写入任何内容。"),
            next_step=_("请告诉管理员，稍后再传；原文件仍在您手里。"),
        )
