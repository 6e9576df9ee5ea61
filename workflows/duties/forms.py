"""Forms about duties; every word that becomes public goes past the detector."""

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.duties.statements import SHORTEST_REASON
from workflows.forms import CleanText


class StatementForm(forms.Form):
    """A reason for the public: why there is nothing, or why that was taken back."""

    reason = CleanText(
        label=_("理由"),
        min_length=SHORTEST_REASON,
        max_length=300,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "对社会公开。写明本期为什么没有，例如没有这项资金、没有发生这类事项；不写姓名和号码。"
        ),
        error_messages={
            "required": _("请写明理由。"),
            "min_length": _("理由太短，社会公众看不明白。请写一句完整的话。"),
        },
    )
    is_certain = forms.BooleanField(
        label=_("已核对本期台账和来文，确认属实"),
        error_messages={"required": _("请先核对台账和来文，再勾选确认。")},
    )
