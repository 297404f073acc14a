"""The words of accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ERASED_NAME = "已删除人员"  # stands in the database in place of a name that was lawfully erased
SIGN = "accounts.sign"  # the act code under which every signature stands in the ledger
METHOD_WORDS = {
    "password": _("重新输入密码核对身份"),
    "totp": _("动态验证码核对身份"),
    "demonstration": _("示例签署，没有核对身份"),
}
