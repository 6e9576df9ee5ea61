"""Which columns and rows make up an item's public face: one list for receivers and triggers.

Denied by default: everything is public face except the named working fields (gate.md).
"""

from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from disclosure.models import DisclosurePage

# Wagtail's bookkeeping; changing it shows nothing to the public. The slug is here because the
# address goes by number; its text is checked where it is typed.
WORKING = frozenset(
    """draft_title latest_revision latest_revision_created_at has_unpublished_changes
    live_revision locked locked_at locked_by owner path depth numchild url_path slug
    translation_key show_in_menus locale""".split()
) | frozenset(DisclosurePage.working_fields)


def page_classes() -> list[type[Page]]:
    """Every model whose save can reach an item: base, middle and page types."""
    return [
        Page,
        *[m for m in apps.get_models() if issubclass(m, Page) and m is not Page],
    ]


def item_classes() -> list[type[DisclosurePage]]:
    return [m for m in apps.get_models() if issubclass(m, DisclosurePage)]


def public_columns(model: type[models.Model]) -> list[models.Field]:
    """Columns of the model's own table that the public can see the effect of."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if field.name not in WORKING and not field.primary_key
    ]


def row_models() -> list[tuple[type[models.Model], str]]:
    """Child rows of items with the name of their key, rows of rows included."""
    found, parents = [], [*item_classes()]
    while parents:
        parent = parents.pop()
        for model in apps.get_models():
            for field in model._meta.local_fields:
                is_key = isinstance(field, ParentalKey) and field.related_model is parent
                if is_key and (model, field.name) not in found:
                    found.append((model, field.name))
    return found
