"""What accounts offer: the words of their acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.accounts.terms import SIGN
from zhifa.kernel.registry import ActWords, MenuEntry, OwnPages

OFFERS = (
    OwnPages(("accounts_security", "accounts_email")),
    MenuEntry("accounts", _("账号与安全"), "accounts_security", order=95),
    ActWords(
        {
            SIGN: _("签署"),
            "accounts.create_account": _("建立账号"),
            "accounts.invite": _("发出设置密码的链接"),
            "accounts.accept_invitation": _("设置密码"),
            "accounts.suspend": _("停用账号"),
            "accounts.erase_account": _("删除账号里的个人信息"),
            "accounts.restore": _("恢复账号"),
            "accounts.reset": _("重置登录"),
            "accounts.connect_identity": _("接通统一身份认证"),
            "accounts.change_password": _("修改密码"),
            "accounts.register_email": _("登记邮箱"),
            "accounts.change_second_factor": _("变更动态验证码"),
        }
    ),
)
