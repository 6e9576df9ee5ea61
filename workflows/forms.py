"""Forms of the steps. Free text that names a person's data is refused, what was typed stays."""

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.vocabulary import REASONS
from workflows import wording


class CleanText(forms.CharField):
    """Text that must hold no personal data; the message says what kind, not what."""

    def clean(self, value):
        text = super().clean(value)
        kinds = wording.kinds_in(text)
        if kinds:
            raise forms.ValidationError(wording.refusal(kinds))
        return text


UPDATING = ("correction", "update")
WITHDRAWING = ("expired", "repealed", "error", "privacy", "legal")


def _reasons(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, label) for code, label in REASONS if code in codes]


class ReturnForm(forms.Form):
    reasons = CleanText(
        label=_("退回理由"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("写明哪里要改、怎么改。编辑会看到；不要抄写个人信息。"),
        error_messages={"required": _("请写明退回的理由：哪里要改、怎么改。")},
    )

    def __init__(self, *args, quoted=None, **kwargs):
        """`quoted` names the kinds of what a text copies from the item (review/quoting.py)."""
        super().__init__(*args, **kwargs)
        self.quoted = quoted

    def clean_reasons(self):
        text = self.cleaned_data["reasons"]
        kinds = self.quoted(text) if self.quoted else []
        if kinds:
            raise forms.ValidationError(wording.refusal(kinds))
        return text


class ReleaseForm(forms.Form):
    """保密审查 is a statement of the person who publishes (保守国家秘密法)."""

    no_secret = forms.BooleanField(
        label=_("已作保密审查：不涉及国家秘密、工作秘密和商业秘密"),
        error_messages={"required": _("请先完成保密审查并勾选。")},
    )
    reason = forms.ChoiceField(
        label=_("更改原因"),
        choices=[("", _("请选择")), *_reasons(UPDATING)],
        error_messages={"required": _("请选择更改原因。")},
    )

    def __init__(self, *args, was_public: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not was_public:
            del self.fields["reason"]


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("撤下原因"),
        widget=forms.RadioSelect,
        choices=[
            r for r in REASONS if r[0] in ("expired", "repealed", "error", "privacy", "legal")
        ],
        error_messages={"required": _("请选择撤下的原因。")},
    )


class UploadForm(forms.Form):
    table = forms.ChoiceField(label=_("属于哪项内容"))
    caption = CleanText(
        label=_("名册名称"),
        max_length=120,
        required=False,
        help_text=_("公众会看到，例如“2026年第三季度临时救助对象名册”。"),
    )
    file = forms.FileField(
        label=_("文件"),
        help_text=_(
            "XLSX 或 CSV，最多 50,000 行。第一行是各列的名称；标题行、合计行和签字行会自动跳过。"
        ),
        error_messages={
            "required": _("请选择文件。"),
            "empty": _("这个文件是空的。"),
        },
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = choices


class AssessmentForm(forms.Form):
    """个人信息保护法 Art. 56; prefilled by the catalogue and the policy, finished by a person."""

    purpose = CleanText(label=_("处理目的"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    necessity = CleanText(label=_("必要性"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    risk = CleanText(
        label=_("对个人权益的影响和风险"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args, quoted=None, **kwargs):
        """`quoted` names the kinds of what a text copies from the item (review/quoting.py)."""
        super().__init__(*args, **kwargs)
        self.quoted = quoted

    def clean(self):
        cleaned = super().clean()
        for name, text in list(cleaned.items()):
            kinds = self.quoted(text) if self.quoted else []
            if kinds:
                self.add_error(name, wording.refusal(kinds))
        return cleaned
