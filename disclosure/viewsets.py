"""Lists and forms of the data that staff maintain, in the admin's menu."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from disclosure import admin_forms as forms
from disclosure import outbox
from disclosure.duties import forms as duty_forms
from disclosure.models import (
    CalendarOverride,
    CatalogueItem,
    DutyAssignment,
    DutyIncident,
    HeldItem,
    IssuerMapping,
    LegalBasis,
    Region,
    Unit,
    UnitName,
)


class StaffData(ModelViewSet):
    """A maintained list: searched in the database, without copies."""

    form_class = None
    search_backend_name = None
    copy_view_enabled = False
    list_per_page = 50

    def get_form_class(self, for_update=False):
        return self.form_class


class DomainColumn(Column):
    def get_value(self, instance):
        return "、".join(str(label) for label in instance.domain_labels)


class UnitViewSet(StaffData):
    model = Unit
    form_class = forms.UnitForm
    icon = "group"
    menu_label = _("公开主体")
    list_display = ["name", "code", "level", "region", DomainColumn("domains", label=_("领域"))]
    list_filter = ["level", "is_active", "region"]
    search_fields = ["name", "full_name", "code", "names__name"]
    ordering = ["code"]


class UnitNameViewSet(StaffData):
    model = UnitName
    form_class = forms.UnitNameForm
    icon = "tag"
    menu_label = _("单位名称")
    list_display = ["name", "unit", "is_former", "note"]
    list_filter = ["is_former", "unit"]
    search_fields = ["name", "unit__name", "unit__full_name"]


class RegionViewSet(StaffData):
    model = Region
    form_class = forms.RegionForm
    icon = "site"
    menu_label = _("行政区划")
    list_display = ["name", "code", "level", "parent", "retired_until"]
    list_filter = ["level", "parent"]
    search_fields = ["name", "code"]


class CatalogueIndex(generic.IndexView):
    def get_base_queryset(self):
        rows = super().get_base_queryset()
        return rows.annotate(items=Count("pages", distinct=True))


class InDraft:
    """Rows change by versions alone: the row is opened in the draft, whatever was asked for."""

    def dispatch(self, request, *args, **kwargs):
        row = getattr(self, "object", None)
        if row is None and "pk" in kwargs:
            row = self.get_object()
        if row is None:
            return redirect("catalogue_versions:add_row")
        return redirect("catalogue_versions:row", row.code)


class CatalogueAdd(InDraft, generic.CreateView):
    pass


class CatalogueEdit(InDraft, generic.EditView):
    pass


class CatalogueDelete(InDraft, generic.DeleteView):
    pass


class CatalogueViewSet(StaffData):
    model = CatalogueItem
    form_class = forms.CatalogueItemForm
    icon = "list-ul"
    menu_label = _("公开目录")
    index_view_class = CatalogueIndex
    add_view_class = CatalogueAdd
    edit_view_class = CatalogueEdit
    delete_view_class = CatalogueDelete
    list_display = [
        "level2",
        "code",
        "domain",
        "level1",
        "deadline_text",
        Column("items", label=_("条目数")),
    ]
    list_filter = ["domain", "stage", "audience", "privacy_policy", "page_type", "from_order"]
    search_fields = ["code", "level1", "level2", "basis_text", "publishing_body"]
    ordering = ["seq"]


class LegalBasisViewSet(StaffData):
    model = LegalBasis
    form_class = forms.LegalBasisForm
    icon = "doc-full"
    menu_label = _("公开依据")
    list_display = ["name", "version", "certainty", "checked_on", "checked_by"]
    list_filter = ["certainty", "checked_on"]
    search_fields = ["name", "article", "version"]


class CalendarOverrideViewSet(StaffData):
    model = CalendarOverride
    form_class = forms.CalendarOverrideForm
    icon = "date"
    menu_label = _("工作日调整")
    list_display = ["date", "is_working_day", "holiday", "source_document"]
    list_filter = ["is_working_day"]
    search_fields = ["holiday", "source_document"]


class DutyAssignmentViewSet(StaffData):
    model = DutyAssignment
    form_class = duty_forms.AssignmentForm
    icon = "group"
    menu_label = _("公开分工")
    list_display = [
        "catalogue_item",
        "role",
        "unit",
        "level",
        "name_has",
        "since",
        "until",
    ]
    list_filter = ["role", "level", "catalogue_item__domain"]
    search_fields = ["catalogue_item__code", "catalogue_item__level2", "unit__name", "name_has"]
    ordering = ["catalogue_item__seq", "-role", "pk"]


class DutyIncidentViewSet(StaffData):
    model = DutyIncident
    form_class = duty_forms.IncidentForm
    icon = "warning"
    menu_label = _("持续公开的事件")
    list_display = ["number", "region", "began", "ended"]
    list_filter = ["region"]
    search_fields = ["number"]


class MappingIndex(generic.IndexView):
    """Issuers with the number of rows that wait for them, the waiting ones first."""

    def get_base_queryset(self):
        waiting = (
            HeldItem.objects.filter(issuer=OuterRef("issuer"), done_at=None)
            .order_by()
            .values("issuer")
            .annotate(total=Count("pk"))
            .values("total")
        )
        rows = super().get_base_queryset().select_related("unit")
        return rows.annotate(waiting=Coalesce(Subquery(waiting), 0))


class DecidesIssuer:
    """Saving a mapping admits the rows that waited for it, once the mapping is stored."""

    def save_instance(self):
        mapping = self.form.instance
        if mapping.unit_id and "unit" in self.form.changed_data:
            mapping.mapped_by, mapping.mapped_on = self.request.user, timezone.now()
        mapping = super().save_instance()
        if mapping.unit_id:
            outbox.enqueue("intake", "", mapping=mapping.pk)
        return mapping


class MappingAdd(DecidesIssuer, generic.CreateView):
    pass


class MappingEdit(DecidesIssuer, generic.EditView):
    pass


class IssuerMappingViewSet(StaffData):
    model = IssuerMapping
    form_class = forms.IssuerMappingForm
    icon = "download"
    menu_label = _("发文机关对应")
    index_view_class = MappingIndex
    add_view_class = MappingAdd
    edit_view_class = MappingEdit
    list_display = [
        "issuer",
        "unit",
        Column("waiting", label=_("等待条目"), sort_key="waiting"),
        "is_reprint",
        "mapped_on",
    ]
    list_filter = {"unit": ["exact", "isnull"], "is_reprint": ["exact"]}
    search_fields = ["issuer", "unit__name"]
    ordering = ["-waiting", "issuer"]


class StaffDataGroup(ViewSetGroup):
    menu_label = _("目录与单位")
    menu_icon = "folder-open-inverse"
    menu_order = 300
    items = (
        UnitViewSet("units"),
        UnitNameViewSet("unit_names"),
        RegionViewSet("regions"),
        CatalogueViewSet("catalogue"),
        LegalBasisViewSet("legal_bases"),
        DutyAssignmentViewSet("duty_assignments"),
        DutyIncidentViewSet("duty_incidents"),
        CalendarOverrideViewSet("calendar"),
        IssuerMappingViewSet("issuers"),
    )
