"""Who owes disclosure and where: units, their names over time, regions, and a unit's 专栏."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from disclosure.vocabulary import DOMAINS

LEVELS = [
    ("province", _("省")),
    ("prefecture", _("市（州）")),
    ("county", _("县（市、区）")),
    ("township", _("乡镇（街道）")),
    ("special", _("开发区、管委会")),
]


class Region(models.Model):
    """Administrative division; retired codes stay, because old items name them."""

    code = models.CharField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("层级"), max_length=12, choices=LEVELS)
    kind = models.CharField(_("类型"), max_length=20, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    is_standard = models.BooleanField(_("有国家标准代码"), default=True)
    retired_until = models.CharField(_("停用年份"), max_length=10, blank=True)
    replaced_by = models.CharField(_("由此代码取代"), max_length=12, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")

    def __str__(self):
        return self.name

    def with_children(self):
        """This region and everything below it, at most three levels."""
        return Region.objects.filter(
            models.Q(pk=self.pk) | models.Q(parent=self) | models.Q(parent__parent=self)
        )


class Unit(models.Model):
    """公开主体: the department, city or county office that publishes."""

    code = models.CharField(
        _("代码"),
        max_length=30,
        unique=True,
        # Becomes part of the public number, so it never changes and carries no name.
        validators=[RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z.-]*$")],
    )
    name = models.CharField(_("名称"), max_length=100)
    full_name = models.CharField(_("全称"), max_length=100, blank=True)
    level = models.CharField(_("层级"), max_length=12, choices=LEVELS, default="province")
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="units", verbose_name=_("行政区划")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name=_("上级单位"),
    )
    domains = models.JSONField(_("负责领域"), default=list, blank=True)
    role_note = models.CharField(_("职责"), max_length=120, blank=True)
    phone = models.CharField(_("办公电话"), max_length=40, blank=True)
    address = models.CharField(_("办公地址"), max_length=120, blank=True)
    may_merge_release = models.BooleanField(
        _("审核人可兼任发布人"),
        default=False,
        help_text=_("人手少的单位可以合并；合并与否记录在案。"),
    )
    is_active = models.BooleanField(_("在用"), default=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("并入"),
        help_text=_("单位撤销或合并后，由这里填写的单位承担其公开义务。"),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("公开主体")
        verbose_name_plural = _("公开主体")

    def __str__(self):
        return self.name

    @property
    def official_name(self) -> str:
        """Name as it stands on documents."""
        return self.full_name or self.name

    @property
    def domain_labels(self) -> list[str]:
        labels = dict(DOMAINS)
        return [labels[key] for key in self.domains if key in labels]


class UnitName(models.Model):
    """A former or other name; search and import recognise the unit by it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("名称"), max_length=100)
    is_former = models.BooleanField(_("曾用名"), default=True)
    note = models.CharField(_("说明"), max_length=120, blank=True)

    class Meta:
        unique_together = [("unit", "name")]
        verbose_name = _("单位名称")
        verbose_name_plural = _("单位名称")

    def __str__(self):
        return self.name


class ColumnPage(Page):
    """专栏 of one unit: parent of its items and carrier of its groups' permissions."""

    unit = models.OneToOneField(
        Unit, on_delete=models.PROTECT, related_name="column", verbose_name=_("公开主体")
    )
    introduction = models.TextField(_("简介"), max_length=1000, blank=True)

    parent_page_types = ["home.HomePage"]
    content_panels = [*Page.content_panels, FieldPanel("unit"), FieldPanel("introduction")]
    search_fields = []

    class Meta:
        verbose_name = _("单位专栏")
        verbose_name_plural = _("单位专栏")

    def get_url_parts(self, request=None):
        """The 专栏 lives at its unit's address, independent of the tree."""
        parts = super().get_url_parts(request)
        return parts and (parts[0], parts[1], f"/units/{self.unit.code}/")

    def serve(self, request, *args, **kwargs):
        from django.shortcuts import redirect

        return redirect(f"/units/{self.unit.code}/", permanent=True)
