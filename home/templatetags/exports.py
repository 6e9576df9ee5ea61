"""`{% export_menu %}`: the present list as files, a small menu that works without script."""

from django import template

register = template.Library()
KINDS = (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"), ("jsonl", "JSON Lines"))


@register.inclusion_tag("components/export_menu.html", takes_context=True)
def export_menu(context, base: str = "") -> dict:
    """Links to `<page>export.<format>` with the page's own filters; the page number is left out.

    `base`: beginning of the address where it is not that of the page.
    """
    request = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    for name in [name for name in query if not any(query.getlist(name))]:
        query.pop(name)
    asked = f"?{query.urlencode()}" if query else ""
    start = base or f"{request.path}export"
    return {
        "files": [(label, f"{start}.{kind}{asked}") for kind, label in KINDS],
    }
