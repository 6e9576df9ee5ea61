"""Page types that several domains use."""

from django.utils.translation import gettext_lazy as _

from disclosure import fields as column

from .base import DisclosurePage
from .element_groups import (
    CULTURE_FIELDS,
    EDUCATION_AREAS,
    EntityElements,
    FundElements,
    ProjectElements,
    PublicityElements,
    ServiceGuideElements,
    StatisticsElements,
)


class PolicyDocumentPage(StatisticsElements, DisclosurePage):
    """政策文件: number, body, dates and validity are columns of the base."""

    plan_period_from = column.day(_("规划期起"))
    plan_period_to = column.day(_("规划期止"))
    sub_area = column.several(_("教育类别"), EDUCATION_AREAS)
    plan_level = column.choice(_("预案层级"), "总体预案 专项预案 部门预案")
    event_type = column.choice(_("事件类别"), "自然灾害 事故灾难 公共卫生事件 社会安全事件")
    culture_field = column.choice(_("领域"), CULTURE_FIELDS)
    kind = column.choice(_("类型"), "重要改革方案 重大政策措施 重点建设项目")
    comment_period_from = column.day(_("征求意见期起"))
    comment_period_to = column.day(_("征求意见期止"))
    feedback = column.prose(_("意见采纳情况"))

    class Meta:
        verbose_name = _("政策文件")
        verbose_name_plural = _("政策文件")


class NoticePage(DisclosurePage):
    """通知公告."""

    facility = column.organisation(_("设施"))
    closed_from = column.day(_("停止开放起"))
    closed_to = column.day(_("恢复开放"))
    reason = column.long_text(_("原因"))
    kind = column.choice(_("类型"), "通报表扬 通报批评 责任追究")
    units_concerned = column.lines(_("涉及单位"))

    class Meta:
        verbose_name = _("通知公告")
        verbose_name_plural = _("通知公告")


class TargetedNoticePage(FundElements, PublicityElements, DisclosurePage):
    """对象公示与发放公布: lists of people, of whom only cleared rows are kept here (I3)."""

    batch_no = column.text(_("批次"), 60)
    total_count = column.count(_("人（户）次"))
    total_amount = column.money(_("合计金额（元）"))
    criteria = column.prose(_("标准"))
    procedure = column.prose(_("程序"))
    result_count = column.count(_("户数、人数"))
    plan = column.prose(_("退出计划"))
    updated_on = column.day(_("更新日期"))
    urgent = column.yes_no(_("紧急程序（可简化）"))
    relief_type = column.choice(
        _("救助类别"),
        "应急救助 过渡期生活救助 倒损住房恢复重建补助 旱灾临时生活困难救助 "
        "冬春临时生活困难救助 遇难人员家属抚慰",
    )
    objection = column.office_phone(_("异议反映方式"))

    class Meta:
        verbose_name = _("对象公示与发放公布")
        verbose_name_plural = _("对象公示与发放公布")


class FundDisclosurePage(FundElements, ServiceGuideElements, DisclosurePage):
    """资金款物分配和使用."""

    plan_completion = column.prose(_("年度计划完成情况"))
    loan_count = column.count(_("贷款笔数"))
    overdue_rate = column.percent(_("逾期率（%）"))
    sub_area = column.several(_("教育类别"), EDUCATION_AREAS)
    culture_field = column.choice(_("领域"), CULTURE_FIELDS)
    use = column.prose(_("使用情况"))

    class Meta:
        verbose_name = _("资金款物公开")
        verbose_name_plural = _("资金款物公开")


class ResultReportPage(StatisticsElements, FundElements, DisclosurePage):
    """执行情况与成效."""

    narrative = column.prose(_("成效说明"))
    evaluation = column.prose(_("绩效评价"))
    beneficiaries = column.count(_("受益人数"))
    sub_area = column.several(_("教育类别"), EDUCATION_AREAS)
    measures = column.prose(_("措施"))
    dropout_rate = column.percent(_("辍学率（%，按县汇总）"))
    assessment = column.prose(_("督导评估结论"))
    culture_field = column.choice(_("领域"), CULTURE_FIELDS)
    deployment = column.text(_("上级部署"))
    results = column.prose(_("主要成效"))

    class Meta:
        verbose_name = _("执行情况与成效")
        verbose_name_plural = _("执行情况与成效")


