"""The form below the results: an address and how often."""

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from search.models import SavedSearch

LONGEST_ADDRESS = 254  # RFC 5321 §4.5.3.1.3


class FollowForm(forms.Form):
    """`website` is a trap: people do not see it, programs fill it in."""

    address = forms.CharField(
        label=_("您的邮箱"),
        max_length=LONGEST_ADDRESS,
        validators=[EmailValidator(_("邮箱地址好像写错了，请检查，例如 name@example.com。"))],
        error_messages={
            "required": _("请填写邮箱地址。"),
            "max_length": _("邮箱地址太长了，请检查。"),
        },
    )
    rhythm = forms.ChoiceField(
        label=_("多久发一次"),
        choices=SavedSearch.RHYTHMS,
        error_messages={"required": _("请选择多久发一次。"), "invalid_choice": _("请重新选择。")},
    )
    website = forms.CharField(required=False)

    def clean_address(self):
        address = self.cleaned_data["address"]
        if any(not sign.isprintable() for sign in address) or not address.isascii():
            raise forms.ValidationError(_("邮箱地址好像写错了，请检查，例如 name@example.com。"))
        return address

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data.get("website"))
