"""The form of an item: the catalogue row decides its fields; drafts may be incomplete.

What stands in lists, logs and mails (title, keywords, names of files) is refused with personal
data in it; everything else typed is kept (design.md I3).
"""

import secrets

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import WagtailAdminPageForm

from disclosure import completeness, uploads, vocabulary
from disclosure.elements import tables_of, with_storage
from disclosure.validators import normal_doc_no

ALWAYS = frozenset(
    """catalogue_item title audience region formed_on doc_no issuing_body issued_on effective_on
    validity topic genre keywords publicity_from publicity_to project_code is_reprint source_note
    body publicity exemption publicity_ground""".split()
)
ALWAYS_RELATIONS = ("attachment_rows", "link_rows", "region_rows")
SEEN_BY_STAFF = ("title", "keywords", "source_note", "publicity_ground")
DOCUMENT_NUMBERS = ("doc_no", "decision_no")


class DisclosurePageForm(WagtailAdminPageForm):
    """`row` is the item's catalogue row, or None while an imported item has none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = self.instance.catalogue_item or self._posted_row()
        self.stored = with_storage(type(self.instance), self.row.elements) if self.row else []
        self.required_rows: dict[str, list[dict]] = {}
        if self.instance.pk is None:
            self._begin()
        self._fit_catalogue_field()
        self._fit_columns()
        self._fit_rows()

    # Fitting the form to the catalogue row

    def _posted_row(self):
        field = self.fields.get("catalogue_item")
        value = self.data.get(self.add_prefix("catalogue_item")) if self.is_bound else None
        if not field or not value or not str(value).isdigit():
            return None
        return rows_for(type(self.instance)).filter(pk=value).first()

    def _begin(self):
        """A new item: never live (gate.md C4), a slug without words, what the row already says."""
        item = self.instance
        item.live = False
        item.slug = item.slug or f"n{secrets.token_hex(6)}"
        unit = getattr(self.parent_page, "unit", None)
        if unit:
            item.unit = unit
        if not self.row:
            return
        self.initial["audience"] = self.row.audience
        self.initial["topic"] = vocabulary.DEFAULT_TOPIC.get(self.row.domain, "")
        if unit:
            self.initial["region"] = unit.region_id
            self.initial["issuing_body"] = unit.official_name

    def _fit_catalogue_field(self):
        field = self.fields.get("catalogue_item")
        if field is None:
            return
        if self.instance.catalogue_item and self.instance.pk:
            del self.fields["catalogue_item"]
            return
        field.queryset = rows_for(type(self.instance))
        if self.row:
            field.widget = forms.HiddenInput()
            self.initial["catalogue_item"] = self.row.pk

    def _fit_columns(self):
        wanted, labels = set(ALWAYS), {}
        for element, stored, _first in self.stored:
            wanted.update(stored.attributes)
            labels.update(_labels(element, stored))
        for name in list(self.fields):
            if name not in wanted and not self._holds_value(name):
                del self.fields[name]
            elif name in labels:
                label, is_required = labels[name]
                own, label = str(self.fields[name].label or ""), _(label)
                self.fields[name].label = own if own.startswith(label) else label
                self.fields[name].required = is_required

    def _holds_value(self, name: str) -> bool:
        """A column that the row does not name but that has something in it stays in sight."""
        if name not in type(self.instance).own_fields():
            return name == "comment_notifications"
        return getattr(self.instance, name) not in (None, "")

    def _fit_rows(self):
        tables = tables_of(type(self.instance), self.row.elements) if self.row else {}
        for relation in list(self.formsets):
            formset = self.formsets[relation]
            formset.tables = tuple(tables.get(relation, ()))
            named = relation in tables or relation in ALWAYS_RELATIONS
            if not named and not getattr(self.instance, relation).all():
                del self.formsets[relation]
        for element, stored, _first in self.stored:
            if element.get("required") and stored.relation in self.formsets:
                self.required_rows.setdefault(stored.relation, []).append(element)

    # Checking

    def defer_required_fields(self):
        """A draft may lack anything but its title."""
        super().defer_required_fields()
        for name, field in self.fields.items():
            if name != "title" and field.required and name not in self.deferred_required_fields:
                field.required = False
                self.deferred_required_fields.append(name)

    def clean(self):
        cleaned = super().clean()
        for name in DOCUMENT_NUMBERS:
            if cleaned.get(name):
                cleaned[name] = normal_doc_no(cleaned[name])
        self._check_periods(cleaned)
        # Before a reason that is not needed is dropped: nothing typed goes without a word.
        for name in SEEN_BY_STAFF:
            if cleaned.get(name):
                self._refuse_personal_data(self, name, cleaned[name])
        self._check_attribute(cleaned)
        self._check_file_names()
        self._keep_files()
        if not self.is_deferred_validation:
            self._require_rows()
        return cleaned

    def _check_periods(self, cleaned):
        for name in [n for n in cleaned if n.endswith("_from")]:
            start, end = cleaned[name], cleaned.get(f"{name[:-5]}_to")
            if start and end and end < start:
                self.add_error(f"{name[:-5]}_to", _("结束不能早于开始。"))

    def _check_attribute(self, cleaned):
        """What is not for everybody needs its ground and its reason; a decision stands (R1.3)."""
        from disclosure.attribute import decisions, rules

        if "publicity" not in cleaned:
            return
        stands = decisions.standing_of(self.instance.pk) if self.instance.pk else None
        if stands is not None:
            if cleaned["publicity"] != stands.attribute:
                told = _("公开属性已有决定，由审核人在“不公开事项”里重新评估后才能改。")
                self.add_error("publicity", told)
            return
        if cleaned["publicity"] == rules.PROACTIVE:
            cleaned["exemption"], cleaned["publicity_ground"] = None, ""
            return
        reason = cleaned.get("publicity_ground") or ""
        missing = rules.gaps(cleaned["publicity"], cleaned.get("exemption") or "", reason)
        if "ground" in missing:
            self.add_error("exemption", _("请选择不公开的依据（条例第十四条至第十六条）。"))
        if "reason" in missing and not self.has_error("publicity_ground"):
            told = _("请写明理由，至少 %(n)d 个字。") % {"n": rules.SHORTEST_REASON}
            self.add_error("publicity_ground", told)

    def _check_file_names(self):
        formset = self.formsets.get("attachment_rows")
        for row in formset.forms if formset else ():
            if row.is_valid() and row.cleaned_data.get("title"):
                self._refuse_personal_data(row, "title", row.cleaned_data["title"])

    def _keep_files(self):
        """Into the vault as soon as the form is right, so that a failure can be told here."""
        formset = self.formsets.get("attachment_rows")
        if formset and not self.errors and formset.is_valid() and self.instance.unit:
            uploads.seal_uploads(formset, self.instance, self.row, by=self.for_user)

    def _refuse_personal_data(self, form, name: str, text: str):
        if has_personal_data(text, self.instance, self.row):
            form.add_error(
                name,
                _("这里会出现在列表、日志和邮件里，不能有个人信息。请删去或改写后再保存。"),
            )

    def _require_rows(self):
        """A formset has no field of its own: its message stands at the form's head and there."""
        for relation, elements in self.required_rows.items():
            formset = self.formsets[relation]
            if not formset.is_valid():
                continue
            kept = [f.cleaned_data for f in formset.forms if _is_kept(formset, f)]
            for element in elements:
                if not any(_fills(data, element, formset.tables) for data in kept):
                    message = _("还没有填写“%(label)s”。") % {"label": element["label"]}
                    formset.non_form_errors().append(message)
                    self.add_error(None, message)

    # Saving

    def save(self, commit=True):
        item = self.instance
        if item.pk is None:
            item.live = False
        if self.row and item.catalogue_item_id is None:
            item.catalogue_item = self.row
        item.domain_guessed = item.domain_guessed and item.catalogue_item_id is None
        item.due_on = due_on(item)
        item.take_snapshots()
        return super().save(commit)


