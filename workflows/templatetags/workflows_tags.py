"""Small helpers of our admin screens."""

from django import template

from workflows import parts
from workflows.review.classes import label_of

register = template.Library()


@register.filter
def class_label(cls: str) -> str:
    """A class of personal data in the reviewer's word."""
    return label_of(cls)


@register.filter
def part_label(part: str, page) -> str:
    """Name of a part of the record on this page."""
    return parts.label(page, part)


@register.filter
def action_label(action: str) -> str:
    """A decision in one word."""
    from workflows.models import ACTIONS

    return str(dict(ACTIONS).get(action, action))
