"""Catalogue rows of a unit for the "add" screen."""

from django import template

from disclosure.editor_views import groups_for

register = template.Library()


@register.simple_tag(takes_context=True)
def catalogue_groups(context, unit):
    return groups_for(unit, context["request"].GET.get("q", ""))
