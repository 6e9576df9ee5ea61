"""Inline tables of the item form: rows that know which element of the catalogue row they fill."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.admin.panels.base import get_form_for_model

from disclosure import file_states
from disclosure.uploads import FileRowForm

RELATION_HEADINGS = {
    "attachment_rows": _("附件"),
    "link_rows": _("链接"),
    "region_rows": _("涉及区域"),
}
ROW_PANELS = {
    "attachment_rows": ("table", "title", "upload"),
    "link_rows": ("relation", "label", "target"),
    "region_rows": ("region",),
    "recipient_tables": ("table", "caption", "note"),
}


class RowFormSet(BaseChildFormSet):
    """`tables`: the elements that rows of this relation may fill, as (key, label)."""

    tables: tuple[tuple[str, str], ...] = ()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if hasattr(form.instance, "vault_id"):
            form.fields["held"] = HeldField(str(form.instance.vault_id or ""))
        if "table" not in form.fields:
            return
        if len(self.tables) > 1:
            form.fields["table"] = forms.ChoiceField(
                label=form.fields["table"].label, choices=self.tables, initial=self.tables[0][0]
            )
        else:
            only = self.tables[0][0] if self.tables else ""
            form.fields["table"] = SetField(only)

    def _construct_form(self, i, **kwargs):
        """A row that only the revision knows comes back without its id, as a new one: what the
        form does not show (where its file lies) is taken over from the row it shows."""
        form = super()._construct_form(i, **kwargs)
        if self.is_bound and form.instance.pk is None:
            held = self.data.get(f"{self.add_prefix(i)}-held")
            for row in self._in_vault() if held else ():
                if str(row.vault_id) == held:
                    _take_over(form.instance, row)
        return form

    def _in_vault(self) -> list:
        rows = getattr(self.instance, self.rel_name).all()
        return [row for row in rows if row.pk is None and getattr(row, "vault_id", None)]

    def save(self, commit=True):
        """A list uploaded while the form stood open in another window stays (I8)."""
        manager = getattr(self.instance, self.rel_name)
        lists = self._in_vault() if self.rel_name == "recipient_tables" else []
        saved = super().save(commit=False)
        shown = {form.instance.vault_id for form in self.forms} if lists else set()
        present = {row.vault_id for row in manager.all()} if lists else set()
        manager.add(*[row for row in lists if row.vault_id not in shown | present])
        if commit:
            manager.commit()
        return saved


def _take_over(row, known) -> None:
    """Copy what no form edits."""
    for field in known._meta.concrete_fields:
        if not (field.editable or field.primary_key or field.name == "sort_order"):
            setattr(row, field.attname, getattr(known, field.attname))


class HeldField(forms.CharField):
    """Names the row's object in the vault; it only points to a row that the item has already."""

    widget = forms.HiddenInput

    def __init__(self, value: str):
        super().__init__(required=False, initial=value)

    def has_changed(self, initial, data):
        return False


class SetField(forms.CharField):
    """A hidden field with one possible value, whatever comes in."""

    widget = forms.HiddenInput

    def __init__(self, value: str):
        super().__init__(required=False, initial=value)
        self.value = value

    def clean(self, value):
        return self.value

    def has_changed(self, initial, data):
        # A row that holds nothing but its table is no row.
        return False


class TablePanel(FieldPanel):
    """The choice of the element; not shown where there is nothing to choose."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self):
            return super().is_shown() and not (self.bound_field and self.bound_field.is_hidden)


class ListState(Panel):
    """How much of a recipient list lies in the vault and how much is public."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "disclosure/editor/list_state.html"

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"table": self.instance}


class FileStatePanel(Panel):
    """How far the check of an uploaded file is, and why it is refused."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "disclosure/editor/file_state.html"

        def get_context_data(self, parent_context=None):
            told = file_states.state_of(self.instance)
            return super().get_context_data(parent_context) | {"told": told}


STATES = {"recipient_tables": (ListState,), "attachment_rows": (FileStatePanel,)}


class RowsPanel(InlinePanel):
    """An inline table that shows only where the form kept its formset."""

    @cached_property
    def panel_definitions(self):
        if self.panels is not None:
            return self.panels
        model = self.db_field.related_model
        names = ROW_PANELS.get(self.relation_name) or ("table", *model.columns)
        panels = [TablePanel(n) if n == "table" else self._cell(model, n) for n in names]
        return [*panels, *[panel() for panel in STATES.get(self.relation_name, ())]]

    def _cell(self, model, name: str) -> FieldPanel:
        is_column = any(field.name == name for field in model._meta.fields)
        is_long = is_column and model._meta.get_field(name).get_internal_type() == "TextField"
        heading = _("行政区域") if name == "region" else ""  # the only column without a name
        return FieldPanel(name, heading=heading, classname="mj-wide" if is_long else "")

    def get_form_options(self):
        options = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        formset["formset"] = RowFormSet
        if self.relation_name == "attachment_rows":
            formset["form"] = get_form_for_model(
                self.db_field.related_model,
                form_class=FileRowForm,
                fields=formset["fields"],
                defer_required_on_fields=["title"],
            )
        return options

    @property
    def clean_name(self):
        return self.relation_name

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs):
            form, relation = kwargs["form"], kwargs["panel"].relation_name
            self.is_kept = form is None or relation in form.formsets
            if not self.is_kept:
                super(InlinePanel.BoundPanel, self).__init__(**kwargs)
                return
            super().__init__(**kwargs)
            labels = [label for _key, label in getattr(self, "formset", RowFormSet).tables]
            self.heading = "、".join(labels) or RELATION_HEADINGS.get(relation, self.heading)
            if len(labels) == 1:
                self.label = labels[0]

        @property
        def template_name(self):
            is_list = self.panel.relation_name == "recipient_tables"
            usual = "wagtailadmin/panels/inline_panel.html"
            return "disclosure/editor/recipients.html" if is_list else usual

        def is_shown(self):
            return self.is_kept

        def is_required(self):
            needed = getattr(self.form, "required_rows", {})
            return bool(needed.get(self.panel.relation_name))
