"""`{% icon "search" %}`: a Lucide icon, drawn into the page. Decorative unless given a label."""

from functools import cache

from django import template
from django.utils.safestring import mark_safe
from lucide.templatetags.lucide import lucide

register = template.Library()


@cache
def drawn(name: str, label: str, extra: str) -> str:
    """SVG text of one icon. Raises `lucide.IconDoesNotExist` for an unknown name."""
    classes = f"icon {extra}".strip()
    spoken = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    # size=None keeps the file's 24; the style sheet decides.
    return lucide(name, size=24, stroke_width="1.75", **{"class": classes}, **spoken)


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> str:
    return mark_safe(drawn(str(name), str(label), str(extra)))  # noqa: S308  our own SVG
