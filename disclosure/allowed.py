"""Whose name and which telephone may stand: the item's own structured fields and its unit."""

from disclosure.elements import column_of
from disclosure.models.contacts import allowed_of
from disclosure.validators import has_mobile

# Fields of page types that hold public names and lines of officials (inventory: official_name,
# office_phone). Their values are allowed wherever they stand in the same item.
PUBLIC_PERSON_TYPES = frozenset({"official_name", "office_phone", "business_address", "org"})


def allowed_texts(page) -> list[str]:
    """Exact strings the detector proposes to keep in this item (pii: officials come from data)."""
    typed = [page.issuing_body]
    if page.catalogue_item:
        for element in page.catalogue_item.elements:
            if element.get("type") in PUBLIC_PERSON_TYPES:
                typed.append(getattr(page, column_of(type(page), element["name"]), "") or "")
    # A mobile number written into a field for names would be free in the whole item.
    texts = [page.unit_name, *(text for text in typed if not has_mobile(str(text)))]
    if page.unit:
        texts += [page.unit.phone, page.unit.name, page.unit.full_name, *allowed_of(page.unit)]
    return sorted({str(text) for text in texts if text})
