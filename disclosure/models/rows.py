"""Rows of an item: each belongs to one table (an element of the catalogue row) of one item.

All hang on the concrete base, so that listings, exports and the gate treat every page type alike.
Nothing here is read from another row's present name: what is shown is stored (gate.md C6).
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class Row(Orderable):
    """A row of the table named by `table`; `columns` are its public cells in reading order."""

    table = models.CharField(_("所属内容"), max_length=40, blank=True)

    columns: tuple[str, ...] = ()

    class Meta(Orderable.Meta):
        abstract = True

    @classmethod
    def column_labels(cls) -> list[str]:
        return [str(cls._meta.get_field(name).verbose_name) for name in cls.columns]

    @classmethod
    def row_panels(cls):
        return [FieldPanel("table"), *[FieldPanel(name) for name in cls.columns]]


def item_key(related_name: str) -> ParentalKey:
    return ParentalKey(
        "disclosure.DisclosurePage", on_delete=models.CASCADE, related_name=related_name
    )


class RegionRow(Orderable):
    """One of several regions an item concerns, with its name as released."""

    page = item_key("region_rows")
    region = models.ForeignKey("disclosure.Region", on_delete=models.PROTECT)
    region_name = models.CharField(max_length=60, blank=True, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("涉及区域")


class LinkRow(Orderable):
    """A link to another item (`item:<number>`) or to an outside address."""

    RELATIONS = [
        ("interpretation", _("政策解读")),
        ("response", _("回应关切")),
        ("basis", _("依据")),
        ("supersedes", _("上一条")),
        ("source", _("来源")),
        ("related", _("相关")),
    ]
    page = item_key("link_rows")
    relation = models.CharField(_("关系"), max_length=16, choices=RELATIONS, default="related")
    label = models.CharField(_("文字"), max_length=200)
    target = models.CharField(_("地址"), max_length=500, help_text=_("网址，或 item:索引号"))

    class Meta(Orderable.Meta):
        verbose_name = _("链接")


class AttachmentRow(Orderable):
    """A file of the item. The original lies in the vault; `digest` names the public copy.

    As long as there is no public copy the item says only that a file is being worked on.
    """

    page = item_key("attachment_rows")
    table = models.CharField(_("所属内容"), max_length=40, blank=True)
    title = models.CharField(_("名称"), max_length=200, blank=True)
    vault_id = models.UUIDField(_("保险箱编号"), null=True, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("大小（字节）"), default=0, editable=False)
    digest = models.CharField(_("公开副本"), max_length=64, blank=True, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("附件")


class RecipientTable(Orderable):
    """Cleared rows of an uploaded recipient list. The list itself lies in the vault (I3).

    `columns` are labels, `rows` lists of cell texts of the same length: one database row for a
    table of thousands, because read-back and serialisation go by database row. `totals` are the
    lines below them, counted on the original: [{"kind": "other" | "total", "label", "count",
    "cells"}] with one cell per column, "other" for rows that are not shown singly.
    """

    page = item_key("recipient_tables")
    table = models.CharField(_("所属内容"), max_length=40, blank=True)
    caption = models.CharField(_("名称"), max_length=120, blank=True)
    columns = models.JSONField(default=list, blank=True, editable=False)
    rows = models.JSONField(default=list, blank=True, editable=False)
    totals = models.JSONField(_("合计"), default=list, blank=True, editable=False)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    vault_id = models.UUIDField(_("保险箱编号"), null=True, blank=True, editable=False)
    source_rows = models.PositiveIntegerField(_("原表行数"), default=0, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("对象名册")


class IndicatorRow(Row):
    """A figure. One that would tell of single persons is replaced by `<3` (privacy.md §6)."""

    page = item_key("indicator_rows")
    name = models.CharField(_("指标"), max_length=120)
    unit = models.CharField(_("单位"), max_length=30)
    value = models.DecimalField(_("数值"), max_digits=18, decimal_places=4, null=True, blank=True)
    previous = models.DecimalField(
        _("上期"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    # {column: what is shown instead of its number}, written by the review alone.
    replaced = models.JSONField(default=dict, blank=True, editable=False)
    columns = ("name", "unit", "value", "previous")

    class Meta(Row.Meta):
        verbose_name = _("指标")

    def clean(self):
        super().clean()
        if self.value is None and "value" not in self.replaced:
            raise ValidationError({"value": _("请填写数值。")})
        # A number typed anew takes the place of what stood for the old one.
        self.replaced = {
            name: shown for name, shown in self.replaced.items() if getattr(self, name) is None
        }


class StandardRow(Row):
    page = item_key("standard_rows")
    category = models.CharField(_("类别"), max_length=120)
    region = models.CharField(_("适用区域"), max_length=60, blank=True)
    amount = models.DecimalField(_("标准（元）"), max_digits=18, decimal_places=2)
    unit = models.CharField(_("计量（人/月等）"), max_length=30)
    effective_on = models.DateField(_("执行日期"))
    columns = ("category", "region", "amount", "unit", "effective_on")

    class Meta(Row.Meta):
        verbose_name = _("标准")


class AllocationRow(Row):
    page = item_key("allocation_rows")
    recipient_unit = models.CharField(_("分配单位（地区）"), max_length=120)
    region = models.CharField(_("行政区划"), max_length=60, blank=True)
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2)
    purpose = models.CharField(_("用途"), max_length=200, blank=True)
    doc_no = models.CharField(_("下达文号"), max_length=80, blank=True)
    columns = ("recipient_unit", "region", "amount", "purpose", "doc_no")

    class Meta(Row.Meta):
        verbose_name = _("分配")


class UpdateRow(Row):
    page = item_key("update_rows")
    at = models.DateTimeField(_("时间"))
    content = models.TextField(_("内容"), max_length=4000)
    source = models.CharField(_("来源"), max_length=120)
    columns = ("at", "content", "source")

    class Meta(Row.Meta):
        verbose_name = _("动态")


class ItemRow(Row):
    page = item_key("item_rows")
    code = models.CharField(_("编码"), max_length=60, blank=True)
    name = models.CharField(_("名称"), max_length=200)
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    note = models.TextField(_("说明"), max_length=4000, blank=True)
    columns = ("code", "name", "basis", "note")

    class Meta(Row.Meta):
        verbose_name = _("清单项")


class FacilityRow(Row):
    page = item_key("facility_rows")
    name = models.CharField(_("名称"), max_length=120)
    address = models.CharField(_("地址"), max_length=200)
    open_hours = models.CharField(_("开放时间"), max_length=200)
    services = models.CharField(_("服务项目"), max_length=500)
    free = models.CharField(_("免费项目"), max_length=500, blank=True)
    phone = models.CharField(_("电话"), max_length=60)
    latitude = models.DecimalField(
        _("纬度（WGS84）"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("经度（WGS84）"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    accessible = models.BooleanField(_("无障碍"), default=False)
    columns = (
        "name",
        "address",
        "open_hours",
        "services",
        "free",
        "phone",
        "latitude",
        "longitude",
        "accessible",
    )

    class Meta(Row.Meta):
        verbose_name = _("场所")


class DonationRow(Row):
    page = item_key("donation_rows")
    donor = models.CharField(_("捐赠人"), max_length=120, blank=True)
    amount_or_goods = models.CharField(_("款额或物资"), max_length=200)
    received_on = models.DateField(_("接收日期"))
    used_for = models.CharField(_("使用去向"), max_length=200, blank=True)
    used_on = models.DateField(_("使用日期"), null=True, blank=True)
    columns = ("donor", "amount_or_goods", "received_on", "used_for", "used_on")

    class Meta(Row.Meta):
        verbose_name = _("捐赠")


class HelperRow(Row):
    page = item_key("helper_rows")
    helper_name = models.CharField(_("帮扶责任人姓名"), max_length=60)
    helper_unit = models.CharField(_("单位及职务"), max_length=120)
    helped_household = models.CharField(_("帮扶户（户主）"), max_length=60)
    village = models.CharField(_("村"), max_length=60)
    contact = models.CharField(_("工作电话"), max_length=40, blank=True)
    columns = ("helper_name", "helper_unit", "helped_household", "village", "contact")

    class Meta(Row.Meta):
        verbose_name = _("帮扶责任人")


class EmissionRow(Row):
    page = item_key("emission_rows")
    outlet = models.CharField(_("排放口"), max_length=120)
    pollutant = models.CharField(_("污染物"), max_length=80)
    concentration = models.DecimalField(
        _("浓度"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    limit = models.DecimalField(
        _("执行标准"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    total = models.DecimalField(
        _("总量（吨）"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    exceeded = models.BooleanField(_("是否超标"), default=False)
    monitored_at = models.DateTimeField(_("监测时间"))
    columns = (
        "outlet",
        "pollutant",
        "concentration",
        "limit",
        "total",
        "exceeded",
        "monitored_at",
    )

    class Meta(Row.Meta):
        verbose_name = _("监测数据")


TYPED_ROWS = {
    "indicator_row": IndicatorRow,
    "standard_row": StandardRow,
    "allocation_row": AllocationRow,
    "update_row": UpdateRow,
    "item_row": ItemRow,
    "facility_row": FacilityRow,
    "donation_row": DonationRow,
    "helper_row": HelperRow,
    "emission_row": EmissionRow,
}
