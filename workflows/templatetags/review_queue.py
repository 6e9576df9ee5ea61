"""The tabs of the reviewer's desk, the same above each of its lists."""

from django import template

from workflows import desk

register = template.Library()


@register.inclusion_tag("workflows/parts/tabs.html", takes_context=True)
def review_tabs(context, here: str):
    """Tabs with counts; `here` is the key of the one that is shown."""
    return {"tabs": desk.tabs(context["request"].user), "here": here}
