"""Columns of the page types: typed, bounded, named as the catalogue names them (rule 4).

All may stay empty, because drafts may be incomplete; what a catalogue row requires is asked for
at submission (`completeness`).
"""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .validators import OneOf, check_office_phone, check_uscc

FIRST_YEAR, LAST_YEAR = 1949, 2100
PROSE_LIMIT = 20_000  # characters
ONE_PER_LINE = _("每行一项。")


class ChoicesField(models.CharField):
    """Several of a closed list, stored as one text joined by 、 so that filters and exports read
    it."""

    def __init__(self, *args, options=(), **kwargs):
        self.options = tuple(options)
        kwargs.setdefault("max_length", 120)
        super().__init__(*args, **kwargs)
        if self.options:
            self.validators = [*self.validators, OneOf(self.options)]

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "options": self.options}

    def formfield(self, **kwargs):
        return SeveralField(
            choices=[(option, option) for option in self.options],
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            required=False,
        )


class SeveralField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple(attrs={"class": "mj-several"})

    def prepare_value(self, value):
        if isinstance(value, str):
            return value.split("、") if value else []
        return value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial) or [], data or [])

    def clean(self, value):
        chosen = super().clean(value)
        return "、".join(option for option, _label in self.choices if option in chosen)


def text(label, length=255, **options):
    return models.CharField(label, max_length=length, blank=True, **options)


def long_text(label, length=4000, **options):
    return models.TextField(label, max_length=length, blank=True, **options)


def lines(label):
    """A list: one entry per line."""
    return models.TextField(label, max_length=8000, blank=True, help_text=ONE_PER_LINE)


def prose(label):
    """Paragraphs of plain text: what the reviewer masks in it is exactly what is released."""
    return models.TextField(label, max_length=PROSE_LIMIT, blank=True)


def organisation(label):
    return models.CharField(label, max_length=120, blank=True)


def official_name(label):
    return models.CharField(
        label, max_length=60, blank=True, help_text=_("填公职身份的姓名，不填身份证号和手机号。")
    )


def office_phone(label):
    return models.CharField(
        label,
        max_length=120,
        blank=True,
        validators=[check_office_phone],
        help_text=_("例如 0431-80000000；几个号码用顿号分开。"),
    )


def uscc():
    return models.CharField(
        _("统一社会信用代码"), max_length=18, blank=True, validators=[check_uscc]
    )


def document_number(label):
    return models.CharField(
        label, max_length=80, blank=True, help_text=_("例如 吉政办函〔2018〕120号。")
    )


def day(label):
    return models.DateField(label, null=True, blank=True)


def moment(label):
    return models.DateTimeField(label, null=True, blank=True)


def year(label):
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )


def count(label):
    return models.PositiveIntegerField(label, null=True, blank=True)


def money(label):
    """Yuan with two places, not negative."""
    return models.DecimalField(
        label,
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )


def number(label):
    return models.DecimalField(label, max_digits=18, decimal_places=4, null=True, blank=True)


def percent(label):
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )


def yes_no(label):
    """Three states: 是, 否 and not answered yet."""
    return models.BooleanField(
        label, null=True, blank=True, choices=[(True, _("是")), (False, _("否"))]
    )


def choice(label, options: str):
    """One of a closed list, given as words separated by blanks."""
    words = options.split()
    return models.CharField(
        label, max_length=40, blank=True, choices=[(word, _(word)) for word in words]
    )


def several(label, options: str):
    return ChoicesField(label, blank=True, options=tuple(options.split()))


def address(label):
    return models.CharField(label, max_length=200, blank=True)


def web_address(label):
    return models.URLField(label, max_length=300, blank=True)
