"""The register of a unit's officials and lines, kept by its editors and approvers."""

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminDateInput

from disclosure.models import Unit, UnitContact
from disclosure.viewsets import StaffData
from workflows import roles

KEEPERS = (roles.EDITOR, roles.APPROVER)


def own_units(user):
    """Units whose register the account keeps; administrators keep all."""
    if roles.has_role(user, roles.ADMIN):
        return Unit.objects.filter(is_active=True)
    mine = [roles.units_of(user, role) for role in KEEPERS]
    return Unit.objects.filter(
        pk__in=[pk for units in mine for pk in units.values_list("pk", flat=True)]
    )


class ContactForm(forms.ModelForm):
    class Meta:
        model = UnitContact
        fields = ["unit", "name", "role", "phone", "is_work_mobile", "valid_from", "valid_to"]
        widgets = {"valid_from": AdminDateInput, "valid_to": AdminDateInput}

    def __init__(self, *args, for_user=None, **kwargs):
        super().__init__(*args, **kwargs)
        units = own_units(for_user)
        self.fields["unit"].queryset = units
        if not self.instance.pk and units.count() == 1:
            self.fields["unit"].initial = units.get()


class OfOwnUnits:
    """Rows of other units do not exist here."""

    def get_base_queryset(self):
        return super().get_base_queryset().filter(unit__in=own_units(self.request.user))

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        if not own_units(self.request.user).filter(pk=found.unit_id).exists():
            raise Http404
        return found

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"for_user": self.request.user}


class ContactIndex(OfOwnUnits, generic.IndexView):
    page_title = _("公职人员与电话")

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("unit")


class ContactAdd(OfOwnUnits, generic.CreateView):
    pass


class ContactEdit(OfOwnUnits, generic.EditView):
    pass


class ContactDelete(OfOwnUnits, generic.DeleteView):
    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("for_user")
        return kwargs


class ContactViewSet(StaffData):
    model = UnitContact
    form_class = ContactForm
    icon = "user"
    menu_label = _("公职人员与电话")
    menu_name = "mj-contacts"
    menu_order = 29
    add_to_admin_menu = True
    inspect_view_enabled = False
    index_view_class = ContactIndex
    add_view_class = ContactAdd
    edit_view_class = ContactEdit
    delete_view_class = ContactDelete
    list_display = [
        "role",
        "name",
        "unit",
        "phone",
        "valid_to",
        BooleanColumn("is_valid", label=_("现在有效")),
    ]
    search_fields = ["name", "role", "phone"]
    ordering = ["unit", "role"]
