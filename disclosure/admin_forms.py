"""Forms of the data that staff maintain: units, catalogue rows, bases, calendars, issuers."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models import (
    CalendarOverride,
    CatalogueItem,
    DisclosurePage,
    IssuerMapping,
    LegalBasis,
    Region,
    Unit,
    UnitName,
)
from disclosure.seed_checks import element_problems, rule_problems
from disclosure.vocabulary import DOMAINS


def page_types() -> list[tuple[str, str]]:
    """(class name, label) of every form an item can have."""
    found, open_ = {}, [DisclosurePage]
    while open_:
        model = open_.pop()
        open_ += model.__subclasses__()
        if model is not DisclosurePage and not model._meta.abstract:
            found[model.__name__] = str(model._meta.verbose_name)
    return sorted(found.items(), key=lambda pair: pair[1])


class RegionForm(forms.ModelForm):
    class Meta:
        model = Region
        fields = "code name level kind parent is_standard retired_until replaced_by".split()

    def clean(self):
        values = super().clean()
        parent = values.get("parent")
        while parent is not None:
            if self.instance.pk and parent.pk == self.instance.pk:
                self.add_error("parent", _("上级不能是本区划或其下级。"))
                break
            parent = parent.parent
        return values


class FixedCode(forms.ModelForm):
    """The code is part of public numbers or of other data: it is given once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _("代码已用于索引号等处，不能更改。")


class UnitForm(FixedCode):
    domains = forms.MultipleChoiceField(
        label=_("负责领域"), choices=DOMAINS, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Unit
        fields = (
            "code name full_name level region parent domains role_note phone address "
            "may_merge_release is_active merged_into"
        ).split()

    def clean(self):
        values = super().clean()
        heir, seen = values.get("merged_into"), set()
        while heir is not None and heir.pk not in seen:
            seen.add(heir.pk)
            if self.instance.pk and heir.pk == self.instance.pk:
                self.add_error("merged_into", _("并入的单位又并入了本单位，请核对。"))
                break
            heir = heir.merged_into
        if values.get("merged_into") and values.get("is_active"):
            self.add_error("is_active", _("已并入其他单位的，请取消“在用”。"))
        return values


class UnitNameForm(forms.ModelForm):
    class Meta:
        model = UnitName
        fields = ["unit", "name", "is_former", "note"]


class LegalBasisForm(forms.ModelForm):
    class Meta:
        model = LegalBasis
        fields = ["name", "article", "version", "certainty", "note", "checked_on", "checked_by"]
        widgets = {"checked_on": forms.DateInput(attrs={"type": "date"})}

    def clean(self):
        values = super().clean()
        checked_on = values.get("checked_on")
        if checked_on and checked_on > timezone.localdate():
            self.add_error("checked_on", _("核对日期不能晚于今天。"))
        if bool(checked_on) != bool(values.get("checked_by")):
            self.add_error("checked_by", _("核对日期和核对人请同时填写。"))
        return values


class JsonLines(forms.JSONField):
    """JSON shown one entry a line, so that a person can read and change it."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}), **kwargs)

    def prepare_value(self, value):
        if isinstance(value, list):
            lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in value)
            return f"[\n{lines}\n]" if value else "[]"
        return super().prepare_value(value)


class CatalogueItemForm(FixedCode):
    elements = JsonLines(
        label=_("公开内容（要素）"),
        help_text=_("每行一个要素：name 名称、label 中文名、type 类型、required 是否必备。"),
    )
    deadline_rules = JsonLines(
        label=_("时限规则"), required=False, help_text=_("每行一条规则：kind、days 等。")
    )
    channels = JsonLines(label=_("渠道代码"), required=False)
    levels = JsonLines(label=_("公开层级"), required=False)
    page_type = forms.ChoiceField(label=_("表单"), choices=page_types)

    class Meta:
        model = CatalogueItem
        fields = (
            "code seq domain level1 level2 stage elements bases basis_text deadline_rules "
            "deadline_text publishing_body channels channels_text audience mode levels standard "
            "procedure privacy_policy page_type from_order"
        ).split()
        widgets = {
            "bases": forms.SelectMultiple(attrs={"size": 10}),
        }

    def clean_elements(self):
        return _checked(self.cleaned_data["elements"], element_problems)

    def clean_deadline_rules(self):
        return _checked(self.cleaned_data["deadline_rules"] or [], rule_problems)

    def clean_channels(self):
        return _texts(self.cleaned_data["channels"] or [])

    def clean_levels(self):
        return _texts(self.cleaned_data["levels"] or [])

    def clean_page_type(self):
        chosen = self.cleaned_data["page_type"]
        used = self.instance.pk and self.instance.pages.exists()
        if used and chosen != CatalogueItem.objects.get(pk=self.instance.pk).page_type:
            raise ValidationError(_("已有公开信息使用这一事项的表单，不能更换。"))
        return chosen


def _checked(value, find_problems):
    problems = find_problems(value)
    if problems:
        raise ValidationError(problems)
    return value


def _texts(value):
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise ValidationError(_('应为文字的列表，例如 ["web"]。'))
    return value


class CalendarOverrideForm(forms.ModelForm):
    class Meta:
        model = CalendarOverride
        fields = ["date", "is_working_day", "holiday", "source_document"]
        widgets = {"date": forms.DateInput(attrs={"type": "date"})}


class IssuerMappingForm(forms.ModelForm):
    class Meta:
        model = IssuerMapping
        fields = ["issuer", "unit", "is_reprint", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # The name is what the files say: another name is another mapping.
            self.fields["issuer"].disabled = True
