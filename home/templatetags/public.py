"""Words, dates and marks of the public pages."""

import re
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from disclosure import prose
from disclosure import vocabulary as words
from disclosure.models import LinkRow
from home.badges import badges_of
from ledger.code import with_dashes

register = template.Library()

DOMAIN_ICONS = {
    "poverty": "sprout",
    "welfare": "hand-heart",
    "education": "graduation-cap",
    "health": "heart-pulse",
    "environment": "leaf",
    "disaster": "life-buoy",
    "culture_sport": "library",
    "cross": "layers",
}


_STARS = re.compile(r"\*+")
_NUMBER = re.compile(r"[0-9A-Za-z]+\*+")
_SUPPRESSED = re.compile(r"[<＜]\s?\d+")


def _local(value: date | datetime | None) -> date | datetime | None:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


@register.filter
def long_date(value) -> str:
    """2026年10月12日, in English 12 October 2026; empty for no date."""
    value = _local(value)
    if not value:
        return ""
    return format_date(value, "Y年n月j日" if _is_chinese() else "j F Y")


@register.filter
def short_date(value) -> str:
    """10月12日, in English 12 October."""
    value = _local(value)
    if not value:
        return ""
    return format_date(value, "n月j日" if _is_chinese() else "j F")


@register.filter
def long_time(value) -> str:
    """Date and minute in the site's time zone."""
    value = _local(value)
    return f"{long_date(value)} {value:%H:%M}" if value else ""


@register.filter
def iso(value) -> str:
    """Machine-readable form for <time datetime>."""
    value = _local(value)
    return value.isoformat() if value else ""


@register.filter
def iso_seconds(value) -> str:
    """For sitemaps: some readers refuse fractions of a second."""
    value = _local(value)
    return value.isoformat(timespec="seconds") if value else ""


@register.filter
def long_iso(value) -> str:
    """Minute as the head of a government page states it: 2026-10-12 09:42."""
    value = _local(value)
    return f"{value:%Y-%m-%d %H:%M}" if value else ""


@register.filter
def version_label(version) -> str:
    """第 2 版."""
    return _("第 %(rev)d 版") % {"rev": version.rev}


@register.filter
def dashed(code: str) -> str:
    """A 核验码 as people read it: XXXX-XXXX-XXXX-XXXX."""
    return with_dashes(code)


@register.filter
def day_of_month(value) -> str:
    value = _local(value)
    return f"{value:%d}" if value else ""


@register.filter
def month_of(value) -> str:
    """Second line of a list date: the month, with the year unless it is this year's."""
    value = _local(value)
    if not value:
        return ""
    same_year = value.year == timezone.localdate().year
    if _is_chinese():
        return format_date(value, "n 月" if same_year else "Y.n")
    return format_date(value, "M" if same_year else "M Y")


@register.filter
def domain_label(key: str):
    return dict(words.DOMAINS).get(key, "")


@register.filter
def stage_label(key: str):
    return dict(words.STAGES).get(key, "")


@register.filter
def reason_label(code: str):
    return dict(words.REASONS).get(code, "")


@register.filter
def relation_label(code: str):
    return dict(LinkRow.RELATIONS).get(code, "")


@register.filter
def is_ours(url: str) -> bool:
    """Whether a link stays on this site."""
    return url.startswith("/") and not url.startswith("//")


@register.filter
def is_web(url: str) -> bool:
    """Whether an address may become a link: one of the web, never a script."""
    return str(url).lower().startswith(("https://", "http://"))


@register.filter
def prose_only(html: str) -> str:
    """Expanded rich text, held to the tags of prose."""
    return mark_safe(prose.shown(str(html)))  # noqa: S308  built anew from a list of tags


@register.filter
def domain_icon(key: str) -> str:
    return DOMAIN_ICONS.get(key, "file-text")


@register.filter
def badges(item):
    return badges_of(item, timezone.localdate())


@register.filter
def page_numbers(page):
    """Numbers to show of a paginator's pages, with … where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def address_with(context, **changes) -> str:
    """The present address with some query values changed; an empty value drops the name."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = value
    return f"?{query.urlencode()}" if query else context["request"].path


@register.filter
def is_hidden(text: str) -> bool:
    """Whether a cell hides something on purpose: signs behind stars, or a figure too small."""
    return "*" in str(text) or _SUPPRESSED.fullmatch(str(text).strip()) is not None


@register.filter
def spoken(text: str) -> str:
    """Words for a hidden value: what can be seen, and what was left out on purpose."""
    text = str(text)
    if _SUPPRESSED.fullmatch(text.strip()):
        return _("%(shown)s，数字太小，不显示") % {"shown": _too_small(text)}
    hidden = text.count("*")
    if _NUMBER.match(text):
        visible = _STARS.sub("…", text)
        return _("%(visible)s，中间 %(n)d 位已隐藏") % {"visible": visible, "n": hidden}
    visible = _STARS.sub("某", text)
    if hidden == 1 and not text.endswith("*"):
        return _("%(visible)s，中间一字已隐藏") % {"visible": visible}
    if hidden == 1:
        return _("%(visible)s，名字已隐藏") % {"visible": visible}
    return _("%(visible)s，%(n)d 个字已隐藏") % {"visible": visible, "n": hidden}


def _too_small(text: str) -> str:
    limit = re.sub(r"\D", "", text)
    return _("小于 %(n)s") % {"n": limit} if limit else _("未显示")
