"""环境保护: approvals, emissions, quality, complaints, and disclosure by enterprises."""

from django.utils.translation import gettext_lazy as _

from disclosure import fields as column

from .base import DisclosurePage
from .element_groups import EntityElements, StatisticsElements


class EIAPage(DisclosurePage):
    """建设项目环评: 受理, 拟审批 and 审批决定, each with its own clock."""

    project_name = column.text(_("项目名称"), 200)
    project_site = column.address(_("建设地点"))
    builder = column.organisation(_("建设单位"))
    eia_agency = column.organisation(_("环评机构"))
    eia_type = column.choice(_("文件类型"), "报告书 报告表")
    accepted_on = column.day(_("受理日期"))
    public_feedback = column.text(_("公众反馈方式"))
    proposed_on = column.day(_("拟审批日期"))
    summary = column.prose(_("项目概况"))
    impacts = column.prose(_("主要环境影响及对策"))
    hearing = column.long_text(_("听证权利告知"))
    decision_no = column.document_number(_("审批文号"))
    decided_on = column.day(_("决定日期"))
    remedy = column.long_text(_("复议诉讼权利"))

    class Meta:
        verbose_name = _("建设项目环评")
        verbose_name_plural = _("建设项目环评")


class EmissionPage(EntityElements, DisclosurePage):
    """污染源监测: the measurements are `emission_rows`."""

    report_year = column.year(_("年度"))

    class Meta:
        verbose_name = _("污染源监测")
        verbose_name_plural = _("污染源监测")


class MandatoryDisclosurePage(EntityElements, DisclosurePage):
    """强制性披露: the enterprise's reports are attachments."""

    report_year = column.year(_("年度"))

    class Meta:
        verbose_name = _("环境信息强制披露")
        verbose_name_plural = _("环境信息强制披露")


class EnvQualityPage(StatisticsElements, DisclosurePage):
    """环境质量和饮用水安全."""

    realtime = column.web_address(_("实时接口"))
    water_source = column.text(_("水源地"), 120)
    compliance = column.percent(_("达标率（%）"))

    class Meta:
        verbose_name = _("环境质量")
        verbose_name_plural = _("环境质量")


class ComplaintReportPage(DisclosurePage):
    """投诉举报处理: without the complainant."""

    complaint_channel = column.office_phone(_("举报渠道"))
    case_summary = column.prose(_("典型案件处理（隐去举报人）"))
    closed_on = column.day(_("办结日期"))

    class Meta:
        verbose_name = _("投诉举报处理")
        verbose_name_plural = _("投诉举报处理")