def rows_for(page_class):
    """Catalogue rows that a page type can fulfil."""
    from disclosure.models import CatalogueItem

    return CatalogueItem.objects.filter(page_type=page_class.__name__)


def count_of(item):
    """The count of days up to the last day of publication, or None where nothing runs."""
    from disclosure.calendars import current_calendar
    from disclosure.clocks.rules import due_by_rules

    if not item.catalogue_item or not item.formed_on:
        return None
    return due_by_rules(item.catalogue_item.deadline_rules, item.formed_on, current_calendar())


def due_on(item):
    count = count_of(item)
    return count.due if count else None


def has_personal_data(text: str, item, row) -> bool:
    """Whether the detector would withhold any part of the text in this item's domain."""
    from disclosure.allowed import allowed_texts
    from privacy.detect import is_personal

    domain = (row.domain if row else item.domain) or None
    return is_personal(text, domain=domain, allow=allowed_texts(item))


def mark_missing(form) -> list[completeness.MissingElement]:
    """Put what the saved draft lacks at the fields of an unbound form."""
    missing = completeness.missing(form.instance)
    for element in missing:
        if element.field in form.fields:
            form.errors[element.field] = form.error_class([element.message])
    return missing


def today():
    return timezone.localdate()


def _labels(element: dict, stored) -> dict[str, tuple[str, bool]]:
    is_required = bool(element.get("required"))
    if stored.kind == "column":
        return {stored.attributes[0]: (element["label"], is_required)}
    if stored.kind == "range":
        start, end = stored.attributes
        return {
            start: (_("%s：起") % element["label"], is_required),
            end: (_("%s：止") % element["label"], is_required),
        }
    if stored.kind in ("body", "region"):
        return {stored.attributes[0]: (element["label"], is_required)}
    return {}


def _is_kept(formset, form) -> bool:
    return bool(form.cleaned_data) and form not in formset.deleted_forms


def _fills(data: dict, element: dict, tables) -> bool:
    if "relation" in data:
        from disclosure.elements import LINK_RELATIONS

        return data["relation"] == LINK_RELATIONS.get(element["name"], "related")
    if "table" not in data:
        return True
    return data["table"] == element["name"] or len(tables) < 2
