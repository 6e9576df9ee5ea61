"""The way to the sheets for the notice board, for those who may print them."""

from django import template

from workflows import roles
from workflows.lists import board

register = template.Library()


@register.inclusion_tag("workflows/parts/board_link.html", takes_context=True)
def board_link(context, item):
    """A link for editors of the unit while there is something to print; else nothing."""
    request = context.get("request")
    may_print = request is not None and roles.has_role(request.user, roles.EDITOR, item.unit)
    return {"item": item, "is_shown": may_print and bool(board.renditions_of(item))}
