"""Page types of the obligations that cut across the domains: 解读, 回应, 监督, 考核."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from disclosure import fields as column

from .base import DisclosurePage
from .element_groups import EVENT_LEVELS


class InterpretationPage(DisclosurePage):
    """政策解读; what it interprets is a link (`basis`), what it says is the body."""

    interpretation_form = column.several(_("解读形式"), "文字 图解 音视频 新闻发布会 专家解读")
    interpreter = column.official_name(_("解读人"))

    class Meta:
        verbose_name = _("政策解读")
        verbose_name_plural = _("政策解读")


class ResponsePage(DisclosurePage):
    """回应关切."""

    concern = column.text(_("舆情主题"))
    found_at = column.moment(_("发现时间"))
    event_level = column.choice(_("级别"), EVENT_LEVELS)
    response = column.prose(_("回应内容"))
    responded_at = column.moment(_("回应时间"))

    class Meta:
        verbose_name = _("回应关切")
        verbose_name_plural = _("回应关切")

    def clean(self):
        """An answer earlier than the concern would make every clock of rules §8 look kept."""
        super().clean()
        if self.found_at and self.responded_at and self.responded_at < self.found_at:
            told = _("回应时间早于发现时间。请核对这两个时间，改正后再保存。")
            raise ValidationError({"responded_at": told})


class AssessmentPage(DisclosurePage):
    """绩效考核: indicators and scores are `indicator_rows`."""

    report_year = column.year(_("年度"))
    assessed_unit = column.organisation(_("被考核单位"))

    class Meta:
        verbose_name = _("绩效考核")
        verbose_name_plural = _("绩效考核")


class AnnualReportPage(DisclosurePage):
    """政府信息公开工作年度报告, in the six parts of 国办公开办函〔2021〕30号."""

    report_year = column.year(_("年度"))
    part_overview = column.prose(_("一、总体情况"))
    part_proactive = column.prose(_("二、主动公开政府信息情况"))
    part_applications = column.prose(_("三、收到和处理政府信息公开申请情况"))
    part_disputes = column.prose(_("四、政府信息公开行政复议、行政诉讼情况"))
    part_problems = column.prose(_("五、存在的主要问题及改进情况"))
    part_other = column.prose(_("六、其他需要报告的事项"))

    class Meta:
        verbose_name = _("年度报告")
        verbose_name_plural = _("年度报告")


class InspectionPage(DisclosurePage):
    """专项督查: findings and what was done about them are `item_rows`."""

    inspection_scope = column.long_text(_("督查范围"))

    class Meta:
        verbose_name = _("专项督查")
        verbose_name_plural = _("专项督查")


class FeedbackPage(DisclosurePage):
    """投诉举报渠道: the channels are `item_rows`."""

    ticket = column.text(_("受理编号"), 60)
    handling_limit = column.text(_("办理期限"))

    class Meta:
        verbose_name = _("投诉举报受理")
        verbose_name_plural = _("投诉举报受理")


class SupervisorPage(DisclosurePage):
    """政府信息公开社会监督员."""

    supervisor_name = column.official_name(_("姓名"))
    work_unit = column.text(_("所在单位"), 120)
    term_from = column.day(_("聘期起"))
    term_to = column.day(_("聘期止"))

    class Meta:
        verbose_name = _("社会监督员")
        verbose_name_plural = _("社会监督员")
