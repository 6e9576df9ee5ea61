"""Forms of what the office keeps about duties: assignments and events."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from disclosure.models import CatalogueItem, DisclosurePage, DutyAssignment, DutyIncident, Unit
from disclosure.periods import today


class AssignmentForm(forms.ModelForm):
    class Meta:
        model = DutyAssignment
        fields = "catalogue_item role unit level domain name_has rule since until".split()
        widgets = {"since": AdminDateInput, "until": AdminDateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["catalogue_item"].queryset = CatalogueItem.objects.order_by("seq")
        units = Unit.objects.filter(is_active=True)
        if self.instance.unit_id:
            units |= Unit.objects.filter(pk=self.instance.unit_id)
        self.fields["unit"].queryset = units.order_by("code")

    def clean_rule(self):
        rule, row = self.cleaned_data["rule"].strip(), self.cleaned_data.get("catalogue_item")
        codes = [one["code"] for one in row.deadline_rules if one.get("code")] if row else []
        if rule and rule not in codes:
            raise forms.ValidationError(
                _("这个事项的时限规则是：%(codes)s。") % {"codes": "、".join(codes) or "—"}
            )
        return rule

    def clean(self):
        values = super().clean()
        if values.get("unit"):
            # The unit says it all; a level left over from before would contradict it.
            values["level"] = values["domain"] = values["name_has"] = ""
        elif not values.get("level"):
            self.add_error("unit", _("请指定一个单位，或在下面写明单位层级。"))
        _in_order(self, values, "since", "until", _("承担止早于承担起。请核对这两个日期。"))
        return values


class IncidentForm(forms.ModelForm):
    class Meta:
        model = DutyIncident
        fields = ["number", "region", "began", "ended"]
        widgets = {"began": AdminDateInput, "ended": AdminDateInput}

    def clean_number(self):
        number = self.cleaned_data["number"].strip()
        if not DisclosurePage.objects.released().filter(number=number).exists():
            raise forms.ValidationError(
                _("没有这个索引号的公开信息。请先公布这一事件，再填它的索引号。")
            )
        return number

    def clean_began(self):
        began = self.cleaned_data["began"]
        if began > today():
            raise forms.ValidationError(_("开始日期不能晚于今天。"))
        return began

    def clean(self):
        values = super().clean()
        _in_order(self, values, "began", "ended", _("结束日期早于开始日期。请核对这两个日期。"))
        return values


def _in_order(form, values, first: str, last: str, told) -> None:
    if values.get(first) and values.get(last) and values[last] < values[first]:
        form.add_error(last, told)
