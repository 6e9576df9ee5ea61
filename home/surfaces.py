"""The item page as a surface of the release check, and as the editor's preview."""

from django.template.loader import render_to_string

from home.views.item import item_context


def render_page(page, record, request=None) -> str:
    """The whole page for a request (preview); without one, the parts that change with the item."""
    context = item_context(page, versions=[])
    if request is not None:
        return render_to_string("home/item.html", context, request=request)
    return "\n".join(
        render_to_string(template, context)
        for template in ("home/item_meta.html", "home/item_article.html")
    )
