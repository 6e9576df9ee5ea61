"""Checkboxes of the filters. Made here, not by a template per box: there may be three hundred."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import formats
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.page.choices import Choice
from search.page.results import written

register = template.Library()
# Filters whose choices are names, in Chinese whatever the language of the page.
NAMED = frozenset({"region", "unit", "catalogue"})


@register.simple_tag
def choice_list(choices: Iterable[Choice]) -> SafeString:
    """A list of checkboxes, each with what opens below it."""
    words = (_("条"), _("县（市、区）"))
    return mark_safe(_list(choices, words))  # noqa: S308  every value is escaped below


def _list(choices: Iterable[Choice], words: tuple[str, str]) -> str:
    return f'<ul class="choices">{"".join(_entry(choice, words) for choice in choices)}</ul>'


def _entry(choice: Choice, words: tuple[str, str]) -> str:
    box = _box(choice, words[0]) if choice.value else ""
    if not choice.below:
        return f"<li>{box}</li>"
    is_open = " open" if choice.is_open else ""
    head = f"{escape(words[1])} {len(choice.below)}" if box else _counted(choice, words[0])
    inner = _list(choice.below, words)
    label = f' aria-label="{escape(choice.label)} {head}"' if box else ""
    return f"<li>{box}<details{is_open}><summary{label}>{head}</summary>{inner}</details></li>"


def _box(choice: Choice, unit: str) -> str:
    zero = "" if choice.count else " zero"
    checked = " checked" if choice.is_chosen else ""
    return (
        f'<label class="check{zero}"><input type="checkbox" name="{escape(choice.name)}" '
        f'value="{escape(choice.value)}"{checked}>{_counted(choice, unit)}</label>'
    )


def _counted(choice: Choice, unit: str) -> str:
    language = ' lang="zh-Hans-CN"' if choice.name in NAMED else ""
    return (
        f'<span{language}>{escape(choice.label)}</span><span class="count">'
        f'{intcomma(choice.count)}<span class="sr"> {escape(unit)}</span></span>'
    )


@register.filter
def written_date(day: str) -> str:
    """2018-06 or 2018-06-20 in words."""
    if len(day) == 7:
        first = date.fromisoformat(f"{day}-01")
        return formats.date_format(first, "Y年n月" if _is_chinese() else "F Y")
    return written(date.fromisoformat(day))


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


@register.filter
def zh(words: str) -> str:
    """Chinese words inside a sentence of another language, marked as such."""
    if _is_chinese():
        return words
    return format_html('<span lang="zh-Hans-CN">{}</span>', words)
