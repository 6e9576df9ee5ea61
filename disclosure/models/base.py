"""`DisclosurePage`: the concrete base of everything that is disclosed (design.md, Shape).

Duties, clocks, coverage, listings and exports are single queries on this table; page types add
their own typed columns in a module per domain.
"""

from functools import cache

from django.db import models
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet

from disclosure import vocabulary as words
from disclosure.attribute.grounds import CHOICES as GROUNDS
from disclosure.blocks import ProseBlocks

from .catalogue import CatalogueItem
from .organisation import Region, Unit


class DisclosureQuerySet(PageQuerySet):
    """Query methods named after the question (rule 5)."""

    def released(self):
        """Live items: what the public may read."""
        return self.filter(live=True, number__isnull=False)

    def public(self):
        return self.released()

    def in_domain(self, key: str):
        return self.filter(domain=key)

    def of_unit(self, unit: Unit):
        return self.filter(unit=unit)

    def in_region(self, region: Region):
        """Items concerning the region, what lies below it, or published by a unit there."""
        regions = region.with_children()
        return self.filter(models.Q(region__in=regions) | models.Q(unit__region__in=regions))

    def in_publicity(self, today):
        """Items whose publicity period (公示期) runs on `today`."""
        return self.released().filter(publicity_from__lte=today, publicity_to__gte=today)

    def latest(self):
        return self.order_by("-first_published_at", "-pk")

    def overdue(self, today):
        """Drafts whose last day of publication has passed."""
        return self.filter(live=False, withdrawn_on__isnull=True, due_on__lt=today)


