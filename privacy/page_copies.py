"""Copies of a page that are made anew instead of being rewritten, and where the page lies."""

from urllib.parse import unquote_plus

from django.contrib.contenttypes.models import ContentType
from modelcluster.models import get_all_child_relations
from wagtail.admin.models import FormState
from wagtail.models import Page, get_page_models
from wagtail.search import index
from wagtail.search.models import IndexEntry

from .needles import Needles

FORM_STATES = FormState._meta.db_table
INDEX_ENTRIES = IndexEntry._meta.db_table


def forget_form_states(page_id: int, needles: Needles) -> int:
    """Delete the forms kept for previews: those of the page, and of new pages with a needle in it.

    A preview makes them again, from what stands in the form.
    """
    states = FormState.objects.filter(content_type__in=_page_types())
    doomed = list(states.filter(object_id=str(page_id)).values_list("pk", flat=True))
    for pk, form in states.filter(object_id="").values_list("pk", "data").iterator():
        if needles.found_in(form) or needles.found_in(unquote_plus(form)):
            doomed.append(pk)
    FormState.objects.filter(pk__in=doomed).delete()
    return len(doomed)


def renew_index_entry(page_id: int) -> int:
    """Write the page's entry in the staff index again, from the page as it is now."""
    entries = IndexEntry.objects.filter(content_type__in=_page_types(), object_id=str(page_id))
    removed = entries.count()
    entries.delete()
    page = Page.objects.filter(pk=page_id).first()
    if removed and page is not None:
        index.insert_or_update_object(page.specific)
    return removed


def tables_of(page_id: int) -> set[str]:
    """The tables that hold the page and its rows: they keep dead copies of what was rewritten."""
    page = Page.objects.filter(pk=page_id).first()
    model = page.specific_class if page else None
    if model is None:
        return {Page._meta.db_table}
    models = {model, *model._meta.get_parent_list()}
    models |= {relation.related_model for relation in get_all_child_relations(model)}
    return {related._meta.db_table for related in models}


def _page_types() -> list[ContentType]:
    return list(ContentType.objects.get_for_models(*get_page_models()).values())
