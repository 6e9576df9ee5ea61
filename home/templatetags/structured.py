"""JSON-LD inside a page. A data block is no script: browsers neither run it nor ask the content
security policy about it (HTML, "prepare the script element", before the policy is looked at)."""

import json

from django import template
from django.utils.safestring import mark_safe

from disclosure.addresses import root_of
from home import structured

register = template.Library()
# A text must not be able to end the block, or to begin a comment or an entity inside it.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def block(thing: structured.Thing) -> str:
    """The thing as a data block, safe whatever its texts hold."""
    text = json.dumps(thing, ensure_ascii=False).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped


def _root(context) -> str:
    request = context.get("request")
    return root_of(request) if request else ""


@register.simple_tag(takes_context=True)
def item_data(context) -> str:
    """The item of an item page; nothing while a list of persons is shown, as for the sitemap."""
    item, state = context["item"], context.get("list_state")
    if not item.number or (state and not state.is_over):
        return ""
    return block(structured.item_thing(item, context.get("current"), _root(context)))


@register.simple_tag(takes_context=True)
def list_data(context, name: str) -> str:
    """The items on this page of a list."""
    page = context["page"]
    first = page.start_index() if page.object_list else 1
    return block(structured.list_thing(page.object_list, _root(context), str(name), first))


@register.simple_tag(takes_context=True)
def site_data(context) -> str:
    return block(structured.site_thing(context["site_settings"], _root(context)))


@register.simple_tag(takes_context=True)
def dataset_data(context) -> str:
    settings, root = context["site_settings"], _root(context)
    thing = structured.dataset_thing(context["dataset"], context["figures"], settings, root)
    return block(thing)


@register.simple_tag(takes_context=True)
def catalogue_data(context) -> str:
    settings, root = context["site_settings"], _root(context)
    return block(structured.catalogue_thing(context["cards"], settings, root))


@register.simple_tag
def dublin_core() -> str:
    """What `DCTERMS.` stands for in the names of meta tags: a name, no address that is fetched."""
    return mark_safe('<link rel="schema.DCTERMS" href="http://purl.org/dc/terms/">')


@register.filter
def described(item) -> str:
    """The item in a sentence, for the description of its page."""
    return structured.described(item)
