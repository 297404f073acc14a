"""What sittings offer: menu lines, words of acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.registry import ActWords, MenuEntry
from zhifa.sittings.access import may_see_desk

OFFERS = (
    MenuEntry("sittings", _("考试"), "sittings_desk", visible=may_see_desk, order=34),
    MenuEntry("sittings", _("我的考试"), "sittings_mine", order=35),
    ActWords(
        {
            "sittings.draft_exam": _("筹备考试"),
            "sittings.change_exam": _("修改考试"),
            "sittings.announce_exam": _("发布考试"),
            "sittings.extend_window": _("推迟截止"),
            "sittings.cancel_exam": _("取消考试"),
            "sittings.hand_in": _("交卷"),
            "sittings.accept_file": _("接收离线交卷文件"),
            "sittings.collect": _("到时收卷"),
            "sittings.record_outage": _("登记系统中断"),
        }
    ),
)
