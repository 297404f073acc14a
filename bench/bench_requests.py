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
# A fact in several ways, and its unit of measure. The rules were mended by FACTS and by DEVELOPMENT. NEW was written before the rules were
# last mended and was not looked at while they were; it was run once afterwards.
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
DEVELOPMENT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("events", ("法治讲座进机关场次", "机关法治讲座举办场数", "面向机关干部的法治宣讲次数")),
    ("people", ("网格员普法培训人数", "接受普法培训的网格员人数", "参加培训的网格员")),
    ("people", ("村（社区）法律顾问人数", "社区法律顾问配备人数", "村居法律顾问数量")),
    ("occasions", ("法律顾问进社区服务次数", "社区法律顾问上门服务次数", "村居法律顾问到社区服务次数")),
    ("pieces", ("法律顾问解答咨询件数", "社区法律顾问提供咨询数量", "法律顾问答复群众咨询件次")),
    ("pieces", ("起草审核合同份数", "审核合同数量", "合同法律审核份数")),
    ("copies", ("张贴宣传海报张数", "普法海报张贴数量", "悬挂张贴海报（张）")),
    ("pieces", ("悬挂横幅条数", "普法宣传横幅数量", "拉挂横幅标语条数")),
    ("places", ("普法宣传栏个数", "设置法治宣传栏数量", "法治宣传橱窗及宣传栏个数")),
    ("places", ("电子显示屏播放点数", "电子屏播放普法标语的点位数", "LED屏普法播放点位")),
    ("events", ("法治电影放映场次", "放映法治电影场数", "法治影片放映次数")),
    ("people", ("法治电影观影人数", "观看法治电影人数", "法治影片观众人数")),
    ("occasions", ("中心组学法次数", "党委（党组）理论学习中心组集体学法次数", "理论中心组专题学法情况")),
    ("occasions", ("领导班子述法次数", "领导干部年终述法次数", "开展述法情况（次）")),
    ("people", ("述法的领导干部人数", "参加年度述法领导干部数量", "已述法的干部人数")),
    ("people", ("学法考试合格人数", "考法及格人数", "学法用法考试成绩合格的人数")),
    ("percent", ("学法考试参考率", "学法用法参考率", "公务员学法考试参考比例")),
    ("people", ("新入职人员宪法宣誓人数", "新任职人员进行宪法宣誓的人数", "参加宪法宣誓的新任人员")),
    ("pieces", ("重大行政决策合法性审查件数", "行政决策合法性审核数量", "审查重大决策件数")),
    ("pieces", ("行政许可办件数", "办理行政许可事项数量", "行政许可办理件数")),
    ("pieces", ("行政强制案件数", "实施行政强制件数", "行政强制措施案件数量")),
    ("yuan", ("罚没款金额", "罚没收入总额", "行政罚没收入金额")),
    ("people", ("行政执法人员总数", "在岗行政执法人员", "执法队伍人数")),
    ("people", ("法制审核人员数", "法制审核岗位人员配备数", "从事法制审核工作的人员数量")),
    ("pieces", ("执法案卷评查数", "评查行政执法案卷件数", "案卷评查份数")),
    ("pieces", ("执法投诉处理件数", "处理行政执法投诉举报数量", "受理执法投诉件数")),
    ("people", ("青少年法治辅导员人数", "校外法治辅导员数量", "法治辅导员聘任人数")),
    ("events", ("模拟法庭活动场次", "模拟法庭开展次数", "举办青少年模拟法庭场数")),
    ("events", ("法治班会课节数", "法治主题班会次数", "开展法治主题班会场次")),
    ("people", ("未成年犯罪人数", "未成年人违法犯罪人数", "涉罪未成年人数量")),
    ("people", ("刑满释放人员数", "本年刑释人员人数", "刑满释放回归人员数量")),
    ("people", ("吸毒人员登记数", "在册吸毒人员人数", "登记吸毒人员数量")),
    ("people", ("精神障碍患者管理人数", "在册严重精神障碍患者数", "登记管理的精神障碍患者")),
    ("people", ("农民工法治宣传人数", "接受普法的农民工人数", "外来务工人员普法人次数")),
    ("pieces", ("农民工讨薪案件数", "农民工欠薪案件办理件数", "帮助农民工讨薪件数")),
    ("yuan", ("法律援助补贴金额", "发放法律援助补贴", "法律援助案件补贴支出金额")),
    ("people", ("法律援助受援人数", "法律援助受援群众数量", "获得法律援助的人数")),
    ("pieces", ("12348热线接听量", "12348热线来电件数", "法律服务热线接听数量")),
    ("places", ("公共法律服务站点数", "公共法律服务工作站数量", "建成公共法律服务站个数")),
    ("places", ("人民调解室数量", "个人调解室个数", "建立品牌调解室数")),
    ("pieces", ("调解成功件数", "调解成功案件数量", "成功化解纠纷件数")),
    ("pieces", ("婚姻家庭纠纷件数", "婚姻家事纠纷数量", "排查婚姻家庭矛盾件数")),
    ("pieces", ("物业纠纷件数", "物业管理矛盾纠纷数量", "物业矛盾排查件数")),
    ("pieces", ("医疗纠纷件数", "医患纠纷数量", "医疗矛盾纠纷调处数")),
    ("occasions", ("矛盾纠纷排查次数", "开展纠纷排查次数", "组织矛盾排查的次数")),
    ("yuan", ("人民调解经费", "调解工作经费支出", "人民调解员补贴及工作经费")),
    ("pieces", ("司法建议采纳件数", "采纳司法建议数量", "已回复采纳司法建议书件数")),
    ("pieces", ("检察建议回复件数", "检察建议书答复数量", "回复检察建议数")),
    ("events", ("国家安全教育日宣传场次", "国家安全日活动场数", "4·15国家安全教育日宣传活动次数")),
    ("events", ("消费者权益日宣传场次", "3·15消费者权益日活动场数", "消费者权益保护宣传次数")),
    ("events", ("安全生产月宣传活动场次", "安全生产月活动场数", "安全生产法宣传次数")),
    ("events", ("防范非法集资宣传场次", "非法集资宣传活动次数", "打击防范非法集资宣讲场数")),
    ("events", ("扫黑除恶宣传场次", "扫黑除恶专项斗争宣传次数", "开展扫黑除恶宣传活动场数")),
    ("events", ("知识产权宣传周活动场次", "知识产权宣传活动场数", "知识产权周宣传次数")),
    ("events", ("军人退役事务法规宣讲场次", "退役军人法规宣讲场次", "退役军人保障法宣传场数")),
    ("people", ("普法讲师团成员人数", "普法讲师团人数", "法治宣讲团成员数量")),
    ("occasions", ("普法依法治理工作会议次数", "普法工作会议召开次数", "召开依法治理会议数")),
    ("pieces", ("新闻媒体刊登普法稿件数", "媒体刊发普法新闻篇数", "报刊刊登普法稿件数量")),
    ("issues", ("普法简报期数", "编发普法工作简报期数", "普法信息简报份数")),
    ("pieces", ("普法动漫作品数", "创作法治动漫数量", "法治动画作品件数")),
    ("places", ("宪法主题广场数量", "宪法广场个数", "建成宪法主题广场")),
    ("places", ("法治文化长廊数量", "法治长廊个数", "建设法治文化长廊")),
    ("households", ("出租屋普法户数", "出租房屋宣传户数", "入出租户宣传户数")),
    ("people", ("楼栋长人数", "楼栋长数量", "现有楼栋长（人）")),
    ("pieces", ("民生实事办结件数", "为民办实事件数", "办实事好事数量")),
    ("people", ("党员志愿者人数", "党员志愿服务人数", "党员志愿者队伍人数")),
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
    """Over the facts by which the rules were mended, and over new ones."""
    return {
        "cores": os.cpu_count(),
        "seen": over(FACTS),
        "development": over(DEVELOPMENT),
        "new": over(NEW),
        "aims": AIMS,
    }


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
