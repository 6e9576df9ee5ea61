"""灾害事故救援: warnings, events, investigations, needs, reconstruction."""

from django.utils.translation import gettext_lazy as _

from disclosure import fields as column

from .base import DisclosurePage
from .element_groups import EVENT_LEVELS, EventElements, ProjectElements


class WarningPage(DisclosurePage):
    """预警, with the elements of 突发事件应对法第六十四条; its areas are `region_rows`."""

    warning_type = column.choice(
        _("预警类别"),
        "重污染天气 暴雨 洪水 干旱 暴雪 寒潮 大风 高温 地质灾害 森林草原火险 地震 公共卫生 其他",
    )
    warning_level = column.choice(_("预警级别"), "蓝色 黄色 橙色 红色")
    starts_at = column.moment(_("起始时间"))
    advisory = column.long_text(_("警示事项"))
    measures = column.prose(_("应当采取的措施"))
    issuer = column.organisation(_("发布单位"))
    issued_at = column.moment(_("发布时间"))
    warning_state = column.choice(_("状态"), "发布 调整 解除")
    pollutant = column.choice(_("首要污染物"), "PM2.5 PM10 O3 SO2 NO2 CO")
    aqi = column.count(_("预测AQI"))
    health_advice = column.prose(_("健康防护"))
    secondary = column.choice(
        _("次生灾害种类"), "崩塌 滑坡 泥石流 堰塞湖 余震 内涝 危化品泄漏 疫情 其他"
    )

    class Meta:
        verbose_name = _("预警信息")
        verbose_name_plural = _("预警信息")


class EmergencyPage(EventElements, DisclosurePage):
    """突发事件处置动态."""

    guidance = column.prose(_("防护提示"))
    measures = column.prose(_("应急减排措施"))
    rescue = column.prose(_("救援力量与进展"))
    disinfection = column.prose(_("防疫措施"))

    class Meta:
        verbose_name = _("突发事件动态")
        verbose_name_plural = _("突发事件动态")


class IncidentPage(EventElements, DisclosurePage):
    """事件、事故调查处理."""

    investigation = column.prose(_("调查结论"))
    accountability = column.prose(_("责任追究"))
    damage = column.prose(_("损失评估"))
    accident_level = column.choice(_("事故等级"), EVENT_LEVELS)
    handling = column.prose(_("处理情况"))

    class Meta:
        verbose_name = _("事件事故调查处理")
        verbose_name_plural = _("事件事故调查处理")


class ReliefNeedPage(DisclosurePage):
    """灾害救助需求: goods and services wanted are `item_rows`."""

    contact = column.office_phone(_("接收单位与电话"))
    as_of = column.moment(_("统计时点"))
    need_closed = column.yes_no(_("需求关闭"))

    class Meta:
        verbose_name = _("灾害救助需求")
        verbose_name_plural = _("灾害救助需求")


class ReconstructionPage(ProjectElements, DisclosurePage):
    """灾后恢复重建: its milestones are `update_rows`."""

    progress = column.percent(_("进度（%）"))

    class Meta:
        verbose_name = _("灾后恢复重建")
        verbose_name_plural = _("灾后恢复重建")
