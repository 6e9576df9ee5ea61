"""Groups of elements that recur in the catalogue, as abstract bases of the page types."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure import fields as column

EVENT_LEVELS = "特别重大 重大 较大 一般"
ENTITY_TYPES = "机关 事业单位 企业 社会团体 民办非企业单位（社会服务机构） 基金会 个体工商户 其他"
EDUCATION_AREAS = "义务教育 学前教育 特殊教育 职业教育 高等教育"
CULTURE_FIELDS = "公共文化 公共体育"


class PeriodElements(models.Model):
    period_from = column.day(_("统计期间起"))
    period_to = column.day(_("统计期间止"))

    class Meta:
        abstract = True


class StatisticsElements(PeriodElements):
    """Figures of a period; the figures are `indicator_rows`, the CSV an attachment."""

    notes = column.long_text(_("口径说明"))

    class Meta:
        abstract = True


class FundElements(PeriodElements):
    """Where money came from, how it was shared out (`allocation_rows`) and used."""

    fund_name = column.text(_("资金名称"), 120)
    fund_source = column.several(_("资金来源"), "中央 省 市 县 社会捐赠 彩票公益金 其他")
    amount_total = column.money(_("资金总额（元）"))
    use_summary = column.prose(_("使用情况"))
    balance = column.money(_("结余（元）"))
    audit = column.prose(_("审计或监督检查结果"))

    class Meta:
        abstract = True


class ServiceGuideElements(models.Model):
    """What a citizen needs to apply; amounts are `standard_rows`."""

    service_name = column.text(_("办理事项"), 120)
    eligibility = column.prose(_("办理条件（对象认定）"))
    materials = column.lines(_("申请材料"))
    procedure = column.prose(_("办理流程（申请审批程序）"))
    time_limit = column.text(_("办理时限"))
    place_hours = column.text(_("办理地点、时间"))
    contact = column.office_phone(_("联系方式"))
    complaint = column.office_phone(_("投诉渠道"))
    legal_basis = column.lines(_("设定依据"))

    class Meta:
        abstract = True


class ProjectElements(models.Model):
    """A project with its money, term, goal and those answerable for it."""

    project_name = column.text(_("项目名称"), 200)
    fund_source = column.several(_("资金来源"), "中央 省 市 县 社会 其他")
    budget = column.money(_("投资额（元）"))
    period_from = column.day(_("实施期限起"))
    period_to = column.day(_("实施期限止"))
    goal = column.prose(_("预期目标"))
    implementer = column.organisation(_("实施单位"))
    responsible_person = column.official_name(_("责任人"))
    report_phone = column.office_phone(_("举报电话"))

    class Meta:
        abstract = True


class EntityElements(models.Model):
    """An organisation as its register knows it."""

    entity_name = column.organisation(_("名称"))
    uscc = column.uscc()
    entity_type = column.choice(_("类别"), ENTITY_TYPES)
    legal_rep = column.official_name(_("法定代表人（负责人）"))
    address = column.address(_("地址"))
    licence_no = column.text(_("证照编号"), 80)
    entity_status = column.choice(_("状态"), "存续 变更 注销")
    valid_to = column.day(_("有效期至"))

    class Meta:
        abstract = True


class EventElements(models.Model):
    """An event as it develops; its course are `update_rows`, its place is the item's region."""

    event_name = column.text(_("事件名称"), 160)
    event_type = column.choice(_("事件类别"), "自然灾害 事故灾难 公共卫生事件 社会安全事件")
    event_level = column.choice(_("事件级别"), EVENT_LEVELS)
    occurred_at = column.moment(_("发生时间"))
    next_update_at = column.moment(_("下次更新时间"))
    issuer = column.organisation(_("发布单位"))
    deaths = column.count(_("死亡（人）"))
    injured = column.count(_("受伤（人）"))
    missing = column.count(_("失踪（人）"))

    class Meta:
        abstract = True


class PublicityElements(models.Model):
    """A list put up for objections; the list is a `recipient_table`."""

    objection_phone = column.office_phone(_("异议反映电话"))
    objection_address = column.organisation(_("异议受理单位"))
    outcome = column.choice(_("公示结果"), "无异议 有异议复核中 撤销")

    class Meta:
        abstract = True


class DecisionElements(models.Model):
    """A decision of an authority against someone (行政处罚、行政强制 and the like)."""

    respondent = column.organisation(_("行政相对人名称"))
    uscc = column.uscc()
    decision_no = column.document_number(_("决定书文号"))
    facts = column.prose(_("违法事实"))
    legal_basis = column.lines(_("依据"))
    decision = column.prose(_("决定内容"))
    authority = column.organisation(_("作出机关"))
    decided_on = column.day(_("决定日期"))
    display_until = column.day(_("公示截止期"))

    class Meta:
        abstract = True
