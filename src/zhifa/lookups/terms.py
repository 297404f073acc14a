"""The words of the access log."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

LEAST_MONTHS = 6  # 网络安全法 Article 23 (3): no keeping time is shorter, whatever the row says
SEALED_DAY = "lookups.seal_day"
PURGED = "lookups.purge"
DAY_SUBJECT = "lookups-day"
OWN_SUBJECT = "lookups"


class What(models.TextChoices):
    """What was done with the matter."""

    PERSON = "person", _("打开人员页面")
    PHONE = "phone", _("查看完整电话")
    CONTACT = "contact", _("查看联系方式")
    NAMES = "names", _("查看名单")
    FILE = "file", _("打开附件")
    RECORD = "record", _("打开未公开的记录")
    IMPORT = "import", _("查看导入的原始行")
    EXPORT = "export", _("导出")
    SEARCH = "search", _("检索查阅记录")
