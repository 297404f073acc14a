"""What people offers: menu lines, sheets, figures, what is found, what waits, reminders, the words of its acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhifa.kernel.registry import ActWords, MenuEntry, OpenActs, PostWords
from zhifa.people.access import may_see_people
from zhifa.people.offers.beginning import BEGIN
from zhifa.people.offers.figures import DEFINITIONS, SOURCES
from zhifa.people.offers.finding import FOUND
from zhifa.people.offers.held import HELD
from zhifa.people.offers.naming import NAMED
from zhifa.people.offers.sheets import SHEETS
from zhifa.people.offers.waiting import WAITING
from zhifa.people.selectors import unit_names
from zhifa.people.terms import ROLE_WORDS

OFFERS = (
    OpenActs(
        frozenset(
            {
                "people.open_district",
                "people.load_areas",
                "people.load_populations",
                "people.load_units",
                "people.load_successions",
                "people.rename_unit",
            }
        )
    ),
    MenuEntry("people", _("单位"), "people_units", order=80),
    MenuEntry("people", _("区域与人口"), "people_areas", order=81),
    MenuEntry("people", _("人员与职务"), "people_people", visible=may_see_people, order=82),
    MenuEntry("people", _("骨干队伍"), "people_backbone", order=83),
    MenuEntry("people", _("名册"), "people_rosters", visible=may_see_people, order=84),
    BEGIN,
    *SHEETS,
    *SOURCES,
    DEFINITIONS,
    *HELD,
    *FOUND,
    *NAMED,
    *WAITING,
    PostWords(ROLE_WORDS, unit_names),
    ActWords(
        {
            "people.open_district": _("建区"),
            "people.load_areas": _("导入区域"),
            "people.load_populations": _("导入人口数"),
            "people.load_units": _("导入单位"),
            "people.load_successions": _("登记单位合并或分设"),
            "people.rename_unit": _("登记单位更名"),
            "people.place_unit": _("登记单位在条线或党组织里的位置"),
            "people.end_area": _("停用区域"),
            "people.correct_population": _("更正人口数"),
            "people.load_people": _("导入人员"),
            "people.add_person": _("登记人员"),
            "people.open_account": _("开通登录"),
            "people.appoint": _("任命职务"),
            "people.mark_enforcing": _("登记行政执法岗位"),
            "people.end_holding": _("结束任职"),
            "people.hand_over": _("工作交接"),
            "people.stand_in": _("安排代理"),
            "people.end_standing_in": _("提前结束代理"),
            "people.register_phone": _("登记电话"),
            "people.erase_person": _("依法删除个人信息"),
            "people.redo_erasure": _("恢复备份后重新删除个人信息"),
            "people.reveal_phone": _("查看电话"),
            "people.freeze_roster": _("冻结名册"),
            "people.appoint_backbone": _("聘任骨干"),
            "people.load_backbone": _("导入骨干"),
            "people.note_training": _("登记骨干培训"),
            "people.charge_backbone": _("写明骨干职责"),
            "people.renew_backbone": _("续聘骨干"),
            "people.leave_backbone": _("骨干退出"),
        }
    ),
)
