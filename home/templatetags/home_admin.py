"""The first page of the admin asks who looks at it."""

from django import template

from home.wagtail_hooks import is_administrator

register = template.Library()


@register.simple_tag(takes_context=True)
def looks_administrator(context) -> bool:
    return is_administrator(context["request"].user)
