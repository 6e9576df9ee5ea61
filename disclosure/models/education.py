"""教育: private schools; what the domain shares with others is in `shared_kinds`."""

from django.utils.translation import gettext_lazy as _

from disclosure import fields as column

from .base import DisclosurePage
from .element_groups import EntityElements


class PrivateSchoolPage(EntityElements, DisclosurePage):
    """民办学校: licence, quality, admission, fees and decisions of approval."""

    school_level = column.choice(_("学段"), "学前教育 小学 初中 高中 中职 高等教育 培训机构")
    sponsor = column.organisation(_("举办者"))
    principal = column.official_name(_("校长"))
    profit_type = column.choice(_("营利属性"), "营利性 非营利性")
    conditions = column.prose(_("办学条件"))
    report_year = column.year(_("年度"))
    inspection = column.choice(_("年检结论"), "合格 基本合格 不合格")
    evaluation = column.prose(_("评估结果"))
    admission_method = column.prose(_("招生方式"))
    refund = column.prose(_("退费规则"))
    fee_basis = column.lines(_("依据"))
    approval_decision = column.choice(_("审批决定"), "设立 变更 终止")
    decided_on = column.day(_("决定日期"))

    class Meta:
        verbose_name = _("民办学校")
        verbose_name_plural = _("民办学校")
