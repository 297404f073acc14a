"""The words of people: kinds of areas, units, populations, and what each role is called."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Role


class AreaKind(models.TextChoices):
    """Levels of territory."""

    DISTRICT = "district", _("区（县）")
    STREET = "street", _("街道（乡镇）")
    ZONE = "zone", _("功能区")
    COMMUNITY = "community", _("社区（村）")
    GRID = "grid", _("网格")


class UnitKind(models.TextChoices):
    """Sorts of bodies."""

    PARTY = "party", _("党委部门")
    CONGRESS = "congress", _("人大机关")
    GOVERNMENT = "government", _("政府部门")
    CPPCC = "cppcc", _("政协机关")
    COURT = "court", _("审判机关")
    PROCURATORATE = "procuratorate", _("检察机关")
    MASS = "mass", _("群团组织")
    INSTITUTION = "institution", _("事业单位")
    ENTERPRISE = "enterprise", _("国有企业")
    STREET = "street", _("街道")
    COMMUNITY = "community", _("社区")
    OTHER = "other", _("其他")


class Tree(models.TextChoices):
    """Parallel trees in which a unit has a place."""

    TERRITORY = "territory", _("属地")
    SECTOR = "sector", _("条线")
    PARTY = "party", _("党的组织")


MOVABLE_TREES = (
    Tree.SECTOR,
    Tree.PARTY,
)  # the path of a unit, and with it who has rights over it, follows territory


class Basis(models.TextChoices):
    """What a population figure counts; figures of different bases never mix."""

    CENSUS = "census", _("人口普查常住人口")
    RESIDENT = "resident", _("年末常住人口")
    REGISTERED = "registered", _("年末户籍人口")


# From when a list says that somebody was not trained: a habit of lists, no rule of law.
UNTRAINED_AFTER = timedelta(days=365)


class BackboneKind(models.TextChoices):
    """Those who carry law publicity besides their post (法治宣传教育法 Articles 46, 47)."""

    LECTURER = "lecturer", _("普法讲师团成员")
    VOLUNTEER = "volunteer", _("普法志愿者")
    LEGAL_GUIDE = "legal_guide", _("法律明白人")
    EXPERT = "expert", _("专家库成员")
    LIAISON = "liaison", _("普法联络员")


PHONES = "people.phone"  # the purpose under which phone numbers are encrypted
SEARCH_UNITS, SEARCH_AREAS, SEARCH_PEOPLE = "unit", "area", "person"  # kinds in the search index
ENDING_SOON = 30  # days before the end of a term from which it waits for someone
NEEDS_LIAISON = (  # every body that must name a liaison; communities work through their street
    UnitKind.PARTY, UnitKind.CONGRESS, UnitKind.GOVERNMENT, UnitKind.CPPCC, UnitKind.COURT,
    UnitKind.PROCURATORATE, UnitKind.MASS, UnitKind.INSTITUTION, UnitKind.ENTERPRISE, UnitKind.STREET,
)  # fmt: skip

ROLE_WORDS = {
    Role.ADMINISTRATOR: _("系统管理员"),
    Role.OFFICE: _("区普法办"),
    Role.LEAD: _("区司法局领导"),
    Role.HEAD: _("单位负责人"),
    Role.LIAISON: _("普法联络员"),
    Role.STREET: _("街道"),
    Role.COMMUNITY: _("社区"),
    Role.AUDITOR: _("审计"),
    Role.STAFF: _("一般工作人员"),
}
ROLE_CHOICES = [(role.value, words) for role, words in ROLE_WORDS.items()]

LISTS = "person-list"  # the kind under which a look at a list of people is noted; its keys name the page
PERSON_LISTS = {"people_people": _("人员与职务"), "people_backbone": _("骨干队伍")}

ERASED = "people.erase_person"
REDONE = "people.redo_erasure"  # an older backup was put back, and what had been erased was erased again


class PostClass(models.TextChoices):
    """Classes of posts, by which should-know lists, papers, rates and rosters tell people apart."""

    LEADER = "leader", _("领导干部")
    STAFF = "staff", _("一般工作人员")
    ENFORCER = "enforcer", _("行政执法人员")
    COMMUNITY = "community", _("社区工作者")


LEADING = frozenset({Role.HEAD.value, Role.LEAD.value})  # roles whose posts are those of leaders


class ErasureGround(models.TextChoices):
    """The cases of 个人信息保护法 Article 47, paragraph 1, in which personal data is to be deleted (packaged text, in force since
    1 November 2021)."""

    PURPOSE = "1", _("（一）处理目的已实现、无法实现或者为实现处理目的不再必要")
    PERIOD = "2", _("（二）停止提供产品或者服务，或者保存期限已届满")
    CONSENT = "3", _("（三）个人撤回同意")
    UNLAWFUL = "4", _("（四）违反法律、行政法规或者违反约定处理个人信息")
    OTHER = "5", _("（五）法律、行政法规规定的其他情形")
