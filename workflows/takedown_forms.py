"""Forms of takedown and incidents."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import CleanText
from workflows.models.incidents import PERSONS
from workflows.models.takedowns import REPORT_OUTCOMES
from workflows.review.classes import LABELS


class KindsForm(forms.Form):
    """Kinds of personal data and how many people they are about."""

    classes = forms.MultipleChoiceField(
        label=_("涉及哪些种类"),
        choices=list(LABELS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    persons = forms.ChoiceField(label=_("涉及多少人"), choices=PERSONS, initial="unknown")


class TakeDownForm(KindsForm):
    note = CleanText(
        label=_("情况说明"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("写在哪里发现了哪一类信息，例如“第三段有身份证号”。不要抄写内容本身。"),
        error_messages={"required": _("请写明为什么撤下：在哪里发现了哪一类信息。")},
    )


class CorrectForm(KindsForm):
    note = CleanText(label=_("说明"), max_length=300, required=False)


class DutyForm(forms.Form):
    state = forms.ChoiceField(choices=[("done", ""), ("not_needed", ""), ("open", "")])
    reason = CleanText(label=_("说明"), max_length=300, required=False)


class OpenReportForm(forms.Form):
    reason = CleanText(
        label=_("打开的理由"),
        max_length=200,
        error_messages={"required": _("请写明为什么要打开。每次打开都记录在保险箱的日志里。")},
    )


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("处理结果"),
        choices=[pair for pair in REPORT_OUTCOMES if pair[0] != "taken_down"],
        error_messages={"required": _("请选择处理结果。")},
    )
