"""脱贫攻坚: projects from the library to the acceptance, and the open data of the domain."""

from django.utils.translation import gettext_lazy as _

from disclosure import fields as column

from .base import DisclosurePage
from .element_groups import ProjectElements


class PovertyProjectPage(ProjectElements, DisclosurePage):
    """扶贫项目: plan, result and acceptance share `project_code`, each has its own clock."""

    library_year = column.year(_("项目库年度"))
    selection = column.prose(_("入库评审结果"))
    progress = column.percent(_("进度（%）"))
    actual_cost = column.money(_("实际支出（元）"))
    result = column.prose(_("实施结果"))
    beneficiaries = column.count(_("受益贫困户数（人数）"))
    inspected_on = column.day(_("验收日期"))
    inspectors = column.organisation(_("验收单位"))
    conclusion = column.choice(_("验收结论"), "合格 整改 不合格")
    problems = column.prose(_("存在问题及整改"))

    class Meta:
        verbose_name = _("扶贫项目")
        verbose_name_plural = _("扶贫项目")


class DatasetPage(DisclosurePage):
    """数据集: meaning of its columns in `item_rows`, the files are attachments."""

    dataset_name = column.text(_("数据集名称"), 160)
    checksum = column.text(_("校验值"), 128)
    update_cycle = column.choice(_("更新周期"), "实时 每日 每周 每月 每季 每年")
    licence = column.long_text(_("使用条件"))
    verify_url = column.web_address(_("核查入口"))

    class Meta:
        verbose_name = _("数据集")
        verbose_name_plural = _("数据集")
