"""The decision to erase a person's data, as it is read and signed. No name stands in it: the ledger keeps its fingerprint, and a
fingerprint of a name could be guessed."""

from __future__ import annotations

from datetime import date

from zhifa.kernel.clock import day_in_chinese

GONE = (
    "姓名、拼音、电话；账号的用户名、姓名、电子邮箱、密码和动态验证码；发给此人的通知；代理事由和退出原因；"
    "存证盐值：销毁后，存证日志里关于此人的承诺再也打不开。"
)
STAYS = (
    "任职、聘任、名册里的位置和办理过的事项，只留编号：别人的记录和公布的数字以它们为据（《个人信息保护法》第四十七条第二款，"
    "法定保存期限未届满的，停止除存储和安全保护之外的处理）。佐证原件（签到表、照片等）和报告正文里的姓名不会自动删除，按档案规定另行办理。"
    "此前的备份在到期销毁前仍含有这些信息。"
)


def decision_text(*, code: str, ground: str, document: str, day: date) -> str:
    """The text that is signed. `ground` is the item of Article 47, paragraph 1, in words."""
    return (
        f"删除个人信息的决定\n\n"
        f"人员编号：{code}\n"
        f"依据：《中华人民共和国个人信息保护法》第四十七条第一款第{ground}\n"
        f"书面材料：{document}\n"
        f"日期：{day_in_chinese(day)}\n\n"
        f"删除：{GONE}\n\n"
        f"保留：{STAYS}\n\n"
        f"删除后不能恢复。"
    )
