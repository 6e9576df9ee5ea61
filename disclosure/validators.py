"""Checks of what a column may hold; every refusal says what to write instead."""

import re

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_OFFICE_NUMBER = re.compile(
    r"(?<!\d)(?:"
    r"0\d{2,3}[-—－ ]?\d{7,8}"  # area code and number
    r"|[48]00[-— ]?\d{3,4}[-— ]?\d{3,4}"  # 400 and 800 numbers
    r"|1[12]\d{1,4}"  # 110, 12345, 12315, 114
    r"|[2-9]\d{6,7}"  # a number within the area
    r")(?!\d)"
)
_DOC_NO_BRACKETS = re.compile(r"[\[［【(（〔]\s*((?:19|20)\d{2})\s*[\]］】)）〕]")


def has_mobile(value: str) -> bool:
    return _MOBILE.search(value) is not None


def check_office_phone(value: str) -> None:
    """An office number must be there, a mobile number must not (条例第十五条)."""
    if has_mobile(value):
        raise ValidationError(_("这里会公开，请填办公电话，不填个人手机号。"), code="mobile")
    if not _OFFICE_NUMBER.search(value):
        raise ValidationError(
            _("没有找到电话号码。请写区号和号码，例如 0431-80000000，或 12345 这样的短号。"),
            code="no_number",
        )


def uscc_is_valid(value: str) -> bool:
    """Unified social credit code with its check character (GB 32100-2015)."""
    if len(value) != 18 or any(character not in _USCC_ALPHABET for character in value):
        return False
    total = sum(
        weight * _USCC_ALPHABET.index(character)
        for character, weight in zip(value[:17], _USCC_WEIGHTS, strict=True)
    )
    return _USCC_ALPHABET[-total % 31] == value[17]


def check_uscc(value: str) -> None:
    if not uscc_is_valid(value):
        raise ValidationError(
            _("统一社会信用代码应为18位，且校验位要对。请核对是否抄错。"), code="uscc"
        )


def normal_doc_no(value: str) -> str:
    """The document number with the brackets of the norm: 吉政办函〔2018〕120号."""
    return _DOC_NO_BRACKETS.sub(r"〔\1〕", value).replace(" ", "").replace("\u3000", "")


@deconstructible
class OneOf:
    """Every part of a 、-joined text must be one of the options."""

    def __init__(self, options):
        self.options = tuple(options)

    def __call__(self, value):
        unknown = [part for part in value.split("、") if part not in self.options]
        if unknown:
            raise ValidationError(
                _("只能选择：%(options)s"), params={"options": "、".join(self.options)}
            )

    def __eq__(self, other):
        return isinstance(other, OneOf) and self.options == other.options

    def __hash__(self):
        return hash(self.options)
