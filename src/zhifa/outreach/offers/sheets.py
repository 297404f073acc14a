"""The sheets of activities that units send: every heading and word seen in the wild."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import COPIES, FIRMS, OCCASIONS, PAIRS, PEOPLE, PIECES, TIMES
from zhifa.kernel.registry import ImportColumn, ImportTarget
from zhifa.outreach.access import may_record_any
from zhifa.outreach.rules.sheets import KIND_WORDS, issue_in
from zhifa.outreach.selectors import activities_standing, programme_named
from zhifa.outreach.services.importing import review_activities, units_named, write_activities
from zhifa.people.api import Unit, unit_named

AUDIENCES: Final = {
    "leaders": "领导干部|领导|党员领导干部",
    "staff": "国家工作人员|机关干部|公务员|干部职工|干部|执法人员|工作人员|党员",
    "youth": "青少年|学生|中小学生|师生|未成年人",
    "enterprise": "企业经营管理人员|企业|企业职工|企业员工|商户",
    "residents": "社区居民|居民|群众|居民群众|村民|辖区居民",
    "migrants": "进城务工人员|农民工|务工人员|流动人口",
    "elderly": "老年人|老人|离退休人员",
    "public": "社会公众|公众|市民|社会|不限|全体",
}
SOURCES: Final = {
    "sign_in": "签到表|签到",
    "export": "平台导出|后台导出|平台数据",
    "api": "平台接口",
    "given": "单位报数|单位统计|统计",
    "estimate": "估算|估计|约数",
}
RANKS: Final = {
    "four_bodies": "四大家领导|区领导",
    "unit_leader": "单位负责人|局领导|单位领导",
    "judge": "法官",
    "procurator": "检察官",
    "enforcer": "行政执法人员|执法人员",
    "lawyer": "律师",
    "lecturer": "普法讲师团成员|讲师团|讲师",
    "other": "其他|其它",
}


def issue_named(_actor: Actor, text: str) -> int | None:
    """The issue that a cell names."""
    return issue_in(text)


def _unit(actor: Actor, text: str) -> Unit | None:
    return unit_named(text)


ACTIVITIES_SHEET: Final = ImportTarget(
    code="activities",
    title=_("普法活动"),
    columns=(
        ImportColumn(
            "title", _("活动名称"), "text",
            ("活动主题", "主题", "名称", "内容", "活动内容", "题目", "讲座题目", "宣传主题", "宣传内容", "项目"), required=True,
        ),
        ImportColumn(
            "day", _("日期"), "day",
            ("时间", "活动时间", "活动日期", "开展时间", "举办时间", "举办日期", "开展日期"), required=True,
        ),
        ImportColumn(
            "unit", _("主办单位"), "unit",
            ("单位", "填报单位", "报送单位", "责任单位", "牵头单位", "组织单位", "单位名称", "举办单位", "实施单位"), required=True,
            resolve=_unit,
        ),
        ImportColumn("kind", _("形式"), "choice", ("活动形式", "类型", "活动类型", "类别", "方式", "宣传形式"), choices=KIND_WORDS),
        ImportColumn(
            "audience", _("对象"), "choice",
            ("参加对象", "宣传对象", "受众", "受众对象", "普法对象", "参加人员", "活动对象"), choices=AUDIENCES,
        ),
        ImportColumn("place", _("地点"), "text", ("活动地点", "举办地点", "地址", "场地")),
        ImportColumn(
            "times", _("参加人次"), "quantity",
            ("参与人次", "人次", "受教育人次", "参加人数", "参与人数", "人数", "受众人数", "到场人次", "参加情况", "参与情况"), unit=TIMES,
        ),
        ImportColumn("people", _("不同的人"), "quantity", ("去重人数", "实际人数"), unit=PEOPLE),
        ImportColumn("views", _("观看次数"), "quantity", ("播放量", "观看量", "点击量", "阅读量"), unit=OCCASIONS),
        ImportColumn(
            "copies", _("发放资料"), "quantity",
            ("资料份数", "宣传资料", "发放宣传资料", "发放资料份数", "资料数量", "印发资料"), unit=COPIES,
        ),
        ImportColumn("pieces", _("作品"), "quantity", ("作品数", "普法作品"), unit=PIECES),
        ImportColumn("firms", _("服务企业"), "quantity", ("企业数", "服务企业数", "企业家数"), unit=FIRMS),
        ImportColumn("pairs", _("结对"), "quantity", ("结对数", "一对一", "一对一结对"), unit=PAIRS),
        ImportColumn("cadres", _("派出干部"), "quantity", ("干部人数", "科级干部", "派出干部人数", "服务干部"), unit=PEOPLE),
        ImportColumn("lawyers", _("派出律师"), "quantity", ("律师人数", "派出律师人数", "参与律师"), unit=PEOPLE),
        ImportColumn("source", _("数从哪来"), "choice", ("数据来源", "人数来源", "统计方式"), choices=SOURCES),
        ImportColumn(
            "co_units", _("协办单位"), "text", ("联合单位", "合作单位", "参与单位", "共同主办"), resolve=units_named,
            help=_("几个单位用顿号隔开"),
        ),
        ImportColumn(
            "programme", _("栏目"), "text",
            ("栏目名称", "所属栏目", "节目栏目", "广播栏目", "直播栏目", "专栏"), resolve=programme_named,
            help=_("直播、广播节目等写栏目的名称，与栏目表上的一致"),
        ),
        ImportColumn(
            "issue", _("期次"), "text", ("期数", "期号", "第几期", "集数"), resolve=issue_named, help=_("第几期，如 3 或 第三期")
        ),
        ImportColumn("speaker", _("主讲人"), "text", ("授课人", "主讲", "讲师")),
        ImportColumn("rank", _("主讲人身份"), "choice", ("讲师身份",), choices=RANKS),
        ImportColumn(
            "laws", _("宣传的法律"), "text", ("法律法规", "涉及法律", "普法内容", "宣传法律"),
            help=_("写全名和条，如《民法典》第一千条"),
        ),
        ImportColumn("remark", _("备注"), "text", ("说明", "活动简介")),
    ),
    may_import=may_record_any,
    review=review_activities,
    write=write_activities,
    step=5,
    standing=activities_standing,
)  # fmt: skip
