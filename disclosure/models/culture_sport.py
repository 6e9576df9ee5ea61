"""公共文化体育: heritage and activities; directories and funds are in `shared_kinds`."""

from django.utils.translation import gettext_lazy as _

from disclosure import fields as column

from .base import DisclosurePage


class HeritagePage(DisclosurePage):
    """文化遗产保护与代表性传承人."""

    heritage_type = column.choice(_("类别"), "非物质文化遗产 文物")
    heritage_name = column.text(_("名称"), 120)
    heritage_level = column.choice(_("级别"), "国家级 省级 市级 县级")
    batch = column.text(_("批次"), 60)
    protect_unit = column.organisation(_("保护单位"))
    measures = column.prose(_("保护情况"))
    bearer_name = column.official_name(_("传承人姓名"))
    gender = column.choice(_("性别"), "男 女")
    heritage_project = column.text(_("传承项目"), 120)

    class Meta:
        verbose_name = _("文化遗产")
        verbose_name_plural = _("文化遗产")


class ActivityPage(DisclosurePage):
    """公益性文化体育活动."""

    activity_name = column.text(_("活动名称"), 160)
    organiser = column.organisation(_("主办单位"))
    held_at_from = column.moment(_("开始时间"))
    held_at_to = column.moment(_("结束时间"))
    venue = column.address(_("地点"))
    activity_content = column.prose(_("内容"))
    capacity = column.count(_("名额（人）"))
    fee = column.choice(_("收费"), "免费 优惠 收费")
    signup = column.text(_("报名方式"))
    accessibility = column.long_text(_("无障碍与适老服务"))

    class Meta:
        verbose_name = _("文化体育活动")
        verbose_name_plural = _("文化体育活动")
