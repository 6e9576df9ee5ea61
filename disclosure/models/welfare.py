"""社会救助和社会福利: the thirteen kinds of assistance, and what lottery money pays for."""

from django.utils.translation import gettext_lazy as _

from disclosure import fields as column

from .base import DisclosurePage
from .element_groups import ProjectElements, ServiceGuideElements


class WelfarePolicyPage(ServiceGuideElements, DisclosurePage):
    """救助政策、标准与申请审批程序; the standards are `standard_rows`."""

    class Meta:
        verbose_name = _("救助政策与申请指南")
        verbose_name_plural = _("救助政策与申请指南")


class LotteryFundProjectPage(ProjectElements, DisclosurePage):
    """彩票公益金资助项目."""

    grant = column.money(_("资助金额（元）"))
    mark_used = column.yes_no(_("公益金标识使用"))
    progress = column.percent(_("进度（%）"))
    spent = column.money(_("已支出（元）"))

    class Meta:
        verbose_name = _("彩票公益金项目")
        verbose_name_plural = _("彩票公益金项目")
