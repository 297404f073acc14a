"""Repeats among 168 forms: how many planted repeats the rules find, and how often they ask about what is none.

The forms are made from 42 facts of a district's work, each in several ways of saying it, over quarters and groups of units. Planted are
repeats said alike and said otherwise, and near misses: another unit of measure, other days, other units asked, another thing. The
peer is the plain rule that only the same words are the same.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")
    import django

    django.setup()

from zhifa.requests.rules.likeness import Wanted, repeats

FORMS, SEED = 168, 20260125
AIMS = {"recall": 0.9, "false_alarms": 0.02}
# A fact in several ways, and its unit of measure. The rules were mended once after a run over these (recall was 0.734 before); NEW was
# written after that and never looked at again.
FACTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("events", ("法治讲座场次", "开展法治宣讲的场数", "举办普法讲座次数")),
    ("copies", ("发放宣传资料份数", "派发宣传品数量", "印发普法宣传材料（份）")),
    ("person-times", ("参加活动人次", "普法活动参与人次", "受众人次")),
    ("pieces", ("调解矛盾纠纷件数", "矛盾纠纷调解数量", "化解纠纷件数")),
    ("yuan", ("普法经费投入", "法治宣传经费支出", "本年度普法经费")),
    ("people", ("普法志愿者人数", "法治志愿者数量", "现有普法志愿者")),
    ("people", ("法律明白人人数", "培养法律明白人数量", "农村法律明白人")),
    ("places", ("法治文化阵地数量", "法治文化阵地个数", "建成法治文化阵地")),
    ("people", ("配备法律顾问人数", "法律顾问数量", "聘请法律顾问人数")),
    ("pieces", ("办理法律援助案件数", "法律援助案件办理数量", "法律援助案件件数")),
    ("occasions", ("党委会前学法次数", "党委会会前学法情况次数", "组织会前学法次数")),
    ("people", ("参加学法考试人数", "学法用法考试参考人数", "组织人员参加学法考试人数")),
    ("issues", ("以案释法栏目期数", "以案释法专栏刊发期数", "以案释法刊发期数")),
    ("pieces", ("行政复议案件数", "办理行政复议案件数量", "行政复议案件件数")),
    ("pieces", ("行政处罚案件数", "作出行政处罚数量", "行政处罚件数")),
    ("events", ("宪法宣誓仪式场次", "组织宪法宣誓场次", "举行宪法宣誓仪式次数")),
    ("events", ("法治文艺演出场次", "法治文艺节目演出场数", "开展法治文艺演出次数")),
    ("pieces", ("创作普法短视频数量", "普法短视频作品件数", "制作普法短视频数")),
    ("occasions", ("联席会议召开次数", "召开普法联席会议次数", "联席会议次数")),
    ("people", ("社区矫正对象人数", "在册社区矫正对象", "社区矫正在册人数")),
    ("people", ("安置帮教人员数量", "安置帮教对象人数", "刑满释放安置帮教人数")),
    ("households", ("学法示范户数", "培育学法用法示范户", "学法用法示范户数量")),
    ("places", ("青少年法治教育基地数", "青少年法治教育基地数量", "建立青少年法治教育基地")),
    ("people", ("法治副校长人数", "配备法治副校长数量", "聘任法治副校长")),
    ("events", ("法律进校园场次", "开展法治进校园活动场数", "法治进校园活动次数")),
    ("events", ("法律进企业场次", "开展法治进企业活动场数", "法治进企业活动次数")),
    ("occasions", ("以案说法庭审旁听次数", "组织旁听庭审次数", "领导干部旁听庭审次数")),
    ("people", ("旁听庭审人数", "参加庭审旁听人数", "领导干部旁听庭审人数")),
    ("pieces", ("公共法律服务咨询件数", "公共法律服务中心接待咨询数量", "接待法律咨询件数")),
    ("pieces", ("合法性审查文件数", "行政规范性文件合法性审查件数", "审查规范性文件数量")),
    ("copies", ("微信公众号推送文章篇数", "公众号普法推文数量", "推送普法文章数")),
    ("people", ("人民调解员人数", "专兼职人民调解员数量", "现有人民调解员")),
    ("places", ("人民调解委员会数量", "建立人民调解组织个数", "人民调解委员会个数")),
    ("events", ("宪法宣传周活动场次", "宪法宣传周开展活动场数", "宪法周宣传活动次数")),
    ("events", ("民法典主题宣传场次", "民法典宣传月活动场次", "开展民法典宣传活动场数")),
    ("places", ("法治书屋图书角数量", "农家书屋法律图书角个数", "法律图书角数量")),
    ("pieces", ("信访事项办理件数", "办理信访件数量", "受理信访事项数")),
    ("people", ("执法人员持证人数", "持证行政执法人员数量", "行政执法证持有人数")),
    ("occasions", ("行政执法培训次数", "组织执法人员培训次数", "开展行政执法培训情况次数")),
    ("places", ("民主法治示范社区个数", "创建民主法治示范社区数量", "民主法治示范社区（村）数")),
    ("events", ("反诈宣传活动场次", "开展防诈骗宣传场数", "反电信诈骗宣传活动次数")),
    ("events", ("禁毒宣传活动场次", "开展禁毒宣传场数", "禁毒宣传教育活动次数")),
)
NEW: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("people", ("公职律师人数", "公职律师数量", "单位现有公职律师人数")),
    ("occasions", ("法治专题培训班期次", "举办法治培训班次数", "开展法治专题培训次数")),
    ("pieces", ("行政诉讼败诉案件数", "败诉行政诉讼案件数量", "行政诉讼案件败诉件数")),
    ("places", ("法治公园数量", "建成法治主题公园个数", "法治公园个数")),
    ("people", ("心理矫治服务人数", "提供心理矫治服务的人数", "接受心理矫治人数")),
    ("events", ("送法下乡场次", "送法下乡活动场数", "开展送法下乡次数")),
    ("pieces", ("公证办理件数", "办理公证数量", "公证件数")),
    ("people", ("司法鉴定人员数", "司法鉴定人数量", "登记在册司法鉴定人员")),
    ("occasions", ("行政机关负责人出庭应诉次数", "负责人出庭应诉次数", "行政机关负责人出庭次数")),
    ("copies", ("编印法治读本册数", "法治读本编印数量", "印制法治读本")),
    ("places", ("律师事务所家数", "律师事务所数量", "辖区律师事务所个数")),
    ("pieces", ("电信网络诈骗案件数", "电信诈骗发案数", "电信网络诈骗立案件数")),
    ("people", ("执业律师人数", "辖区执业律师数量", "注册执业律师人数")),
    ("events", ("法治灯谜会场次", "举办法治灯谜活动次数", "法治灯谜活动场数")),
    ("pieces", ("劳动仲裁案件数", "受理劳动争议仲裁案件数量", "劳动仲裁办理件数")),
    ("households", ("普法进家庭户数", "入户普法户数", "上门普法家庭户数")),
)
QUARTERS = tuple((date(2026, 3 * q + 1, 1), date(2026, 3 * q + 3, 28)) for q in range(4))


def made(facts: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[list[list[Wanted]], set[tuple[str, str]]]:
    """The forms, and the pairs of fields that ask for the same."""
    draw = Random(SEED)
    units = [f"U{number:02d}" for number in range(60)]
    forms: list[list[Wanted]] = []
    for number in range(FORMS):
        quarter = draw.choice(QUARTERS)
        of = frozenset(draw.sample(units, 20))
        fields = [
            Wanted(
                f"{number}-{at}",
                f"表{number}",
                "activity",
                draw.choice(facts[fact][1]),
                draw.choice((facts[fact][0], "")),
                *quarter,
                of,
            )
            for at, fact in enumerate(draw.sample(range(len(facts)), 5))
        ]
        forms.append(fields)
    of_words = {words: number for number, (_unit, told) in enumerate(facts) for words in told}
    every = [field for form in forms for field in form]
    truth = {
        (one.key, other.key)
        for at, one in enumerate(every)
        for other in every[:at]
        if one.where != other.where
        and of_words[one.fact] == of_words[other.fact]
        and one.since == other.since
        and one.of & other.of
    }
    return forms, truth


def measure() -> dict[str, Any]:
    """Over the facts that the rules know, and over new ones."""
    return {"cores": os.cpu_count(), "seen": over(FACTS), "new": over(NEW), "aims": AIMS}


def over(facts: Sequence[tuple[str, tuple[str, ...]]]) -> dict[str, Any]:
    """Ask of every form what the earlier ones asked."""
    forms, truth = made(facts)
    found: set[tuple[str, str]] = set()
    plain: set[tuple[str, str]] = set()
    asked = 0
    began = time.perf_counter()
    earlier: list[Wanted] = []
    for form in forms:
        for field in form:
            asked += len(earlier)
            found |= {(field.key, same.other.key) for same in repeats(field, earlier)}
        earlier += form
    seconds = time.perf_counter() - began
    every = {field.key: field for form in forms for field in form}
    for one, other in truth:
        if every[one].fact == every[other].fact:
            plain.add((one, other))
    wrong = found - truth
    return {
        "forms": FORMS, "fields": len(every), "pairs_compared": asked, "planted": len(truth),
        "found": len(found & truth), "recall": round(len(found & truth) / len(truth), 3), "false_alarms": len(wrong),
        "false_alarm_share_of_alarms": round(len(wrong) / max(1, len(found)), 3),
        "missed_for_example": sorted({f"{every[a].fact} | {every[b].fact}" for a, b in truth - found})[:12],
        "wrong_for_example": sorted({f"{every[a].fact} | {every[b].fact}" for a, b in wrong})[:12],
        "recall_of_same_words_only": round(len(plain) / len(truth), 3), "ms_a_form": round(seconds / FORMS * 1000, 1),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
