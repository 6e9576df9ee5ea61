"""The tabs of the reviewer's desk, the same above each of its lists."""

from django import template
from django.utils.translation import gettext_lazy as _

from workflows import desk, takedown

register = template.Library()


@register.inclusion_tag("workflows/parts/tabs.html", takes_context=True)
def review_tabs(context, here: str):
    """Tabs with counts; `here` is the key of the one that is shown."""
    return {"tabs": desk.tabs(context["request"].user), "here": here}


@register.inclusion_tag("workflows/parts/takedown_link.html", takes_context=True)
def takedown_link(context, item):
    """The way to the emergency takedown, for who may take it."""
    user = context["request"].user
    return {"item": item, "is_shown": item.live and takedown.may_take_down(user, item)}


CONTENT = {
    "title": _("标题"),
    "field": _("表单项"),
    "prose": _("正文"),
    "row": _("表格"),
    "other": _("其他"),
}


@register.filter
def content_label(kind: str) -> str:
    """Kind of content in which something was found."""
    return str(CONTENT.get(kind, kind))


@register.filter
def percent(share) -> str:
    """0.0317 as 3.2%."""
    return "–" if share is None else f"{share * 100:.1f}%"


@register.filter
def dotted(number) -> str:
    """A number for an attribute of a drawing, whatever the language."""
    return f"{number:.1f}"
