"""What duties are planned from besides the catalogue: who owes a row, and which events run."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from disclosure.vocabulary import DOMAINS

from .catalogue import CatalogueItem
from .organisation import LEVELS, Region, Unit


class DutyAssignment(models.Model):
    """Which unit owes a row: one unit by name, or all of a level that work in a domain."""

    ROLES = [("lead", _("牵头单位")), ("co", _("配合单位"))]
    catalogue_item = models.ForeignKey(
        CatalogueItem,
        on_delete=models.CASCADE,
        related_name="assignments",
        verbose_name=_("目录事项"),
    )
    role = models.CharField(_("分工"), max_length=4, choices=ROLES, default="lead")
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("公开主体"),
        help_text=_("指定一个单位；不指定时，按下面的层级、领域和名称确定。"),
    )
    level = models.CharField(_("单位层级"), max_length=12, choices=LEVELS, blank=True)
    domain = models.CharField(
        _("负责领域"),
        max_length=20,
        choices=DOMAINS,
        blank=True,
        help_text=_("只算负责这个领域的单位；不填则不限领域。"),
    )
    name_has = models.CharField(
        _("单位名称含"),
        max_length=60,
        blank=True,
        help_text=_("例如“民政”；几个词用顿号分开，含其中一个即可。不填则不限名称。"),
    )
    # Code of the only deadline rule that binds these units; empty: all rules of the row.
    rule = models.CharField(
        _("只适用的时限"),
        max_length=12,
        blank=True,
        help_text=_("时限规则的代码，例如 ANN_0131；不填则事项的全部时限都适用。"),
    )
    since = models.DateField(
        _("承担起"), null=True, blank=True, help_text=_("这一天以前的期次不算。")
    )
    until = models.DateField(_("承担止"), null=True, blank=True)
    is_default = models.BooleanField(_("随附"), default=False, editable=False)

    class Meta:
        ordering = ["catalogue_item__seq", "-role", "pk"]
        verbose_name = _("公开分工")
        verbose_name_plural = _("公开分工")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) & Q(level="", domain="", name_has="")
                | Q(unit__isnull=True) & ~Q(level=""),
                name="assignment_by_unit_or_by_rule",
                violation_error_message=_("请指定一个单位，或写明单位层级；不能两样都填。"),
            ),
            models.UniqueConstraint(
                "catalogue_item",
                Coalesce("unit", 0),
                "level",
                "domain",
                "name_has",
                name="one_assignment_of_a_kind",
                violation_error_message=_("这个事项已有同样的分工，请改那一条。"),
            ),
        ]

    def __str__(self):
        return f"{self.catalogue_item_id} {self.unit_id or self.level}"


class DutyIncident(models.Model):
    """An event during which some rows are owed every few days; told of by a public item.

    Only its number, place and days are kept: the words are in the item.
    """

    number = models.CharField(
        _("索引号"),
        max_length=64,
        unique=True,
        help_text=_("公布这一事件的信息的索引号。"),
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("行政区域"),
        help_text=_("这个区域里承担相应事项的单位须持续公开。"),
    )
    began = models.DateField(_("开始日期"))
    ended = models.DateField(
        _("结束日期"),
        null=True,
        blank=True,
        help_text=_("应急处置与救援结束的日期；还在进行的不填。"),
    )

    class Meta:
        ordering = ["-began", "-pk"]
        verbose_name = _("持续公开的事件")
        verbose_name_plural = _("持续公开的事件")

    def __str__(self):
        return self.number
