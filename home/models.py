"""The root of the tree and what the frame says about the site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page, Site


class HomePage(Page):
    """Root of all 专栏. Its address `/` is answered by `home.views.front`."""

    introduction = models.TextField(_("首页导语"), max_length=200, blank=True)

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["disclosure.ColumnPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = []

    class Meta:
        verbose_name = _("首页")
        verbose_name_plural = _("首页")

    def serve(self, request, *args, **kwargs):
        from home.views import front

        return front.front(request)


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """What a government site must state in its head and foot (政府网站发展指引, 三、建设规范)."""

    name = models.CharField(_("网站名称"), max_length=40, default="社会公益事业信息公开")
    subtitle = models.CharField(_("副标题"), max_length=40, default="吉林省 · 明镜平台")
    sponsor = models.CharField(_("主办单位"), max_length=60, default="吉林省人民政府办公厅")
    operator = models.CharField(_("承办单位"), max_length=60, blank=True)
    site_code = models.CharField(
        _("网站标识码"), max_length=20, blank=True, help_text=_("十位数字，由国务院办公厅发放")
    )
    icp_record = models.CharField(_("ICP 备案号"), max_length=60, blank=True)
    police_record = models.CharField(_("公安备案号"), max_length=60, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    privacy_contact = models.CharField(
        _("个人信息保护联系方式"),
        max_length=120,
        blank=True,
        help_text=_("电话或电子邮箱。有人发现不该公开的个人信息时，用它告诉我们。"),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("name", "subtitle", "sponsor", "operator")],
            _("名称和主办"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("site_code", "icp_record", "police_record")],
            _("标识和备案"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("phone", "address", "privacy_contact")], _("联系")
        ),
    ]

    class Meta:
        verbose_name = _("网站信息")
        verbose_name_plural = _("网站信息")

    def __str__(self):
        return self.name

    @classmethod
    def of(cls, request) -> "SiteSettings":
        """Settings of the request's site; the defaults where none are stored. Reads only."""
        site = Site.find_for_request(request)
        stored = cls.objects.filter(site=site).first() if site else None
        return stored or cls()