class ServiceGuidePage(ServiceGuideElements, DisclosurePage):
    """服务指南."""

    school = column.organisation(_("学校"))
    area = column.long_text(_("招生（服务）范围"))
    plan_places = column.count(_("招生计划（人）"))
    free_scope = column.long_text(_("免费范围"))
    guarantee = column.prose(_("保障措施"))

    class Meta:
        verbose_name = _("服务指南")
        verbose_name_plural = _("服务指南")


class EntityDirectoryPage(EntityElements, DisclosurePage):
    """机构、企业、社会组织名录."""

    public_fundraising = column.yes_no(_("公开募捐资格"))
    evaluation_grade = column.choice(_("评估等级"), "1A 2A 3A 4A 5A")
    nature = column.choice(_("办学性质"), "公办 民办普惠 民办非普惠")
    phone = column.office_phone(_("办公电话"))
    hospital_level = column.choice(_("等级"), "三级 二级 一级 未定级")
    departments = column.lines(_("诊疗科目"))
    media_kinds = column.several(_("要素"), "大气 水 土壤 噪声")
    report_year = column.year(_("年度"))
    plot = column.text(_("地块"))
    status_text = column.prose(_("管控修复情况"))
    registration_event = column.choice(_("登记事项"), "设立 变更 注销")
    decided_on = column.day(_("登记日期"))

    class Meta:
        verbose_name = _("机构名录")
        verbose_name_plural = _("机构名录")


class EntityManagementPage(EntityElements, DisclosurePage):
    """年检年报、评估检查、奖励处罚."""

    report_year = column.year(_("年度"))
    kind = column.choice(_("类型"), "年检 年报 评估 检查 奖励 处罚")
    conclusion = column.prose(_("结论"))

    class Meta:
        verbose_name = _("年检评估与奖惩")
        verbose_name_plural = _("年检评估与奖惩")


class FacilityDirectoryPage(DisclosurePage):
    """设施场所: the places are `facility_rows`."""

    routes = column.long_text(_("到达路径"))

    class Meta:
        verbose_name = _("设施场所")
        verbose_name_plural = _("设施场所")


class PublicProjectPage(ProjectElements, DisclosurePage):
    """公共设施建设项目."""

    culture_field = column.choice(_("领域"), CULTURE_FIELDS)

    class Meta:
        verbose_name = _("公共设施建设项目")
        verbose_name_plural = _("公共设施建设项目")


class CataloguePage(DisclosurePage):
    """目录清单: its entries are `item_rows`."""

    report_year = column.year(_("年度"))
    version = column.text(_("版本"), 60)
    updated_on = column.day(_("更新日期"))

    class Meta:
        verbose_name = _("目录清单")
        verbose_name_plural = _("目录清单")


class EvaluationPage(StatisticsElements, DisclosurePage):
    """绩效评价与评估结果."""

    contractor = column.organisation(_("承接主体"))
    contract_amount = column.money(_("合同金额（元）"))
    score = column.number(_("评价得分"))
    entity = column.organisation(_("被评估单位"))
    criteria = column.long_text(_("评估标准（内容权威、格式规范、体例统一）"))
    evaluator = column.organisation(_("评估机构"))
    method = column.long_text(_("方法"))

    class Meta:
        verbose_name = _("评价评估结果")
        verbose_name_plural = _("评价评估结果")


class ReportPage(DisclosurePage):
    """督导报告 and the like: text alone."""

    class Meta:
        verbose_name = _("报告")
        verbose_name_plural = _("报告")


class StaticInfoPage(DisclosurePage):
    """举报投诉渠道."""

    report_phone = column.office_phone(_("举报电话"))
    report_mail = column.text(_("通信地址（电子邮箱）"))
    outcome = column.prose(_("处理结果"))
    address = column.address(_("信访通讯地址"))
    phone = column.office_phone(_("投诉举报电话"))

    class Meta:
        verbose_name = _("举报投诉渠道")
        verbose_name_plural = _("举报投诉渠道")
