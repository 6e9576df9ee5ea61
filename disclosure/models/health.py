"""基本医疗卫生: disease control, health education, inspection, food safety."""

from django.utils.translation import gettext_lazy as _

from disclosure import fields as column

from .base import DisclosurePage
from .element_groups import (
    DecisionElements,
    EntityElements,
    EventElements,
    ServiceGuideElements,
    StatisticsElements,
)


class HealthInfoPage(StatisticsElements, ServiceGuideElements, EventElements, DisclosurePage):
    """疾病防控、免疫规划和疫情."""

    disease = column.choice(
        _("病种"),
        "甲类传染病 乙类传染病 丙类传染病 慢性非传染性疾病 地方病 职业病 精神卫生 其他",
    )
    release_authority = column.text(_("发布授权依据"))

    class Meta:
        verbose_name = _("疾病防控信息")
        verbose_name_plural = _("疾病防控信息")


class HealthSciencePage(DisclosurePage):
    """健康科普; what it says is the body, sound and pictures are attachments."""

    target_group = column.several(_("重点人群"), "妇女 未成年人 老年人 农民 工矿企业职工 其他")
    target_area = column.several(_("重点区域"), "农村 工矿企业 社区 学校 其他")
    author_unit = column.organisation(_("审核专家或单位"))
    reviewed_on = column.day(_("审核日期"))
    valid_to = column.day(_("有效期"))

    class Meta:
        verbose_name = _("健康科普")
        verbose_name_plural = _("健康科普")


class EnforcementPage(DecisionElements, EntityElements, DisclosurePage):
    """监督检查与行政处罚."""

    inspection_type = column.choice(_("检查类别"), "双随机抽查 日常检查 专项检查 投诉举报核查")
    conclusion = column.choice(_("检查结论"), "合格 不合格 限期整改")
    rating = column.choice(_("量化分级"), "A B C")
    checked_on = column.day(_("检查日期"))
    inspection_method = column.choice(_("检查方式"), "双随机 专项 投诉")

    class Meta:
        verbose_name = _("监督检查与处罚")
        verbose_name_plural = _("监督检查与处罚")


class BlacklistPage(DecisionElements, DisclosurePage):
    """“黑名单”与违法者名单."""

    listed_on = column.day(_("列入日期"))
    listing_reason = column.prose(_("列入事由"))
    removal_on = column.day(_("移出日期"))

    class Meta:
        verbose_name = _("黑名单")
        verbose_name_plural = _("黑名单")


class FoodSafetyPage(StatisticsElements, DisclosurePage):
    """食品安全抽检: the samples are `item_rows`."""

    disposal = column.prose(_("核查处置"))
    risk_note = column.prose(_("必要的解释说明"))

    class Meta:
        verbose_name = _("食品安全信息")
        verbose_name_plural = _("食品安全信息")
