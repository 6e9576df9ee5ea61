"""Many items with all their rows in a constant number of statements per batch.

For whoever reads every item: checks, exports. An item's own managers ask once per relation.
"""

from collections.abc import Iterator, Sequence

from disclosure.canonical import TYPED_RELATIONS
from disclosure.models import DisclosurePage

RELATIONS = (*TYPED_RELATIONS, "region_rows", "attachment_rows", "link_rows", "recipient_tables")
ITEMS_AT_ONCE = 200


def of_numbers(numbers: Sequence[str]) -> Iterator[DisclosurePage]:
    """Live items with these numbers, as their own types, with the rows of their public record."""
    for at in range(0, len(numbers), ITEMS_AT_ONCE):
        some = numbers[at : at + ITEMS_AT_ONCE]
        yield from loaded(DisclosurePage.objects.filter(live=True, number__in=some))


def loaded(items) -> list[DisclosurePage]:
    """The pages of a queryset as their own types, every row already there."""
    pages = list(items.specific(defer=False))
    for page in pages:
        page._cluster_related_objects = {name: [] for name in RELATIONS}
    by_key = {page.pk: page for page in pages}
    for name in RELATIONS:
        rows = DisclosurePage._meta.get_field(name).related_model._default_manager
        for row in rows.filter(page_id__in=list(by_key)).order_by("page_id", "sort_order", "pk"):
            by_key[row.page_id]._cluster_related_objects[name].append(row)
    return pages