class DisclosurePage(Page):
    """One disclosed thing. Its public address is `/i/<number>/`, whatever its place in the tree."""

    number = models.CharField(
        _("索引号"), max_length=64, unique=True, null=True, blank=True, editable=False
    )
    catalogue_item = models.ForeignKey(
        CatalogueItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("目录事项"),
    )
    catalogue_label = models.CharField(max_length=260, blank=True, editable=False)
    domain = models.CharField(_("领域"), max_length=20, choices=words.DOMAINS, blank=True)
    stage = models.CharField(_("环节"), max_length=12, choices=words.STAGES, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="items", editable=False, null=True
    )
    unit_name = models.CharField(max_length=100, blank=True, editable=False)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("行政区域"),
    )
    region_name = models.CharField(max_length=60, blank=True, editable=False)

    doc_no = models.CharField(_("文号"), max_length=80, blank=True)
    issuing_body = models.CharField(_("发文机关"), max_length=120, blank=True)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    formed_on = models.DateField(
        _("信息形成日期"),
        null=True,
        blank=True,
        help_text=_("公开期限从这一天起算；内容变更时改为变更之日。"),
    )
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    validity = models.CharField(
        _("有效性"), max_length=8, choices=words.VALIDITY, default="有效", blank=True
    )
    topic = models.CharField(
        _("主题分类"),
        max_length=30,
        choices=words.TOPICS,
        blank=True,
    )
    genre = models.CharField(_("体裁分类"), max_length=12, choices=words.GENRES, blank=True)
    keywords = models.CharField(
        _("关键词"), max_length=120, blank=True, help_text=_("用顿号分开，例如：低保、标准")
    )
    audience = models.CharField(
        _("公开对象"), max_length=8, choices=words.AUDIENCES, default="all", blank=True
    )
    publicity_from = models.DateField(_("公示起"), null=True, blank=True)
    publicity_to = models.DateField(_("公示止"), null=True, blank=True)
    project_code = models.CharField(_("项目编号"), max_length=60, blank=True, db_index=True)
    is_reprint = models.BooleanField(_("转载"), default=False)
    is_example = models.BooleanField(_("示例"), default=False)
    source_note = models.CharField(_("来源说明"), max_length=200, blank=True)
    body = StreamField(ProseBlocks(), verbose_name=_("正文"), blank=True)

    # Working fields: staff and machine only, never part of the public record.
    publicity = models.CharField(
        _("公开属性"), max_length=16, choices=words.PUBLICITY, default="proactive"
    )
    exemption = models.CharField(
        _("不公开的依据"),
        max_length=20,
        choices=GROUNDS,
        null=True,
        blank=True,
        help_text=_("依申请公开和不予公开的，须选择条例第十四条至第十六条中的一项。"),
    )
    publicity_ground = models.CharField(_("不公开或依申请的理由"), max_length=300, blank=True)
    due_on = models.DateField(_("最迟公开日"), null=True, blank=True, editable=False)
    source_id = models.CharField(
        _("来源编号"), max_length=120, blank=True, db_index=True, editable=False
    )
    domain_guessed = models.BooleanField(_("领域待确认"), default=False, editable=False)
    withdrawn_on = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(
        max_length=12, choices=words.REASONS, blank=True, editable=False
    )

    # What the record shows besides the type's own fields, in reading order.
    record_fields: tuple[str, ...] = (
        "unit_name",
        "catalogue_label",
        "domain",
        "stage",
        "region_name",
        "doc_no",
        "issuing_body",
        "issued_on",
        "effective_on",
        "validity",
        "topic",
        "genre",
        "audience",
        "publicity_from",
        "publicity_to",
        "project_code",
        "keywords",
        "source_note",
    )
    # Never changed by a revision: the machine keeps them on the row (gate.md C9).
    machine_kept = ("number", "unit", "source_id", "withdrawn_on", "withdrawn_reason")
    working_fields = (
        "publicity",
        "publicity_ground",
        "exemption",
        "due_on",
        "formed_on",
        "domain_guessed",
        "source_id",
        "latest_revision",
    )
    exclude_fields_in_copy = [
        "number",
        "source_id",
        "withdrawn_on",
        "withdrawn_reason",
        # Originals stay with the item they were uploaded for.
        "attachment_rows",
        "recipient_tables",
    ]

    objects = PageManager.from_queryset(DisclosureQuerySet)()
    parent_page_types = ["disclosure.ColumnPage"]
    subpage_types: list[str] = []
    # Staff search knows title, number and unit; no prose enters Wagtail's index (design.md).
    search_fields = []
    show_in_menus_default = False

    class Meta:
        verbose_name = _("公开信息")
        verbose_name_plural = _("公开信息")

    @classmethod
    def can_create_at(cls, parent):
        """The base itself is no form: only its page types are."""
        return cls is not DisclosurePage and super().can_create_at(parent)

    def get_admin_display_title(self):
        """Staff of other units see an item in choosers: its public title, not that of a draft."""
        return self.title if self.live else super().get_admin_display_title()

    @classmethod
    def own_fields(cls) -> list[str]:
        """Names of the public columns that the page type itself adds, in order of declaration."""
        return list(_own_fields(cls))

    def take_snapshots(self):
        """Copy the present names of unit, region and catalogue row into the item's own columns."""
        if self.unit_id is None and self.pk is None and self.depth is None:
            return
        if self.unit_id is None:
            parent = self.get_parent()
            column = getattr(parent.specific, "unit", None) if parent else None
            self.unit = column
        self.unit_name = self.unit.official_name if self.unit else ""
        self.region_name = self.region.name if self.region else ""
        if self.catalogue_item:
            self.catalogue_label = self.catalogue_item.label
            self.domain = self.catalogue_item.domain
            self.stage = self.catalogue_item.stage
        for row in self.region_rows.all():
            row.region_name = row.region.name

    def save_revision(self, *args, **kwargs):
        self.take_snapshots()
        return super().save_revision(*args, **kwargs)

    def with_content_json(self, content):
        """A revision as a page, with what the machine keeps taken from the row (gate.md 1, 3)."""
        page = super().with_content_json(content)
        for name in self.machine_kept:
            attribute = self._meta.get_field(name).attname
            setattr(page, attribute, getattr(self, attribute))
        if not self.live:
            # The row of a draft follows the calendar; a revision knows the day it was saved with.
            page.due_on = self.due_on
        page.first_published_at = self.first_published_at
        return page

    @property
    def public_url(self) -> str:
        return f"/i/{self.number}/" if self.number else ""

    def get_url_parts(self, request=None):
        parts = super().get_url_parts(request)
        if parts is None or not self.number:
            return parts
        return (parts[0], parts[1], self.public_url)

    def serve(self, request, *args, **kwargs):
        """A tree address leads to the number address; drafts have neither."""
        return redirect(self.public_url, permanent=True)

    def serve_preview(self, request, mode_name):
        from django.http import HttpResponse

        from disclosure import surfaces

        self.take_snapshots()
        return HttpResponse(surfaces.render("page", self.specific, request=request))


@cache
def _own_fields(page_class) -> tuple[str, ...]:
    base = {field.name for field in DisclosurePage._meta.get_fields()}
    return tuple(
        field.name
        for field in page_class._meta.concrete_fields
        if field.name not in base and not field.name.endswith("_ptr")
    )
