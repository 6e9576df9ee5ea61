"""The form of a decision; its words must name no person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.attribute.grounds import CHOICES
from disclosure.models import AttributeDecision
from workflows.forms import CleanText


class DecisionForm(forms.Form):
    """`steps` are those that may follow from what stands."""

    step = forms.ChoiceField(label=_("决定"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=_("依据"), required=False, choices=[("", "—"), *CHOICES])
    referred_to = CleanText(
        label=_("移送给"),
        required=False,
        max_length=100,
        help_text=_("只在移送时填写：主管部门或保密行政管理部门的名称。"),
    )
    reason = CleanText(
        label=_("理由"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("写明为什么。只供内部留存，不写姓名和号码。"),
        error_messages={"required": _("请写明理由。")},
    )

    def __init__(self, *args, steps: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(AttributeDecision.STEPS)
        self.fields["step"].choices = [(step, labels[step]) for step in steps]
