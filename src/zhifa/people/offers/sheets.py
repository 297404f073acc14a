"""The sheets that found a district: areas, populations, units, people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ImportColumn, ImportTarget
from zhifa.people.access import may_manage_bodies, may_manage_people
from zhifa.people.models import Area, Unit
from zhifa.people.selectors import (
    area_named,
    standing_areas,
    standing_people,
    standing_populations,
    standing_units,
    unit_named,
)
from zhifa.people.services import importing, sheets


def _unit(actor: Actor, text: str) -> Unit | None:
    return unit_named(text)


def _area(actor: Actor, text: str) -> Area | None:
    return area_named(text)


# Codes of people.terms with the words that sheets use for them.
AREA_KINDS = {
    "street": "街道（乡镇）|街道|乡镇|街|镇|乡",
    "zone": "功能区|开发区|园区",
    "community": "社区（村）|社区|村|居委会",
    "grid": "网格",
}
BASES = {
    "census": "人口普查常住人口|普查|人口普查",
    "resident": "年末常住人口|常住人口|常住",
    "registered": "年末户籍人口|户籍人口|户籍",
}
UNIT_KINDS = {
    "party": "党委部门|党委|党的机关",
    "congress": "人大机关|人大",
    "government": "政府部门|政府|行政机关",
    "cppcc": "政协机关|政协",
    "court": "审判机关|法院",
    "procuratorate": "检察机关|检察院",
    "mass": "群团组织|群团|人民团体",
    "institution": "事业单位",
    "enterprise": "国有企业|企业|国企",
    "street": "街道|街道办|街道办事处|乡镇",
    "community": "社区|村|居委会",
    "other": "其他",
}
ROLES = {
    "liaison": "普法联络员|联络员",
    "head": "单位负责人|负责人|分管领导|主要领导",
    "office": "区普法办|普法办",
    "lead": "区司法局领导|局领导",
    "street": "街道|司法所",
    "community": "社区",
    "auditor": "审计",
    "administrator": "系统管理员|管理员",
    "staff": "一般工作人员|工作人员|科员|职工|干部",
}

YES_NO = {"yes": "是|有|√|Y", "no": "否|不是|无|×|N"}

BACKBONE_KINDS = {
    "lecturer": "普法讲师团成员|讲师团成员|讲师团|讲师",
    "volunteer": "普法志愿者|志愿者",
    "legal_guide": "法律明白人|明白人",
    "expert": "专家库成员|专家",
    "liaison": "普法联络员|联络员",
}

AREAS = ImportTarget(
    code="areas",
    title=_("区域（街道、社区、网格）"),
    columns=(
        ImportColumn("code", _("代码"), "text", ("区划代码", "行政区划代码", "编号", "编码"), required=True),
        ImportColumn("name", _("名称"), "text", ("区域名称", "街道名称", "社区名称", "单位名称"), required=True),
        ImportColumn("kind", _("层级"), "choice", ("类型", "级别", "类别"), required=True, choices=AREA_KINDS),
        ImportColumn(
            "parent", _("上级"), "text", ("上级代码", "上级名称", "所属街道", "所属区", "上级区域"), required=True,
            help=_("上级的代码或名称"),
        ),
        ImportColumn("valid_from", _("起用日期"), "day", ("设立日期", "生效日期")),
        ImportColumn("valid_until", _("停用日期"), "day", ("撤销日期", "失效日期"), may_be_future=True),
        ImportColumn("source", _("来源"), "text", ("依据", "数据来源")),
    ),
    may_import=may_manage_bodies,
    review=importing.review_areas,
    write=importing.write_areas,
    step=1, standing=standing_areas, least=1,
)  # fmt: skip
POPULATIONS = ImportTarget(
    code="populations",
    title=_("人口数"),
    columns=(
        ImportColumn("area", _("区域"), "text", ("街道", "社区", "区域代码", "地区"), required=True),
        ImportColumn("basis", _("口径"), "choice", ("统计口径", "类型"), required=True, choices=BASES),
        ImportColumn("as_of", _("统计时点"), "day", ("时点", "截至日期", "统计日期"), required=True),
        ImportColumn("published_on", _("公布日期"), "day", ("发布日期", "公布时间"), required=True),
        ImportColumn("value", _("人数"), "number", ("人口数", "人口", "总人口"), required=True),
        ImportColumn("source", _("来源"), "text", ("依据", "公报", "数据来源"), required=True),
    ),
    may_import=may_manage_bodies,
    review=importing.review_populations,
    write=importing.write_populations,
    step=2,
    standing=standing_populations,
    least=1,
)
UNITS = ImportTarget(
    code="units",
    title=_("单位"),
    columns=(
        ImportColumn(
            "code", _("代码"), "text", ("单位代码", "编号", "编码", "统一社会信用代码"), required=True
        ),
        ImportColumn("name", _("名称"), "text", ("单位名称", "单位", "全称"), required=True),
        ImportColumn(
            "kind",
            _("性质"),
            "choice",
            ("类型", "单位类型", "类别", "单位性质"),
            required=True,
            choices=UNIT_KINDS,
        ),
        ImportColumn("parent", _("上级单位"), "text", ("主管单位", "上级", "所属单位"), help=_("代码或名称")),
        ImportColumn("area", _("所在区域"), "text", ("区域", "所在街道", "所属区域"), help=_("代码或名称")),
        ImportColumn(
            "sector",
            _("条线上级"),
            "text",
            ("业务主管单位", "条线", "业务上级"),
            help=_("代码或名称，可以不填"),
        ),
        ImportColumn(
            "party", _("党组织上级"), "text", ("上级党组织", "所属党组织"), help=_("代码或名称，可以不填")
        ),
        ImportColumn("valid_from", _("成立日期"), "day", ("起用日期", "设立日期")),
        ImportColumn("valid_until", _("撤销日期"), "day", ("停用日期",), may_be_future=True),
    ),
    may_import=may_manage_bodies,
    review=importing.review_units,
    write=importing.write_units,
    step=3,
    standing=standing_units,
    least=2,
)
PEOPLE = ImportTarget(
    code="people",
    title=_("人员与职务"),
    personal=True,
    columns=(
        ImportColumn("name", _("姓名"), "text", ("名字", "联络员", "联络员姓名"), required=True),
        ImportColumn(
            "unit",
            _("单位"),
            "unit",
            ("单位名称", "所在单位", "工作单位", "填报单位"),
            required=True,
            resolve=_unit,
        ),
        ImportColumn("title", _("职务"), "text", ("岗位", "职位"), required=True),
        ImportColumn("role", _("在普法工作中的角色"), "choice", ("角色", "分工"), choices=ROLES),
        ImportColumn(
            "enforces",
            _("行政执法岗位"),
            "choice",
            ("执法岗位", "是否执法岗位", "是否行政执法岗位", "是否执法人员"),
            choices=YES_NO,
            help=_("是或否，可以不填"),
        ),
        ImportColumn("valid_from", _("任职日期"), "day", ("起任日期", "到任日期"), may_be_future=True),
        ImportColumn("valid_until", _("离任日期"), "day", ("任期至",), may_be_future=True),
        ImportColumn(
            "username", _("登录名"), "text", ("账号", "用户名"), help=_("要登录的人才填；邀请另行发出")
        ),
        ImportColumn(
            "email", _("邮箱"), "text", ("电子邮箱", "邮件地址", "email"), help=_("提醒发到这里，可以不填")
        ),
        ImportColumn(
            "phone",
            _("电话"),
            "text",
            ("手机", "手机号", "手机号码", "联系电话", "电话号码", "办公电话", "联系方式"),
            help=_("加密保存，页面上只显示头尾几位"),
        ),
    ),
    may_import=may_manage_people,
    review=importing.review_people,
    write=importing.write_people,
    step=4,
    standing=standing_people,
    least=2,
)

BACKBONE = ImportTarget(
    code="backbone",
    title=_("骨干队伍（讲师团、志愿者、法律明白人等）"),
    personal=True,
    columns=(
        ImportColumn("name", _("姓名"), "text", ("名字", "讲师姓名", "志愿者姓名"), required=True),
        ImportColumn(
            "kind", _("类别"), "choice", ("骨干类别", "类型", "身份"), required=True, choices=BACKBONE_KINDS
        ),
        ImportColumn("unit", _("单位"), "unit", ("单位名称", "所在单位", "工作单位"), resolve=_unit),
        ImportColumn("area", _("服务区域"), "area", ("社区", "村", "社区（村）", "街道"), resolve=_area),
        ImportColumn(
            "valid_from", _("聘任日期"), "day", ("聘期起", "起聘日期", "登记日期"), may_be_future=True
        ),
        ImportColumn("valid_until", _("期满日期"), "day", ("聘期止", "到期日期"), may_be_future=True),
        ImportColumn("document", _("聘任依据"), "text", ("依据", "文件", "聘书编号")),
        ImportColumn("duty", _("职责"), "text", ("分工", "负责内容", "承担任务", "主要职责")),
    ),
    may_import=may_manage_bodies,
    review=sheets.review_backbone,
    write=sheets.write_backbone,
)

SHEETS = (AREAS, POPULATIONS, UNITS, PEOPLE, BACKBONE)
